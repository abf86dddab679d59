"""The applications of the demonstration: deposable, varied, the same at each run."""

import json
import os
import re
import subprocess
import sys
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from app.candidatures.fusion import fusionner
from app.demonstration.compositions import Composition, compositions
from app.demonstration.fichiers import produire
from app.demonstration.territoires import territoires
from app.formulaire.choix import Rubrique
from app.formulaire.evaluation import evaluer, examiner
from app.formulaire.messages import Gravite
from app.pieces_jointes.inspection import inspecter

TOUTES = list(compositions(123))
FICTION = re.compile(r"\+33(19900|26191|35301|46571|53649)[0-9]{4}")
PROGRAMME = """
import json
from app.demonstration.compositions import compositions
print(json.dumps([c.dossier for c in compositions(123)]))
"""


def erreurs(dossier: dict[str, Any], rubriques: tuple[Rubrique, ...]) -> list[tuple[str, str]]:
    ecarts = evaluer(dossier, rubriques)
    return [(e.pointeur, e.code) for e in ecarts if e.gravite is Gravite.ERREUR]


def avertissements(composition: Composition) -> set[str]:
    ecarts = evaluer(composition.dossier, composition.rubriques)
    return {e.code for e in ecarts if e.gravite is Gravite.AVERTISSEMENT}


def test_joue_chacun_des_123_perimetres_une_fois() -> None:
    joues = [composition.territoire.id for composition in TOUTES]
    assert len(set(joues)) == 123
    assert set(joues) == {territoire.id for territoire in territoires()}


def test_varie_les_regions_des_les_premiers() -> None:
    assert len({c.dossier["perimetre"]["region"] for c in TOUTES[:10]}) >= 5


def test_repart_du_premier_perimetre_au_dela_de_123() -> None:
    assert list(compositions(124))[-1].territoire == TOUTES[0].territoire


@pytest.mark.parametrize("composition", TOUTES, ids=lambda c: c.territoire.id)
def test_compose_un_dossier_deposable(composition: Composition) -> None:
    assert erreurs(composition.dossier, composition.rubriques) == []


@pytest.mark.parametrize("composition", TOUTES, ids=lambda c: c.territoire.id)
def test_ne_repond_qu_aux_questions_affichees(composition: Composition) -> None:
    examen = examiner(composition.dossier, composition.rubriques)
    assert examen.instantane().keys() == composition.dossier.keys()
    for section, contenu in examen.instantane().items():
        assert contenu.keys() >= composition.dossier[section].keys()
    assert set(composition.rubriques) <= examen.rubriques()


@pytest.mark.parametrize("composition", TOUTES, ids=lambda c: c.territoire.id)
def test_la_faute_est_la_seule_erreur_et_la_correction_la_repare(composition: Composition) -> None:
    faute = composition.faute
    fautif = composition.dossier | {faute.section: faute.contenu}
    assert erreurs(fautif, composition.rubriques) == [(faute.pointeur, faute.code)]
    assert fusionner(fautif, composition.correction)[0] == composition.dossier


def test_commet_huit_sortes_de_fautes() -> None:
    assert {composition.faute.code for composition in TOUTES} == {
        *("siret_cle", "trop_de_lignes", "courriel_invalide", "requis", "epci_en_double"),
        *("binome_sans_industriel", "binome_meme_personne", "action_fin_avant_debut"),
    }


def test_montre_toutes_les_sortes_de_territoires() -> None:
    perimetres = [c.dossier["perimetre"] for c in TOUTES]
    assert {p["type_perimetre"] for p in perimetres} == {"nouveau", "redecoupage", "identique"}
    assert any(p.get("ept") == "200058097" for p in perimetres)
    assert {"01", "02", "03", "04", "06", "94", "interregional"} <= {
        p["region"] for p in perimetres
    }
    vus = set[str]().union(*map(avertissements, TOUTES))
    assert vus == {"epci_seul", "metropole", "bilan_vide", "perimetre_a_cheval"}


