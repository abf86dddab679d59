"""`python -m tests.producteurs FOLDER` keeps the files, those of each producer in a folder."""

import sys
from pathlib import Path

from tests.producteurs.corpus import produire

for fichier in produire():
    dossier = Path(sys.argv[1], fichier.producteur)
    dossier.mkdir(parents=True, exist_ok=True)
    (dossier / fichier.nom).write_bytes(fichier.contenu)
