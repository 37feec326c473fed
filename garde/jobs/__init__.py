"""What is done without anybody asking: each job is a thin function that calls a use case.

`registry.JOBS` lists them, `worker` runs them: once, or again and again. Every job may be killed at any
moment and run again, and any number of workers may run at once.
"""
