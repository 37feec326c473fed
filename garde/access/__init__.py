"""Who is let in: people of the coordination, and the links of services and funders, given and taken back.

`people` and `links` are use cases, each with its own check of who acts and its entry in the audit trail.
"""
