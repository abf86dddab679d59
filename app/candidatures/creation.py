"""The act that opens a draft and gives its secret."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from pydantic_core import from_json
from sqlalchemy import bindparam, insert, literal, select

from app.acces.jeton import Jeton, jeton_derive, nouveau_jeton
from app.acces.tables import acces
from app.candidatures.forme import verifier_forme
from app.candidatures.fusion import sans_nuls
from app.candidatures.queries import Candidature, fermee
from app.candidatures.representation import representer
from app.candidatures.tables import Etat, candidature, evenement
from app.formulaire.dossier import VERSION
from app.formulaire.evaluation import examiner
from app.formulaire.projections import Projection
from app.kit.database import Base, Preparee
from app.kit.idempotency import Cle, deja_repondu, memoriser
from app.kit.services import Services


@dataclass(frozen=True, slots=True)
class Creation:
    """What a creation answers: the candidature (JSON), its secret, whether it is a replay."""

    id: UUID
    representation: bytes
    jeton: Jeton
    rejouee: bool = False


async def creer(
    services: Services,
    dossier: dict[str, Any],
    arrivee: datetime,
    cle: Cle | None,
    projection: Projection | None = None,
) -> Creation:
    """Open a draft with a secret of its own; under the same key, the same one again.

    `projection`: the shape in which to give its errors as well; a replay is in that of the first.
    Raises `CampagneFermee` after the closing, `FormeRefusee` for a dossier of the wrong shape,
    `CleEnCours`, `CleReutilisee`.
    """
    if cle is None:
        neuve, representation = _composer(services, dossier, arrivee, projection)
        jeton = nouveau_jeton()
        await inserer(services.base, neuve, jeton)
        return Creation(neuve.id, representation, jeton)
    async with services.base.transaction() as connexion:
        if memoire := await deja_repondu(connexion, cle, arrivee):
            premiere = UUID(from_json(memoire)["id"])
            jeton = _jeton(services, cle, premiere)
            return Creation(premiere, memoire.encode(), jeton, rejouee=True)
        neuve, representation = _composer(services, dossier, arrivee, projection)
        jeton = _jeton(services, cle, neuve.id)
        await connexion.execute(_CREATION, _parametres(neuve, jeton))
        await memoriser(connexion, cle, neuve.id, representation.decode(), arrivee)
    return Creation(neuve.id, representation, jeton)


def _composer(
    services: Services, dossier: dict[str, Any], arrivee: datetime, projection: Projection | None
) -> tuple[Candidature, bytes]:
    if arrivee >= services.settings.cloture:
        raise fermee(arrivee, services.settings)
    dossier = sans_nuls(dossier)
    examen = examiner(dossier)
    neuve = nouvelle(verifier_forme(dossier, examen, services.settings), arrivee)
    return neuve, representer(neuve, examen, projection)


def _jeton(services: Services, cle: Cle, id: UUID) -> Jeton:
    return jeton_derive(services.secret, cle.empreinte + id.bytes)


def _creation() -> Any:
    creee = (
        insert(candidature)
        .values(
            id=bindparam("id"),
            etat=Etat.BROUILLON.value,
            version=1,
            revision=1,
            version_formulaire=VERSION,
            dossier=bindparam("dossier"),
            creee_le=bindparam("le"),
            modifiee_le=bindparam("le"),
        )
        .returning(candidature.c.id)
        .cte("creee")
    )
    ouverte = (
        insert(acces)
        .from_select(
            ["id", "candidature_id", "empreinte", "cree_le"],
            select(
                bindparam("acces_id", type_=acces.c.id.type),
                creee.c.id,
                bindparam("empreinte", type_=acces.c.empreinte.type),
                bindparam("le", type_=acces.c.cree_le.type),
            ),
        )
        .returning(acces.c.id, acces.c.candidature_id)
        .cte("ouverte")
    )
    return insert(evenement).from_select(
        ["candidature_id", "genre", "le", "acces_id", "version", "details"],
        select(
            ouverte.c.candidature_id,
            literal("creee"),
            bindparam("le", type_=evenement.c.le.type),
            ouverte.c.id,
            literal(1),
            bindparam("details", type_=evenement.c.details.type),
        ),
    )


_CREATION: Final = _creation()
_CREER: Final = Preparee(_CREATION)


def nouvelle(dossier: str, arrivee: datetime) -> Candidature:
    """A draft yet to be inserted; `dossier` is JSON text of the right shape."""
    return Candidature(
        uuid4(), Etat.BROUILLON, 1, VERSION, dossier, None, arrivee, arrivee, uuid4(), 1, ()
    )


async def inserer(base: Base, neuve: Candidature, jeton: Jeton) -> None:
    """Insert a draft that `jeton` opens, in one statement."""
    async with base.directe() as directe:
        await directe.ligne(_CREER, **_parametres(neuve, jeton))


def _parametres(neuve: Candidature, jeton: Jeton) -> dict[str, Any]:
    return {
        "id": neuve.id,
        "dossier": neuve.dossier_json,
        "le": neuve.creee_le,
        "acces_id": neuve.acces_id,
        "empreinte": jeton.empreinte,
        "details": "{}",
    }
