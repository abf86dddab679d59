"""The acts of reading what is new, and of saying up to where one has."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, exists, func, select
from sqlalchemy.dialects.postgresql import insert

from app.acces.agents import agent_de, noms_des_agents
from app.acces.appelant import Appelant
from app.candidatures.tables import candidature
from app.depots.tables import instruction
from app.instruction.nouvelles.nouveautes_decrites import Nouveaute, Nouveautes, NouveautesLues
from app.instruction.nouvelles.queries import d_un_autre, lu_par
from app.instruction.nouvelles.ranger import ranger
from app.instruction.nouvelles.tables import lecture, nouveaute
from app.instruction.queries import ecrit, visibles
from app.instruction.tables import affectation
from app.kit.services import Services
from app.kit.web.problems import ParametreRefuse, RequeteInvalide

_BOUT: Final = select(func.coalesce(func.max(nouveaute.c.position), 0))
_LUES: Final = (
    *(nouveaute.c.position, nouveaute.c.candidature_id, candidature.c.numero),
    *(nouveaute.c.genre, nouveaute.c.le, nouveaute.c.agent),
)


@dataclass(frozen=True, slots=True)
class Demande:
    """What is asked for: after which position (None: what was not read), how many at most, of all
    the dossiers of one's regions or of those that one is in charge of.
    """

    apres: int | None
    limite: int
    toutes: bool


async def lire_nouveautes(services: Services, appelant: Appelant, demande: Demande) -> Nouveautes:
    """What others did of the dossiers of this caller's regions, in the order of positions."""
    await ranger(services.base)
    moi = agent_de(appelant)
    async with services.base.lecture() as connexion:
        # What gets its place from here on comes after the page, whatever it is.
        bout = (await connexion.execute(_BOUT)).scalar_one()
        lu: int = (await connexion.execute(select(lu_par(moi)))).scalar_one()
        apres = lu if demande.apres is None else demande.apres
        enonce = _concernant(appelant, toutes=demande.toutes)
        enonce = enonce.where(nouveaute.c.position > ecrit(apres), nouveaute.c.position <= bout)
        lignes = (await connexion.execute(enonce.limit(ecrit(demande.limite + 1)))).all()
        page = lignes[: demande.limite]
        agents = await noms_des_agents(connexion, frozenset(n.agent for n in page if n.agent))
    suivant = page[-1].position if len(lignes) > demande.limite else None
    lues = [
        Nouveaute(
            *(ligne.position, ligne.candidature_id, ligne.numero, ligne.genre, ligne.le),
            agents.get(ligne.agent),
        )
        for ligne in page
    ]
    return Nouveautes(lues, lu, bout if suivant is None else suivant, suivant)


def _concernant(appelant: Appelant, *, toutes: bool) -> Select[*tuple[Any, ...]]:
    moi = agent_de(appelant)
    enonce = (
        visibles(appelant.regions, *_LUES)
        .join(nouveaute, nouveaute.c.candidature_id == instruction.c.candidature_id)
        .where(d_un_autre(nouveaute, moi))
        .order_by(nouveaute.c.position)
    )
    if toutes:
        return enonce
    charge = affectation.c.candidature_id == instruction.c.candidature_id
    return enonce.where(exists().where(charge, affectation.c.agent == moi))


async def marquer_lues(
    services: Services, appelant: Appelant, lue: NouveautesLues
) -> NouveautesLues:
    """Say that all has been read up to there: never less than before.

    Raises `RequeteInvalide` for a position that nothing has yet.
    """
    async with services.base.transaction() as connexion:
        if lue.jusqu_a > (await connexion.execute(_BOUT)).scalar_one():
            a_venir = ParametreRefuse("body", "/jusqu_a", "position_inconnue")
            raise RequeteInvalide("Rien n'est encore à cette position.", parametres=[a_venir])
        neuve = insert(lecture).values(agent=agent_de(appelant), position=lue.jusqu_a)
        plus_loin = func.greatest(lecture.c.position, neuve.excluded.position)
        enonce = neuve.on_conflict_do_update(
            index_elements=[lecture.c.agent], set_={"position": plus_loin}
        ).returning(lecture.c.position)
        return NouveautesLues(jusqu_a=(await connexion.execute(enonce)).scalar_one())
