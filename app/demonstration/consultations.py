"""Whom a region consults: the prefect answers by the link that their mail brings."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from secrets import token_hex
from time import monotonic, sleep
from typing import Any, Final

from app.demonstration.agents_fictifs import Agent
from app.demonstration.client import Candidature, EchecDemonstration, Service
from app.formulaire.choix import Region

Json = dict[str, Any]

_QUESTION: Final = "Ce périmètre et ce plan d'action vous paraissent-ils cohérents ?"
_DELAI: Final = timedelta(days=21)
# The number of a dossier, and the link to it.
_ENTREE: Final = re.compile(r"^- ([^ ,]+), .*\n.*(tid_[A-Za-z0-9_-]{43})", re.MULTILINE)
_ATTENTE: Final = 60.0  # seconds, for a mail that a job sends
_REPRISE: Final = 0.1
_REPONSES: Final[Sequence[Json]] = (
    {"sens": "favorable", "texte": "Le périmètre correspond à un bassin d'emploi industriel."},
    {"sens": "reserve", "texte": "Le calendrier des premières actions est à préciser."},
    {"sens": "defavorable", "texte": "Le plan d'action ne porte que sur un des quatre axes."},
)


def demander_des_avis(
    service: Service, agent: Agent, region: Region, siens: Sequence[Candidature], le: datetime
) -> tuple[int, int]:
    """Ask the prefect and the regional council of all the dossiers of a region at once, and have
    the prefect answer of the first ones; how many opinions were asked for of those that it leads,
    and how many were given.
    """
    ids, numeros = {un.id for un in siens}, {un.numero for un in siens}
    demandes, ici = 0, f"{region.value}.{token_hex(4)}@example.fr"
    for fonction in ("prefet_region", "conseil_regional"):
        demande: Json = {
            "region": region.value,
            "courriel": f"{fonction}.{ici}",
            "fonction": fonction,
            "question": _QUESTION,
            "echeance": (le + _DELAI).isoformat(),
        }
        faites = agent.appeler("POST", "/demandes-avis", json=demande).json()
        demandes += sum(une["candidature"] in ids for une in faites["demandes"])
    recus = _liens_recus(service, f"prefet_region.{ici}")
    liens = [lien for numero, lien in recus if numero in numeros]
    rendus = [_rendre(service, *un) for un in zip(liens, _REPONSES, strict=False)]
    return demandes, len(rendus)


def _liens_recus(service: Service, adresse: str) -> list[tuple[str, str]]:
    """The numbers and the links of the mail to an address, awaited."""
    limite = monotonic() + _ATTENTE
    while monotonic() < limite:
        lus = service.appeler("lire les courriels", "GET", "/v1/bac-a-sable/courriels").json()
        siens = [lu["texte"] for lu in lus["courriels"] if lu["a"] == adresse]
        if siens:
            return _ENTREE.findall(siens[0])
        sleep(_REPRISE)
    raise EchecDemonstration(f"Aucun courriel n'est arrivé à {adresse}.")


def _rendre(service: Service, lien: str, reponse: Json) -> Json:
    """Follow a link, read, answer: three requests, no account."""
    entree = service.appeler(
        "suivre un lien", "POST", "/v1/avis/liens/echange", json={"lien": lien}
    ).json()
    entetes = {"Authorization": f"Bearer {entree['jeton']}"}
    service.appeler("lire un dossier", "GET", "/v1/avis", headers=entetes)
    return service.appeler(
        "rendre un avis", "POST", "/v1/avis/envoi", 201, json=reponse, headers=entetes
    ).json()
