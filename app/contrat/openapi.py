"""The OpenAPI 3.1 document: FastAPI's, completed with what it cannot know.

Bodies read from the socket, problem documents, headers, security, links and examples are added here
from what the routes declare (`app/kit/web/declaration.py`, guards) and from the form.
"""

import json
import re
from typing import Any, Final
from unicodedata import normalize

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from app.config import Settings
from app.contrat.bornes import borner
from app.contrat.composants import composants
from app.contrat.corps import composants_du_corps
from app.contrat.entetes import ENTETES, HORLOGE
from app.contrat.lexique import decrire
from app.contrat.obsoletes import marquer
from app.contrat.operations import completer
from app.contrat.parametres import simplifier
from app.contrat.securite import SCHEMAS_DE_SECURITE, garder
from app.contrat.suites import lier
from app.contrat.webhooks import composants_des_webhooks, webhooks
from app.formulaire.nombres import DERNIERE_ANNEE, PREMIERE_ANNEE
from app.kit.web.declaration import COMPOSANTS, Declaration, declaration_de

Json = dict[str, Any]

VERSION: Final = "0.4.0"
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
_ENVOIS: Final = "Envois"
ETIQUETTES: Final = (
    ("Formulaire", "Le formulaire, ses schémas, ses codes d'erreur, ses référentiels."),
    ("Candidatures", "Ouvrir, lire, modifier et supprimer un brouillon."),
    ("Accès", "Inviter, révoquer, renouveler un jeton, le retrouver s'il est perdu."),
    ("Plan d'action", "Le classeur modèle, et sa lecture une fois rempli."),
    ("Pièces jointes", "Joindre, lire et retirer des fichiers."),
    ("Dépôt", "Déposer, obtenir l'accusé de réception, retirer."),
    ("Portails", "Pour un autre portail : écrire, suivre et déposer sous sa propre référence."),
    ("Flux", "Ce qui arrive aux candidatures, dans l'ordre, sans qu'il en manque."),
    ("Crochets", "Faire envoyer ce qui arrive à une adresse à soi : des webhooks, signés."),
    # Apart: a generator of clients makes one file of a tag, from routes or else from webhooks.
    (_ENVOIS, "Ce qu'un crochet envoie : à recevoir, et non à appeler."),
    ("Messages", "S'écrire, entre demandeur et service instructeur."),
    ("Instruction", "Lire ce qui est déposé."),
    ("Décisions", "Préparer des décisions, les arrêter, les publier."),
    ("Résultats", "Ce qui est retenu, en données ouvertes : pour tous, sans clé."),
    ("Avis", "Donner l'avis qui vous est demandé, par un lien, sans compte."),
    ("Administration", "Les clés d'API des portails et des outils d'instruction."),
    ("Bac à sable", "Pour essayer : ces adresses n'existent pas en production."),
    ("Exploitation", "La santé du service."),
)
_COMPOSANT: Final = re.compile(rf'"{COMPOSANTS}(\w+)"')
_HORLOGE: Final = {"$ref": "#/components/parameters/Horloge"}


def document(app: FastAPI, reglages: Settings) -> Json:
    """The contract of the service, which says the sizes that its settings give."""
    declarees = _declarees(app)
    genere = _de_fastapi(app)
    corps = composants_des_webhooks()
    for declaree in declarees.values():
        if declaree.corps:
            corps |= composants_du_corps(declaree.corps, reglages)
    schemas = composants(genere["components"]["schemas"], corps)
    genere["components"] = {
        "schemas": schemas,
        "headers": ENTETES,
        "parameters": {"Horloge": HORLOGE},
        "securitySchemes": SCHEMAS_DE_SECURITE,
    }
    genere["paths"] = _dans_l_ordre(genere["paths"])
    genere["webhooks"] = webhooks(etiquette(_ENVOIS))
    garder(genere["paths"], app)
    operations = [
        (operation, declarees[methode.upper(), chemin])
        for chemin, methodes in genere["paths"].items()
        for methode, operation in methodes.items()
    ]
    for operation, declaree in operations:
        schemas |= completer(operation, declaree, reglages)
        schemas |= simplifier(operation.get("parameters", []))
        operation["tags"] = [etiquette(nom) for nom in operation["tags"]]
        operation.setdefault("parameters", []).append(_HORLOGE)
    lier(operations)
    marquer(genere, app)
    decrire(schemas)
    genere["components"]["schemas"] = _utiles(genere)
    return borner(genere)


def _de_fastapi(app: FastAPI) -> Json:
    return get_openapi(
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


def _declarees(app: FastAPI) -> dict[tuple[str, str], Declaration]:
    """What each route says of itself, by method and path."""
    return {
        (methode, str(route.path_format)): declaration_de(route.endpoint)
        for route in iter_route_contexts(app.routes)
        for methode in route.methods or ()
    }


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


def _utiles(genere: Json) -> Json:
    """The components that an operation or a webhook leads to: nobody is asked to read others."""
    schemas, utiles = genere["components"]["schemas"], dict[str, Json]()
    a_voir = [genere["paths"], genere["webhooks"]]
    while a_voir:
        for nom in set(_COMPOSANT.findall(json.dumps(a_voir.pop()))) - utiles.keys():
            utiles[nom] = schemas[nom]
            a_voir.append(schemas[nom])
    return dict(sorted(utiles.items()))
