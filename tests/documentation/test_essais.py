"""What the page for test authors prints runs, against a sandbox of its own."""

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec

import pytest

from tests.documentation.pages import RACINE, SERVICE, commande, programme
from tests.exploitation.processus import Service

PAGE = "essais.md"
_ENVIRONNEMENT = {**os.environ, "NO_PROXY": "*", "PYTHONPATH": str(RACINE)}


def _lancer(*quoi: str, entree: str = "") -> str:
    fini = subprocess.run(
        quoi, cwd=RACINE, env=_ENVIRONNEMENT, input=entree, capture_output=True, text=True
    )
    assert fini.returncode == 0, fini.stdout + fini.stderr
    return fini.stdout


@pytest.mark.verify
def test_les_blocs_python_sont_un_programme_qui_marche(bac: Service) -> None:
    assert _lancer(sys.executable, "-", entree=programme(PAGE, "python", bac.url)) == ""


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl n'est pas installé")
@pytest.mark.verify
def test_les_appels_du_bac_a_sable_disent_ce_que_dit_la_page(bac: Service) -> None:
    texte = programme(PAGE, "bash", bac.url)
    pret, ferme = _documents(_lancer("bash", "-euo", "pipefail", entree=texte))
    assert pret.keys() == {
        *("candidature", "jeton", "portail", "instruction", "decision", "administration")
    }
    assert (ferme["status"], ferme["code"]) == (409, "campagne-fermee")


@pytest.mark.verify
def test_le_grand_accord_se_lance_comme_dit() -> None:
    lance = commande(PAGE, ".venv/bin/python -m tests.formulaire.accord").replace("50000", "10")
    vu = _lancer(sys.executable, *lance.split()[1:])
    assert "refusés par tous" in vu and "graine suivante : 1" in vu


def test_schemathesis_se_lance_comme_dit() -> None:
    _, _, module, graine = commande(PAGE, ".venv/bin/python -m tests.contrat").split()
    assert find_spec(module) is not None
    assert graine.isdigit()


@pytest.mark.verify
def test_schemathesis_seul_marche_comme_dit(bac: Service) -> None:
    lance = commande(PAGE, "st run").replace(f"http://{SERVICE}", bac.url)
    st, *options = lance.split()
    _lancer(str(RACINE / ".venv" / "bin" / st), *options)


def _documents(textes: str) -> list[dict[str, object]]:
    """JSON documents written one after the other."""
    lus: list[dict[str, object]] = []
    while textes := textes.strip():
        lu, fin = json.JSONDecoder().raw_decode(textes)
        lus.append(lu)
        textes = textes[fin:]
    return lus
