"""The act of listing what was deposited: of each candidature the last deposit, which counts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import agent_de
from app.acces.appelant import Appelant
from app.candidatures.etats import Etat
from app.instruction.affectations import affectations_des
from app.instruction.criteres import Regard
from app.instruction.curseur import Curseur
from app.instruction.etiquettes import etiquettes_parmi
from app.instruction.extraire import Extrait, extraits
from app.instruction.fouille import Fouille
from app.instruction.liste_decrite import (
    Autour,
    CandidaturesDeposees,
    PageVoulue,
    decrire_deposee,
)
from app.instruction.nouvelles.queries import nouvelles_parmi
from app.instruction.ordre import Tri
from app.instruction.page_lue import lire_la_page, types_du_curseur
from app.instruction.queries import compter
from app.instruction.recherche import chercher, lire_termes
from app.instruction.secret import decide
from app.instruction.signaler import compter_les_candidats
from app.instruction.vues.dossiers_vus import page_de_la_vue
from app.kit.services import Services
from app.kit.web.problems import ParametreRefuse, RequeteInvalide

_PAGE: Final = TypeAdapter(CandidaturesDeposees)
# What a cursor is not sealed to.
_DE_LA_PAGE: Final = {"vue", "apres", "limite", "total"}


async def deposees(
    services: Services, appelant: Appelant, voulue: PageVoulue, arrivee: datetime
) -> bytes:
    """The JSON of a page.

    A reviewer limited to regions is shown what concerns one of them, whatever they ask for. Raises
    `RequeteInvalide` for a cursor that was given to somebody else, or with other filters, and for
    a view that they do not see.
    """
    if voulue.vue:
        async with services.base.lecture() as connexion:
            voulue = await page_de_la_vue(connexion, UUID(voulue.vue), voulue, appelant)
    pour = appelant.empreinte + voulue.model_dump_json(exclude=_DE_LA_PAGE).encode()
    if voulue.tri is Tri.PERTINENCE and not voulue.q:
        sans = ParametreRefuse("query", "tri", "sans_q")
        raise RequeteInvalide("`tri=pertinence` est l'ordre d'une recherche.", parametres=[sans])
    curseur = _curseur(services, voulue, pour)
    regard = Regard(agent_de(appelant), arrivee, decide(appelant))
    async with services.base.lecture() as connexion:
        montrees, apres = await lire_la_page(connexion, voulue, appelant.regions, regard, curseur)
        ids = [une.candidature_id for une in montrees]
        charges = await affectations_des(connexion, ids)
        nouvelles = await nouvelles_parmi(connexion, ids, regard.moi)
        etiquettes = await etiquettes_parmi(connexion, *(une.etiquettes for une in montrees))
        total = await _total(connexion, voulue, appelant.regions, regard)
        trouves = await _extraits(connexion, voulue.q, montrees)
    lues = [(Etat(ligne.etat), ligne.epci) for ligne in montrees]
    candidats = await compter_les_candidats(services.base, lues)
    autour = Autour(candidats, charges, etiquettes, nouvelles, trouves, regard.decide)
    candidatures = [decrire_deposee(ligne, autour, arrivee) for ligne in montrees]
    suivant = apres.ecrire(services.secrets()[0], pour) if apres else None
    return _PAGE.dump_json(CandidaturesDeposees(candidatures, suivant, total))


def _curseur(services: Services, voulue: PageVoulue, pour: bytes) -> Curseur | None:
    if voulue.apres is None:
        return None
    types = types_du_curseur(voulue.tri)
    curseur = Curseur.lire(voulue.apres, services.secrets(), pour, types)
    if curseur is None:
        raise RequeteInvalide("Ce curseur n'est celui d'aucune page de cette liste.")
    return curseur


async def _total(
    connexion: AsyncConnection, voulue: PageVoulue, regions: Collection[str] | None, regard: Regard
) -> int | None:
    if not voulue.total:
        return None
    trouvees = None
    if lire_termes(voulue.q):
        trouvees = await chercher(connexion, voulue.q, regions, toutes=True)
    compte = compter(regions, voulue.conditions(regard, trouvees))
    return (await connexion.execute(compte)).scalar_one()


async def _extraits(
    connexion: AsyncConnection, q: str, lignes: Sequence[Any]
) -> Mapping[UUID, Extrait]:
    if not (termes := lire_termes(q)):
        return {}
    fouilles = {
        une.candidature_id: Fouille(une.numero, une.regions, une.instantane, une.pieces)
        for une in lignes
    }
    return await extraits(connexion, termes, fouilles)
