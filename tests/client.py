"""An HTTP client that holds every answer against the OpenAPI document."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx2
import jsonschema_rs

from app.config import Settings
from app.contrat.openapi import document
from app.main import create_app

Json = dict[str, Any]
MERGE_PATCH = "application/merge-patch+json"
_ICI = "urn:contrat"


class Client(httpx2.Client):
    """Fails a test whose answer has a status, a media type or a body that is not declared."""

    def __init__(self, base_url: str, transport: httpx2.BaseTransport | None = None) -> None:
        super().__init__(
            base_url=base_url,
            timeout=30,
            trust_env=False,
            verify=False,  # nothing here speaks TLS, and reading its authorities takes 50 ms
            transport=transport,
            event_hooks={"response": [verifier]},
        )

    def attendre(self, vivant: Callable[[], bool]) -> None:
        """Return once the service answers; fail when it has died."""
        while vivant():
            try:
                self.get("/sante/vivant")
            except httpx2.ConnectError:
                continue
            return
        raise AssertionError("le service n'a pas démarré")

    def creer(self, dossier: Json | None = None, **entetes: str) -> "Candidature":
        """Open a draft."""
        reponse = self.post("/v1/candidatures", json={"dossier": dossier or {}}, headers=entetes)
        assert reponse.status_code == 201, reponse.text
        lue = reponse.json()
        return Candidature(self, lue["id"], lue["jeton"], lue)


@dataclass
class Candidature:
    """A draft of the test's own, and its secret."""

    client: Client
    id: str
    jeton: str = field(repr=False)
    creee: Json = field(repr=False)

    @property
    def url(self) -> str:
        return f"/v1/candidatures/{self.id}"

    def appeler(self, methode: str, suite: str = "", **options: Any) -> httpx2.Response:
        """Call a route of this candidature with its secret; `entetes` adds headers."""
        entetes = {"Authorization": f"Bearer {self.jeton}", **options.pop("entetes", {})}
        return self.client.request(methode, self.url + suite, headers=entetes, **options)

    def lire(self) -> Json:
        return self.appeler("GET").raise_for_status().json()

    def modifier(self, correctif: Any, **entetes: str) -> httpx2.Response:
        """Send a merge patch."""
        entetes = {"Content-Type": MERGE_PATCH, **entetes}
        options: Json = (
            {"content": correctif} if isinstance(correctif, bytes) else {"json": correctif}
        )
        return self.appeler("PATCH", entetes=entetes, **options)

    def joindre(self, rubrique: str, nom: str, contenu: bytes, **entetes: str) -> httpx2.Response:
        """Attach a file."""
        return self.appeler(
            "POST",
            "/pieces-jointes",
            data={"rubrique": rubrique},
            files={"fichier": (nom, contenu)},
            entetes=entetes,
        )

    def deposer(self, **entetes: str) -> httpx2.Response:
        """Deposit, at the sandbox's time or at `X-Horloge`."""
        return self.appeler("POST", "/depots", entetes=entetes)

    def evenements(self) -> list[Json]:
        return self.appeler("GET", "/evenements").raise_for_status().json()["evenements"]


@cache
def contrat() -> Json:
    """The OpenAPI document of the service."""
    return document(create_app(), Settings())


def verifier(reponse: httpx2.Response) -> None:
    """Compare an answer with what the contract declares for its route."""
    reponse.read()
    if reponse.request.method != "OPTIONS":  # a preflight is answered before the service is asked
        assert "x-request-id" in reponse.headers
    tete = reponse.request.method == "HEAD"
    operation = _operation("GET" if tete else reponse.request.method, reponse.request.url.path)
    if operation is None:  # outside the contract: /docs, /metrics, what does not exist
        return
    statut = str(reponse.status_code)
    assert statut in operation["responses"], f"statut {statut} non déclaré : {reponse.text[:500]}"
    _verifier_entetes(reponse, operation["responses"][statut]["headers"])
    if tete:
        assert not reponse.content
    else:
        _verifier_corps(reponse, operation["responses"][statut])


def _operation(methode: str, chemin: str) -> Json | None:
    for motif, operations in _modeles():
        if methode.lower() in operations and motif.fullmatch(chemin):
            return operations[methode.lower()]
    return None


@cache
def _modeles() -> list[tuple[re.Pattern[str], Json]]:
    """The addresses of the contract, and what may be asked of each."""
    chemins = contrat()["paths"].items()
    return [(re.compile(re.sub(r"\{[^}]+\}", "[^/]+", modele)), o) for modele, o in chemins]


def _verifier_entetes(reponse: httpx2.Response, declares: Json) -> None:
    """Those that the contract knows of are there where it says, and such as it says."""
    for nom, entete in contrat()["components"]["headers"].items():
        recu = reponse.headers.get(nom)
        assert recu is None or nom in declares, f"en-tête {nom} non déclaré"
        assert recu is not None or not (nom in declares and entete.get("required")), nom
        if recu is not None:
            valeur = int(recu) if entete["schema"]["type"] == "integer" else recu
            du_contrat(json.dumps(entete["schema"])).validate(valeur)


def _verifier_corps(reponse: httpx2.Response, declaree: Json) -> None:
    contenus = declaree.get("content")
    if not contenus:
        assert not reponse.content
        return
    media = reponse.headers["content-type"].partition(";")[0]
    assert media in contenus, f"type {media} non déclaré"
    if media.endswith("json") and not media.endswith("ndjson"):
        erreurs = [
            f"{erreur.instance_path} : {erreur.message[:300]}"
            for erreur in du_contrat(json.dumps(contenus[media]["schema"])).iter_errors(
                reponse.json()
            )
        ]
        assert not erreurs, erreurs


@cache
def du_contrat(schema: str) -> Any:
    """What holds an instance against a schema of the contract, as JSON text."""
    return validateur(schema, _registre())


@cache
def _registre() -> jsonschema_rs.Registry:
    return registre(contrat()["components"])


def registre(composants: Json) -> jsonschema_rs.Registry:
    """These components, read once for all the schemas that speak of them."""
    return jsonschema_rs.Registry([(_ICI, {"components": composants})])


def validateur(schema: str, composants: jsonschema_rs.Registry) -> Any:
    """The same, against other components."""
    ailleurs = schema.replace('"$ref": "#/', f'"$ref": "{_ICI}#/')
    return jsonschema_rs.validator_for(json.loads(ailleurs), registry=composants)
