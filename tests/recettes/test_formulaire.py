"""The recipes of a field and of a rule."""

import pytest

from tests.recettes.page import recette
from tests.recettes.projet import Projet

pytestmark = pytest.mark.verify

REGLE = '''

@regle(contact_stagiaire="/contact/fonction_organisation")
def contact_qui_reste(contact: Contact) -> Iterator[Ecart]:
    """Whoever follows the application should be there when it is answered."""
    if "stagiaire" in contact.fonction_organisation.casefold():
        yield ecart("/contact/fonction_organisation", "contact_stagiaire")
'''
CODE = r"""    "contact_stagiaire": _conseil(
        "Indiquez un contact qui sera encore en poste quand la candidature sera examinée.",
        "La fonction du contact dit qu'il est stagiaire.",
    ),
\g<0>"""
INSTANCES = r"""    yield from _contacts()
\g<0>


def _contacts() -> Iterator[Instance]:
    fonction = "/contact/fonction_organisation"
    yield _normand(
        "avertissement-contact-stagiaire",
        "Le contact est stagiaire.",
        {fonction: "Stagiaire, Seine-Axe"},
        (fonction, "contact_stagiaire"),
    )
    yield _normand("valide-contact-directeur", "Il ne l'est pas.", {fonction: "Directeur"})"""
ESSAI = """

def test_la_commune_est_due() -> None:
    assert constats({"/contact/commune": ABSENT}) == [("/contact/commune", "requis")]
    assert constats({"/contact/commune": "Lillebonne"}) == []
"""


def test_un_champ_obligatoire_demande_une_nouvelle_version(projet: Projet) -> None:
    projet.remplacer(
        "app/formulaire/contact.py",
        "^    est_contact_suite: ",
        r'    commune: TexteCourt = Field(title="Votre commune")\n\g<0>',
    )
    projet.remplacer(
        "app/formulaire/exemple.json",
        r'^    "est_contact_suite"',
        r'    "commune": "Lillebonne",\n\g<0>',
    )
    for reponse in ('"est_contact_suite": True', '"est_contact_suite": False'):
        projet.remplacer("app/demonstration/plume.py", reponse, r'\g<0>, "commune": "Lillebonne"')
    projet.outil("ruff", "format", "--quiet", "app/demonstration/plume.py")
    projet.remplacer("app/formulaire/dossier.py", "^VERSION: .*$", 'VERSION: Final = "2023.2"')
    projet.remplacer(
        "app/formulaire/versions.py", r"\[Etape\(VERSION\)\]", '[Etape("2023.1"), Etape(VERSION)]'
    )
    projet.ajouter("tests/formulaire/test_contact.py", ESSAI)
    projet.remplacer(
        "tests/formulaire/test_libelles.py",
        "^TITRES_A_NOUS = {",
        r'\g<0>\n    "Votre commune",',
    )
    assert recette("To add a field").ecarts(projet.ecrits) == []
    projet.relire()
    projet.generer()
    projet.tester(
        *(
            f"tests/formulaire/test_{quoi}.py"
            for quoi in ("contact", "libelles", "schemas_publies")
        ),
        *(
            "tests/corpus",
            "tests/contrat/test_openapi.py",
            "tests/demonstration/test_compositions.py",
        ),
    )


def test_une_regle_a_ses_dossiers(projet: Projet) -> None:
    regles = "app/formulaire/regles.py"
    projet.ajouter(regles, REGLE)
    projet.remplacer(
        regles, "^from app.formulaire.choix", r"from app.formulaire.contact import Contact\n\g<0>"
    )
    projet.outil("ruff", "check", "--quiet", "--select=I", "--fix", regles)
    projet.remplacer("app/formulaire/catalogue.py", "^    # What a new version", CODE)
    projet.remplacer("app/corpus/contradictions.py", r"^    yield from _fichiers\(\)$", INSTANCES)
    assert recette("To add a rule").ecarts(projet.ecrits) == []
    projet.relire()
    projet.generer()
    projet.tester(
        *(f"tests/formulaire/test_{quoi}.py" for quoi in ("codes", "regles_serveur", "schema")),
        *("tests/corpus", "tests/contrat/test_openapi.py"),
    )
