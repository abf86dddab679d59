"""What an export reads, all of it in the regions of who asked: no other file begins on dossiers.

All in one snapshot: the ids in order, then what is known of some of them at a time. PostgreSQL
writes each list as JSON text, which is passed on.
"""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import (
    JSON,
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
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by

from app.acces.tables import agent
from app.avis.tables import avis, avis_rendu
from app.candidatures.evenements import genres_pour
from app.candidatures.genres import Public
from app.candidatures.tables import candidature, correction, evenement, piece_jointe
from app.depots.tables import MAJ_LE, depot, instruction
from app.exports.tables_des_faits import Contenu
from app.instruction.etapes import sens_propose
from app.instruction.queries import ecrit, visibles
from app.instruction.tables import affectation, etiquette, note
from app.messages.tables import message

Conditions = Sequence[ColumnElement[bool]]
_ID: Final = candidature.c.id
_VUS: Final = [genre.genre for genre in genres_pour(Public.INSTRUCTION)]
_NOM: Final = func.concat_ws(" ", agent.c.prenom, agent.c.nom)
LISTES: Final = ("pieces", "corrections", "evenements")


def ordre(regions: Collection[str] | None, conditions: Conditions) -> Select[Any]:
    """The ids of what is exported, in the order in which it is."""
    return visibles(regions, _ID).where(*conditions).order_by(candidature.c.numero, _ID)


def compte(regions: Collection[str] | None, conditions: Conditions) -> Select[Any]:
    """How many there are."""
    return visibles(regions, func.count()).where(*conditions)


def contenu(
    regions: Collection[str] | None, contenus: Collection[Contenu], *, decide: bool
) -> Select[Any]:
    """All that is known of the dossiers of `:ids`; `decide`: senses that are kept secret as well.

    `au`: when something was last done of each, of what is shown.
    """
    vu = evenement.c.candidature_id == _ID, evenement.c.genre.in_(ecrit(_VUS))
    dernier = select(func.max(evenement.c.le)).where(*vu).scalar_subquery()
    sens: Any = sens_propose(_ID)
    if not decide:
        sens = case((instruction.c.sens_secret, null()), else_=sens)
    listes = {nom: _LISTES[nom] for nom in (*LISTES, *sorted(contenus))}
    colonnes = (
        *(_ID, candidature.c.numero, candidature.c.etat, candidature.c.correction_jusqu_au),
        *(instruction.c.recu_le, instruction.c.rang, instruction.c.version),
        instruction.c.arretee_le,
        *(instruction.c.regions, instruction.c.region_pilote, MAJ_LE.label("maj_le")),
        *(depot.c.version_formulaire, depot.c.instantane, sens.label("sens")),
        func.jsonb_array_length(depot.c.avertissements).label("avertissements"),
        cast(_charges(), Text).label("affectations"),
        cast(_etiquettes(), Text).label("etiquettes"),
        func.greatest(MAJ_LE, dernier).label("au"),
        *(cast(liste, Text).label(nom) for nom, liste in listes.items()),
    )
    # Given each time: what stands in the statement has it compiled before.
    ids = bindparam("ids", type_=ARRAY(Uuid), required=False)
    demandes = visibles(regions, *colonnes).where(any_(ids) == _ID)
    return demandes.order_by(candidature.c.numero, _ID)


def _liste(depuis: Any, membre: Any, *rang: Any) -> Any:
    """Of what `depuis` selects, these, in this order."""
    liste = func.coalesce(
        func.json_agg(aggregate_order_by(membre, *rang)), literal_column("'[]'", JSON)
    )
    return depuis.with_only_columns(liste).correlate(candidature, instruction, depot)


def _objet(*colonnes: Any, **nommees: Any) -> Any:
    membres = {colonne.name: colonne for colonne in colonnes} | nommees
    plat = list[Any]()
    for nom, colonne in membres.items():
        plat += [literal_column(f"'{nom}'"), colonne]
    return func.json_build_object(*plat)


def _charges() -> Any:
    charges = select(affectation).join(agent, agent.c.id == affectation.c.agent)
    charges = charges.where(affectation.c.candidature_id == _ID)
    rang = (affectation.c.responsable.desc(), affectation.c.le, affectation.c.agent)
    return _liste(charges, _NOM, *rang).scalar_subquery()


def _etiquettes() -> Any:
    siennes = select(etiquette).where(etiquette.c.id == any_(instruction.c.etiquettes))
    return _liste(siennes, etiquette.c.nom, etiquette.c.nom).scalar_subquery()


def fichiers_du_depot(*autres: Any) -> Any:
    """The files that the deposit of a row counts, as they are now, with these columns as well."""
    nommee = func.jsonb_build_array(func.jsonb_build_object("id", piece_jointe.c.id))
    c = piece_jointe.c
    siennes = select(piece_jointe).where(
        c.candidature_id == depot.c.candidature_id, depot.c.pieces.op("@>")(nommee)
    )
    empreinte = func.encode(c.empreinte, literal_column("'hex'"))
    simples = (c.id, c.rubrique, c.nom, c.type, c.taille, c.antivirus)
    une = _objet(*simples, *autres, empreinte=empreinte)
    return _liste(siennes, une, c.jointe_le, c.id).scalar_subquery()


def _corrections() -> Any:
    c = correction.c
    une = _objet(
        *(c.rang, c.depot, c.motif, c.message, c.pointeurs, c.rubriques, c.demandee_le),
        *(c.jusqu_au, c.close_le, c.issue, c.depot_reponse),
    )
    return _liste(_de(correction), une, c.rang).scalar_subquery()


def _evenements() -> Any:
    c = evenement.c
    vus = _de(evenement).where(c.genre.in_(ecrit(_VUS)))
    return _liste(vus, _objet(c.le, c.genre, c.auteur), c.id).scalar_subquery()


def _depots() -> Any:
    # Beside the last one, which every statement of here is of.
    tous = depot.alias("tous")
    c = tous.c
    empreinte = func.encode(c.empreinte, literal_column("'hex'"))
    un = _objet(c.rang, c.recu_le, c.version_formulaire, empreinte=empreinte)
    return _liste(_de(tous), un, c.rang).scalar_subquery()


def _avis() -> Any:
    c = avis.c
    dernier = (avis_rendu.c.avis_id == c.id) & (avis_rendu.c.envoi == c.envois)
    un = _objet(
        *(c.fonction, c.courriel, c.question, c.depot, c.demande_le, c.echeance, c.revoque_le),
        *(c.rendu_le, c.sens, avis_rendu.c.texte),
    )
    return _liste(_de(avis).outerjoin(avis_rendu, dernier), un, c.version).scalar_subquery()


def _notes() -> Any:
    c = note.c
    prises = _de(note).outerjoin(agent, agent.c.id == c.agent)
    une = _objet(c.le, c.pointeur, c.texte, par=_NOM)
    return _liste(prises, une, c.version).scalar_subquery()


def _messages() -> Any:
    c = message.c
    return _liste(_de(message), _objet(c.rang, c.le, c.cote, c.texte), c.rang).scalar_subquery()


def _de(table: Any) -> Select[Any]:
    return select(table).where(table.c.candidature_id == _ID)


_LISTES: Final = {
    "pieces": fichiers_du_depot(),
    "corrections": _corrections(),
    "evenements": _evenements(),
    Contenu.DEPOTS: _depots(),
    Contenu.AVIS: _avis(),
    Contenu.NOTES: _notes(),
    Contenu.MESSAGES: _messages(),
}
