"""The act of listing what was deposited: of each candidature the last deposit, which counts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Select, Subquery, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import agent_de
from app.acces.appelant import Appelant
from app.candidatures.etats import Etat
from app.candidatures.tables import Antivirus, candidature, piece_jointe
from app.depots.tables import MAJ_LE, depot, instruction
from app.instruction.affectations import affectations_des
from app.instruction.avis_comptes import comptes_des_avis
from app.instruction.criteres import Condition, Regard
from app.instruction.curseur import Curseur
from app.instruction.etapes import sens_propose
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
from app.instruction.ordre import Ordre, Tri, ordre_de
from app.instruction.queries import ecrit, visibles
from app.instruction.recherche import chercher, lire_termes, trouve_par_l_index
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
    ordre = ordre_de(voulue.tri, voulue.q)
    curseur = _curseur(services, voulue.apres, pour, ordre)
    regard = Regard(agent_de(appelant), arrivee, decide(appelant))
    async with services.base.lecture() as connexion:
        conditions = await _conditions(connexion, voulue, appelant.regions, regard)
        page = Page(conditions, ordre, curseur, voulue.limite + 1, textes=bool(voulue.q))
        lignes = (await connexion.execute(page_de(appelant.regions, page))).all()
        montrees = lignes[: voulue.limite]
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
    suivant = None
    if len(lignes) > len(montrees):
        suivant = Curseur(ordre.valeurs(montrees[-1])).ecrire(services.secrets()[0], pour)
    return _PAGE.dump_json(CandidaturesDeposees(candidatures, suivant, total))


async def _conditions(
    connexion: AsyncConnection, voulue: PageVoulue, regions: Collection[str] | None, regard: Regard
) -> Sequence[Condition]:
    if not lire_termes(voulue.q):
        return [*voulue.conditions(regard)]
    triees = voulue.tri is Tri.PERTINENCE
    trouvees = await chercher(connexion, voulue.q, regions, toutes=triees)
    return [*voulue.conditions(regard, trouvees)]


def _curseur(services: Services, apres: str | None, pour: bytes, ordre: Ordre) -> Curseur | None:
    if apres is None:
        return None
    curseur = Curseur.lire(apres, services.secrets(), pour, ordre.types)
    if curseur is None:
        raise RequeteInvalide("Ce curseur n'est celui d'aucune page de cette liste.")
    return curseur


async def _total(
    connexion: AsyncConnection, voulue: PageVoulue, regions: Collection[str] | None, regard: Regard
) -> int | None:
    if not voulue.total:
        return None
    trouvees = trouve_par_l_index(voulue.q) if lire_termes(voulue.q) else None
    compte = visibles(regions, func.count()).where(*voulue.conditions(regard, trouvees))
    return (await connexion.execute(compte)).scalar_one()


# All that need not be looked up of each.
_VOULUES: Final = (
    instruction.c.candidature_id,
    candidature.c.numero,
    *(candidature.c.etat, candidature.c.correction_jusqu_au),
    *(instruction.c.nom, instruction.c.siret, instruction.c.epci, instruction.c.recu_le),
    *(instruction.c.rang, depot.c.region, depot.c.version_formulaire, depot.c.instantane),
    *(depot.c.avertissements, depot.c.pieces),
    *(instruction.c.version, instruction.c.regions, instruction.c.region_pilote),
    *(instruction.c.arretee_le, instruction.c.sens_secret),
    *(instruction.c.etiquettes, MAJ_LE.label("maj_le")),
)


@dataclass(frozen=True, slots=True)
class Page:
    """`nombre` rows of those that are so, after the cursor; `textes`: with what they say."""

    conditions: Sequence[Condition]
    ordre: Ordre
    curseur: Curseur | None
    nombre: int
    textes: bool = False


def page_de(les_siennes: Collection[str] | None, voulue: Page) -> Select[*tuple[Any, ...]]:
    """The statement of a page: snapshots and files are read of these alone."""
    ordre, curseur = voulue.ordre, voulue.curseur
    enonce = visibles(les_siennes, *_VOULUES, *ordre.colonnes()).where(*voulue.conditions)
    if curseur:
        enonce = enonce.where(ordre.apres(curseur.valeurs))
    page = enonce.order_by(*ordre.de(ordre.cles)).limit(ecrit(voulue.nombre)).subquery("page")
    analysees = _pieces(page)
    donnes = comptes_des_avis(page.c.candidature_id).correlate(page).lateral("donnes")
    denomination = func.jsonb_extract_path_text(page.c.instantane, "demandeur", "denomination")
    omises = ("avertissements",) if voulue.textes else ("avertissements", "instantane", "pieces")
    return (
        select(
            *(c for c in page.c if c.name not in omises),
            denomination.label("denomination"),
            func.jsonb_array_length(page.c.avertissements).label("avertissements"),
            sens_propose(page.c.candidature_id).label("sens"),
            *donnes.c,
            *analysees.c,
        )
        .select_from(page)
        .join(donnes, true())
        .join(analysees, true())
        .order_by(*ordre.de(ordre.valeurs(page.c)))
    )


def _pieces(page: Subquery) -> Any:
    """The files that a deposit names, counted by their state today."""
    nommee = func.jsonb_build_array(func.jsonb_build_object("id", piece_jointe.c.id))
    comptes = (
        func.count().filter(piece_jointe.c.antivirus == etat.value).label(etat.value)
        for etat in Antivirus
    )
    return (
        select(*comptes)
        .where(piece_jointe.c.candidature_id == page.c.candidature_id)
        .where(page.c.pieces.op("@>")(nommee))
        .correlate(page)
        .lateral("analysees")
    )


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
