"""The request that the contract shows for each operation, made of its examples alone."""

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from tests.client import contrat

Json = dict[str, Any]
_JETON: Final = "Bearer tic_" + "A" * 43


@dataclass(frozen=True)
class Requete:
    """What to send; `operation` is its description in the contract."""

    operation: Json = field(repr=False)
    methode: str
    chemin: str
    envoi: Json = field(repr=False)

    @property
    def nom(self) -> str:
        return self.operation["operationId"]

    def reponses(self) -> Generator[tuple[str, str | None]]:
        """The statuses declared, each with the names of its examples."""
        for statut, reponse in self.operation["responses"].items():
            contenus = reponse.get("content", {}).values()
            noms = [nom for contenu in contenus for nom in contenu.get("examples", {})]
            for nom in noms or [None]:
                yield statut, nom


def requetes() -> list[Requete]:
    """One for each operation of the contract."""
    return [
        _requete(chemin, methode, operation)
        for chemin, operations in contrat()["paths"].items()
        for methode, operation in operations.items()
    ]


def parametres(operation: Json) -> list[Json]:
    """Those of an operation, references followed."""
    composants = contrat()["components"]["parameters"]
    return [
        composants[p["$ref"].rpartition("/")[2]] if "$ref" in p else p
        for p in operation.get("parameters", [])
    ]


def _requete(chemin: str, methode: str, operation: Json) -> Requete:
    entetes: dict[str, str] = {}
    recherche: Json = {}
    for parametre in parametres(operation):
        match parametre["in"]:
            case "path":
                texte = quote(str(parametre["example"]), safe="")
                chemin = chemin.replace(f"{{{parametre['name']}}}", texte)
            case "query":
                recherche[parametre["name"]] = parametre["example"]
            case _:
                entetes[parametre["name"]] = parametre["example"]
    if operation["security"]:
        entetes["Authorization"] = _JETON
    corps = _corps(operation)
    entetes |= corps.pop("headers", {})
    envoi: Json = {"params": recherche, "headers": entetes} | corps
    return Requete(operation, methode.upper(), chemin, envoi)


def _corps(operation: Json) -> Json:
    contenus: Json = operation.get("requestBody", {}).get("content", {})
    if formulaire := contenus.get("multipart/form-data"):
        champs: Json = dict(formulaire["example"])
        fichier = champs.pop("fichier")
        return {"data": champs, "files": {"fichier": ("fichier", fichier.encode())}}
    for type_, contenu in contenus.items():
        if type_ == "text/csv":
            return {"content": contenu["example"].encode(), "headers": {"Content-Type": type_}}
        return {"json": contenu["example"]}
    return {}
