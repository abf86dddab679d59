"""What the page for reviewers prints runs, against a sandbox of its own."""

import os
import shutil
import subprocess

import pytest

from tests.documentation.pages import RACINE, programme
from tests.exploitation.processus import Service


@pytest.mark.verify
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl n'est pas installé")
def test_une_region_va_jusqu_a_la_decision_comme_dit_la_page(bac: Service) -> None:
    fini = subprocess.run(
        ["bash", "-euo", "pipefail"],
        cwd=RACINE,
        env={**os.environ, "NO_PROXY": "*", "TI_DONNEES": str(bac.donnees)},
        input=programme("instruction.md", "bash", bac.url),
        capture_output=True,
        text=True,
    )
    assert fini.returncode == 0, fini.stdout + fini.stderr
    assert fini.stdout.splitlines() == [
        "1",
        "True",
        "('a_prendre', '28', 1)",
        "('prendre', 'campagne-ouverte')",
        "2",
        "%PDF-",
        "206 100",
        "3",
        "True",
        "[True]",
        "True",
        "True",
        "campagne-ouverte",
        "('en_instruction', 'Normandie')",
        "en_instruction",
        "Normandie",
        "['À revoir']",
        "1",
        "(1, 'Normandie')",
        "(2, 'demandeur')",
        "['plan.xlsx']",
        "[None, '2023-09-25T08:00:00Z', None]",
        "en_cours",
        "('attendu', 1)",
        "('prefet_region', ['gouvernance', 'perimetre'])",
        "1",
        "[('rendu', 'reserve')]",
        "en_cours",
        "1",
        "('hors-correction', ['/perimetre/commentaire'])",
        "2",
        "etat-incompatible",
        "['/contact/nom_prenom']",
        "('en_cours', 2)",
        "correction_repondue",
        "0",
        "(428, 'precondition-requise')",
        "proposee",
        "motivation-absente",
        "[('proposition', 'Normandie')]",
        "1",
        "1",
        "(True, [])",
        "arrete",
        "('arretee', None)",
        "embargo",
        "(404, 'introuvable')",
        "publication-prematuree",
        "('publie', '2023-11-09T10:00:00Z')",
        "acceptee",
        "publiee",
        "['acceptee']",
        "(1, 'acceptee')",
    ]
