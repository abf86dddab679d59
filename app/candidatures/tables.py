"""Tables of the drafts: the candidature, its files, what happened to it.

The files stand here because the verdict on a draft counts them; `pieces_jointes` writes them.
"""

from enum import StrEnum
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from app.candidatures.etats import Etat
from app.kit.glossary import decrit, nomme
from app.kit.postgres.database import JsonText, metadata


@decrit(
    "Ce que l'antivirus dit d'un fichier : `en_attente` tant qu'il ne l'a pas analysé, "
    "`non_analyse` s'il ne l'analysera pas. Un fichier `infecte` n'est plus délivré et empêche le "
    "dépôt."
)
@nomme(
    en_attente="En attente de l'antivirus",
    sain="Analysé, sans virus",
    infecte="Un virus y a été reconnu",
    non_analyse="Non analysé",
)
class Antivirus(StrEnum):
    """What the antivirus said of a file."""

    EN_ATTENTE = "en_attente"
    SAIN = "sain"
    INFECTE = "infecte"
    NON_ANALYSE = "non_analyse"


_ETATS: Final = ", ".join(f"'{etat.value}'" for etat in Etat)
_ANTIVIRUS: Final = ", ".join(f"'{etat.value}'" for etat in Antivirus)
_INSTANT: Final = DateTime(timezone=True)

candidature = Table(
    "candidature",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column(
        "etat",
        Text,
        CheckConstraint(f"etat IN ({_ETATS})", name="etat"),
        nullable=False,
        index=True,
    ),
    # `version` counts the dossier's changes, for `ETag`; `revision` all changes, files included.
    Column("version", BigInteger, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("version_formulaire", Text, nullable=False),
    Column("dossier", JsonText, nullable=False),
    # What a newer version of the form took out of the dossier: a list of `Annonce`.
    Column("reponses_anciennes", JsonText),
    Column("numero", Text, unique=True),
    # The applicant's address, in its normal form: where a lost secret is sent again.
    Column("courriel", Text, index=True),
    Column("creee_le", _INSTANT, nullable=False),
    Column("modifiee_le", _INSTANT, nullable=False),
    # When its erasure was announced to the applicant.
    Column("preavis_le", _INSTANT),
    # Of the last correction asked for, unless it was answered or called off: a save of any other
    # candidature has nothing more to read.
    Column("correction_jusqu_au", _INSTANT),
    # The seal of the last event, which the next one goes on from.
    Column("chaine", LargeBinary, nullable=False),
    # Erased, it leaves its row: `app/rgpd/effacer.py`.
    info={"droits": "SELECT, INSERT, UPDATE"},
)

# By when something is due of a candidature; those of which nothing is come after all others.
ECHEANCE: Final = func.coalesce(
    candidature.c.correction_jusqu_au,
    text("'9999-12-31 00:00:00+00'::timestamp with time zone"),
    type_=_INSTANT,
)
Index("ix_candidature_echeance", ECHEANCE.label("echeance"), candidature.c.id)

piece_jointe = Table(
    "piece_jointe",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("candidature_id", Uuid, ForeignKey("candidature.id"), nullable=False),
    Column("rubrique", Text, nullable=False),
    Column("nom", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("taille", BigInteger, nullable=False),
    Column("empreinte", LargeBinary, nullable=False),
    # What a zip archive says of it; null for what an older release took, until a job has read it;
    # -1 where it found something else than what came.
    Column("crc32", BigInteger),
    Column("jointe_le", _INSTANT, nullable=False),
    # Set when the applicant removes a file that a deposit holds on to.
    Column("retiree_le", _INSTANT),
    Column(
        "antivirus",
        Text,
        CheckConstraint(f"antivirus IN ({_ANTIVIRUS})", name="antivirus"),
        nullable=False,
    ),
    Column("analysee_le", _INSTANT),
    Index(None, "candidature_id"),
    Index(
        "ix_piece_jointe_antivirus",
        "antivirus",
        "candidature_id",
        postgresql_where=text("antivirus IN ('en_attente', 'infecte')"),
    ),
)

# What reviewers ask to be corrected. Whether one is still open, its instant says, and `issue`
# whether it was answered or called off: `expiree` is only written down once it was told.
correction = Table(
    "correction",
    metadata,
    # It goes with what reviewers have of the candidature, which goes with its deposits.
    Column(
        "candidature_id",
        Uuid,
        ForeignKey("instruction.candidature_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("rang", BigInteger, primary_key=True, autoincrement=False),
    # The deposit that it is asked of.
    Column("depot", BigInteger, nullable=False),
    Column("motif", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("pointeurs", ARRAY(Text), nullable=False),
    Column("rubriques", ARRAY(Text), nullable=False),
    Column("jusqu_au", _INSTANT, nullable=False),
    Column("demandee_le", _INSTANT, nullable=False),
    Column("agent", Uuid, nullable=False),
    Column("close_le", _INSTANT),
    Column("issue", Text),
    Column("depot_reponse", BigInteger),
    # The answer changed nothing.
    Column("sans_changement", Boolean),
    Column("motif_annulation", Text),
    Index("ix_correction_issue", "issue", "candidature_id"),
    # When the applicant was reminded of it by mail.
    Column("rappelee_le", _INSTANT),
    info={"droits": "SELECT, INSERT, UPDATE"},
)

# No foreign key: the record outlives what it tells of, and a save pays no check for it.
evenement = Table(
    "evenement",
    metadata,
    Column("candidature_id", Uuid, primary_key=True),
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("genre", Text, nullable=False),
    Column("le", _INSTANT, nullable=False),
    # Who: the access used, the role it gave then, the address it came from, shortened.
    Column("acces_id", Uuid),
    Column("auteur", Text, nullable=False),
    Column("origine", Text),
    Column("version", BigInteger, nullable=False),
    Column("details", JsonText, nullable=False),
    # Seal of this event and of all those before it: a row altered or removed shows.
    Column("empreinte", LargeBinary, nullable=False),
    info={"droits": "SELECT, INSERT"},
)

# What is published of an event, until the feed gives it a position: `app/flux/numeroter.py`.
# Whose it was is written down with it, for an erasure to be told to those who knew of it.
a_numeroter = Table(
    "a_numeroter",
    metadata,
    Column("evenement_id", BigInteger, primary_key=True, autoincrement=False),
    Column("candidature_id", Uuid, nullable=False),
    Column("type", Text, nullable=False),
    Column("le", _INSTANT, nullable=False),
    Column("etat", Text, nullable=False),
    Column("numero", Text),
    # Of the dossier: what was saved after it has not been told.
    Column("version", BigInteger, nullable=False),
    # Of a deposit alone.
    Column("depot", BigInteger),
    Column("regions", ARRAY(Text)),
    # The portal that holds it (`acces.empreinte`), and what it calls it.
    Column("portail", LargeBinary),
    Column("reference", Text),
    info={"droits": "SELECT, INSERT, DELETE"},
)

# What reviewers are to be told of, until it has its place among their news:
# `app/instruction/nouvelles/ranger.py`.
a_signaler = Table(
    "a_signaler",
    metadata,
    Column("evenement_id", BigInteger, primary_key=True, autoincrement=False),
    Column("candidature_id", Uuid, nullable=False, index=True),
    Column("genre", Text, nullable=False),
    Column("le", _INSTANT, nullable=False),
    # An id of the directory; null for the service itself, or the applicant.
    Column("agent", Uuid),
    info={"droits": "SELECT, INSERT, DELETE"},
)
