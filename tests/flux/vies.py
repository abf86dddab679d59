"""Lives of candidatures through the API, of which the publishable acts are drawn at random.

What is acknowledged is written down; an act whose answer was lost is done again until one comes.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Any, Final
from uuid import uuid4

import httpx2

from tests.bases import sql
from tests.client import MERGE_PATCH, Json
from tests.formulaire.exemples import dossier_complet

_PIECE: Final = (
    "INSERT INTO piece_jointe (id, candidature_id, rubrique, nom, type, taille, empreinte, "
    "jointe_le, antivirus) SELECT gen_random_uuid(), id, rubrique, 'a.pdf', 'application/pdf', 1, "
    "sha256(rubrique::bytea), '2023-09-18T07:00:00Z', 'sain' FROM candidature, "
    "unnest(ARRAY['lettres', 'plan_action_operationnel']) rubrique "
    "WHERE NOT EXISTS (SELECT FROM piece_jointe WHERE candidature_id = candidature.id)"
)


@dataclass
class Vie:
    """A candidature, its secret, the acts acknowledged, by the name that the feed gives them."""

    client: httpx2.Client
    hasard: Random
    id: str = ""
    jeton: str = field(default="", repr=False)
    acquittes: list[str] = field(default_factory=list[str])

    def naitre(self) -> None:
        corps = {"dossier": dossier_complet()}
        lue = self._insister("POST", "/v1/candidatures", json=corps).json()
        self.id, self.jeton = lue["id"], lue["jeton"]

    def vivre(self) -> None:
        """Deposit, some times over, then withdraw or not."""
        for rang in range(1, self.hasard.randint(2, 4)):
            self._deposer(rang)
        if self.hasard.random() < 0.5:
            self._sienne("POST", "/retrait")
            self.acquittes.append("candidature.retiree")

    def _deposer(self, rang: int) -> None:
        correctif = {"perimetre": {"nom_territoire": f"Territoire {rang}"}}
        self._sienne("PATCH", "", json=correctif, entetes={"Content-Type": MERGE_PATCH})
        cle = {"Idempotency-Key": str(uuid4())}
        assert self._sienne("POST", "/depots", entetes=cle)["depot"] == rang
        nom = "candidature.deposee" if rang == 1 else "candidature.redeposee"
        self.acquittes.append(nom)

    def _sienne(self, methode: str, suite: str, entetes: Json | None = None, **quoi: Any) -> Json:
        entetes = {"Authorization": f"Bearer {self.jeton}", **(entetes or {})}
        chemin = f"/v1/candidatures/{self.id}{suite}"
        return self._insister(methode, chemin, headers=entetes, **quoi).json()

    def _insister(self, methode: str, chemin: str, **quoi: Any) -> httpx2.Response:
        while True:
            try:
                reponse = self.client.request(methode, chemin, **quoi)
            except httpx2.TransportError:
                continue
            if reponse.status_code not in (502, 503):
                assert reponse.is_success, reponse.text
                return reponse


def joindre_a_toutes(url: str) -> None:
    """The two files that a deposit requires, for all who have none: what is tried is elsewhere."""
    sql(url, _PIECE)
