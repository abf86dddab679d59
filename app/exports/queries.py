"""What an export reads, all of it in the regions of who asked: no other file begins on dossiers.

All in one snapshot: the ids in order, then what is known of some of them at a time.
"""

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    Uuid,
    any_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    null,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY

from app.candidatures.tables import candidature, evenement, piece_jointe
from app.depots.tables import MAJ_LE, depot, instruction
from app.exports.listes_exportees import VUS, liste, listes_de, objet, scellees
from app.exports.tables_des_faits import Contenu
from app.instruction.etapes import sens_propose
from app.instruction.queries import ecrit, visibles
from app.instruction.secret import sens_montre

Conditions = Sequence[ColumnElement[bool]]
_ID: Final = candidature.c.id
LISTES: Final = ("pieces", "corrections", "evenements")


def ordre(regions: Collection[str] | None, conditions: Conditions) -> Select[Any]:
    """The ids of what is exported, in the order in which it is."""
    return visibles(regions, _ID).where(*conditions).order_by(candidature.c.numero, _ID)


def contenu(
    regions: Collection[str] | None, contenus: Collection[Contenu], *, decide: bool
) -> Select[Any]:
    """All that is known of the dossiers of `:ids`; `decide`: senses that are kept secret as well.

    `au`: when something was last done of each, of what is shown. `scellees`: the ranks of the
    decisions in it that are not published.
    """
    vu = evenement.c.candidature_id == _ID, evenement.c.genre.in_(ecrit(VUS))
    dernier = select(func.max(evenement.c.le)).where(*vu).scalar_subquery()
    sens = case((sens_montre(decide=decide), sens_propose(_ID)))
    lues = {"pieces": fichiers_du_depot(), **listes_de(decide=decide)}
    voulues = ("affectations", "etiquettes", *LISTES, *sorted(contenus))
    lu = scellees(decide=decide) if Contenu.DECISIONS in contenus else null()
    colonnes = (
        *(_ID, candidature.c.numero, candidature.c.etat, candidature.c.correction_jusqu_au),
        *(instruction.c.recu_le, instruction.c.rang, instruction.c.version),
        instruction.c.arretee_le,
        *(instruction.c.regions, instruction.c.region_pilote, MAJ_LE.label("maj_le")),
        *(depot.c.version_formulaire, depot.c.instantane, sens.label("sens")),
        func.jsonb_array_length(depot.c.avertissements).label("avertissements"),
        func.greatest(MAJ_LE, dernier).label("au"),
        lu.label("scellees"),
        *(cast(lues[nom], Text).label(nom) for nom in voulues),
    )
    # Given each time: what stands in the statement has it compiled before.
    ids = bindparam("ids", type_=ARRAY(Uuid), required=False)
    demandes = visibles(regions, *colonnes).where(any_(ids) == _ID)
    return demandes.order_by(candidature.c.numero, _ID)


def fichiers_du_depot(*autres: Any) -> Any:
    """The files that the deposit of a row counts, as they are now, with these columns as well."""
    nommee = func.jsonb_build_array(func.jsonb_build_object("id", piece_jointe.c.id))
    c = piece_jointe.c
    siennes = select(piece_jointe).where(
        c.candidature_id == depot.c.candidature_id, depot.c.pieces.op("@>")(nommee)
    )
    empreinte = func.encode(c.empreinte, literal_column("'hex'"))
    simples = (c.id, c.rubrique, c.nom, c.type, c.taille, c.antivirus)
    une = objet(*simples, *autres, empreinte=empreinte)
    return liste(siennes, une, c.jointe_le, c.id).scalar_subquery()


COLONNES_DU_DEPOT: Final = (
    *(candidature.c.numero, depot.c.nom_territoire, depot.c.rang, depot.c.recu_le),
    cast(fichiers_du_depot(piece_jointe.c.crc32), Text).label("fichiers"),
)


def un_depot(id: UUID, rang: int) -> Select[*tuple[Any, ...]]:
    """A deposit, and its files, of a dossier that the caller opened before."""
    du_dossier = select(*COLONNES_DU_DEPOT).join(candidature, depot.c.candidature_id == _ID)
    return du_dossier.where(depot.c.candidature_id == id, depot.c.rang == rang)
