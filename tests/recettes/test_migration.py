"""The recipe of a migration; a column is in the export of who asks for their data."""

import re
import shlex
from typing import Final

import pytest

from tests.recettes.page import recette
from tests.recettes.projet import SUIVANTE, Projet

pytestmark = pytest.mark.verify

_COLONNE: Final = r"""\g<0>
    # When somebody last called.
    Column("appelee_le", _INSTANT),"""
_EXPORT: Final = """from io import BytesIO
from zipfile import ZipFile

from tests.client import Client


def test_la_colonne_est_dans_l_export(client: Client) -> None:
    export = client.creer().appeler("GET", "/export")
    with ZipFile(BytesIO(export.content)) as archive:
        assert b'"appelee_le"' in archive.read("candidature.json")
"""


def test_une_migration_s_ecrit_par_la_commande_de_la_page(projet: Projet, postgres: str) -> None:
    suivie = recette("To add a migration")
    projet.remplacer("app/candidatures/tables.py", '^    Column\\("preavis_le".*$', _COLONNE)
    (commande,) = re.findall(r"\.venv/bin/alembic (revision .*)", suivie.texte)
    arguments = shlex.split(
        commande.replace("NNNN", SUIVANTE).replace("what it does", "appelee le")
    )
    projet.outil("alembic", *arguments, TI_DATABASE_URL=postgres)
    ecrite = f"migrations/versions/{SUIVANTE}_appelee_le.py"
    projet.remplacer(ecrite, '^"""appelee le"""$', '"""When somebody last called."""')
    for dans in ("upgrade", "downgrade"):
        projet.remplacer(ecrite, f"^def {dans}.*$", rf'\g<0>\n    """{dans} it."""')
    projet.outil("ruff", "check", "--quiet", "--fix", ecrite)
    projet.outil("ruff", "format", "--quiet", ecrite)
    assert suivie.ecarts(projet.ecrits) == []
    projet.relire()
    projet.migrer()
    (projet.racine / "tests/rgpd/test_colonne.py").write_text(_EXPORT, encoding="utf-8")
    projet.tester("tests/rgpd/test_colonne.py")
