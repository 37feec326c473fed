"""Which addresses of the network may be asked for a calendar: public ones, and no others.

Somebody who may give the address of a calendar must not be able to make the server ask machines that only
the server can reach.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address

# Written out rather than left to Address.is_global, whose answer differs between releases of Python.
_NOT_PUBLIC = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by providers (CGNAT)
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, where clouds answer about the machine itself
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays to IPv6
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
_PUBLIC_IPV6 = ip_network("2000::/3")
"""The IPv6 addresses that are given out: no loopback, private, mapped or NAT64 one is among them."""

_NOT_PUBLIC_IPV6 = tuple(
    ip_network(text)
    for text in (
        "2001::/23",  # protocol assignments, Teredo tunnels among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # IPv4 addresses in disguise (6to4)
        "3fff::/20",  # documentation
    )
)


def is_public(address: Address) -> bool:
    """Whether anybody on the internet could reach the same machine at this address."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC)
    return (
        address.scope_id is None
        and address in _PUBLIC_IPV6
        and not any(address in network for network in _NOT_PUBLIC_IPV6)
    )


def address_of(text: str) -> Address | None:
    """The address that a resolver wrote, or None for anything else."""
    try:
        return ip_address(text)
    except ValueError:
        return None
