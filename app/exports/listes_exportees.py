"""What is listed of each dossier of an export, in the row that a statement of `queries.py` reads.

PostgreSQL writes each list as JSON text, which is passed on.
"""

from typing import Any, Final

from sqlalchemy import JSON, Select, any_, cast, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by

from app.acces.tables import agent
from app.avis.tables import avis, avis_rendu
from app.candidatures.evenements import genres_pour
from app.candidatures.genres import Public
from app.candidatures.tables import candidature, correction, evenement
from app.decisions.tables import decision
from app.depots.tables import depot, instruction
from app.exports.tables_des_faits import Contenu
from app.instruction.queries import ecrit
from app.instruction.secret import sens_montre
from app.instruction.tables import affectation, etiquette, note
from app.messages.tables import message

_ID: Final = candidature.c.id
# Kinds of events that reviewers see.
VUS: Final = [genre.genre for genre in genres_pour(Public.INSTRUCTION)]
_NOM: Final = func.concat_ws(" ", agent.c.prenom, agent.c.nom)


def listes_de(*, decide: bool) -> dict[str, Any]:
    """Each list, by its name; `decide`: with what is sealed in secret."""
    return {
        "affectations": _charges(),
        "etiquettes": _etiquettes(),
        "corrections": _corrections(),
        "evenements": _evenements(),
        Contenu.DEPOTS: _depots(),
        Contenu.AVIS: _avis(),
        Contenu.NOTES: _notes(),
        Contenu.MESSAGES: _messages(),
        Contenu.DECISIONS: _decisions(decide=decide),
    }


def scellees(*, decide: bool) -> Any:
    """The ranks of its decisions that are listed and not published yet."""
    siennes = _de(decision).where(decision.c.publiee_le.is_(None), sens_montre(decide=decide))
    rangs = siennes.with_only_columns(func.array_agg(decision.c.rang))
    return rangs.correlate(candidature, instruction).scalar_subquery()


def liste(depuis: Any, membre: Any, *rang: Any) -> Any:
    """Of what `depuis` selects, these, in this order."""
    lus = func.json_agg(aggregate_order_by(membre, *rang))
    tous = func.coalesce(lus, literal_column("'[]'", JSON))
    return depuis.with_only_columns(tous).correlate(candidature, instruction, depot)


def objet(*colonnes: Any, **nommees: Any) -> Any:
    """A JSON object of these columns, by their names or those that are given."""
    membres = {colonne.name: colonne for colonne in colonnes} | nommees
    plat = list[Any]()
    for nom, colonne in membres.items():
        plat += [literal_column(f"'{nom}'"), colonne]
    return func.json_build_object(*plat)


def _charges() -> Any:
    prises = _de(affectation).join(agent, agent.c.id == affectation.c.agent)
    rang = (affectation.c.responsable.desc(), affectation.c.le, affectation.c.agent)
    return liste(prises, _NOM, *rang).scalar_subquery()


def _etiquettes() -> Any:
    siennes = select(etiquette).where(etiquette.c.id == any_(instruction.c.etiquettes))
    return liste(siennes, etiquette.c.nom, etiquette.c.nom).scalar_subquery()


def _corrections() -> Any:
    c = correction.c
    une = objet(
        *(c.rang, c.depot, c.motif, c.message, c.pointeurs, c.rubriques, c.demandee_le),
        *(c.jusqu_au, c.close_le, c.issue, c.depot_reponse),
    )
    return liste(_de(correction), une, c.rang).scalar_subquery()


def _evenements() -> Any:
    c = evenement.c
    vus = _de(evenement).where(c.genre.in_(ecrit(VUS)))
    return liste(vus, objet(c.le, c.genre, c.auteur), c.id).scalar_subquery()


def _depots() -> Any:
    # Beside the last one, which every statement of here is of.
    tous = depot.alias("tous")
    c = tous.c
    empreinte = func.encode(c.empreinte, literal_column("'hex'"))
    un = objet(c.rang, c.recu_le, c.version_formulaire, empreinte=empreinte)
    return liste(_de(tous), un, c.rang).scalar_subquery()


def _avis() -> Any:
    c = avis.c
    dernier = (avis_rendu.c.avis_id == c.id) & (avis_rendu.c.envoi == c.envois)
    un = objet(
        *(c.fonction, c.courriel, c.question, c.depot, c.demande_le, c.echeance, c.revoque_le),
        *(c.rendu_le, c.sens, avis_rendu.c.texte),
    )
    return liste(_de(avis).outerjoin(avis_rendu, dernier), un, c.version).scalar_subquery()


def _notes() -> Any:
    c = note.c
    prises = _de(note).outerjoin(agent, agent.c.id == c.agent)
    une = objet(c.le, c.pointeur, c.texte, par=_NOM)
    return liste(prises, une, c.version).scalar_subquery()


def _messages() -> Any:
    c = message.c
    return liste(_de(message), objet(c.rang, c.le, c.cote, c.texte), c.rang).scalar_subquery()


def _decisions(*, decide: bool) -> Any:
    c = decision.c
    montrees = _de(decision).where(or_(c.publiee_le.is_not(None), sens_montre(decide=decide)))
    # Why is said by the letter alone.
    lettre = cast(c.lettre, JSONB)["lettre"]
    une = objet(
        *(c.rang, c.depot, c.sens, c.contenu, c.arretee_le, c.publiee_le, c.consultee_le),
        *(c.rapportee_le, c.raison, c.fondement),
        motifs=func.jsonb_path_query_array(lettre, literal_column("'$.motifs[*].code'")),
        motivation=lettre["motivation"],
        empreinte=func.encode(c.empreinte, literal_column("'hex'")),
    )
    return liste(montrees, une, c.rang).scalar_subquery()


def _de(table: Any) -> Select[Any]:
    return select(table).where(table.c.candidature_id == _ID)
