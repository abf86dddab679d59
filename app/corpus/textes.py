"""The corpus as it is published: a JSON text per instance, and their index."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from app.corpus.recueil import Corpus, instances, resumer
from app.formulaire.dossier import VERSION
from app.kit.json_file import texte_lisible

INDEX: Final = "index"


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
    return texte_lisible(asdict(contenu))
