"""Results, as the examples of the contract show them."""

from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Final

from pydantic_core import from_json

from app.formulaire.choix import Region
from app.resultats import fichiers_des_resultats as fichiers
from app.resultats.colonnes_des_resultats import GROUPEMENTS
from app.resultats.etablir_les_resultats import Contenus, Etat, etablir
from app.resultats.resultats_publies import Resultats
from app.resultats.resultats_signes import ResultatsSignes
from app.resultats.territoire_diffuse import TerritoireDiffuse

_PUBLIES_LE: Final = datetime(2023, 11, 9, 10, 0, tzinfo=UTC)
_TERRITOIRE: Final = TerritoireDiffuse(
    code="ti-5301",
    nom="Îles du Ponant",
    region=Region.BRETAGNE,
    epci=["245600465"],
    communes=["29155"],
    siren_demandeur="245600465",
    type_perimetre="nouveau",
    decidee_le=date(2023, 11, 8),
)


@cache
def _etablis() -> tuple[Contenus, Resultats]:
    return etablir(Etat([_TERRITOIRE], {"53": 7, "28": 2, None: 3}, [_PUBLIES_LE], None))


def signes() -> ResultatsSignes:
    """The signed document."""
    return ResultatsSignes(resultats=_etablis()[1], jws="eyJhbGciOiJFZDI1NTE5In0.e30.c2ln")


def territoires() -> str:
    """The first table."""
    return _etablis()[0][fichiers.TERRITOIRES[0].nom].decode()


def groupements() -> str:
    """The second."""
    return _etablis()[0][fichiers.GROUPEMENTS[0].nom].decode()


def communes() -> str:
    """The third."""
    return _etablis()[0][fichiers.COMMUNES[0].nom].decode()


def objets() -> Any:
    """The territories as GeoJSON."""
    return from_json(_etablis()[0][fichiers.OBJETS.nom])


def schema() -> Any:
    """What the columns of the second table are."""
    return GROUPEMENTS.schema()
