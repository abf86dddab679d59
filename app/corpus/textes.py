"""The corpus as it is published: a JSON text per instance, and their index."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from app.corpus.recueil import Corpus, instances, resumer
from app.formulaire.dossier import VERSION

INDEX: Final = "index"
# What a reader or an editor might change unseen: controls, blanks, combining marks, non-BMP.
_INVISIBLES: Final = re.compile("[^\n -~\u00a1-\u00ac\u00ae-\u017f‘’“”…–]")


def textes() -> Iterator[tuple[str, str]]:
    """Path (`2023.1/valide-complet.json`) and text of each file, the index last."""
    resumes = list[Any]()
    for instance in instances():
        resumes.append(resumer(instance))
        yield _chemin(instance.nom), _texte(instance)
    yield _chemin(INDEX), _texte(Corpus(VERSION, resumes))


def _chemin(nom: str) -> str:
    return f"{VERSION}/{nom}.json"


def _texte(contenu: Any) -> str:
    texte = json.dumps(asdict(contenu), ensure_ascii=False, indent=2)
    return _INVISIBLES.sub(lambda trouve: json.dumps(trouve[0])[1:-1], texte) + "\n"
