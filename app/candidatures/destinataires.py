"""Whom mail about a candidature goes to: who applies, and those who edit with them."""

from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select, union

from app.acces.droits import Role
from app.acces.tables import acces
from app.candidatures.tables import candidature
from app.kit.mailboxes import boite_de
from app.kit.postgres.statements import Preparee, Voie

_ICI: Final = bindparam("id", type_=candidature.c.id.type)
_ADRESSES: Final = Preparee(
    union(
        select(candidature.c.courriel).where(candidature.c.id == _ICI),
        select(acces.c.courriel).where(
            acces.c.candidature_id == _ICI,
            acces.c.role == Role.EDITION.value,
            acces.c.empreinte.is_not(None),
        ),
    )
)


async def destinataires(voie: Voie, id: UUID) -> list[str]:
    """Their addresses, each once: none where nobody gave any."""
    lues = [ligne["courriel"] for ligne in await voie.lignes(_ADRESSES, id=id)]
    return sorted({boite for lue in lues if lue and (boite := boite_de(lue))})
