"""Decisions as a sealing writes them, put in the database."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from app.decisions.lettre_signee import LettreSignee
from tests.acces.temoins import nouveau_lot
from tests.bases import sql
from tests.decisions.lettres import ARRETEE_LE, lettre

PUBLIEE_LE = datetime.fromisoformat("2023-11-09T10:00:00Z")


def inscrire_decision(
    url: str,
    candidature: str,
    rang: int = 1,
    *,
    publiee_le: datetime | None = PUBLIEE_LE,
    secret: bool = True,
    **dites: Any,
) -> str:
    """Insert a decision on the first deposit, a refusal but for what is given; its lot."""
    lot, ecrite = nouveau_lot(url), lettre(decision=rang, **dites)
    signee = LettreSignee(lettre=ecrite, jws="e30.e30.c2ln").model_dump_json()
    publiee = "NULL" if publiee_le is None else f"'{publiee_le.isoformat()}'"
    sql(
        url,
        f"UPDATE lot SET secret = {secret} WHERE id = '{lot}'",
        "INSERT INTO decision (candidature_id, rang, lot, depot, sens, contenu, arretee_le, "
        f"publiee_le, lettre, empreinte) VALUES ('{candidature}', {rang}, '{lot}', 1, "
        f"'{ecrite.sens}', '{{}}', '{ARRETEE_LE.isoformat()}', {publiee}, {_texte(signee)}, "
        f"'\\x{sha256(signee.encode()).hexdigest()}')",
    )
    return lot


def _texte(valeur: str) -> str:
    """A literal of SQL."""
    return "'" + valeur.replace("'", "''").replace(":", "\\:") + "'"
