"""The shape of a draft: known keys, JSON types, hard ceilings; derived from the sections.

A draft keeps what somebody typed, right or wrong: a text up to `MARGE` times its limit, a
list likewise, any word where a choice is due. What breaks the shape is refused at once.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from app.formulaire.demesure import racontables
from app.formulaire.erreurs import ecarts_de_pydantic, innombrables
from app.formulaire.longueurs import AuPlus
from app.formulaire.messages import Ecart, ecart
from app.formulaire.motifs import SANS_NUL
from app.formulaire.nombres import LISTE, MARGE, TEXTE_COURT
from app.formulaire.section import Champ, Groupe
from app.formulaire.types import Montant, OuiNon, Texte

_SCALAIRES: Final[dict[type, Any]] = {bool: OuiNon, int: Montant}


def ecarts_de_forme(groupe: type[Groupe], brut: object, ici: str = "") -> Iterator[Ecart]:
    """Yield what is wrong in the shape of the raw answers of a group, found at `ici`."""
    trop_longues = {
        la: ecart(la, "plafond_liste", maximum=plafond)
        for champ, liste, la in groupe.listes(brut, ici)
        if len(liste) > (plafond := _plafond(champ))
    }
    yield from trop_longues.values()
    lire = forme(groupe).__pydantic_validator__.validate_python
    try:
        lire(brut)
    except ValidationError as erreur:
        if trop_longues and innombrables(erreur):
            return
        # Under no other name: a frame that held its own exception would outlive the judgement.
        trouves = ecarts_de_pydantic(racontables(erreur, lire, groupe, brut), ici, forme=True)
        yield from (e for e in trouves if e.pointeur not in trop_longues)


@lru_cache
def forme(groupe: type[Groupe]) -> type[BaseModel]:
    """The model of a draft of this group: the same fields, none required, no null."""
    champs: dict[str, Any] = {
        nom: (
            _type(champ),
            Field(
                default_factory=_absent,
                title=champ.info.title,
                description=champ.info.description,
            ),
        )
        for nom, champ in groupe.champs.items()
    }
    configuration = ConfigDict(extra="forbid", title=f"{groupe.__name__}Brouillon")
    return create_model(f"{groupe.__name__}Brouillon", __config__=configuration, **champs)


def _absent() -> None:
    return None


def _type(champ: Champ) -> Any:
    if champ.groupe:
        return forme(champ.groupe)
    if champ.element:
        return Annotated[list[forme(champ.element)], AuPlus(_plafond(champ), champ.lus)]
    if champ.sorte in _SCALAIRES:
        return _SCALAIRES[champ.sorte]
    plafond = MARGE * (champ.texte.limite if champ.texte else TEXTE_COURT)
    return Annotated[str, Texte("texte", plafond, SANS_NUL)]


def _plafond(champ: Champ) -> int:
    return min(MARGE * (champ.maximum or LISTE), LISTE)
