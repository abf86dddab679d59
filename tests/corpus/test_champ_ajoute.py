"""A field declared in a section is all that the corpus needs to show it and to stay true."""

from pathlib import Path
from typing import Final

import pytest

from tests.copie import Copie

# The instances that are not judged as they say, then the names of all.
JUGER: Final = """
from app.corpus.recueil import instances
from app.formulaire.evaluation import examiner

def paires(ecarts):
    return {(e.pointeur, e.code) for e in ecarts}

toutes = list(instances())
for une in toutes:
    examen, attendu = examiner(une.dossier, une.rubriques), une.attendu
    if paires(examen.ecarts) != paires([*attendu.erreurs, *attendu.avertissements]):
        print("faux", une.nom, paires(examen.ecarts))
    if paires(examen.forme) != paires(attendu.forme):
        print("faux", une.nom, paires(examen.forme))
print(*(une.nom for une in toutes), sep="\\n")
"""
# File, line after which they stand, fields declared there.
AJOUTS: Final = {
    "demandeur": (
        r'denomination: TexteCourt = Field\(title="Dénomination"\)',
        """
    sigle: TexteCourt = Field(title="Sigle")
    site: Facultatif[TexteLong] = Field(None, title="Site")
    qualite: Qualite = Field(title="Qualité")
    ept: Facultatif[Ept] = Field(None, title="EPT")""",
    ),
    "contact": (
        r'telephone: Telephone = Field\(title="Votre téléphone"\)',
        """
    portable: Facultatif[Telephone] = Field(None, title="Portable")
    depuis: Jour = Field(title="Depuis")""",
    ),
    "plan_action": (
        r'axe: Axe = Field\(title="Axe du programme"\)',
        """
    commune: TexteCourt = Field(title="Commune")
    cout_euros: Facultatif[Montant] = Field(None, title="Coût")
    suppleant: Facultatif[Acteur] = Field(None, title="Suppléant")
    relais: Annotated[list[Acteur], AuPlus(5)] = Field([], title="Relais")""",
    ),
    "besoins": (
        r'None, title="Nom et prénom du chef de projet"\n    \)',
        """
    temps_plein: Annotated[Facultatif[OuiNon], EN_POSTE] = Field(None, title="Temps plein ?")
    salaire: Annotated[Facultatif[Montant], EN_POSTE_FACULTATIF] = Field(None, title="Salaire")
    recrutement: Annotated[Facultatif[Jour], A_RECRUTER] = Field(None, title="Recrutement")
    annonce: Annotated[Facultatif[DixLignes], A_RECRUTER_FACULTATIF] = Field(
        None, title="Annonce"
    )
    rebond: Annotated[Facultatif[RebondIndustriel], A_RECRUTER] = Field(None, title="Rebond")""",
    ),
}
CONDITIONS: Final = r"""\g<0>
A_RECRUTER = Si("chef_projet_en_poste", ChefProjetEnPoste.A_RECRUTER)
A_RECRUTER_FACULTATIF = Si("chef_projet_en_poste", ChefProjetEnPoste.A_RECRUTER, requis=False)
"""
IMPORTS: Final = {
    "demandeur": "from app.formulaire.choix import Ept, Qualite\n"
    "from app.formulaire.types import TexteLong\n",
    "contact": "from app.formulaire.types import Jour\n",
    "besoins": "from app.formulaire.types import DixLignes, Montant\n",
}


@pytest.fixture
def copie(tmp_path: Path) -> Copie:
    return Copie(tmp_path)


def test_le_corpus_montre_les_champs_ajoutes_et_reste_juste(copie: Copie) -> None:
    for section, (apres, champs) in AJOUTS.items():
        fichier = f"app/formulaire/{section}.py"
        copie.remplacer(fichier, apres, rf"\g<0>{champs}")
        copie.remplacer(
            fichier, "^from pydantic import Field$", rf"\g<0>\n{IMPORTS.get(section, '')}"
        )
    copie.remplacer("app/formulaire/besoins.py", "^EN_POSTE_FACULTATIF = .*$", CONDITIONS)
    lignes = copie.executer(JUGER).splitlines()
    assert [ligne for ligne in lignes if ligne.startswith("faux ")] == []
    animation = "besoins-animation"
    assert set(lignes) >= {
        "refus-demandeur-sigle-absent",
        "limite-demandeur-sigle-251",
        "valide-sans-demandeur-site",
        "refus-demandeur-ept-etranger",
        "refus-contact-depuis-date-inexistante",
        "refus-plan_action-actions-0-commune-absent",
        "refus-plan_action-actions-0-cout_euros-type",
        "refus-plan_action-actions-0-suppleant-nom-absent",
        "refus-plan_action-actions-0-relais-0-type-etranger",
        f"refus-{animation}-temps_plein-absent",
        f"cache-{animation}-temps_plein-type",
        f"valide-sans-{animation}-salaire",
        f"cache-{animation}-salaire-type",
        f"refus-{animation}-recrutement-absent",
        f"cache-{animation}-recrutement-faux",
        f"limite-{animation}-annonce-11-lignes-lf",
        f"refus-{animation}-rebond-etranger",
    }


def test_une_nouvelle_sorte_de_texte_dit_l_exemple_qu_il_lui_faut(copie: Copie) -> None:
    fichier = "app/formulaire/demandeur.py"
    copie.remplacer(
        fichier,
        r"^    denomination: .*$",
        '\\g<0>\n    rna: Annotated[str, Texte("rna", 50)] = Field(title="RNA")',
    )
    copie.remplacer(
        fichier,
        "^from pydantic import Field$",
        "from typing import Annotated\n\\g<0>\nfrom app.formulaire.types import Texte",
    )
    with pytest.raises(AssertionError, match=r"« rna » to _REPONSES in app/corpus/completer\.py"):
        copie.executer(JUGER)
