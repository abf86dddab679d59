"""What a view shows: of the list, and taken together."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import agent_de
from app.acces.appelant import Appelant
from app.depots.tables import instruction
from app.instruction.filtrer import Regard
from app.instruction.liste_decrite import PageVoulue
from app.instruction.queries import ecrit, visibles
from app.instruction.secret import decide
from app.instruction.vues.filtres_lus import avec_la_vue
from app.instruction.vues.queries import lire_la_vue
from app.instruction.vues.refus import VueTropLarge
from app.instruction.vues.vues_decrites import VueDecrite
from app.kit.web.problems import Introuvable, ParametreRefuse, RequeteInvalide

_Ou = Literal["query", "body"]


async def page_de_la_vue(
    connexion: AsyncConnection, id: UUID, voulue: PageVoulue, appelant: Appelant
) -> PageVoulue:
    """The page that is asked for of a view, by its filters and its order.

    Raises `RequeteInvalide` for one that this caller does not see, or this release not read.
    """
    return await _appliquer(connexion, id, voulue, appelant, "query")


async def dossiers_de_la_vue(
    connexion: AsyncConnection, id: UUID, appelant: Appelant, le: datetime, maximum: int
) -> list[UUID]:
    """All the dossiers of a view that concern this caller's regions, whoever saved it.

    Raises `RequeteInvalide` for one that they do not see, or this release not read, `VueTropLarge`
    beyond `maximum`.
    """
    vue = await _appliquer(connexion, id, PageVoulue(), appelant, "body")
    conditions = vue.conditions(Regard(agent_de(appelant), le, decide(appelant)))
    enonce = visibles(appelant.regions, instruction.c.candidature_id).where(*conditions)
    ids = list(await connexion.scalars(enonce.limit(ecrit(maximum + 1))))
    if len(ids) > maximum:
        raise VueTropLarge(maximum=maximum)
    return ids


async def _appliquer(
    connexion: AsyncConnection,
    id: UUID,
    voulue: PageVoulue,
    appelant: Appelant,
    dans: _Ou,
) -> PageVoulue:
    lue = await lire_la_vue_voulue(connexion, id, appelant, dans)
    return avec_la_vue(voulue, lue.filtres, lue.tri)


async def lire_la_vue_voulue(
    connexion: AsyncConnection, id: UUID, appelant: Appelant, dans: _Ou
) -> VueDecrite:
    """The view that a request names.

    Raises `RequeteInvalide` for one that this caller does not see, or this release not read.
    """
    try:
        lue = await lire_la_vue(connexion, id, appelant)
        avec_la_vue(PageVoulue(), lue.filtres, lue.tri)
    except Introuvable:
        type_, refus = "vue_inconnue", "Cette vue n'existe pas, ou n'est pas partagée avec vous."
    except ValidationError:
        type_, refus = "vue_illisible", "Cette version du service ne lit pas les filtres de la vue."
    else:
        return lue
    la = "vue" if dans == "query" else "/vue"
    raise RequeteInvalide(refus, parametres=[ParametreRefuse(dans, la, type_)])
