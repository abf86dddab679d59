"""Files as they are written, dossier after dossier: archives of tables, lines."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from tempfile import TemporaryFile
from typing import IO, Final

from pydantic_core import from_json, to_json

from app.exports.cellules_exportees import Comptes, instant
from app.exports.classeur_odf import assembler_ods, debut_du_contenu, fin_du_contenu
from app.exports.classeur_ooxml import assembler_xlsx
from app.exports.colonnes_exportees import Json, Table
from app.exports.feuille_csv import FeuilleCsv
from app.exports.feuille_ods import FeuilleOds
from app.exports.feuille_xlsx import FeuilleXlsx
from app.exports.feuilles import Feuille
from app.exports.manifeste import (
    COLONNES,
    EXPORT,
    MANIFESTE,
    Contexte,
    Ecrite,
    Fin,
    Manifeste,
    lignes_des_colonnes,
)
from app.exports.options import Options
from app.exports.parties_exportees import Archive, Partie
from app.exports.tables_du_formulaire import INSTANTANE, a_jour

_SANS_DATE: Final = datetime(1980, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Commande:
    """What is to be written; `dossier`: where what is not written yet may wait, on the disk."""

    options: Options
    tables: Sequence[Table]
    contexte: Contexte
    dossier: str


def lire(ligne: bytes) -> Json:
    """A dossier, as today's form reads it."""
    dossier: Json = from_json(ligne)
    version = dossier["candidature"]["version_formulaire"]
    dossier[INSTANTANE] = a_jour(dossier[INSTANTANE], version)
    return dossier


class Redaction(ABC):
    """A file that is written to `sortie`; `ouverts` closes what it opens."""

    def __init__(self, commande: Commande, sortie: IO[bytes], ouverts: ExitStack) -> None:
        self.commande = commande
        self.sortie = sortie
        self.ouverts = ouverts
        self.comptes = Comptes()

    @abstractmethod
    def ajouter(self, ligne: bytes) -> None:
        """One more dossier, as a line of JSON. Raises `Trop`."""

    @abstractmethod
    def finir(self, fin: Fin) -> None:
        """There is no other. Raises `Trop`."""

    def manifeste(self, fin: Fin, feuilles: Sequence[Feuille] = ()) -> Manifeste:
        """What the file says of itself."""
        return Manifeste(
            format=self.commande.options.format,
            **asdict(fin),
            **asdict(self.commande.contexte),
            tables={f.table.nom: Ecrite(f.lignes, f.partie.empreinte) for f in feuilles},
            apostrophes=self.comptes.apostrophes,
            remplaces=self.comptes.remplaces,
        )


class Lignes(Redaction):
    """NDJSON: each dossier as it came, then what the file says of itself."""

    def ajouter(self, ligne: bytes) -> None:
        """The line itself, which nothing reads."""
        self.sortie.write(ligne)

    def finir(self, fin: Fin) -> None:
        """The last line, without which the file is cut short."""
        self.sortie.write(to_json({"fin": True, "manifeste": self.manifeste(fin)}) + b"\n")


class Tableur(Redaction):
    """Tables, written side by side, then put together."""

    def __init__(self, commande: Commande, sortie: IO[bytes], ouverts: ExitStack) -> None:
        super().__init__(commande, sortie, ouverts)
        self.feuilles = [self.feuille(table) for table in commande.tables]

    def ajouter(self, ligne: bytes) -> None:
        """A row or more in each table."""
        dossier = lire(ligne)
        for feuille in self.feuilles:
            for valeurs in feuille.table.lignes(dossier):
                feuille.ajouter(valeurs)

    def finir(self, fin: Fin) -> None:
        """What the columns are, what the file is, then the archive."""
        colonnes = self.feuille(COLONNES)
        for valeurs in lignes_des_colonnes(self.commande.tables):
            colonnes.ajouter(valeurs)
        feuilles = [*self.feuilles, colonnes]
        for feuille in feuilles:
            feuille.fermer()
        le = _SANS_DATE if fin.au is None else instant(fin.au)
        archive = Archive(self.sortie, le)
        self.assembler(archive, feuilles, self.manifeste(fin, feuilles))
        archive.fermer()

    def partie(self, *, suite: bool = False) -> Partie:
        """One more, under no name of the disk."""
        anonyme = TemporaryFile(dir=self.commande.dossier)  # noqa: SIM115 -- closed with the others
        return Partie(self.ouverts.enter_context(anonyme), suite=suite)

    def dit(self, manifeste: Manifeste) -> Feuille:
        """The sheet that tells what the file is."""
        feuille = self.feuille(EXPORT)
        for valeurs in manifeste.lignes():
            feuille.ajouter(valeurs)
        feuille.fermer()
        return feuille

    @abstractmethod
    def feuille(self, table: Table) -> Feuille:
        """The sheet of a table."""

    @abstractmethod
    def assembler(
        self, archive: Archive, feuilles: Sequence[Feuille], manifeste: Manifeste
    ) -> None:
        """Write what the archive holds."""


class Xlsx(Tableur):
    """An Office Open XML workbook."""

    def feuille(self, table: Table) -> Feuille:
        """A worksheet."""
        return FeuilleXlsx(table, self.partie(), self.comptes)

    def assembler(
        self, archive: Archive, feuilles: Sequence[Feuille], manifeste: Manifeste
    ) -> None:
        """The package."""
        assembler_xlsx(archive, [*feuilles, self.dit(manifeste)])


class Ods(Tableur):
    """An OpenDocument spreadsheet, whose tables are one file."""

    def feuille(self, table: Table) -> Feuille:
        """A table of it."""
        return FeuilleOds(table, self.partie(suite=True), self.comptes)

    def assembler(
        self, archive: Archive, feuilles: Sequence[Feuille], manifeste: Manifeste
    ) -> None:
        """The package."""
        toutes = [*feuilles, self.dit(manifeste)]
        debut, fin = self.partie(suite=True), self.partie()
        debut_du_contenu(debut)
        fin_du_contenu(fin, toutes)
        debut.fermer()
        fin.fermer()
        assembler_ods(archive, [debut, *(f.partie for f in toutes), fin], toutes)


class Csv(Tableur):
    """A CSV for each table."""

    def feuille(self, table: Table) -> Feuille:
        """A file of it."""
        return FeuilleCsv(table, self.partie(), self.comptes, self.commande.options)

    def assembler(
        self, archive: Archive, feuilles: Sequence[Feuille], manifeste: Manifeste
    ) -> None:
        """What it is first."""
        archive.texte(MANIFESTE, manifeste.json().decode())
        for feuille in feuilles:
            archive.ajouter(f"{feuille.table.nom}.csv", [feuille.partie])
