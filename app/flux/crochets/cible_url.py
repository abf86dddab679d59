"""The address of an endpoint, as it is written; where it leads is judged at each attempt."""

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Final

URL_MAX: Final = 2048  # characters
_PORTS: Final = frozenset({443, 8443})
_HOTE_MAX: Final = 253  # characters (RFC 1035)
# Of RFC 3986: what is written otherwise is not read alike by all who read it.
_URL: Final = re.compile(r"(https?)://([^/?]*)([/?][A-Za-z0-9._~:/?@!$&'()*+,;=%\[\]-]*)?", re.I)
_AUTORITE: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::([0-9]{1,5}))?")
_ETIQUETTE: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
# What some take for an address: 2130706433, 0x7f000001, 127.1.
_NOMBRE: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")


class UrlRefusee(Exception):
    """Nothing is sent there; `motif` says why, in one stable word."""

    def __init__(self, motif: str) -> None:
        super().__init__(motif)
        self.motif = motif


@dataclass(frozen=True, slots=True)
class CibleUrl:
    """Whom to connect to: a name or a literal address, in lower case and without brackets."""

    hote: str
    port: int
    tls: bool


def lire_url(texte: str, *, essai: bool) -> CibleUrl:
    """Where an address leads, by what it says alone. Raises `UrlRefusee`.

    https, without user nor fragment, on port 443 or 8443; in a sandbox (`essai`) also http and any
    port of this machine.
    """
    if len(texte) > URL_MAX:
        raise UrlRefusee("url_trop_longue")
    if "#" in texte:
        raise UrlRefusee("url_avec_fragment")
    if (lue := _URL.fullmatch(texte)) is None:
        raise UrlRefusee("url_invalide")
    if "@" in lue[2]:
        raise UrlRefusee("url_avec_identifiants")
    if (autorite := _AUTORITE.fullmatch(lue[2])) is None:
        raise UrlRefusee("hote_invalide")
    hote, ici = _lire_hote(autorite[1].lower())
    tls = lue[1].lower() == "https"
    port = int(autorite[2] or (443 if tls else 80))
    if not (essai and ici):
        _exiger_publique(ici=ici, tls=tls, port=port, hote=hote)
    elif not 0 < port < 65536:
        raise UrlRefusee("port_refuse")
    return CibleUrl(hote, port, tls)


def _exiger_publique(*, ici: bool, tls: bool, port: int, hote: str) -> None:
    if not tls:
        raise UrlRefusee("https_attendu")
    if port not in _PORTS:
        raise UrlRefusee("port_refuse")
    if ici or not ("." in hote or ":" in hote):
        raise UrlRefusee("hote_refuse")


def _lire_hote(texte: str) -> tuple[str, bool]:
    """The host, and whether it names this machine."""
    try:
        if texte.startswith("["):
            v6 = IPv6Address(texte[1:-1])
            return str(v6), v6.is_loopback
        if _NOMBRE.fullmatch(texte.rpartition(".")[2]):
            v4 = IPv4Address(texte)
            return str(v4), v4.is_loopback
    except AddressValueError:
        raise UrlRefusee("hote_invalide") from None
    if len(texte) > _HOTE_MAX or not all(map(_ETIQUETTE.fullmatch, texte.split("."))):
        raise UrlRefusee("hote_invalide")
    return texte, texte == "localhost"
