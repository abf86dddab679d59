"""The deposits of a candidature, as the API gives them."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.tables import candidature
from app.depots.accuse import PieceRecue
from app.depots.tables import depot
from app.formulaire.dossier import Dossier
from app.formulaire.messages import Ecart
from app.kit.glossary import decrit
from app.kit.web.problems import Introuvable

if TYPE_CHECKING:
    DossierDepose = dict[str, Any]
else:
    DossierDepose = Dossier


@decrit("Un dépôt, sans son contenu.")
@dataclass(frozen=True, slots=True)
class DepotResume:
    """A deposit: its rank `depot` in the candidature (from 1), its number, when it arrived.

    `version` is the candidature's when it was deposited; `empreinte` the SHA-256, in hexadecimal,
    of the RFC 8785 form of the snapshot.
    """

    depot: int
    numero: str
    recu_le: datetime
    version: int
    version_formulaire: str
    empreinte: str
    pieces: list[PieceRecue]


@decrit("Un dépôt, avec l'instantané du dossier.")
@dataclass(frozen=True, slots=True)
class DepotLu(DepotResume):
    """A deposit with its snapshot; `avertissements` is what the reviewer will look at."""

    avertissements: list[Ecart]
    instantane: DossierDepose


@decrit("Les dépôts d'une candidature, du premier au dernier, qui compte.")
@dataclass(frozen=True, slots=True)
class Depots:
    """The deposits of a candidature, oldest first; the last one counts."""

    depots: list[DepotResume]


_PIECES: Final = TypeAdapter(list[PieceRecue])
_RESUME: Final = TypeAdapter(DepotResume)


def _resumes() -> Select[*tuple[Any, ...]]:
    return (
        select(
            depot.c.rang,
            candidature.c.numero,
            depot.c.recu_le,
            depot.c.version,
            depot.c.version_formulaire,
            depot.c.empreinte,
            depot.c.pieces,
        )
        .join(candidature, candidature.c.id == depot.c.candidature_id)
        .where(depot.c.candidature_id == bindparam("id"))
    )


_TOUS: Final = _resumes().order_by(depot.c.rang)
_DERNIER: Final = _resumes().order_by(depot.c.rang.desc()).limit(1)
_ENTIER: Final = (
    _resumes()
    .add_columns(depot.c.avertissements, depot.c.instantane)
    .where(depot.c.rang == bindparam("rang"))
)


async def depots_de(connexion: AsyncConnection, id: UUID) -> list[DepotResume]:
    """The deposits of a candidature that may be read, oldest first."""
    return [_resume(ligne) for ligne in await connexion.execute(_TOUS, {"id": id})]


async def dernier(connexion: AsyncConnection, id: UUID) -> DepotResume | None:
    """The deposit that counts, if there is one."""
    ligne = (await connexion.execute(_DERNIER, {"id": id})).one_or_none()
    return _resume(ligne) if ligne else None


async def representer(connexion: AsyncConnection, id: UUID, rang: int) -> bytes:
    """The JSON of a `DepotLu`; raises `Introuvable`."""
    lignes = await connexion.execute(_ENTIER, {"id": id, "rang": rang})
    ligne: Any = lignes.one_or_none()
    if ligne is None:
        raise Introuvable
    return montrer(_resume(ligne), ligne.avertissements, ligne.instantane)


def montrer(resume: DepotResume, avertissements: str, instantane: str) -> bytes:
    """The JSON of a `DepotLu`; both texts are passed through, as PostgreSQL writes them."""
    return b'%b,"avertissements":%b,"instantane":%b}' % (
        _RESUME.dump_json(resume)[:-1],
        avertissements.encode(),
        instantane.encode(),
    )


async def accuse_de(connexion: AsyncConnection, id: UUID, rang: int) -> str:
    """The signed receipt of a deposit of this candidature, as it was made; raises `Introuvable`."""
    texte = await connexion.scalar(
        select(depot.c.accuse).where(depot.c.candidature_id == id, depot.c.rang == rang)
    )
    if texte is None:
        raise Introuvable
    return texte


def _resume(ligne: Any) -> DepotResume:
    return DepotResume(
        depot=ligne.rang,
        numero=ligne.numero,
        recu_le=ligne.recu_le,
        version=ligne.version,
        version_formulaire=ligne.version_formulaire,
        empreinte=ligne.empreinte.hex(),
        pieces=_PIECES.validate_json(ligne.pieces),
    )
