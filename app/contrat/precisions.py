"""What Pydantic says of a type, said as client generators and their users read it best."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, cast

from app.formulaire.catalogue import PARAMETRES, TypeDeParametre
from app.formulaire.choix import Choix
from app.formulaire.dossier import Dossier
from app.formulaire.section import Groupe
from app.kit.glossary import Nommee, enumerations_nommees
from app.kit.web.declaration import reference

Json = dict[str, Any]
_MOT: Final[Json] = {"type": "string"}
# Among other types it would be one without a name, for it has bounds (`bornes.py`).
_ENTIER: Final[Json] = {"description": "Une réponse en nombre.", "type": "integer"}
_PARAMETRES: Final[dict[TypeDeParametre, Json]] = {
    TypeDeParametre.TEXTE: _MOT,
    TypeDeParametre.ENTIER: {"type": "integer"},
    TypeDeParametre.TEXTES: {"type": "array", "items": _MOT},
}


def preciser(schemas: Json) -> Json:
    """The same components; new ones for what was an anonymous type."""
    schemas["ParametresDuMessage"] = {
        "type": "object",
        "title": "ParametresDuMessage",
        "description": "Ce qui complète le message ; chaque code a les siens : `/v1/codes`.",
        "properties": {
            nom: {**_PARAMETRES[parametre.type], "description": parametre.sens}
            for nom, parametre in PARAMETRES.items()
        },
    }
    for nom in ("Ecart", "ReponseRefusee"):
        schemas[nom]["properties"]["parametres"] = reference("ParametresDuMessage")
    schemas["ValeurDeCondition"] = {
        "title": "ValeurDeCondition",
        "description": "Le code d'un choix, ou oui ou non.",
        **schemas["ConditionDecrite"]["properties"]["valeurs"]["items"],
    }
    schemas["ConditionDecrite"]["properties"]["valeurs"]["items"] = reference("ValeurDeCondition")
    schemas |= {"NombreEntier": _ENTIER, "ReponseComparee": _reponse_comparee()}
    for cote in ("avant", "apres"):
        membre = schemas["Changement"]["properties"][cote]
        membre["anyOf"] = [reference("ReponseComparee"), {"type": "null"}]
    # Left out when there is none, never null.
    schemas["ServiceCharge"]["properties"]["telephone"] = _MOT
    for signe in ("Accuse", "Lettre", "Resultats"):
        schemas[signe]["properties"]["bac_a_sable"] = {"type": "boolean"}
    for choix in Choix.__subclasses__():
        if choix.__name__ in schemas:
            schemas[choix.__name__] = _enumeration(choix)
    for nom, valeurs in enumerations_nommees().items():
        if nom in schemas:
            _nommer(schemas[nom], valeurs)
    _dire_les_choix(schemas)
    _retirer_les_titres(schemas)
    # Some generators name a type by its title: a component has one name.
    return {nom: _simplifier(schema) | {"title": nom} for nom, schema in schemas.items()}


def _reponse_comparee() -> Json:
    """What may have changed: an answer, or all those of a part of the form."""
    parties = dict.fromkeys(groupe.__name__ for groupe in groupes(Dossier) if groupe is not Dossier)
    return {
        "title": "ReponseComparee",
        "description": "Une réponse, ou celles de toute une section ou d'un élément de liste.",
        "anyOf": [
            *(_MOT, {"type": "boolean"}, reference("NombreEntier")),
            *map(reference, parties),
        ],
    }


def _enumeration(choix: type[Choix]) -> Json:
    """An `enum`, which every generator reads, with a name and a label for each value."""
    return {
        "type": "string",
        "title": choix.__name__,
        "description": "\n".join(f"- `{un.value}` : {un.libelle}" for un in choix),
        "enum": [un.value for un in choix],
        "x-enum-varnames": [un.name for un in choix],
        "x-enum-descriptions": [un.libelle for un in choix],
    }


def _nommer(schema: Json, valeurs: Sequence[Nommee]) -> None:
    """The same of an enumeration that is no answer to the form."""
    schema["x-enum-varnames"] = [une.nom for une in valeurs]
    schema["x-enum-descriptions"] = [une.libelle for une in valeurs]


def _retirer_les_titres(schemas: Json) -> None:
    """A property's title is a label of the form; elsewhere Pydantic makes one of the key."""
    formes = ("", "Brouillon", "Correctif")
    du_formulaire = {groupe.__name__ + forme for groupe in groupes(Dossier) for forme in formes}
    for nom in schemas.keys() - du_formulaire:
        for propriete in schemas[nom].get("properties", {}).values():
            propriete.pop("title", None)


def _dire_les_choix(schemas: Json) -> None:
    """A draft holds any word where a choice is due: its description says which are right."""
    for groupe in groupes(Dossier):
        for nom, champ in groupe.champs.items():
            if champ.choix is None:
                continue
            connues = ", ".join(f"`{un.value}`" for un in champ.choix)
            textes = (champ.info.description, f"Réponses proposées : {connues}.")
            texte = "\n\n".join(filter(None, textes))
            for forme in ("Brouillon", "Correctif"):
                schemas[f"{groupe.__name__}{forme}"]["properties"][nom]["description"] = texte


def groupes(groupe: type[Groupe]) -> Iterator[type[Groupe]]:
    """The groups of the form below this one, itself included."""
    yield groupe
    for champ in groupe.champs.values():
        if suivant := champ.groupe or champ.element:
            yield from groupes(suivant)


def _simplifier(schema: Any) -> Any:
    """`type: [X, "null"]` for a choice between a plain type and null.

    Not for an array, of whose elements some generators would then seek the type in vain. And no
    null for a default: what may be left out is null unless it is said.
    """
    if isinstance(schema, list):
        return [_simplifier(element) for element in cast(list[Any], schema)]
    if not isinstance(schema, dict):
        return schema
    simple: Json = {cle: _simplifier(valeur) for cle, valeur in cast(Json, schema).items()}
    if simple.get("default", ...) is None:
        del simple["default"]
    match simple.get("anyOf"):
        case [{"type": str(genre), **reste}, {"type": "null"}] if genre != "array":
            del simple["anyOf"]
            return {"type": [genre, "null"], **cast(Json, reste), **simple}
        case _:
            return simple
