"""Inviting, receiving the mail that the sandbox keeps, following its links."""

import re
from time import monotonic
from typing import Final
from uuid import uuid4

import httpx2

from tests.client import Candidature, Client, Json

_DELAI: Final = 30  # seconds after which a wait is a failure
_LIEN: Final = re.compile(r"#\S*?(til_[A-Za-z0-9_-]{43})(?=\s)")


def adresse(qui: str = "jeanne") -> str:
    """An address that no other test knows."""
    return f"{qui}.{uuid4().hex}@example.fr"


def candidature_de(client: Client, courriel: str) -> Candidature:
    """A draft whose applicant has this address."""
    return client.creer({"demandeur": {"courriel": courriel}})


def inviter(candidature: Candidature, courriel: str, role: str = "edition") -> httpx2.Response:
    """Invite somebody."""
    return candidature.appeler("POST", "/acces", json={"courriel": courriel, "role": role})


def demander(client: Client, courriel: str, **entetes: str) -> httpx2.Response:
    """Ask for the links of an address."""
    return client.post("/v1/acces/liens", json={"courriel": courriel}, headers=entetes)


def echanger(client: Client, lien: str, **entetes: str) -> httpx2.Response:
    """Exchange a link for a secret."""
    return client.post("/v1/acces/liens/echange", json={"lien": lien}, headers=entetes)


def recus(client: Client, courriel: str) -> list[Json]:
    """The mail sent to an address so far."""
    gardes = client.get("/v1/bac-a-sable/courriels").raise_for_status().json()["courriels"]
    return [garde for garde in gardes if garde["a"] == courriel.lower()]


def recu(client: Client, courriel: str, rang: int = 1) -> Json:
    """The first mail to an address, or a later one, awaited."""
    limite = monotonic() + _DELAI
    while len(arrives := recus(client, courriel)) < rang:
        assert monotonic() < limite, f"rien n'est arrivé à {courriel}"
    return arrives[rang - 1]


def liens(texte: str) -> list[str]:
    """The links of a mail: what follows `#` in their addresses."""
    return _LIEN.findall(texte)


def lien_recu(client: Client, courriel: str, rang: int = 1) -> str:
    """The only link of a mail."""
    (lien,) = liens(recu(client, courriel, rang)["texte"])
    return lien


def suivre(client: Client, lien: str) -> Candidature:
    """The candidature that a link opens, with the secret that it gives."""
    remis = echanger(client, lien).raise_for_status().json()
    return Candidature(client, remis["candidature"], remis["jeton"], remis)


def invitee(candidature: Candidature, role: str = "edition") -> Candidature:
    """The same candidature, opened by somebody invited."""
    courriel = adresse("ali")
    assert inviter(candidature, courriel, role).status_code == 201
    return suivre(candidature.client, lien_recu(candidature.client, courriel))


def acces(candidature: Candidature) -> list[Json]:
    """The accesses of a candidature."""
    return candidature.appeler("GET", "/acces").raise_for_status().json()["acces"]


def evenements_d_acces(candidature: Candidature) -> list[tuple[str, str, str]]:
    """What happened to its accesses: kind, role of who did it, role of the access."""
    return [
        (evenement["genre"], evenement["auteur"], evenement["details"]["role"])
        for evenement in candidature.evenements()
        if evenement["genre"].startswith("acces_")
    ]
