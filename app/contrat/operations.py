"""One operation of the contract, completed with what its route declares."""

from collections.abc import Iterator
from typing import Any, Final

from pydantic_core import to_jsonable_python

from app.config import Settings
from app.contrat.corps import requete
from app.contrat.entetes import entetes
from app.contrat.problemes import ajouter, refuser
from app.kit.web.declaration import Declaration, Ensemble
from app.kit.web.problems import (
    AdresseTropLongue,
    CorpsIllisible,
    EnTeteInvalide,
    EntetesTropGrands,
    ErreurInterne,
    Indisponible,
    JetonDansAdresse,
    Probleme,
    RequeteTropLente,
    TropDeRequetes,
)

Json = dict[str, Any]
_REQUETE_ILLISIBLE: Final = Ensemble(
    "RequeteIllisible",
    "Le corps ou un en-tête ne se lit pas, ou l'adresse contient un jeton.",
    (CorpsIllisible, EnTeteInvalide, JetonDansAdresse),
)
_APPEL_ILLISIBLE: Final = Ensemble(
    "AppelIllisible",
    "Un en-tête ne se lit pas, ou l'adresse contient un jeton.",
    (EnTeteInvalide, JetonDansAdresse),
)
# FastAPI says "Successful Response".
_SUCCES: Final = {
    "200": "La réponse.",
    "201": "Ce qui a été créé.",
    "202": "La demande est prise, et se fait.",
    "204": "C'est fait.",
}
# How the files begin that are no text, in ASCII; those of the office formats are zip archives.
_DEBUTS: Final = {"application/pdf": "%PDF-1.7", "image/png": "PNG", "image/jpeg": "JFIF"}
_ZIP: Final = "PK"


def completer(operation: Json, declaree: Declaration, reglages: Settings) -> Json:
    """Complete an operation in place; the components that its refusals bring."""
    declarees, nommes = operation["responses"], dict[str, Any]()
    if declaree.corps:
        operation["requestBody"] = requete(declaree.corps, reglages)
    if "422" in declarees and "x-problemes" not in declarees["422"]:
        del declarees["422"]  # FastAPI's own; a parameter that can fail declares RequeteInvalide
    comptee = "429" in declarees
    ajouter(operation, *_communs(operation))
    for statut, reponse in declarees.items():
        if "x-problemes" in reponse:
            nommes |= refuser(reponse)
        else:
            _illustrer(reponse, declaree)
            if reponse["description"] == "Successful Response":
                reponse["description"] = _SUCCES[statut]
        reponse["headers"] = entetes(declaree, declarees, statut, comptee=comptee)
    operation["responses"] = dict(sorted(declarees.items()))
    return nommes


def _communs(operation: Json) -> Iterator[type[Probleme] | Ensemble]:
    """What any operation may answer, before its route is asked for the most part."""
    yield _REQUETE_ILLISIBLE if "requestBody" in operation else _APPEL_ILLISIBLE
    yield from (AdresseTropLongue, EntetesTropGrands)
    if "requestBody" in operation:
        yield RequeteTropLente
    if "401" in operation["responses"]:
        yield TropDeRequetes
    yield from (ErreurInterne, Indisponible)


def _illustrer(reponse: Json, declaree: Declaration) -> None:
    """Text is shown by the example that the route declares; without one, a test asks for it."""
    for media, contenu in reponse.get("content", {}).items():
        if "example" in contenu:
            continue
        if media.endswith("json") or media.startswith("text/"):
            if declaree.exemple:
                contenu["example"] = to_jsonable_python(declaree.exemple())
        else:
            binaire = {"type": "string", "format": "binary", "contentMediaType": media}
            contenu["schema"] = contenu.get("schema") or binaire
            contenu["example"] = _DEBUTS.get(media, _ZIP)
