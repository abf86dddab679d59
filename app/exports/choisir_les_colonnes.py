"""Which tables and columns an export has, of all that there are."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from app.exports.colonnes_exportees import NUMERO, Colonne, Table
from app.exports.tables_des_faits import DOSSIER, SUR_DEMANDE, TOUJOURS, Contenu
from app.exports.tables_du_formulaire import du_formulaire

DOSSIERS: Final = "dossiers"
# Members of a row of the list that the form says as well.
_DU_FORMULAIRE: Final = {
    "nom_territoire": "/perimetre/nom_territoire",
    "region": "/perimetre/region",
    "epci": "/perimetre/epci",
    "siret": "/demandeur/siret",
    "denomination": "/demandeur/denomination",
}


def tables(
    colonnes: Sequence[str], contenus: Collection[Contenu], *, codes: bool
) -> tuple[list[Table], list[str]]:
    """The tables in order, and which of the columns that were named none can show.

    `colonnes`: sections and fields of the form, members of the list of dossiers, in the order in
    which they are wanted; without any, all that there are. `codes`: those of choices as well.
    """
    scalaires, listes = du_formulaire()
    principale = [*DOSSIER, *scalaires]
    absentes = list[str]()
    if colonnes:
        principale, absentes = _choisies(principale, listes, colonnes)
        listes = [table for table in (_reduite(t, colonnes) for t in listes) if table]
    faits = [*TOUJOURS, *(table for nom, table in SUR_DEMANDE.items() if nom in contenus)]
    toutes = [Table(DOSSIERS, "Les dossiers", principale), *listes, *faits]
    return [_avec_codes(table) if codes else table for table in toutes], absentes


def _choisies(
    principale: Sequence[Colonne], listes: Sequence[Table], voulues: Sequence[str]
) -> tuple[list[Colonne], list[str]]:
    """Of the table of dossiers, its number first; and what is in none."""
    prises, absentes = {NUMERO.cle: NUMERO}, list[str]()
    for voulue in voulues:
        trouvees = [c for c in principale if _est_nommee(c, voulue)]
        prises |= {colonne.cle: colonne for colonne in trouvees}
        ailleurs = any(_est_nommee(c, voulue) for table in listes for c in table.colonnes)
        if not (trouvees or ailleurs or voulue == NUMERO.cle):
            absentes.append(voulue)
    return [*prises.values()], absentes


def _reduite(table: Table, voulues: Sequence[str]) -> Table | None:
    colonnes = [c for c in table.colonnes if any(_est_nommee(c, voulue) for voulue in voulues)]
    return replace(table, colonnes=colonnes) if colonnes else None


def _est_nommee(colonne: Colonne, voulue: str) -> bool:
    """Whether a column is named, or below what is."""
    nomme, voulue = colonne.nomme, _DU_FORMULAIRE.get(voulue, voulue)
    return nomme is not None and (nomme == voulue or nomme.startswith(f"{voulue}/"))


def _avec_codes(table: Table) -> Table:
    return replace(table, colonnes=[c for une in table.colonnes for c in une.avec_son_code()])
