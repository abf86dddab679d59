"""ajv, the validator that most front ends run, and two others that run where it does not.

All are asked through one Node process.
"""

import atexit
import json
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from app.formulaire.projections import ErreurAjv
from app.formulaire.schemas_publies import noms_des_schemas, schema_publie
from tests.formulaire.schemas import DIALECTES

_NPM: Final = Path(__file__).parents[1] / "npm"
_NODE: Final = Path(__file__).parents[2] / ".venv" / "bin" / "node"

AUTRES_MOTEURS: Final = ("@cfworker/json-schema", "@hyperjump/json-schema")

# A schema by its name, the section of the instance to judge (None: all of it), and a dialect.
Demande = tuple[str, str | None, str]


def lieux_selon_ajv(instance: Any, demandes: Sequence[Demande]) -> list[set[str]]:
    """Where ajv finds the instance wrong, for each schema asked: as `schemas.lieux`."""
    return [set(trouves) for trouves in _demander(instance=instance, contre=demandes)]


def lieux_selon(moteur: str, instance: Any, demandes: Sequence[Demande]) -> list[set[str]]:
    """The same, by one of `AUTRES_MOTEURS`."""
    trouves = _demander(instance=instance, contre=demandes, selon=moteur)
    return [set(lieux) for lieux in trouves]


def erreurs_selon_ajv(instance: Any, nom: str) -> list[ErreurAjv]:
    """What ajv says of the instance against a published schema (2020-12), in its own words."""
    return _demander(instance=instance, dites=f"{nom} 2020-12")


def reconnus(
    motifs: Sequence[str], textes: Sequence[str], drapeaux: Sequence[str]
) -> list[list[list[bool]]]:
    """Whether JavaScript's own expressions match: by flag, by pattern, by text.

    JSON Schema asks for `u`; the `pattern` of an HTML input is read under `v`; many write neither.
    """
    return _demander(motifs=motifs, textes=textes, drapeaux=drapeaux)


def _demander(**requete: Any) -> Any:
    return _echanger(_processus(), requete)


@cache
def _processus() -> subprocess.Popen[str]:
    """Node with every published schema; it ends when its standard input closes."""
    processus = subprocess.Popen(
        [_NODE, "ajv.mjs"], cwd=_NPM, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    atexit.register(processus.communicate)
    publies = {
        nom: {dialecte: schema_publie(nom, dialecte) for dialecte in DIALECTES}
        for nom in noms_des_schemas()
    }
    _echanger(processus, {"schemas": publies})
    return processus


def _echanger(processus: subprocess.Popen[str], requete: Any) -> Any:
    assert processus.stdin and processus.stdout
    processus.stdin.write(json.dumps(requete) + "\n")
    processus.stdin.flush()
    reponse = processus.stdout.readline()
    assert reponse, "Node s'est arrêté ; ce qu'il en dit est plus haut"
    return json.loads(reponse)
