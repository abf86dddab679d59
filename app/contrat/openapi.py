"""The OpenAPI 3.1 document: FastAPI's, completed with what it cannot know.

Bodies read from the socket, problem documents, headers, security and examples are added here from
what the routes declare (`x-corps`, `x-problemes`, guards) and from the form.
"""

import json
import re
from functools import cache
from typing import Any, Final, cast
from unicodedata import normalize

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.config import Settings
from app.contrat import exemples
from app.contrat.bornes import borner
from app.contrat.composants import composants
from app.contrat.entetes import ENTETES, HORLOGE, entetes
from app.contrat.lexique import decrire
from app.contrat.liens import lier
from app.contrat.obsoletes import marquer
from app.contrat.parametres import simplifier
from app.contrat.problemes import schema_du_refus
from app.contrat.renvois import COMPOSANTS, reference
from app.contrat.securite import SCHEMAS_DE_SECURITE, garder
from app.formulaire.nombres import DERNIERE_ANNEE, PREMIERE_ANNEE
from app.kit.web.http import reponses
from app.kit.web.problems import (
    AdresseTropLongue,
    EnTeteInvalide,
    EntetesTropGrands,
    ErreurInterne,
    Indisponible,
    JetonDansAdresse,
    RequeteTropLente,
    TropDeRequetes,
    catalogue,
)

Json = dict[str, Any]

VERSION: Final = "0.3.0"
DESCRIPTION: Final = (
    "Candidatures à la nouvelle phase du programme Territoires d'industrie "
    f"({PREMIERE_ANNEE}-{DERNIERE_ANNEE}).\n\n"
    "Un brouillon s'ouvre sans compte (`POST /v1/candidatures`), se remplit par fusions "
    "successives (`PATCH`, RFC 7396), reçoit ses fichiers, puis se dépose ; le dépôt donne un "
    "accusé de réception signé. Chaque refus est un document `application/problem+json` "
    "(RFC 9457).\n\n"
    "Extensions de ce document : `x-internal` (faux : l'adresse est ouverte à tous), "
    "`x-displayName` (le nom d'une étiquette, comme il se montre), `x-enum-varnames` et "
    "`x-enum-descriptions` (le nom et le libellé de chaque valeur d'une énumération), `x-portee` "
    "(la portée que doit avoir une clé), `x-securite-facultative` (ce qui peut être montré sans "
    "devoir l'être)."
)
ETIQUETTES: Final = (
    ("Formulaire", "Le formulaire, ses schémas, ses codes d'erreur, ses référentiels."),
    ("Candidatures", "Ouvrir, lire, modifier et supprimer un brouillon."),
    ("Accès", "Inviter, révoquer, renouveler un jeton, le retrouver s'il est perdu."),
    ("Plan d'action", "Le classeur modèle, et sa lecture une fois rempli."),
    ("Pièces jointes", "Joindre, lire et retirer des fichiers."),
    ("Dépôt", "Déposer, obtenir l'accusé de réception, retirer."),
    ("Portails", "Pour un autre portail : écrire, suivre et déposer sous sa propre référence."),
    ("Instruction", "Lire ce qui est déposé."),
    ("Administration", "Les clés d'API des portails et des outils d'instruction."),
    ("Bac à sable", "Pour essayer : ces adresses n'existent pas en production."),
    ("Exploitation", "La santé du service."),
)
_COMPOSANT: Final = re.compile(rf'"{COMPOSANTS}(\w+)"')
_HORLOGE: Final = {"$ref": "#/components/parameters/Horloge"}
# FastAPI says "Successful Response".
_SUCCES: Final = {"200": "La réponse.", "201": "Ce qui a été créé.", "204": "C'est fait."}


@cache
def document(app: FastAPI) -> Json:
    """The contract of the service."""
    reglages = cast(Settings, app.state.settings)
    genere = get_openapi(
        title=app.title,
        version=VERSION,
        openapi_version="3.1.0",
        description=DESCRIPTION,
        routes=app.routes,
        tags=[
            {"name": etiquette(nom), "x-displayName": nom, "description": texte}
            for nom, texte in ETIQUETTES
        ],
        servers=[
            {
                "url": "/",
                "description": "Ce service : la production, ou le bac à sable (sandbox).",
                "x-internal": False,
            }
        ],
        contact={
            "name": "Délégation aux Territoires d'industrie",
            "url": "https://agence-cohesion-territoires.gouv.fr/territoires-dindustrie-44",
            "email": "territoires-industrie@anct.gouv.fr",
        },
        license_info={"name": "EUPL-1.2", "url": "https://spdx.org/licenses/EUPL-1.2.html"},
    )
    genere["components"] = {
        "schemas": composants(genere["components"]["schemas"], reglages.fichier_max),
        "headers": ENTETES,
        "parameters": {"Horloge": HORLOGE},
        "securitySchemes": SCHEMAS_DE_SECURITE,
    }
    genere["paths"] = _dans_l_ordre(genere["paths"])
    garder(genere["paths"], app)
    operations = [o for methodes in genere["paths"].values() for o in methodes.values()]
    schemas = genere["components"]["schemas"]
    for operation in operations:
        _completer(operation)
        schemas |= simplifier(operation.get("parameters", []))
        operation["tags"] = [etiquette(nom) for nom in operation["tags"]]
        operation.setdefault("parameters", []).append(_HORLOGE)
    lier(operations)
    marquer(genere, app)
    decrire(schemas)
    genere["components"]["schemas"] = _utiles(genere)
    return borner(genere)


