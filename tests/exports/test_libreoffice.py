"""What LibreOffice, in French, shows of an export is what NDJSON says, cell by cell."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, cast
from zipfile import ZipFile

import pytest

from app.exports.cellules_exportees import en_texte, instant, telephone
from app.exports.choisir_les_colonnes import tables
from app.exports.colonnes_exportees import Colonne, Nature
from app.exports.options import Format
from app.exports.tables_des_faits import Contenu
from tests.client import Json
from tests.exports.ecrits import dossier, ecrit, feuilles
from tests.exports.test_fichiers_exportes import FORMULES, partout

pytestmark = [
    pytest.mark.verify,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice n'est pas installé"),
]
_NOTE: Final = {"le": "2023-09-10T10:00:00+00:00", "par": "Jeanne Martin", "texte": "- un\n- deux"}
_DOSSIERS: Final = [
    dossier(rang, partout(texte), notes=[_NOTE])
    for rang, texte in enumerate(FORMULES, start=1)
    if "\r" not in texte  # which CSV and OpenDocument take for the end of a line
]
# Before what would run for a reader with another separator.
_INERTE: Final = re.compile(r"(?<=[;,\t\r\n])'(?=[=+\-@])")
# Semicolons, quotes, UTF-8, French (LCID 1036), numbers and dates read as they are typed.
_CSV: Final = "CSV:59,34,76,1,,1036,false,true"


def _convertir(fichier: Path, vers: str, *options: str) -> Path:
    """The file as LibreOffice writes it once it has opened it."""
    profil = f"-env:UserInstallation=file://{fichier.parent}/profil"
    ou = fichier.parent / "lus"
    commande = ["soffice", profil, "--headless", *options, "--convert-to", vers, "--outdir"]
    subprocess.run([*commande, ou, fichier], check=True, capture_output=True, timeout=120)
    return ou / f"{fichier.stem}.{vers}"


def _lignes() -> Iterator[tuple[str, list[Colonne], list[list[Any]]]]:
    """Of each table its name, its columns, the values of its rows as NDJSON has them."""
    lignes = ecrit(Format.NDJSON, *_DOSSIERS).splitlines()[:-1]
    lus = [cast(Json, json.loads(ligne)) for ligne in lignes]
    for table in tables([], [Contenu.NOTES], codes=False)[0]:
        yield table.nom, table.toutes, [une for lu in lus for une in table.lignes(lu)]


def _attendue(colonne: Colonne, valeur: Any) -> Any:
    """What a cell of a workbook is to be."""
    if valeur is None or valeur == "":
        return ""
    match colonne.nature:
        case Nature.JOUR:
            return date.fromisoformat(valeur)
        case Nature.INSTANT:
            return instant(valeur)
        case Nature.NOMBRE:
            return valeur
        case Nature.OUI_NON:
            return "Oui" if valeur else "Non"
        case _:
            return en_texte(valeur, colonne.choix)


@pytest.mark.parametrize(("format_", "vers"), [(Format.XLSX, "ods"), (Format.ODS, "xlsx")])
def test_un_classeur_s_ouvre_tel_quel(format_: Format, vers: str, tmp_path: Path) -> None:
    """Opened and saved as the other format: what LibreOffice had in mind."""
    source = tmp_path / f"export.{format_.value}"
    source.write_bytes(ecrit(format_, *_DOSSIERS, contenus=[Contenu.NOTES]))
    lues = feuilles(_convertir(source, vers).read_bytes())
    for nom, colonnes, valeurs in _lignes():
        attendues = [
            [_attendue(c, v) for c, v in zip(colonnes, ligne, strict=True)] for ligne in valeurs
        ]
        montrees = [[*ligne, *[""] * (len(colonnes) - len(ligne))] for ligne in lues[nom][2:]]
        assert [_sans_tabulations(ligne) for ligne in montrees] == [
            _sans_tabulations(ligne) for ligne in attendues
        ], nom


def _sans_tabulations(ligne: list[Any]) -> list[Any]:
    """LibreOffice reads tabs, and writes `text:tab`, which nobody reads."""
    return [une.replace("\t", "") if isinstance(une, str) else une for une in ligne]


def test_un_csv_s_ouvre_en_francais(tmp_path: Path) -> None:
    source = tmp_path / "export.zip"
    source.write_bytes(ecrit(Format.CSV, *_DOSSIERS, contenus=[Contenu.NOTES]))
    with ZipFile(source) as archive:
        archive.extractall(tmp_path)
    for nom, colonnes, valeurs in _lignes():
        classeur = _convertir(tmp_path / f"{nom}.csv", "xlsx", f"--infilter={_CSV}").read_bytes()
        (feuille,) = feuilles(classeur).values()
        montrees = [[*ligne, *[""] * (len(colonnes) - len(ligne))] for ligne in feuille[1:]]
        assert [[_dite(une) for une in ligne] for ligne in montrees] == [
            [_ecrite(c, v) for c, v in zip(colonnes, ligne, strict=True)] for ligne in valeurs
        ], nom


def _ecrite(colonne: Colonne, valeur: Any) -> str:
    if colonne.nature is Nature.TELEPHONE and valeur:
        return telephone(valeur)
    return _dite(_attendue(colonne, valeur))


def _dite(cellule: Any) -> str:
    """A cell as text: a program that reads a CSV makes numbers and dates of what looks like it."""
    match cellule:
        case float() if cellule.is_integer():
            return str(int(cellule))
        case datetime() if cellule.time() == datetime.min.time():
            return f"{cellule:%d/%m/%Y}"
        case datetime():
            return f"{cellule:%d/%m/%Y %H:%M:%S}"
        case date():
            return f"{cellule:%d/%m/%Y}"
        case str() if cellule.removeprefix("'").isdecimal():
            return str(int(cellule.removeprefix("'")))
        case _:
            return _INERTE.sub("", str(cellule).removeprefix("'"))
