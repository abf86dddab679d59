"""The recipes of a state and of a kind of event."""

from textwrap import indent

import pytest

from app.kit.postgres.migrations import derniere
from tests.recettes.page import recette
from tests.recettes.projet import SUIVANTE, Projet

pytestmark = pytest.mark.verify

ETAT = r"""    A_REVOIR = "a_revoir", "à revoir", Phase.JUGEMENT, (Acte.EFFACER_SUR_INJONCTION,)
\g<0>"""
MIGRATION = '''"""One more state: what reviewers send back to be completed."""

from alembic import op

revision = "{suivante}"
down_revision = "{derniere}"
branch_labels = None
depends_on = None

AVANT = ("brouillon", "deposee", "en_instruction")
APRES = ("acceptee", "refusee", "sans_suite", "retiree", "supprimee")


def upgrade() -> None:
    """Let the check take it."""
    _admettre(*AVANT, "a_revoir", *APRES)


def downgrade() -> None:
    """Refuse it again; no candidature may be there."""
    _admettre(*AVANT, *APRES)


def _admettre(*codes: str) -> None:
    etats = ", ".join(f"'{code}'" for code in codes)
'''
EVENEMENT = '''@dataclass(frozen=True)
class EvenementRelance(Genre, genre="relancee", vu_par=_EUX, publie="candidature.relancee"):
    """La candidature a été relancée."""

    details: SansDetail = SANS_DETAIL


'''


def test_un_etat_coute_deux_fichiers(projet: Projet) -> None:
    suivie = recette("To add a state")
    projet.remplacer("app/candidatures/etats.py", "^    ACCEPTEE = ", ETAT)
    modele = _exemple_d_une_migration(projet)
    migration = MIGRATION.replace("{suivante}", SUIVANTE).replace("{derniere}", derniere())
    projet.ajouter(f"migrations/versions/{SUIVANTE}_a_revoir.py", migration + modele)
    assert suivie.ecarts(projet.ecrits) == []
    assert len(projet.ecrits) == 2
    projet.relire()
    projet.generer()
    projet.migrer()
    projet.tester("tests/candidatures/test_etats.py", "tests/contrat/test_openapi.py")
    assert "a_revoir" in (projet.racine / "docs/etats.md").read_text(encoding="utf-8")


def test_un_genre_d_evenement_coute_un_fichier(projet: Projet) -> None:
    suivie = recette("To add a kind of event")
    projet.remplacer(
        "app/candidatures/evenements.py",
        r"^@dataclass\(frozen=True\)\nclass EvenementRetrait",
        EVENEMENT + r"\g<0>",
    )
    assert suivie.ecarts(projet.ecrits) == []
    assert len(projet.ecrits) == 1
    projet.relire()
    projet.generer()
    projet.tester("tests/candidatures/test_evenements.py", "tests/contrat/test_openapi.py")
    assert '"relancee"' in (projet.racine / "openapi.json").read_text(encoding="utf-8")


def _exemple_d_une_migration(projet: Projet) -> str:
    """The example of `docs/migrations.md`, as the body of a function."""
    page = (projet.racine / "docs/migrations.md").read_text(encoding="utf-8")
    (exemple,) = (bloc for bloc in page.split("```python\n")[1:] if "ck_candidature_etat" in bloc)
    return indent(exemple.partition("```")[0], "    ")
