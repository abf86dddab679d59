"""What a release promised: `docs/contrat/<version>/`, and what the working tree promises now."""

import json
import re
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

PROJET: Final = Path(__file__).parents[2]
GARDES: Final = Path("docs/contrat")
# Beside the promise of a release, the commit that made it.
COMMIT: Final = "commit"
_VERSION: Final = re.compile(r"(\d+)\.(\d+)\.(\d+)")
# Schemas for a use and a dialect, codes, form: the UI schemas and the corpus are no promise.
_PUBLIES: Final = ("codes.json", "formulaire.json", "2020-12/*.json", "draft-07/*.json")
_EXEMPLES: Final = frozenset({"example", "examples"})

Version = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Contrat:
    """An OpenAPI document, and the folder `schemas/` as JSON by path."""

    openapi: dict[str, Any]
    publies: dict[str, Any]


def lire(dossier: Path) -> Contrat:
    """Read `openapi.json` and `schemas/` below a folder."""
    schemas = dossier / "schemas"
    fichiers = [fichier for motif in _PUBLIES for fichier in sorted(schemas.glob(motif))]
    return Contrat(
        _json(dossier / "openapi.json"),
        {fichier.relative_to(schemas).as_posix(): _json(fichier) for fichier in fichiers},
    )


def version_de(texte: str) -> Version:
    """A version as three numbers; ValueError for anything else."""
    lue = _VERSION.fullmatch(texte)
    if lue is None:
        raise ValueError(f"{texte} n'est pas une version X.Y.Z")
    majeure, mineure, correctif = map(int, lue.groups())
    return majeure, mineure, correctif


def version_du_projet(projet: Path = PROJET) -> str:
    """The version that `pyproject.toml` gives; ValueError when the document says another."""
    version = tomllib.loads((projet / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    dite = _json(projet / "openapi.json")["info"]["version"]
    if dite != version:
        raise ValueError(f"pyproject.toml dit {version}, openapi.json {dite}")
    return version


def derniere(projet: Path = PROJET) -> str | None:
    """The last release whose promise is kept, if there is one."""
    dossiers = (projet / GARDES).glob("*.*.*/")
    noms = [dossier.name for dossier in dossiers if _VERSION.fullmatch(dossier.name)]
    return max(noms, key=version_de, default=None)


def publier(commit: str, projet: Path = PROJET) -> Path:
    """Keep what the working tree, that of `commit`, promises under its version; the folder written.

    On one line each, without examples: nobody reads them, `git` stores them.
    """
    la = projet / GARDES / version_du_projet(projet)
    contrat = lire(projet)
    shutil.rmtree(la, ignore_errors=True)
    fichiers = {f"schemas/{chemin}": contenu for chemin, contenu in contrat.publies.items()}
    for chemin, contenu in {"openapi.json": contrat.openapi, **fichiers}.items():
        fichier = la / chemin
        fichier.parent.mkdir(parents=True, exist_ok=True)
        texte = json.dumps(sans_exemples(contenu), ensure_ascii=False, separators=(",", ":"))
        fichier.write_text(f"{texte}\n", encoding="utf-8")
    (la / COMMIT).write_text(f"{commit}\n", encoding="ascii")
    return la


def sans_exemples(noeud: Any) -> Any:
    """The same JSON document, as it is kept."""
    if isinstance(noeud, list):
        return [sans_exemples(element) for element in cast(list[Any], noeud)]
    if not isinstance(noeud, dict):
        return noeud
    membres = cast(dict[str, Any], noeud).items()
    return {cle: sans_exemples(valeur) for cle, valeur in membres if cle not in _EXEMPLES}


def _json(fichier: Path) -> Any:
    return json.loads(fichier.read_text(encoding="utf-8"))
