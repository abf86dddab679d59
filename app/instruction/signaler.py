"""What reviewers are told of a candidature beside others: the EPCI that several claim.

Applicants are not: a deposit of every EPCI of the country would list who applies.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Select, Text, any_, bindparam, func, literal_column, select, true
from sqlalchemy.dialects.postgresql import ARRAY, array

from app.candidatures.etats import Etat
from app.candidatures.tables import candidature
from app.depots.tables import instruction
from app.formulaire.messages import Ecart, ecart
from app.formulaire.referentiels import EPCI_ET_EPT
from app.kit.postgres.database import Base, Preparee

_DISPUTE: Final = 2  # candidatures that claim the same


def _candidats() -> Select[*tuple[Any, ...]]:
    """Of each EPCI `_DISPUTE` candidats at most, by its index: thousands may have claimed it."""
    cherches = (
        func.unnest(bindparam("epci", type_=ARRAY(Text))).table_valued("siren").render_derived()
    )
    candidats = (
        select(instruction.c.candidature_id)
        .join(candidature, candidature.c.id == instruction.c.candidature_id)
        .where(instruction.c.epci.contains(array([cherches.c.siren])))
        .where(candidature.c.etat == any_(array([etat.value for etat in Etat if etat.concourt])))
        .limit(literal_column(str(_DISPUTE)))
        .subquery()
        .lateral()
    )
    return (
        select(cherches.c.siren, func.count().label("nombre"))
        .select_from(cherches)
        .join(candidats, true())
        .group_by(cherches.c.siren)
    )


_CANDIDATS: Final = Preparee(_candidats())


async def compter_les_candidats(
    base: Base, lues: Collection[tuple[Etat, Sequence[str]]]
) -> Mapping[str, int]:
    """How many candidatures claim each EPCI (SIREN), by their last deposit; told of 2, no more.

    `lues`: candidatures just read, each once, with their EPCI. What two of these claim is known.
    """
    comptes = Counter(siren for etat, epci in lues if etat.concourt for siren in epci)
    incertains = {siren for _, epci in lues for siren in epci if comptes[siren] < _DISPUTE}
    if not incertains:
        return comptes
    async with base.directe() as directe:
        lignes = await directe.lignes(_CANDIDATS, epci=sorted(incertains))
    return comptes | {ligne["siren"]: ligne["nombre"] for ligne in lignes}


def signalements(etat: Etat, epci: Sequence[str], candidats: Mapping[str, int]) -> list[Ecart]:
    """Decision 7: an EPCI in two applications deposited is a warning on both."""
    la_sienne = 1 if etat.concourt else 0
    disputes = [siren for siren in epci if candidats.get(siren, 0) > la_sienne]
    noms = sorted({EPCI_ET_EPT[siren].nom for siren in disputes})
    return [ecart("/perimetre/epci", "epci_deja_candidat", noms=noms)] if noms else []
