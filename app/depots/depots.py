"""The deposits of a candidature, as the API gives them."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Select, Text, bindparam, exists, func, select
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.etats import Etat
from app.candidatures.queries import Candidature
from app.candidatures.tables import candidature
from app.depots.accuse import PieceRecue
from app.depots.tables import depot
from app.formulaire.dossier import Dossier
from app.formulaire.messages import Ecart, ecart
from app.formulaire.referentiels import EPCI_ET_EPT
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
_AVERTISSEMENTS: Final = TypeAdapter(list[Ecart])


def _resumes() -> Select[*tuple[Any, ...]]:
    return select(
        depot.c.rang,
        candidature.c.numero,
        depot.c.recu_le,
        depot.c.version,
        depot.c.version_formulaire,
        depot.c.empreinte,
        depot.c.pieces,
    ).join(candidature, candidature.c.id == depot.c.candidature_id)


async def depots_de(connexion: AsyncConnection, lue: Candidature) -> list[DepotResume]:
    """The deposits of a candidature, oldest first."""
    lignes = await connexion.execute(
        _resumes().where(depot.c.candidature_id == lue.id).order_by(depot.c.rang)
    )
    return [_resume(ligne) for ligne in lignes]


async def dernier(connexion: AsyncConnection, lue: Candidature) -> DepotResume | None:
    """The deposit that counts, if there is one."""
    lignes = await connexion.execute(
        _resumes().where(depot.c.candidature_id == lue.id).order_by(depot.c.rang.desc()).limit(1)
    )
    ligne = lignes.one_or_none()
    return _resume(ligne) if ligne else None


async def representer(connexion: AsyncConnection, lue: Candidature, rang: int) -> bytes:
    """The JSON of a `DepotLu`, its snapshot's text passed through; raises `Introuvable`."""
    lignes = await connexion.execute(
        _resumes()
        .add_columns(depot.c.avertissements, depot.c.instantane, depot.c.epci)
        .where(depot.c.candidature_id == lue.id, depot.c.rang == rang)
    )
    ligne: Any = lignes.one_or_none()
    if ligne is None:
        raise Introuvable
    avertissements = _AVERTISSEMENTS.validate_json(ligne.avertissements)
    avertissements += await _deja_candidats(connexion, lue.id, ligne.epci)
    return b'%b,"avertissements":%b,"instantane":%b}' % (
        _RESUME.dump_json(_resume(ligne))[:-1],
        _AVERTISSEMENTS.dump_json(avertissements),
        ligne.instantane.encode(),
    )


def _communs() -> Select[*tuple[Any, ...]]:
    siren = func.unnest(bindparam("epci", type_=ARRAY(Text))).column_valued("siren")
    suivant = depot.alias()
    remplace = exists().where(
        suivant.c.candidature_id == depot.c.candidature_id, suivant.c.rang > depot.c.rang
    )
    ailleurs = (
        exists()
        .where(depot.c.epci.contains(array([siren])))
        .where(depot.c.candidature_id != bindparam("id"))
        .where(~remplace)
        .where(candidature.c.id == depot.c.candidature_id)
        .where(candidature.c.etat.in_([etat.value for etat in Etat if etat.concourt]))
    )
    return select(siren).where(ailleurs)


_COMMUNS: Final = _communs()


async def _deja_candidats(connexion: AsyncConnection, id: UUID, epci: list[str]) -> list[Ecart]:
    """Decision 7: an EPCI in two applications deposited is a warning on both.

    Of the other one only the last deposit counts.
    """
    communs = await connexion.scalars(_COMMUNS, {"id": id, "epci": epci})
    noms = sorted(EPCI_ET_EPT[siren].nom for siren in communs)
    return [ecart("/perimetre/epci", "epci_deja_candidat", noms=noms)] if noms else []


async def accuse_de(connexion: AsyncConnection, lue: Candidature, rang: int) -> str:
    """The signed receipt of a deposit, as it was made; raises `Introuvable`."""
    texte = await connexion.scalar(
        select(depot.c.accuse).where(depot.c.candidature_id == lue.id, depot.c.rang == rang)
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
