"""The schemas of problem documents (RFC 9457): one per kind, one per set that an answer may be."""

from collections.abc import Sequence
from dataclasses import MISSING, Field
from types import NoneType
from typing import Any, Final, get_args, get_type_hints

from pydantic import create_model
from pydantic_core import to_jsonable_python

from app.kit.web.declaration import COMPOSANTS, Ensemble, reference, reponses
from app.kit.web.problems import Probleme, catalogue

Json = dict[str, Any]
_MEMBRES: Final = {
    "title": "Le problème, en quelques mots.",
    "detail": "Ce qui s'est passé cette fois, et que faire.",
    "requete": "Identifiant de la requête, à citer au service.",
}

_REQUETE: Final = "6f1c0d5e8b7a4f3e9d2c1b0a99887766"


def schemas_des_problemes() -> Json:
    """The components: each kind of problem, and what its members are made of."""
    schemas = dict[str, Any]()
    for classe in catalogue().values():
        membres, autres = _membres(classe)
        schemas |= autres | {nom_du_composant(classe): _genre(classe, membres)}
    return schemas


def ajouter(operation: Json, *refus: type[Probleme] | Ensemble) -> None:
    """Declare refusals of an operation, after those that its route declares."""
    for statut, ajoutee in reponses(*refus).items():
        declaree = operation["responses"].setdefault(str(statut), {})
        for cle, valeurs in ajoutee.items():
            declaree[cle] = [*declaree.get(cle, ()), *valeurs]


def refuser(reponse: Json) -> Json:
    """Say in place what an answer that refuses is; the component of its kinds, if they have a name.

    The name is that of the set, among those declared, whose kinds are all that this answer may be.
    """
    codes = dict.fromkeys(reponse.pop("x-problemes"))
    classes = [catalogue()[code] for code in codes]
    ensembles = [un for un in reponse.pop("x-ensembles") if set(un["codes"]) == codes.keys()]
    nommes = {un["nom"]: _ensemble(un) for un in ensembles}
    if len(classes) == 1:
        schema = reference(nom_du_composant(classes[0]))
    else:
        schema = reference(*nommes) if nommes else _un_parmi(classes)
    contenu: Json = {
        "schema": schema,
        "examples": {
            classe.code: {
                "summary": classe.titre,
                "value": to_jsonable_python(classe.exemple().document(_REQUETE)),
            }
            for classe in classes
        },
    }
    reponse["description"] = " ".join(f"{classe.titre}." for classe in classes)
    reponse["content"] = {"application/problem+json": contenu}
    return nommes


def nom_du_composant(classe: type[Probleme]) -> str:
    """The name of the schema of a kind of problem."""
    return f"Probleme{classe.__name__}"


def _ensemble(ensemble: Json) -> Json:
    classes = [catalogue()[code] for code in ensemble["codes"]]
    return {"title": ensemble["nom"], "description": ensemble["sens"], **_un_parmi(classes)}


def _un_parmi(classes: Sequence[type[Probleme]]) -> Json:
    refs = {classe.code: COMPOSANTS + nom_du_composant(classe) for classe in classes}
    return {
        "oneOf": [{"$ref": ref} for ref in refs.values()],
        "discriminator": {"propertyName": "code", "mapping": refs},
    }


def _genre(classe: type[Probleme], membres: Json) -> Json:
    communs: Json = {
        "type": {"type": "string", "const": f"/problemes/{classe.code}"},
        "title": {"type": "string"},
        "status": {"type": "integer", "const": int(classe.statut)},
        "detail": {"type": "string"},
        "code": {"type": "string", "const": classe.code},
        "requete": {"type": "string"},
    }
    for nom, texte in _MEMBRES.items():
        communs[nom]["description"] = texte
    champs = list(classe.champs())
    return {
        "type": "object",
        "title": nom_du_composant(classe),
        "description": classe.sens,
        "properties": communs | membres,
        "required": [*communs, *(champ.name for champ in champs if champ.default is MISSING)],
    }


def _membres(classe: type[Probleme]) -> tuple[Json, Json]:
    """The schemas of what a kind adds, and the components that they lead to.

    A member that may be left out is never null.
    """
    types = get_type_hints(classe, include_extras=True)
    membres: Any = {
        champ.name: (_membre(types[champ.name], champ), ...) for champ in classe.champs()
    }
    modele = create_model(classe.__name__, **membres)
    schema = modele.model_json_schema(mode="serialization", ref_template=f"{COMPOSANTS}{{model}}")
    return schema.get("properties", {}), schema.get("$defs", {})


def _membre(genre: Any, champ: Field[Any]) -> Any:
    if champ.default is MISSING:
        return genre
    (seul,) = (une for une in get_args(genre) if une is not NoneType)
    return seul
