"""All seven types, by libraries of npm: see `bibliotheques.mjs`."""

import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.producteurs import images
from tests.producteurs.fichiers import Producteur, Produits

_SCRIPT: Final = Path(__file__).with_name("bibliotheques.mjs")
_NODE: Final = Path(sys.executable).with_name("node")
_BIBLIOTHEQUES: Final = (
    *("docx", "docxtemplater", "exceljs", "jpeg-js", "jspdf", "jszip", "pdf-lib", "pdfkit"),
    *("pngjs", "sharp", "upng-js", "write-excel-file", "xlsx", "xlsx-populate"),
)


def _jouer(nom: str) -> Produits:
    with TemporaryDirectory() as temporaire:
        dossier, produits = Path(temporaire), Path(temporaire, "produits")
        produits.mkdir()
        (dossier / "photo.jpg").write_bytes(images.photo())
        (dossier / "capture.png").write_bytes(images.capture())
        fini = subprocess.run([_NODE, _SCRIPT, nom, dossier], capture_output=True, text=True)
        assert fini.returncode == 0, fini.stderr
        for fichier in sorted(produits.iterdir()):
            yield fichier.name, fichier.read_bytes()


PRODUCTEURS: Final[dict[str, Producteur]] = {nom: partial(_jouer, nom) for nom in _BIBLIOTHEQUES}
