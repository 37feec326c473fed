"""The services' own pages, ``/my/TOKEN/``: plain, without scripts, in French, Dutch and English.

Whoever has the address speaks for its service. `sections` lists what a page can show, one line each; `routes`
mounts them on the public application; `visit` says who reads.
"""
