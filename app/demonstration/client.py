"""What an applicant's program says to the service, one HTTP request a method.

Each request is timed under the name of its step; any status but the one due ends the play.
"""

from collections import defaultdict
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from time import perf_counter
from typing import Any, Final, Self
from uuid import uuid4

import httpx2

from app.demonstration.fichiers import Fichier

Json = dict[str, Any]

_MERGE_PATCH: Final = {"Content-Type": "application/merge-patch+json"}
_DELAI: Final = 60.0  # seconds


class Etape(StrEnum):
    """The steps of an application, as the final table names them, in order."""

    CREATION = "Créer la candidature"
    SAISIE = "Enregistrer une section"
    VALIDATION = "Vérifier le dossier"
    CORRECTION = "Corriger une erreur"
    FICHIER = "Joindre un fichier"
    DEPOT = "Déposer"
    ACCUSE = "Lire l'accusé de réception"
    RELECTURE = "Lire la correction demandée"
    REPONSE = "Répondre à la correction"
    LETTRE = "Lire la lettre de décision"


Durees = defaultdict[Etape, list[float]]


class EchecDemonstration(Exception):
    """The demonstration cannot go on. The message, in French, says why and can be shown."""


class Service:
    """The service at `url`; use it as a context, from several threads if need be."""

    def __init__(self, url: str) -> None:
        # The environment's proxies are not for a service that usually runs next door.
        self.http = httpx2.Client(base_url=url, timeout=_DELAI, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def campagne(self) -> Json:
        """Opening, closing, whether it is open."""
        return self.appeler("lire la campagne", "GET", "/v1/campagne").json()

    def jetons_d_essai(self) -> Json | None:
        """The keys that a sandbox has ready; None of what is none."""
        reponse = self._envoyer("lire les clés", "GET", "/v1/bac-a-sable/jetons")
        return reponse.json() if reponse.status_code == HTTPStatus.OK else None

    def cles_publiques(self) -> Json:
        """The JWK Set that signs receipts."""
        return self.appeler("lire les clés publiques", "GET", "/.well-known/jwks.json").json()

    def resultats(self, suite: str) -> httpx2.Response:
        """What is published, as anybody reads it."""
        return self.appeler("lire les résultats", "GET", f"/v1/resultats{suite}")

    def appeler(
        self, etape: str, methode: str, chemin: str, attendu: int = 200, **envoi: Any
    ) -> httpx2.Response:
        """Send a request (`envoi`: what httpx2 takes); `EchecDemonstration` unless `attendu`."""
        reponse = self._envoyer(etape, methode, chemin, **envoi)
        if reponse.status_code != attendu:
            raise EchecDemonstration(
                f"{etape} : {methode} {chemin} a répondu {reponse.status_code} "
                f"au lieu de {attendu}.\n{reponse.text}"
            )
        return reponse

    def _envoyer(self, etape: str, methode: str, chemin: str, **envoi: Any) -> httpx2.Response:
        try:
            return self.http.request(methode, chemin, **envoi)
        except httpx2.TransportError as erreur:
            raise EchecDemonstration(
                f"Le service ne répond pas à {self.http.base_url} ({etape}) : "
                f"{erreur or type(erreur).__name__} — est-il démarré ?"
            ) from erreur


class Candidature:
    """One application being written; each instance belongs to one thread.

    `id` is the service's, as is `numero`, once it is deposited. `durees` gathers, in seconds, how
    long each request took.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._chemin = ""
        self.durees: Durees = defaultdict(list)
        reponse = self._chronometrer(
            Etape.CREATION, "POST", "", 201, json={"dossier": {}}, headers=_cle_neuve()
        )
        lue = reponse.json()
        self.id: Final[str] = lue["id"]
        self.numero = ""
        self._chemin, self._version = f"/{self.id}", reponse.headers["ETag"]
        self._porteur = {"Authorization": f"Bearer {lue['jeton']}"}

    def a_l_heure(self, le: datetime) -> None:
        """Say from now on that it is this instant; the sandbox believes it."""
        self._porteur["X-Horloge"] = le.isoformat()
        self._version = self._lire(Etape.RELECTURE, "").headers["ETag"]

    def enregistrer(self, correctif: Json, etape: Etape = Etape.SAISIE) -> Json:
        """Merge a patch over the version last seen; the candidature as stored."""
        entetes = {**self._porteur, **_MERGE_PATCH, "If-Match": self._version}
        reponse = self._chronometrer(etape, "PATCH", "", json=correctif, headers=entetes)
        self._version = reponse.headers["ETag"]
        return reponse.json()

    def verdict(self) -> Json:
        """`deposable`, `erreurs`, `avertissements`, `sections`."""
        return self._lire(Etape.VALIDATION, "/validation").json()

    def joindre(self, fichier: Fichier) -> Json:
        """Send a file; what the service says of it."""
        return self._chronometrer(
            Etape.FICHIER,
            "POST",
            "/pieces-jointes",
            201,
            data={"rubrique": fichier.rubrique.value},
            files={"fichier": (fichier.nom, fichier.octets, fichier.type)},
            headers=self._porteur,
        ).json()

    def deposer(self, etape: Etape = Etape.DEPOT) -> Json:
        """A new deposit: its rank under `depot`, its `numero`."""
        entetes = self._porteur | _cle_neuve()
        depot = self._chronometrer(etape, "POST", "/depots", 201, headers=entetes).json()
        self.numero = depot["numero"]
        return depot

    def accuse(self, depot: int) -> bytes:
        """The signed receipt of a deposit, as JSON bytes."""
        return self._lire(Etape.ACCUSE, f"/depots/{depot}/accuse-reception").content

    def lettre(self) -> bytes:
        """The signed letter of its decision, as JSON bytes."""
        return self._lire(Etape.LETTRE, "/decision/lettre").content

    def _lire(self, etape: Etape, chemin: str) -> httpx2.Response:
        entetes = {**self._porteur, "Accept": "application/json"}
        return self._chronometrer(etape, "GET", chemin, headers=entetes)

    def _chronometrer(
        self, etape: Etape, methode: str, chemin: str, attendu: int = 200, **envoi: Any
    ) -> httpx2.Response:
        adresse = f"/v1/candidatures{self._chemin}{chemin}"
        depart = perf_counter()
        reponse = self._service.appeler(etape, methode, adresse, attendu, **envoi)
        self.durees[etape].append(perf_counter() - depart)
        return reponse


def _cle_neuve() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}
