"""What the administration reaches without an access: any candidature, or those of its regions."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Text, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant, Auteur
from app.candidatures.etats import Etat
from app.candidatures.tables import candidature
from app.depots.tables import instruction
from app.kit.web.problems import Introuvable

_ROLE: Final = "administration"
_EFFACEES: Final = [etat.value for etat in Etat if etat.effacee]


@dataclass(frozen=True, slots=True)
class Administree:
    """What is known of a candidature before anything is done to it."""

    id: UUID
    etat: Etat


async def lire(
    connexion: AsyncConnection, id: UUID, appelant: Appelant, *, verrou: bool = False
) -> Administree:
    """A candidature; `verrou` locks its row until the commit.

    Raises `Introuvable` alike for what does not exist, is erased, or is of other regions: those
    that its last deposit concerns, else that of its draft.
    """
    enonce = (
        select(candidature.c.id, candidature.c.etat)
        .outerjoin(instruction, instruction.c.candidature_id == candidature.c.id)
        .where(candidature.c.id == id, candidature.c.etat.not_in(_EFFACEES))
    )
    if appelant.regions is not None:
        ecrite = func.jsonb_extract_path_text(candidature.c.dossier, "perimetre", "region")
        concernees = func.coalesce(instruction.c.regions, array([ecrite]))
        enonce = enonce.where(concernees.op("&&")(cast(sorted(appelant.regions), ARRAY(Text))))
    verrouille = enonce.with_for_update(of=candidature)
    lignes = await connexion.execute(verrouille if verrou else enonce)
    if (ligne := lignes.one_or_none()) is None:
        raise Introuvable
    return Administree(ligne.id, Etat(ligne.etat))


def auteur_de(appelant: Appelant) -> Auteur:
    """Whom the record puts it down to."""
    return Auteur(_ROLE, origine=appelant.origine)


def signature(appelant: Appelant) -> str:
    """What tells in the record which of its accounts or keys it was, without naming anybody."""
    return appelant.empreinte.hex()
