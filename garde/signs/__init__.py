"""What a service hangs at its door: how full it is just now, and how to get in by night.

Both are said by the service itself, on its own page, or by a coordinator for it. `saturation` and `entrance`
say what they are, `hanging` puts them up and takes them down; whoever looks a service up reads them.
"""
