"""The conformance corpus as files: one per instance, an index, all of them in a zip."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.formulaire.corpus.recueil import Corpus, instances, resumer
from app.formulaire.dossier import VERSION

_INDEX: Final = "index"
# The first instant that a zip can hold: the same bytes whenever it is made.
_INSTANT: Final = (1980, 1, 1, 0, 0, 0)
# What a reader or an editor might change unseen: controls, blanks, combining marks, non-BMP.
_INVISIBLES: Final = re.compile("[^\n -~\u00a1-\u00ac\u00ae-\u017f‘’“”…–]")


def fichiers() -> Iterator[tuple[str, str]]:
    """Path (`2023.1/valide-complet.json`) and text of each file, the index last."""
    resumes = list[Any]()
    for instance in instances():
        resumes.append(resumer(instance))
        yield _chemin(instance.nom), _texte(instance)
    yield _chemin(_INDEX), _texte(Corpus(VERSION, resumes))


@cache
def archive() -> bytes:
    """All the files as a zip: what a worker keeps of the corpus, about a megabyte."""
    octets = BytesIO()
    with ZipFile(octets, "w", ZIP_DEFLATED) as zip_:
        for chemin, texte in fichiers():
            entree = ZipInfo(chemin, _INSTANT)
            entree.external_attr = 0o644 << 16
            zip_.writestr(entree, texte, ZIP_DEFLATED)
    return octets.getvalue()


def index() -> bytes:
    """The JSON of the index (`Corpus`)."""
    return _extraire(_INDEX)


def lire(nom: str) -> bytes:
    """The JSON of an instance; KeyError when none has this name."""
    if nom == _INDEX:
        raise KeyError(nom)
    return _extraire(nom)


def _extraire(nom: str) -> bytes:
    with ZipFile(BytesIO(archive())) as zip_:
        return zip_.read(_chemin(nom))


def _chemin(nom: str) -> str:
    return f"{VERSION}/{nom}.json"


def _texte(contenu: Any) -> str:
    texte = json.dumps(asdict(contenu), ensure_ascii=False, indent=2)
    return _INVISIBLES.sub(lambda trouve: json.dumps(trouve[0])[1:-1], texte) + "\n"
