"""Where a request comes from, and how much of it is kept.

Behind a proxy the peer is the proxy: the client is then in `Forwarded` (RFC 7239) or in
`X-Forwarded-For`, of which only what a proxy of ours wrote is believed.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Final, NamedTuple

from app.kit.memory import de_personnes

Ip = IPv4Address | IPv6Address
Reseau = IPv4Network | IPv6Network

# A chain of proxies is never as long; what goes beyond was made up.
_RELAIS_MAX: Final = 10
_ENTETE_MAX: Final = 2048
_RETENUES: Final = 4096
# What is kept of an address: no longer one household or one office.
_ORIGINE: Final = {4: 24, 6: 48}
# What one subscriber is given: whoever has a /64 has 2^64 addresses to call from.
_ABONNE: Final = {4: 32, 6: 64}
_MOT: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_PAIRE: Final = rf'{_MOT}=(?:{_MOT}|"[^"\\;,]*")'
_ELEMENT: Final = re.compile(rf"{_PAIRE}(?:;{_PAIRE})*")
_POUR: Final = re.compile(r"(?:^|;)for=(.*?)(?=;|$)", re.IGNORECASE)
_NOEUD: Final = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::\d{1,5})?|([0-9.]+)(?::\d{1,5})?")


class Provenance(NamedTuple):
    """The client's address, and its network as the record keeps it (`198.51.100.0/24`)."""

    adresse: str | None
    origine: str | None


INCONNUE: Final = Provenance(None, None)


class Adresses:
    """Tells addresses; `proxys` are the networks whose headers are believed."""

    def __init__(self, proxys: Sequence[Reseau]) -> None:
        self._proxys = tuple(proxys)
        self._derriere = de_personnes(lru_cache(_RETENUES)(self._lire))

    def de(self, scope: Any) -> Provenance:
        """Where an ASGI request comes from; `INCONNUE` when not from an IP address."""
        client = scope.get("client")
        if not client:
            return INCONNUE
        if not self._proxys:
            return _provenance(client[0])
        entetes: dict[bytes, bytes] = {}
        for nom, valeur in scope["headers"]:
            if nom in (b"forwarded", b"x-forwarded-for"):
                entetes[nom] = entetes[nom] + b"," + valeur if nom in entetes else valeur
        return self._derriere(client[0], entetes.get(b"forwarded"), entetes.get(b"x-forwarded-for"))

    def est_d_un_proxy(self, scope: Any) -> bool:
        """Whether an ASGI request comes from a proxy of ours."""
        proche = _adresse(scope["client"][0]) if scope.get("client") else None
        return proche is not None and self._de_confiance(proche)

    def _lire(
        self, pair: str, forwarded: bytes | None, x_forwarded_for: bytes | None
    ) -> Provenance:
        proche = _adresse(pair)
        if proche is None or not self._de_confiance(proche):
            return _provenance(pair)
        dites = [
            self._remonter(proche, [lire(relais) for relais in _relais(entete)])
            for entete, lire in ((forwarded, _pour), (x_forwarded_for, _noeud))
            if entete is not None
        ]
        # Our proxy writes one of the two and passes on the other as the client made it: when they
        # disagree, nobody can tell which, and nobody's networks let such a caller in.
        return INCONNUE if len(set(dites)) > 1 else _provenance(str(dites[0] if dites else proche))

    def _remonter(self, proche: Ip, relais: list[Ip | None]) -> Ip:
        """From the nearest hop to the first one that is not ours, which is the client."""
        for adresse in relais:
            if adresse is None:
                return proche
            proche = adresse
            if not self._de_confiance(adresse):
                return adresse
        return proche

    def _de_confiance(self, adresse: Ip) -> bool:
        return any(adresse in reseau for reseau in self._proxys)


def _relais(entete: bytes) -> list[str]:
    """The hops of a header, the nearest first: of its end, since proxies append to what it held."""
    fin = entete[-_ENTETE_MAX:].decode("latin-1")
    return [relais.strip() for relais in fin.split(",")[: -_RELAIS_MAX - 1 : -1]]


def _pour(element: str) -> Ip | None:
    """The `for` of an element of `Forwarded`; None for `unknown`, `_hidden` and what is malformed.

    Commas and semicolons within quotes, which no address has, count as malformed.
    """
    trouve = _POUR.findall(element) if _ELEMENT.fullmatch(element) else []
    return _noeud(trouve[0].strip('"')) if len(trouve) == 1 else None


def _noeud(texte: str) -> Ip | None:
    """An address, with or without a port; IPv6 in brackets if there is one."""
    lu = _NOEUD.fullmatch(texte)
    return _adresse((lu[1] or lu[2]) if lu else texte)


def _adresse(texte: str) -> Ip | None:
    try:
        lue = ip_address(texte)
    except ValueError:
        return None
    if isinstance(lue, IPv6Address):
        # A zone means something on one machine only.
        return None if lue.scope_id else lue.ipv4_mapped or lue
    return lue


@de_personnes
@lru_cache(_RETENUES)
def _provenance(texte: str) -> Provenance:
    lue = _adresse(texte)
    return Provenance(str(lue), _reseau(lue, _ORIGINE)) if lue else INCONNUE


@de_personnes
@lru_cache(_RETENUES)
def abonne(adresse: str | None) -> str:
    """Who is counted under an address: itself, or its /64."""
    lue = _adresse(adresse or "")
    return _reseau(lue, _ABONNE) if lue else "inconnue"


def _reseau(adresse: Ip, longueurs: dict[int, int]) -> str:
    return str(ip_network((adresse, longueurs[adresse.version]), strict=False))
