"""Who acts and what they may do: coordinators by name, services and funders by capability link.

Others use `garde.accounts.actor` (who acts, and the checks that each use case makes first), `people`
(coordinators) and `links` (capability links).
"""
