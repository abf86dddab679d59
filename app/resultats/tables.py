"""What was published of decisions: versions of the data set, and the files of each, for ever.

Nothing of it refers to a candidature: what is open data stays when a dossier is erased.
"""

from typing import Final

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, LargeBinary, Table, Text

from app.kit.postgres.database import metadata

_SANS_RETOUR: Final = "SELECT, INSERT"

resultat = Table(
    "resultat",
    metadata,
    # 1, then one more each time that what is published changes.
    Column("numero", BigInteger, primary_key=True, autoincrement=False),
    # The instant of the publication, or of the re-examination, that it follows.
    Column("publie_le", DateTime(timezone=True), nullable=False),
    info={"droits": _SANS_RETOUR},
)

fichier_de_resultat = Table(
    "fichier_de_resultat",
    metadata,
    Column("numero", BigInteger, ForeignKey("resultat.numero"), primary_key=True),
    Column("nom", Text, primary_key=True),
    # The SHA-256 of what it is, and that compressed by gzip.
    Column("empreinte", LargeBinary, nullable=False),
    Column("contenu", LargeBinary, nullable=False),
    info={"droits": _SANS_RETOUR},
)
