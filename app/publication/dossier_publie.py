"""The generated folder `schemas/`: what the form publishes, as files."""

from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from app.corpus.textes import textes as textes_du_corpus
from app.formulaire.description import formulaire_decrit
from app.formulaire.schema import DIALECTES
from app.formulaire.schemas_publies import Bibliotheque, codes, noms_des_schemas, schema_publie
from app.kit.json_file import texte_lisible

CORPUS: Final = "corpus"


def contenus() -> dict[str, str]:
    """The text of every file, by its path below the folder."""
    fichiers: dict[str, Any] = {
        f"{dialecte}/{nom}.json": schema_publie(nom, dialecte)
        for dialecte in DIALECTES
        for nom in noms_des_schemas()
    }
    fichiers |= {f"ui/{nom}.json": nom.interface() for nom in Bibliotheque}
    fichiers["formulaire.json"] = asdict(formulaire_decrit())
    fichiers["codes.json"] = [asdict(code) for code in codes()]
    textes = {chemin: texte_lisible(contenu) for chemin, contenu in fichiers.items()}
    return textes | {f"{CORPUS}/{chemin}": texte for chemin, texte in textes_du_corpus()}


def ecrire(dossier: Path) -> None:
    """Write them all, and remove what is no longer published; nothing else in the folder."""
    publies = contenus()
    for ancien in (f for part in (*DIALECTES, CORPUS) for f in (dossier / part).rglob("*.json")):
        if ancien.relative_to(dossier).as_posix() not in publies:
            ancien.unlink()
    for chemin, texte in publies.items():
        fichier = dossier / chemin
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_text(texte, encoding="utf-8")
