"""The act of listing what was deposited: of each candidature the last deposit, which counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final
from uuid import UUID

from pydantic import Field, TypeAdapter
from pydantic_core import to_json
from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    func,
    select,
    true,
    tuple_,
)

from app.acces.appelant import Appelant
from app.candidatures.etats import Etat
from app.candidatures.tables import Antivirus, candidature, piece_jointe
from app.depots.tables import NOM_CHERCHE, depot, instruction
from app.formulaire.choix import Region
from app.formulaire.messages import Ecart
from app.instruction.curseur import Curseur
from app.instruction.queries import concerne, ecrit, tableau, visibles
from app.instruction.signaler import compter_les_candidats, signalements
from app.kit.glossary import decrit
from app.kit.services import Services
from app.kit.web.problems import RequeteInvalide
from app.publication.referentiels import simplifier

if TYPE_CHECKING:
    EtatDepose = Etat
else:
    EtatDepose = decrit("Où en est une candidature déposée.")(
        StrEnum(
            "EtatDepose", {etat.name: etat.value for etat in Etat if etat.montree}, module=__name__
        )
    )


@dataclass(frozen=True, slots=True)
class Filtres:
    """What is looked for; an empty or None filter lets everything through.

    `etats`: all that count when empty. `depose_apres` is included, `depose_avant` is not.
    `q`: words of the territory's name, accents and case ignored.
    """

    regions: Sequence[Region] = ()
    etats: Sequence[EtatDepose] = ()
    depose_apres: datetime | None = None
    depose_avant: datetime | None = None
    siret: str | None = None
    epci: str | None = None
    q: str = ""


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


@decrit("Une page de candidatures déposées, la dernière reçue d'abord.")
@dataclass(frozen=True, slots=True)
class CandidaturesDeposees:
    """A page, newest first; `suivant` is the cursor of the next page, if any."""

    candidatures: list[CandidatureDeposee]
    suivant: str | None


_PAGE: Final = TypeAdapter(CandidaturesDeposees)
# What is listed on demand only, as the description of the filter says it.
SUR_DEMANDE: Final = ", ".join(f"`{etat}`" for etat in Etat if etat.montree and not etat.concourt)
_DE_DROIT: Final = tuple(etat for etat in Etat if etat.concourt)


async def deposees(
    services: Services, appelant: Appelant, filtres: Filtres, apres: str | None, limite: int
) -> bytes:
    """The JSON of a page of at most `limite`, after the cursor `apres`.

    A reviewer limited to regions is shown what concerns one of them, whatever they ask for. Raises
    `RequeteInvalide` for a cursor that was given to somebody else, or with other filters.
    """
    pour = appelant.empreinte + to_json(asdict(filtres))
    curseur = apres and Curseur.lire(apres, services.secrets(), pour)
    if apres and not curseur:
        raise RequeteInvalide("Ce curseur n'est celui d'aucune page de cette liste.")
    requete = page_de(filtres, appelant.regions, curseur or None, limite + 1)
    async with services.base.lecture() as connexion:
        lignes = (await connexion.execute(requete)).all()
    lues = [(Etat(ligne.etat), ligne.epci) for ligne in lignes[:limite]]
    candidats = await compter_les_candidats(services.base, lues)
    page = [_candidature(ligne, candidats) for ligne in lignes[:limite]]
    suivant = None
    if len(lignes) > limite:
        suivant = Curseur(page[-1].recu_le, page[-1].id).ecrire(services.secrets()[0], pour)
    return _PAGE.dump_json(CandidaturesDeposees(page, suivant))


# All that need not be looked up of each.
_VOULUES: Final = (
    instruction.c.candidature_id,
    candidature.c.numero,
    candidature.c.etat,
    *(instruction.c.nom, instruction.c.siret, instruction.c.epci, instruction.c.recu_le),
    *(instruction.c.rang, depot.c.region, depot.c.version_formulaire, depot.c.instantane),
    *(depot.c.avertissements, depot.c.pieces),
)


def page_de(
    filtres: Filtres, les_siennes: frozenset[str] | None, curseur: Curseur | None, nombre: int
) -> Select[*tuple[Any, ...]]:
    """The statement of a page: snapshots and files are read of these alone."""
    page = (
        visibles(les_siennes, *_VOULUES)
        .where(*_conditions(filtres, curseur))
        .order_by(instruction.c.recu_le.desc(), instruction.c.candidature_id.desc())
        .limit(ecrit(nombre))
        .subquery("page")
    )
    analysees = _pieces(page)
    denomination = func.jsonb_extract_path_text(page.c.instantane, "demandeur", "denomination")
    return (
        select(
            *(c for c in page.c if c.name not in ("instantane", "avertissements", "pieces")),
            denomination.label("denomination"),
            func.jsonb_array_length(page.c.avertissements).label("avertissements"),
            *analysees.c,
        )
        .join(analysees, true())
        .order_by(page.c.recu_le.desc(), page.c.candidature_id.desc())
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


def _conditions(filtres: Filtres, curseur: Curseur | None) -> Iterator[ColumnElement[bool]]:
    yield candidature.c.etat.in_(ecrit([etat.value for etat in filtres.etats or _DE_DROIT]))
    if filtres.regions:
        yield concerne([region.value for region in filtres.regions])
    if filtres.depose_apres:
        yield instruction.c.recu_le >= filtres.depose_apres
    if filtres.depose_avant:
        yield instruction.c.recu_le < filtres.depose_avant
    if filtres.siret:
        yield instruction.c.siret == ecrit(filtres.siret)
    if filtres.epci:
        yield instruction.c.epci.contains(tableau([filtres.epci]))
    for mot in simplifier(filtres.q).split():  # letters and digits alone: no wildcard
        # Fewer than three letters make no trigram but with the space before them.
        yield NOM_CHERCHE.like(ecrit(f"%{mot}%" if len(mot) > 2 else f"% {mot}%"))
    if curseur:
        ici = tuple_(instruction.c.recu_le, instruction.c.candidature_id)
        yield ici < tuple_(curseur.recu_le, curseur.id)


def _candidature(ligne: Any, candidats: Mapping[str, int]) -> CandidatureDeposee:
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
    )
