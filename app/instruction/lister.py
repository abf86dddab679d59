"""The act of listing what was deposited: of each candidature the last deposit, which counts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field, TypeAdapter
from sqlalchemy import Select, Subquery, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import agent_de
from app.acces.appelant import Appelant
from app.candidatures.etats import Etat
from app.candidatures.tables import Antivirus, candidature, piece_jointe
from app.depots.tables import depot, instruction
from app.formulaire.choix import Region
from app.formulaire.messages import Ecart
from app.instruction.affecter import Affecte, affectations_des
from app.instruction.criteres import Condition, Filtres, Regard
from app.instruction.curseur import FORME, TAILLE_MAX, Curseur
from app.instruction.etapes import Etape, EtatDepose, etape_de, sens_propose
from app.instruction.extraire import Extrait, Fouille, extraits
from app.instruction.ordre import Ordre, Tri, ordre_de
from app.instruction.proposition import Sens
from app.instruction.queries import ecrit, visibles
from app.instruction.recherche import chercher, lire_termes
from app.instruction.signaler import compter_les_candidats, signalements
from app.kit.glossary import decrit
from app.kit.services import Services
from app.kit.web.problems import ParametreRefuse, RequeteInvalide


class PageVoulue(Filtres):
    """A page of at most `limite` of what is looked for, in an order, after the cursor `apres`.

    `total`: whether to count all that there are.
    """

    tri: Annotated[Tri, Field(description="L'ordre de la liste.", examples=[Tri.NOM])] = (
        Tri.DERNIER_RECU
    )
    apres: Annotated[
        str | None,
        Field(
            pattern=FORME,
            max_length=TAILLE_MAX,
            description="Curseur : `suivant` de la page d'avant, avec les mêmes filtres et `tri`.",
            examples=["AAYFmZ3NSgABjC9ufQpMHptSP2odLkxb0mJ5b2Zt8wEhpQc7JkD4Vg"],
        ),
    ] = None
    limite: Annotated[
        int, Field(ge=1, le=100, description="Candidatures par page.", examples=[50])
    ] = 50
    total: Annotated[
        bool, Field(description="S'il faut aussi compter tout ce qui convient.", examples=[True])
    ] = False


@decrit("Les fichiers d'un dépôt, comptés selon ce que l'antivirus en dit.")
@dataclass(frozen=True, slots=True)
class PiecesAnalysees:
    """The files of a deposit, counted by what the antivirus said of them."""

    en_attente: int
    sain: int
    infecte: int
    non_analyse: int


@decrit("Une candidature déposée, telle que l'instruction la lit : son dernier dépôt.")
@dataclass(frozen=True, slots=True)
class CandidatureDeposee:
    """A candidature and its last deposit, of rank `depot`; `avertissements` how many it had.

    `signalements`: what is to be seen of it beside other candidatures, as of now.
    """

    id: UUID
    numero: str
    etat: EtatDepose
    nom_territoire: str
    region: Region
    siret: str
    denomination: str
    epci: list[str]
    recu_le: datetime
    depot: int
    version_formulaire: str
    avertissements: int
    pieces: PiecesAnalysees
    signalements: Annotated[
        list[Ecart],
        Field(description="Ce que d'autres candidatures ont de commun avec elle : leurs EPCI."),
    ]
    etape: Annotated[Etape, Field(description="Où en est l'instruction.")]
    regions: Annotated[list[Region], Field(description="Les régions concernées.")]
    region_pilote: Annotated[
        Region | None, Field(description="Celle qui propose ; nulle si elle est à choisir.")
    ]
    affectations: Annotated[list[Affecte], Field(description="Les agents chargés du dossier.")]
    proposition: Annotated[
        Sens | None, Field(description="Le sens de la décision proposée, s'il y en a une.")
    ]
    version: Annotated[int, Field(description="La version du dossier, celle de son `ETag`.")]
    extrait: Annotated[
        Extrait | None, Field(description="Où `q` y a été trouvé ; nul si rien n'est cherché.")
    ]


@decrit("Une page de candidatures déposées, la dernière reçue d'abord.")
@dataclass(frozen=True, slots=True)
class CandidaturesDeposees:
    """A page, newest first; `suivant` is the cursor of the next page, if any."""

    candidatures: list[CandidatureDeposee]
    suivant: str | None
    total: Annotated[
        int | None, Field(description="Combien conviennent en tout ; nul sans `total=true`.")
    ]


_PAGE: Final = TypeAdapter(CandidaturesDeposees)
# What a cursor is not sealed to.
_DE_LA_PAGE: Final = {"apres", "limite", "total"}


async def deposees(
    services: Services, appelant: Appelant, voulue: PageVoulue, arrivee: datetime
) -> bytes:
    """The JSON of a page.

    A reviewer limited to regions is shown what concerns one of them, whatever they ask for. Raises
    `RequeteInvalide` for a cursor that was given to somebody else, or with other filters.
    """
    pour = appelant.empreinte + voulue.model_dump_json(exclude=_DE_LA_PAGE).encode()
    if voulue.tri is Tri.PERTINENCE and not voulue.q:
        sans = ParametreRefuse("query", "tri", "sans_q")
        raise RequeteInvalide("`tri=pertinence` est l'ordre d'une recherche.", parametres=[sans])
    ordre = ordre_de(voulue.tri, voulue.q)
    curseur = _curseur(services, voulue.apres, pour, ordre)
    regard = Regard(agent_de(appelant), arrivee)
    async with services.base.lecture() as connexion:
        conditions = await _conditions(connexion, voulue, appelant.regions, regard)
        page = Page(conditions, ordre, curseur, voulue.limite + 1, textes=bool(voulue.q))
        lignes = (await connexion.execute(page_de(appelant.regions, page))).all()
        montrees = lignes[: voulue.limite]
        charges = await affectations_des(connexion, [une.candidature_id for une in montrees])
        total = await _total(connexion, voulue, appelant.regions, regard)
        trouves = await _extraits(connexion, voulue.q, montrees)
    lues = [(Etat(ligne.etat), ligne.epci) for ligne in montrees]
    candidats = await compter_les_candidats(services.base, lues)
    candidatures = [_candidature(ligne, candidats, charges, trouves, arrivee) for ligne in montrees]
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
    compte = visibles(regions, func.count()).where(*voulue.conditions(regard))
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
    denomination = func.jsonb_extract_path_text(page.c.instantane, "demandeur", "denomination")
    omises = ("avertissements",) if voulue.textes else ("avertissements", "instantane", "pieces")
    return (
        select(
            *(c for c in page.c if c.name not in omises),
            denomination.label("denomination"),
            func.jsonb_array_length(page.c.avertissements).label("avertissements"),
            sens_propose(page.c.candidature_id).label("sens"),
            *analysees.c,
        )
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


def _candidature(
    ligne: Any,
    candidats: Mapping[str, int],
    charges: Mapping[UUID, list[Affecte]],
    trouves: Mapping[UUID, Extrait],
    le: datetime,
) -> CandidatureDeposee:
    etat = Etat(ligne.etat)
    return CandidatureDeposee(
        id=ligne.candidature_id,
        numero=ligne.numero,
        etat=EtatDepose(ligne.etat),
        nom_territoire=ligne.nom,
        region=Region(ligne.region),
        siret=ligne.siret,
        denomination=ligne.denomination,
        epci=ligne.epci,
        recu_le=ligne.recu_le,
        depot=ligne.rang,
        version_formulaire=ligne.version_formulaire,
        avertissements=ligne.avertissements,
        pieces=PiecesAnalysees(*ligne[-len(Antivirus) :]),  # in their order, as `_pieces` has it
        signalements=signalements(etat, ligne.epci, candidats),
        etape=etape_de(
            etat,
            en_correction=ligne.correction_jusqu_au is not None and le < ligne.correction_jusqu_au,
            proposee=ligne.sens is not None,
        ),
        regions=[Region(region) for region in ligne.regions],
        region_pilote=None if ligne.region_pilote is None else Region(ligne.region_pilote),
        affectations=charges.get(ligne.candidature_id, []),
        proposition=None if ligne.sens is None else Sens(ligne.sens),
        version=ligne.version,
        extrait=trouves.get(ligne.candidature_id),
    )
