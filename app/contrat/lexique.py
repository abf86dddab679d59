"""French descriptions of the components: of each class, of the form, of words that many share."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

from app.contrat.precisions import groupes
from app.formulaire.dossier import Dossier
from app.formulaire.section import Section
from app.kit.glossary import description_de

Json = dict[str, Any]
_SUITES: Final = {
    "Brouillon": "Tel qu'il s'écrit : une réponse peut manquer, être incomplète ou fausse.",
    "Correctif": "Tel qu'il s'envoie. Dans un `PATCH`, ce qui manque ne change pas et `null` "
    "retire la réponse ; en créant, en vérifiant et dans une liste, `null` vaut une absence.",
}


@cache
def lexique() -> dict[str, str]:
    """The description of each property that many components have, by its name."""
    fichier = Path(__file__).with_name("lexique.toml")
    return tomllib.loads(fichier.read_text(encoding="utf-8"))


def decrire(schemas: Json) -> None:
    """Describe in place what the reader of the contract meets.

    A docstring speaks to who reads the code: what `decrit` was given takes its place. What was
    described in French where it is declared stays.
    """
    du_formulaire = {groupe.__name__: _titre(groupe) for groupe in groupes(Dossier)}
    for nom, schema in schemas.items():
        souche, suite = _souche(nom)
        if texte := du_formulaire.get(souche) or description_de(souche):
            schema["description"] = "\n\n".join(filter(None, (texte, suite)))
        if souche not in du_formulaire:
            _decrire_les_proprietes(nom, schema)


def _souche(nom: str) -> tuple[str, str]:
    for suffixe, suite in _SUITES.items():
        if nom.endswith(suffixe):
            return nom.removesuffix(suffixe), suite
    return nom, ""


def _titre(groupe: type[Any]) -> str:
    if not issubclass(groupe, Section) and groupe is not Dossier:
        return description_de(groupe.__name__) or ""
    return "\n\n".join(filter(None, (groupe.titre, groupe.aide)))


def _decrire_les_proprietes(composant: str, schema: Json) -> None:
    textes = lexique()
    for nom, propriete in schema.get("properties", {}).items():
        texte = textes.get(f"{composant}.{nom}") or textes.get(nom)
        # What refers to a component says what that component is.
        if texte and "$ref" not in propriete and "description" not in propriete:
            schema["properties"][nom] = {**propriete, "description": texte}
