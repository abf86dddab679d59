"""The contract says null exactly where the models of the answers do."""

from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from fastapi.routing import iter_route_contexts
from pydantic import BaseModel

from app.formulaire.dossier import Dossier
from app.formulaire.forme import forme
from app.formulaire.section import Groupe
from app.main import create_app
from tests.client import contrat
from tests.clients.outils import Json, nullables

_SCHEMAS: Final[Json] = contrat()["components"]["schemas"]
# Left out of what is signed when it is None.
_JAMAIS_NUL: Final = {
    ("Accuse", "bac_a_sable"),
    ("Lettre", "bac_a_sable"),
    ("Resultats", "bac_a_sable"),
    ("ServiceCharge", "telephone"),
}


def test_null_est_la_ou_les_modeles_des_reponses_l_admettent() -> None:
    modeles: dict[str, type] = {}
    for route in iter_route_contexts(create_app().routes):
        _collecter(getattr(route, "response_model", None), modeles)
    communs = {nom: modele for nom, modele in modeles.items() if nom in _SCHEMAS}
    assert len(communs) > 30
    attendus = {
        (nom, champ)
        for nom, modele in communs.items()
        for champ, type_ in get_type_hints(modele).items()
        if champ in _SCHEMAS[nom].get("properties", ()) and _admet_none(type_)
    }
    dits = {membre for membre in nullables(_SCHEMAS) if membre[0] in communs}
    assert dits == attendus - _JAMAIS_NUL


def _admet_none(type_: Any) -> bool:
    return get_origin(type_) in (Union, UnionType) and NoneType in get_args(type_)


def _collecter(type_: Any, modeles: dict[str, type]) -> None:
    """The models that a type is made of, by name; of a dossier, what has no answer is left out."""
    for argument in get_args(type_):
        _collecter(argument, modeles)
    if not isinstance(type_, type) or type_.__name__ in modeles:
        return
    if is_dataclass(type_):
        noms = [champ.name for champ in fields(type_)]
    elif issubclass(type_, BaseModel) and not issubclass(type_, (Groupe, forme(Dossier))):
        noms = [*type_.model_fields]
    else:
        return
    modeles[type_.__name__] = type_
    indices = get_type_hints(type_)
    for nom in noms:
        _collecter(indices[nom], modeles)
