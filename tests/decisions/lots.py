"""Lots of decisions, as who decides asks for them."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import httpx2

from app.acces.droits import Portee
from app.formulaire.referentiels import EPCI
from tests.client import Candidature, Client, Json
from tests.instruction.dossiers import Agent, agent, deposee_en

_EPCI: Final = iter(
    siren for siren, une in EPCI.items() if une.regions == ("28",) and not une.est_metropole
)


def epci_neuf() -> str:
    """The SIREN of an EPCI of Normandie that no other test accepts anything of."""
    return next(_EPCI)


SIGNATAIRE: Final[Json] = {
    "prenom": "Dominique",
    "nom": "Faure",
    "qualite": "Déléguée",
    "service": "Agence nationale de la cohésion des territoires",
}


@dataclass(frozen=True)
class Decideur:
    """Who decides, with a key of their own."""

    agent: Agent

    def creer(self, nom: str = "Essai", **dits: Any) -> Json:
        """A lot."""
        cree = self.agent.appeler("POST", "/lots", json={"nom": nom, **dits})
        return cree.raise_for_status().json()

    def lire(self, lot: str) -> Json:
        """A lot, as it is now."""
        return self.agent.appeler("GET", f"/lots/{lot}").raise_for_status().json()

    def inscrire(self, lot: str, *lignes: Json, rayees: Sequence[str] = ()) -> Json:
        """The lot, once these lines are written and others struck."""
        corps = {"lignes": [*lignes], "rayees": [*rayees]}
        return self.faire("PATCH", lot, "/lignes", json=corps).raise_for_status().json()

    def lignes(self, lot: str) -> list[Json]:
        """All its lines."""
        trouvees, apres = list[Json](), None
        while True:
            params = {"limite": 100} | ({"apres": apres} if apres else {})
            page = self.agent.appeler("GET", f"/lots/{lot}/lignes", params=params).json()
            trouvees += page["lignes"]
            if (apres := page["suivant"]) is None:
                return trouvees

    def feuille(self, lot: str) -> bytes:
        """The same as a sheet."""
        lue = self.agent.appeler("GET", f"/lots/{lot}/lignes", headers={"Accept": "text/csv"})
        return lue.raise_for_status().content

    def renvoyer(self, lot: str, feuille: bytes) -> httpx2.Response:
        """Replace all its lines by those of a sheet."""
        type_ = {"Content-Type": "text/csv; charset=utf-8"}
        return self.faire("PUT", lot, "/lignes", content=feuille, headers=type_)

    def recopier(self, feuille: str, separateur: str, colonnes: Sequence[str]) -> str:
        """A sheet as another program writes it: separated so, its columns in this order."""
        rangees = csv.DictReader(io.StringIO(feuille, newline=""), delimiter=";")
        copie = io.StringIO(newline="")
        ecrite = csv.DictWriter(copie, colonnes, delimiter=separateur)
        ecrite.writeheader()
        ecrite.writerows(rangees)
        return copie.getvalue()

    def faire(
        self, methode: str, lot: str, suite: str = "", version: int | None = None, **options: Any
    ) -> httpx2.Response:
        """An act on a lot, having read this version: the present one unless told."""
        lue = self.lire(lot)["version"] if version is None else version
        headers = {"If-Match": f'"{lue}"', **options.pop("headers", {})}
        return self.agent.appeler(methode, f"/lots/{lot}{suite}", headers=headers, **options)


def prise(client: Client, qui: Agent, *sirens: str, region: str = "28") -> Candidature:
    """A candidature of these EPCI, under review."""
    candidature = deposee_en(client, *sirens, region=region)
    qui.prendre(candidature.id).raise_for_status()
    return candidature


def decideur(client: Client, url: str, *regions: str) -> Decideur:
    """A new one, limited to these regions if any."""
    return Decideur(agent(client, url, *regions, portee=Portee.INSTRUCTION_DECISION))
