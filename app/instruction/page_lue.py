"""A page of what was deposited: its rows, and after which of them the next one goes on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, Subquery, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.tables import Antivirus, candidature, piece_jointe
from app.depots.tables import MAJ_LE, depot, instruction
from app.instruction.avis_comptes import comptes_des_avis
from app.instruction.criteres import Condition, Regard
from app.instruction.curseur import Curseur
from app.instruction.etapes import sens_propose
from app.instruction.liste_decrite import PageVoulue
from app.instruction.ordre import Ordre, Tri, ordre_de
from app.instruction.queries import ecrit, visibles
from app.instruction.recherche import chercher, lire_termes

# Whether the number and the name say what is looked for, where that matters; after which row.
_Suite = tuple[bool | None, Curseur | None]


def types_du_curseur(tri: Tri) -> list[type]:
    """Of what a cursor of this order carries."""
    types = ordre_de(tri).types
    return [int, *types] if tri is Tri.PERTINENCE else types


async def lire_la_page(
    connexion: AsyncConnection,
    voulue: PageVoulue,
    les_siennes: Collection[str] | None,
    regard: Regard,
    curseur: Curseur | None,
) -> tuple[Sequence[Any], Curseur | None]:
    """The rows of a page after the cursor, and the cursor of the next page, if there is one."""
    ordre, lues = ordre_de(voulue.tri), list[tuple[bool | None, Any]]()
    for au_titre, apres in _suites(voulue, curseur):
        conditions = await _conditions(connexion, voulue, les_siennes, regard, au_titre)
        nombre = voulue.limite + 1 - len(lues)
        page = Page(conditions, ordre, apres, nombre, textes=bool(voulue.q))
        lignes = await connexion.execute(page_de(les_siennes, page))
        lues += [(au_titre, ligne) for ligne in lignes]
        if len(lues) > voulue.limite:
            break
    montrees = lues[: voulue.limite]
    suivant = None
    if len(lues) > len(montrees):
        au_titre, derniere = montrees[-1]
        classe = [] if au_titre is None else [int(au_titre)]
        suivant = Curseur([*classe, *ordre.valeurs(derniere)])
    return [ligne for _, ligne in montrees], suivant


def _suites(voulue: PageVoulue, curseur: Curseur | None) -> list[_Suite]:
    """What is listed, one after the other: by relevance, what the title says, then the rest."""
    if voulue.tri is not Tri.PERTINENCE:
        return [(None, curseur)]
    # What holds no word is in every title.
    ensuite: list[_Suite] = [(False, None)] if lire_termes(voulue.q) else []
    if curseur is None:
        return [(True, None), *ensuite]
    classe, *valeurs = curseur.valeurs
    return [(True, Curseur(valeurs)), *ensuite] if classe else [(False, Curseur(valeurs))]


async def _conditions(
    connexion: AsyncConnection,
    voulue: PageVoulue,
    les_siennes: Collection[str] | None,
    regard: Regard,
    au_titre: bool | None,
) -> list[Condition]:
    if not lire_termes(voulue.q):
        return [*voulue.conditions(regard)]
    trouvees = await chercher(connexion, voulue.q, les_siennes, au_titre=au_titre)
    return [*voulue.conditions(regard, trouvees)]


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
