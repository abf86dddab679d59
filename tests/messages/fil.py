"""A thread, from both sides."""

from typing import Any, Final

import httpx2

from tests.bases import sql
from tests.client import Candidature, Json
from tests.instruction.dossiers import APRES, Agent

NOM, QUALITE, COURRIEL = "Zélie Wqrx", "Cheffe Vbnk", "zelie.wqrx@pq7.gouv.fr"
SECRETS: Final = ("Wqrx", "wqrx", "Zélie", "Vbnk", "pq7")
SERVICE: Final = "DREETS Normandie"


def nommer(qui: Agent, url: str) -> Agent:
    """Have the directory know all of an agent, as ProConnect would tell it."""
    connus = set(sql(url, "SELECT id FROM agent"))
    qui.appeler("GET", "/agents").raise_for_status()
    ((moi,),) = set(sql(url, "SELECT id FROM agent")) - connus
    prenom, _, nom = NOM.partition(" ")
    sql(
        url,
        f"UPDATE agent SET nom = '{nom}', prenom = '{prenom}', courriel = '{COURRIEL}', "
        f"service = '{SERVICE}', qualite = '{QUALITE}' WHERE id = '{moi}'",
    )
    return qui


def ecrire(de: Candidature, texte: str, **entetes: str) -> httpx2.Response:
    """A message of the applicant's."""
    entetes = {"X-Horloge": APRES, **entetes}
    return de.appeler("POST", "/messages", json={"texte": texte}, entetes=entetes)


def repondre(qui: Agent, a: Candidature, texte: str, **options: Any) -> httpx2.Response:
    """A message of an agent's."""
    return qui.appeler("POST", f"/candidatures/{a.id}/messages", json={"texte": texte}, **options)


def lus_par(qui: Candidature | Agent, de: Candidature, suite: str = "") -> Json:
    """A page of the thread."""
    if isinstance(qui, Agent):
        lus = qui.appeler("GET", f"/candidatures/{de.id}/messages{suite}")
    else:
        lus = qui.appeler("GET", f"/messages{suite}")
    return lus.raise_for_status().json()
