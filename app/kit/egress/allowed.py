"""Which addresses may be reached on behalf of somebody else: those that all the world reaches."""

from ipaddress import IPv4Address, IPv6Address, ip_network
from typing import Final

Adresse = IPv4Address | IPv6Address

# IANA, special-purpose address registries (RFC 6890): said here, since what Python takes for
# global changes with its releases, and since some that are global lead elsewhere (6to4, Teredo).
_V4: Final = tuple(
    ip_network(reseau)
    for reseau in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
# Of IPv6, what is given out today (RFC 4291, 2.4): IPv4 in disguise (`::ffff:`, `64:ff9b::`),
# local, multicast and what has no use yet are outside.
_UNICAST: Final = ip_network("2000::/3")
_V6: Final = tuple(
    ip_network(reseau)
    for reseau in (
        "2001::/23",  # protocols of the IETF, Teredo among them
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)


def est_publique(adresse: Adresse) -> bool:
    """Whether an address is one that all the world reaches, and leads to no other."""
    if not adresse.is_global or adresse.is_multicast:
        return False
    if isinstance(adresse, IPv4Address):
        return not any(adresse in reseau for reseau in _V4)
    return adresse in _UNICAST and not any(adresse in reseau for reseau in _V6)


def est_admise(adresse: Adresse, *, ici: bool) -> bool:
    """Whether it may be reached; `ici`: this machine may be as well, as in a sandbox."""
    return est_publique(adresse) or (ici and adresse.is_loopback and _sans_deguisement(adresse))


def _sans_deguisement(adresse: Adresse) -> bool:
    return isinstance(adresse, IPv4Address) or adresse.ipv4_mapped is None
