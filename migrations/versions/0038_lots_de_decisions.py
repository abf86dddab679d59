"""Lots of decisions, their lines, the decisions that are sealed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add them; the last release knows of none, and leaves a dossier in no lot."""
    op.add_column("instruction", sa.Column("lot", sa.Uuid()))
    op.add_column("instruction", sa.Column("arretee_le", _INSTANT))
    op.add_column(
        "instruction",
        sa.Column("sens_secret", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    )
    _creer_lots()
    _creer_decisions()


def _creer_lots() -> None:
    op.create_table(
        "lot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("etat", sa.Text(), nullable=False),
        sa.Column("publier_le", _INSTANT),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("signataire", JSONB()),
        sa.Column("regions", ARRAY(sa.Text())),
        sa.Column("cree_le", _INSTANT, nullable=False),
        sa.Column("agent", sa.Uuid(), nullable=False),
        sa.Column("arrete_le", _INSTANT),
        sa.Column("publie_le", _INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_lot"),
    )
    op.create_index("ix_lot_cree_le", "lot", ["cree_le", "id"])
    op.create_index(
        "ix_lot_a_publier", "lot", ["publier_le"], postgresql_where=sa.text("etat = 'arrete'")
    )
    op.create_table(
        "acte_de_lot",
        sa.Column("lot", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("genre", sa.Text(), nullable=False),
        sa.Column("le", _INSTANT, nullable=False),
        sa.Column("agent", sa.Uuid()),
        sa.Column("raison", sa.Text()),
        sa.PrimaryKeyConstraint("lot", "version", name="pk_acte_de_lot"),
        sa.ForeignKeyConstraint(["lot"], ["lot.id"], name="fk_acte_de_lot_lot", ondelete="CASCADE"),
    )
    op.create_table(
        "ligne_de_lot",
        sa.Column("lot", sa.Uuid(), nullable=False),
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("depot", sa.BigInteger(), nullable=False),
        sa.Column("sens", sa.Text(), nullable=False),
        sa.Column("motifs", ARRAY(sa.Text()), nullable=False),
        sa.Column("motivation", sa.Text()),
        sa.Column("territoire_retenu", JSONB()),
        sa.Column("code", sa.Text()),
        sa.Column("admis", sa.Text()),
        sa.Column("proposition", sa.BigInteger()),
        sa.Column("publiee", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("lot", "candidature_id", name="pk_ligne_de_lot"),
        sa.ForeignKeyConstraint(
            ["lot"], ["lot.id"], name="fk_ligne_de_lot_lot", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["candidature_id"],
            ["instruction.candidature_id"],
            name="fk_ligne_de_lot_candidature_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_ligne_de_lot_candidature",
        "ligne_de_lot",
        ["candidature_id"],
        unique=True,
        postgresql_where=sa.text("NOT publiee"),
    )
    op.create_index("ix_ligne_de_lot_candidature_id", "ligne_de_lot", ["candidature_id"])


def _creer_decisions() -> None:
    op.create_table(
        "code_donne",
        sa.Column("code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_code_donne"),
    )
    op.create_table(
        "decision",
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("rang", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lot", sa.Uuid(), nullable=False),
        sa.Column("depot", sa.BigInteger(), nullable=False),
        sa.Column("sens", sa.Text(), nullable=False),
        sa.Column("contenu", JSONB(), nullable=False),
        sa.Column("code", sa.Text()),
        sa.Column("arretee_le", _INSTANT, nullable=False),
        sa.Column("publiee_le", _INSTANT),
        sa.Column("rapportee_le", _INSTANT),
        sa.Column("motif_du_rapport", sa.Text()),
        sa.Column("raison", sa.Text()),
        sa.Column("fondement", sa.Text()),
        sa.Column("rapportee_par", sa.Uuid()),
        sa.Column("lettre", sa.Text(), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("candidature_id", "rang", name="pk_decision"),
        sa.ForeignKeyConstraint(
            ["candidature_id"],
            ["instruction.candidature_id"],
            name="fk_decision_candidature_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["lot"], ["lot.id"], name="fk_decision_lot"),
    )
    for colonne in ("lot", "code", "publiee_le"):
        op.create_index(f"ix_decision_{colonne}", "decision", [colonne])


def downgrade() -> None:
    """Drop them: what was decided goes."""
    op.drop_table("decision")
    op.drop_table("code_donne")
    op.drop_table("ligne_de_lot")
    op.drop_table("acte_de_lot")
    op.drop_table("lot")
    for colonne in ("sens_secret", "arretee_le", "lot"):
        op.drop_column("instruction", colonne)