def etiquette(nom: str) -> str:
    """The name of a tag, of which generators make those of files and modules: ASCII, hyphens."""
    nu = normalize("NFKD", nom).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z]+", nu.replace("'", " ")))


def _dans_l_ordre(chemins: Json) -> Json:
    """In the order of a candidature's life, the shortest addresses first: routes are in another."""
    rangs = [nom for nom, _ in ETIQUETTES]

    def rang(chemin: str) -> tuple[int, int]:
        etiquettes = next(iter(chemins[chemin].values()))["tags"]
        return rangs.index(etiquettes[0]), chemin.count("/")

    return {chemin: chemins[chemin] for chemin in sorted(chemins, key=rang)}


def _completer(operation: Json) -> None:
    nom, declarees = operation["operationId"], operation["responses"]
    if corps := operation.pop("x-corps", None):
        operation["requestBody"] = _corps(corps, nom)
    if "422" in declarees and "x-problemes" not in declarees["422"]:
        del declarees["422"]  # FastAPI's own; a parameter that can fail declares RequeteInvalide
    comptee = "429" in declarees
    for statut, commune in _communes(operation).items():
        declaree = declarees.setdefault(str(statut), {"x-problemes": []})
        declaree["x-problemes"] += commune["x-problemes"]
    for statut, reponse in declarees.items():
        if problemes := reponse.pop("x-problemes", None):
            reponse |= _refus(problemes)
        else:
            _illustrer(reponse, nom)
            if reponse["description"] == "Successful Response":
                reponse["description"] = _SUCCES[statut]
        reponse["headers"] = entetes(operation, statut, comptee=comptee)
    operation["responses"] = dict(sorted(declarees.items()))


def _communes(operation: Json) -> dict[int | str, Json]:
    """What any operation may answer, before its route is asked for the most part."""
    return reponses(
        *(EnTeteInvalide, JetonDansAdresse, AdresseTropLongue, EntetesTropGrands),
        *((RequeteTropLente,) if "requestBody" in operation else ()),
        *((TropDeRequetes,) if "401" in operation["responses"] else ()),
        *(ErreurInterne, Indisponible),
    )


def _utiles(genere: Json) -> Json:
    """The components that an operation leads to: nobody is asked to read the others."""
    schemas, utiles, a_voir = genere["components"]["schemas"], dict[str, Json](), [genere["paths"]]
    while a_voir:
        for nom in set(_COMPOSANT.findall(json.dumps(a_voir.pop()))) - utiles.keys():
            utiles[nom] = schemas[nom]
            a_voir.append(schemas[nom])
    return dict(sorted(utiles.items()))


def _corps(medias: dict[str, str], nom: str) -> Json:
    exemple = exemples.REQUETES[nom]
    contenu: Json = {
        media: {"schema": reference(composant), "example": exemple}
        for media, composant in medias.items()
    }
    return {"required": True, "content": contenu}


def _refus(codes: list[str]) -> Json:
    classes = [catalogue()[code] for code in dict.fromkeys(codes)]
    illustrations = {
        classe.code: {"summary": classe.titre, "value": exemples.probleme(classe)}
        for classe in classes
    }
    return {
        "description": " ".join(f"{classe.titre}." for classe in classes),
        "content": {
            "application/problem+json": {
                "schema": schema_du_refus(classes),
                "examples": illustrations,
            }
        },
    }


def _illustrer(reponse: Json, nom: str) -> None:
    for media, contenu in reponse.get("content", {}).items():
        if media.endswith("json"):
            contenu["example"] = exemples.reponse(nom)
        else:
            binaire = {"type": "string", "format": "binary", "contentMediaType": media}
            contenu["schema"] = contenu.get("schema") or binaire
            contenu["example"] = exemples.debut(media)