def test_montre_toutes_les_sortes_d_equipes() -> None:
    dossiers = [c.dossier for c in TOUTES]
    animations = [d["besoins"]["animation"] for d in dossiers]
    for existant in (True, False):
        assert {
            d["besoins"]["animation"]["chef_projet_en_poste"]
            for d in dossiers
            if (d["perimetre"]["type_perimetre"] != "nouveau") is existant
        } == {"oui", "a_recruter"}
    assert {a["souhait_cofinancement"] for a in animations} == {
        *("futur_chef_projet", "renouvellement", "non"),
    }
    assert {"fin_contrat" in a for a in animations if a["chef_projet_en_poste"] == "oui"} == {
        *(True, False),
    }
    elus = [sum(m["qualite"] == "elu" for m in d["gouvernance"]["membres"]) for d in dossiers]
    assert set(elus) == {1, 2}
    assert {d["contact"]["est_contact_suite"] for d in dossiers} == {True, False}


def test_montre_toutes_les_longueurs() -> None:
    dossiers = [c.dossier for c in TOUTES]
    assert {3, 10} <= {len(d["plan_action"]["actions"]) for d in dossiers}
    axes = {action["axe"] for d in dossiers for action in d["plan_action"]["actions"]}
    assert len(axes) == 4
    commentaires = [d["perimetre"].get("commentaire", "") for d in dossiers]
    assert 10 in {len(c.splitlines()) for c in commentaires}
    assert any("\r\n" in c for c in commentaires)
    assert any(" " in d["demandeur"]["siret"] for d in dossiers)
    tailles = [len(json.dumps(d, ensure_ascii=False).encode()) for d in dossiers]
    assert 7_500 < sum(tailles) / len(tailles) < 9_000


def test_ecrit_des_textes_differents_et_complets() -> None:
    textes = {c.dossier["perimetre"]["caracteristiques_industrielles"] for c in TOUTES}
    assert len(textes) == 123
    assert not re.search(r"\{[a-z]+\}", json.dumps([c.dossier for c in TOUTES]))


def test_n_invente_ni_adresse_ni_telephone_de_quelqu_un() -> None:
    for composition in TOUTES:
        fige = json.dumps(examiner(composition.dossier).instantane())
        adresses = re.findall(r"@[a-z0-9.-]+", fige)
        assert adresses
        assert all(adresse.endswith(".example.fr") for adresse in adresses)
        telephones = re.findall(r"\+33[0-9]+", fige)
        assert telephones
        assert all(map(FICTION.fullmatch, telephones))


def test_porte_un_siret_du_premier_epci() -> None:
    for composition in TOUTES:
        siret = composition.dossier["demandeur"]["siret"].replace(" ", "")
        assert siret.startswith(composition.territoire.epci[0].siren)


def test_compose_la_meme_chose_dans_un_autre_processus() -> None:
    autre = subprocess.run(
        [sys.executable, "-c", PROGRAMME],
        env=os.environ | {"PYTHONHASHSEED": "4321"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(autre.stdout) == [c.dossier for c in TOUTES]


@pytest.mark.parametrize("composition", TOUTES[:4], ids=lambda c: c.territoire.id)
def test_joint_de_vrais_fichiers_acceptes_par_l_inspection(composition: Composition) -> None:
    fichiers = produire(composition)
    assert [f.rubrique for f in fichiers] == list(composition.rubriques)
    for fichier in fichiers:
        assert inspecter(fichier.octets).value == fichier.type
    assert [f.empreinte for f in fichiers] == [f.empreinte for f in produire(composition)]


def test_la_lettre_nomme_ses_signataires_et_le_territoire() -> None:
    composition = TOUTES[0]
    lettre = next(f for f in produire(composition) if f.rubrique is Rubrique.LETTRES)
    texte = " ".join(PdfReader(BytesIO(lettre.octets)).pages[0].extract_text().split())
    assert composition.territoire.nom.replace("'", "’") in texte
    for membre in composition.dossier["gouvernance"]["membres"][:2]:
        assert f"{membre['prenom']} {membre['nom']}".replace("'", "’") in texte
