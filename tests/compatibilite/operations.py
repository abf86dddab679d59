"""Two OpenAPI documents compared: paths, operations, answers, webhooks, security."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from tests.compatibilite.branches import Json
from tests.compatibilite.demandes import comparer_corps, comparer_parametres
from tests.compatibilite.racine import Racine
from tests.compatibilite.regles import Changement, Sens
from tests.compatibilite.reponses import comparer_reponses
from tests.compatibilite.schemas import Comparaison
from tests.compatibilite.webhooks import comparer_webhooks

Exigence = dict[str, list[str]]

METHODES: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_COMPARES: Final = {"paths", "webhooks", "components", "security", "servers"}
_SANS_EFFET: Final = {"openapi", "info", "tags", "externalDocs", "jsonSchemaDialect"}


def comparer_contrats(avant: Json, apres: Json) -> Iterator[Changement]:
    """The differences of two OpenAPI documents."""
    entre = Documents(avant, apres, (Racine(avant), Racine(apres)))
    yield from entre.serveurs()
    yield from entre.chemins()
    yield from entre.webhooks()
    yield from entre.schemas_de_securite()
    yield from entre.restes()


@dataclass(frozen=True, slots=True)
class Documents:
    """Two documents, and what is compared at their root."""

    avant: Json
    apres: Json
    racines: tuple[Racine, Racine]

    def serveurs(self) -> Iterator[Changement]:
        """Addresses of the service that are gone."""
        urls = [{s["url"] for s in d.get("servers", [])} for d in (self.avant, self.apres)]
        for url in sorted(urls[0] - urls[1]):
            yield _de_requete("servers", "server-removed", url)

    def webhooks(self) -> Iterator[Changement]:
        """What the service sends by itself."""
        avant, apres = (d.get("webhooks", {}) for d in (self.avant, self.apres))
        yield from comparer_webhooks(Comparaison(*self.racines, Sens.REPONSE), avant, apres)

    def schemas_de_securite(self) -> Iterator[Changement]:
        """Ways of authenticating that are no longer the same."""
        avant, apres = (
            d.get("components", {}).get("securitySchemes", {}) for d in (self.avant, self.apres)
        )
        for nom in sorted(avant.keys() & apres.keys()):
            if _sans_texte(avant[nom]) != _sans_texte(apres[nom]):
                yield _de_requete(nom, "security-scheme-changed", "declared otherwise", nom)

    def restes(self) -> Iterator[Changement]:
        """What differs at the root and is not compared."""
        for cle in sorted((self.avant.keys() | self.apres.keys()) - _COMPARES - _SANS_EFFET):
            if not cle.startswith("x-") and self.avant.get(cle) != self.apres.get(cle):
                yield _de_requete(cle, "not-compared", "differs, and is not compared", cle)

    def chemins(self) -> Iterator[Changement]:
        """Paths and operations."""
        avant, apres = self.avant.get("paths", {}), self.apres.get("paths", {})
        for chemin in sorted(avant.keys() - apres.keys()):
            noms = [op["operationId"] for op in _operations(avant[chemin]).values()]
            yield _de_requete(chemin, "path-removed", "path removed", chemin, *noms)
        for chemin in sorted(apres.keys() - avant.keys()):
            yield _de_requete(chemin, "path-added", "path added", chemin)
        for chemin in sorted(avant.keys() & apres.keys()):
            anciennes, nouvelles = _operations(avant[chemin]), _operations(apres[chemin])
            for methode in (m for m in METHODES if m in anciennes or m in nouvelles):
                ici = f"{methode.upper()} {chemin}"
                yield from self._operation(ici, anciennes.get(methode), nouvelles.get(methode))

    def _operation(self, ici: str, avant: Json | None, apres: Json | None) -> Iterator[Changement]:
        if avant is None or apres is None:
            acte = "added" if avant is None else "removed"
            nom = (avant or apres or {})["operationId"]
            yield _de_requete(ici, f"operation-{acte}", f"operation {acte}", nom)
            return
        for changement in self._differences(ici, avant, apres):
            yield replace(changement, sujets=(*changement.sujets, avant["operationId"], ici))

    def _differences(self, ici: str, avant: Json, apres: Json) -> Iterator[Changement]:
        if avant["operationId"] != apres["operationId"]:
            quoi = f"operationId {avant['operationId']} -> {apres['operationId']}"
            yield _de_requete(ici, "operation-renamed", quoi)
        yield from self._securite(ici, avant, apres)
        demande = Comparaison(*self.racines, Sens.REQUETE)
        yield from comparer_parametres(demande, avant, apres, ici)
        yield from comparer_corps(demande, avant, apres, ici)
        yield from comparer_reponses(Comparaison(*self.racines, Sens.REPONSE), avant, apres, ici)

    def _securite(self, ici: str, avant: Json, apres: Json) -> Iterator[Changement]:
        anciennes = _exigences(avant, self.avant)
        nouvelles = _exigences(apres, self.apres)
        if not all(any(_suffit(a, n) for n in nouvelles) for a in anciennes):
            yield _de_requete(ici, "security-tightened", f"{anciennes} -> {nouvelles}")
        elif not all(any(_suffit(n, a) for a in anciennes) for n in nouvelles):
            yield _de_requete(ici, "security-loosened", f"{anciennes} -> {nouvelles}")


def _operations(chemin: Json) -> dict[str, Json]:
    """The operations of a path, each with the parameters that they share."""
    communs = chemin.get("parameters", [])
    return {
        methode: {
            **chemin[methode],
            "parameters": [*communs, *chemin[methode].get("parameters", [])],
        }
        for methode in METHODES
        if methode in chemin
    }


def _exigences(operation: Json, document: Json) -> list[Exigence]:
    """The alternatives that security leaves; an empty one lets everybody in."""
    return operation.get("security", document.get("security")) or list[Exigence]([{}])


def _suffit(donnee: Exigence, demandee: Exigence) -> bool:
    """Whether who shows `donnee` has all that `demandee` asks for."""
    return all(
        nom in donnee and set(portees) <= set(donnee[nom]) for nom, portees in demandee.items()
    )


def _sans_texte(schema: Json) -> Any:
    return {cle: v for cle, v in schema.items() if cle not in ("description", "bearerFormat")}


def _de_requete(ici: str, regle: str, quoi: str, *sujets: str) -> Changement:
    return Changement(ici, regle, quoi, Sens.REQUETE, sujets)
