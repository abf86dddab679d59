"""The letter to print: accessible, the same each time, whatever was typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.decisions.lettre import territoire_decide
from app.decisions.lettre_pdf import lettre_pdf
from app.formulaire.referentiels import EPCI
from app.instruction.proposition import Sens
from tests.decisions.lettres import AUTEUR, lettre
from tests.editions.lecture import d_un_trait, lu, roles, texte, verifier_pdf_ua


def test_un_refus_est_accessible_et_dit_tout() -> None:
    pdf = lettre_pdf(lettre())
    verifier_pdf_ua(pdf, "Décision TI-2023-JYJ5-BGCJ")
    assert {"/H1", "/H2", "/L", "/P"} <= set(roles(pdf))
    contenu = texte(pdf)
    for attendu in (
        "Agence nationale de la cohésion des territoires",
        "Communauté de communes du Pays d'Ancenis SIRET 244 400 552 00018",
        "Le 9 novembre 2023",
        "n° 2, reçu le 22 septembre 2023 à 21 h 04 min 05 s (heure de Paris)",
        "est refusée.",
        "Le périmètre n’est pas de taille adéquate",
        "Le plan reste à préciser.",
        "Zoé Le Goff Directrice du programme ANCT",
        "le tribunal administratif de Nantes",
        "ti verifier",
    ):
        assert attendu in contenu
    assert "Bac à sable" not in contenu


def test_une_acceptation_nomme_le_territoire_retenu() -> None:
    siren = [*EPCI][:60]
    pdf = lettre_pdf(
        lettre(
            sens=Sens.ACCEPTEE,
            motifs=[],
            motivation=None,
            epci_demandes=siren,
            territoire_retenu=territoire_decide("ti-5201", "Val d'Ancenis", siren, ["44003"]),
            bac_a_sable=True,
        )
    )
    verifier_pdf_ua(pdf, "Décision TI-2023-JYJ5-BGCJ")
    contenu = texte(pdf)
    assert "Bac à sable : lettre d’essai" in contenu
    assert all(attendu in contenu for attendu in ("ti-5201", "Val d'Ancenis", "44003"))
    dits = {un: d_un_trait(EPCI[un].nom.replace("'", "’")) for un in siren}
    assert all(f"{un} {nom}" in contenu for un, nom in dits.items())
    assert "Motifs de la décision" not in contenu
    assert "recours" not in contenu


def test_vingt_retours_a_la_ligne_restent() -> None:
    lignes = [f"Motif numéro {rang}" for rang in range(21)]
    for fin in ("\n", "\r\n"):
        pages = lu(lettre_pdf(lettre(motivation=fin.join(lignes)))).pages
        dites = [d_un_trait(une) for page in pages for une in page.extract_text().splitlines()]
        assert [une for une in dites if une.startswith("Motif numéro")] == lignes


def test_la_meme_lettre_donne_les_memes_octets() -> None:
    assert lettre_pdf(lettre()) == lettre_pdf(lettre())


def test_un_nom_de_toute_ecriture_se_lit_ou_se_nomme() -> None:
    signataire = AUTEUR.model_copy(update={"prenom": "Łucja", "nom": "Παππά 王"})
    assert "Łucja Παππά [U+738B]" in texte(lettre_pdf(lettre(signataire=signataire)))


@pytest.mark.parametrize("nom", ["#panic()", "$x$", "] #let a = 1 [", '"); #read("/etc/passwd")'])
def test_le_balisage_reste_du_texte(nom: str) -> None:
    assert f"dit {nom}" in texte(lettre_pdf(lettre(motivation=f"dit {nom}")))


@pytest.mark.verify
@settings(max_examples=60, deadline=None)
@given(st.text(max_size=500), st.text(min_size=1, max_size=250))
def test_aucun_texte_n_empeche_la_lettre(motivation: str, nom: str) -> None:
    retenu = territoire_decide("ti-5201", nom, ["244400552"], [])
    for sens in Sens:
        pdf = lettre_pdf(
            lettre(
                sens=sens,
                motivation=motivation,
                nom_territoire=nom,
                denomination=nom,
                territoire_retenu=retenu,
                voies=f"{{tribunal}} {nom}",
            )
        )
        verifier_pdf_ua(pdf, "Décision TI-2023-JYJ5-BGCJ")
