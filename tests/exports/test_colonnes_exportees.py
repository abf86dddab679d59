"""Columns come from the form; their keys stay, whatever newer versions of it do."""

from collections.abc import Generator
from copy import deepcopy
from typing import Any

import pytest

from app.avis.vocabulaire import Fonction, SensAvis
from app.candidatures.correction import IssueCorrection, MotifCorrection
from app.candidatures.tables import Antivirus
from app.exports import tables_du_formulaire
from app.exports.choisir_les_colonnes import tables
from app.exports.tables_des_faits import Contenu
from app.exports.tables_du_formulaire import a_jour, du_formulaire
from app.formulaire.description import formulaire_decrit
from app.formulaire.versions import Change, Deplace, Etape, Retire
from app.instruction import etapes as instruction
from app.instruction.proposition import Motif, Sens
from app.instruction.vues.filtres_lus import COLONNES
from app.kit.glossary import enumerations_nommees
from app.messages.cotes import Cote
from tests.exports.ecrits import EXEMPLE, dossier

_NOMMEES = {
    "dossiers.etape": instruction.Etape,
    "dossiers.proposition": Sens,
    "pieces.antivirus": Antivirus,
    "corrections.motif": MotifCorrection,
    "corrections.issue": IssueCorrection,
    "avis.fonction": Fonction,
    "avis.sens": SensAvis,
    "messages.cote": Cote,
    "decisions.sens": Sens,
    "decisions.motifs": Motif,
}
_DU_LECTEUR = {"signalements", "avis", "pieces", "nouveautes", "extrait"}


def _cles() -> list[str]:
    du_formulaire.cache_clear()
    colonnes, listes = du_formulaire()
    return [c.cle for c in colonnes] + [c.cle for table in listes for c in table.colonnes]


def test_toute_question_du_formulaire_a_sa_colonne_et_ses_mots() -> None:
    attendues = dict[str, str]()

    def visiter(champs: Any) -> None:
        for champ in champs:
            if champ.champs:
                visiter(champ.champs)
            elif champ.genre != "fichiers":
                attendues[champ.pointeur] = champ.libelle

    for section in formulaire_decrit().sections:
        visiter(section.champs)
    colonnes, listes = du_formulaire()
    trouvees = {c.cle: c.titre for c in colonnes}
    trouvees |= {c.cle: c.titre for table in listes for c in table.colonnes}
    assert trouvees == attendues
    assert [table.nom for table in listes] == ["epci", "actions", "actions_partenaires", "membres"]
    assert len(colonnes) == 41


@pytest.fixture
def version_suivante(monkeypatch: pytest.MonkeyPatch) -> Generator[list[str]]:
    """The keys of before; from then on a newer version asks less."""
    avant = _cles()
    operations = (
        Retire("/perimetre/commentaire", "Un commentaire"),
        Retire("/plan_action/actions/*/indicateurs", "Indicateurs"),
        Deplace("/contact/telephone", "/contact/suite_telephone", "Téléphone"),
        Change("/besoins/ingenierie/projets_complexes", "Projets", "Le sens change."),
    )
    etapes = [Etape("2023.1"), Etape("2024.1", operations)]
    monkeypatch.setattr(tables_du_formulaire, "ETAPES", etapes)
    monkeypatch.setattr("app.formulaire.versions.ETAPES", etapes)
    monkeypatch.setattr(tables_du_formulaire, "VERSION", "2024.1")
    yield avant
    monkeypatch.undo()
    du_formulaire.cache_clear()


def test_les_cles_d_une_version_restent_dans_la_suivante(version_suivante: list[str]) -> None:
    retirees = {"/perimetre/commentaire", "/plan_action/actions/*/indicateurs"}
    # As the form would be without them: their columns are those of what was asked once.
    suite = iter(_cles())
    assert all(cle in suite for cle in version_suivante if cle not in retirees)
    colonnes, listes = du_formulaire()
    titres = [c.titre for c in colonnes] + [c.titre for t in listes for c in t.colonnes]
    assert "Un commentaire (retiré en 2024.1)" in titres
    assert "Indicateurs (retiré en 2024.1)" in titres
    assert "Projets (changé en 2024.1)" in titres


def test_ce_qui_ne_se_demande_plus_se_lit_encore(version_suivante: list[str]) -> None:
    assert version_suivante
    depose = deepcopy(EXEMPLE)
    depose["perimetre"]["commentaire"] = "Un mot."
    depose["plan_action"]["actions"][0]["indicateurs"] = "Dix emplois"
    depose["besoins"]["ingenierie"] = {"projets_complexes": "Oui"}
    _cles()
    colonnes, listes = du_formulaire()
    lu = dossier(1, a_jour(depose, "2023.1"))
    (valeurs,) = (next(iter(t.lignes(lu))) for t in tables(["/perimetre"], [], codes=False)[0][:1])
    assert "Un mot." in valeurs
    actions = next(table for table in listes if table.nom == "actions")
    assert "Dix emplois" in next(iter(actions.lignes(lu)))
    changee = next(c for c in colonnes if c.titre == "Projets (changé en 2024.1)")
    assert lu["instantane"]["besoins"]["ingenierie"] == {changee.cle: "Oui"}


def test_une_version_inconnue_se_lit_telle_quelle() -> None:
    assert a_jour(EXEMPLE, "2099.1") is EXEMPLE


def test_on_choisit_ses_colonnes_et_ce_qu_aucune_ne_montre_est_dit() -> None:
    voulues = ["/contact/telephone", "etat", "/perimetre/epci", "nom_territoire", "extrait"]
    choisies, absentes = tables(voulues, [], codes=True)
    par_nom = {table.nom: [c.cle for c in table.toutes] for table in choisies}
    assert par_nom["dossiers"] == [
        *("numero", "/contact/telephone", "etat", "etat#code", "/perimetre/nom_territoire")
    ]
    assert par_nom["epci"][2:] == ["/perimetre/epci/*/siren", "/perimetre/epci/*/nom"]
    assert "membres" not in par_nom
    assert absentes == ["extrait"]


def test_ce_qu_une_vue_nomme_se_montre() -> None:
    """But what depends on who reads the list, or counts what has a table of its own."""
    assert set(tables(sorted(COLONNES), [], codes=False)[1]) == _DU_LECTEUR


def test_un_code_a_les_mots_qui_se_montrent_ailleurs() -> None:
    tables_, _ = tables([], [*Contenu], codes=False)
    dits = {f"{t.nom}.{c.cle}": c.choix for t in tables_ for c in t.colonnes if c.choix}
    for colonne, classe in _NOMMEES.items():
        nommees = [nommee.libelle for nommee in enumerations_nommees()[classe.__name__]]
        assert dits[colonne] == dict(zip(classe, nommees, strict=True)), colonne
