import unicodedata
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.depots.accuse import Accuse, PieceRecue, ServiceCharge, etablir_accuse
from app.depots.pdf import accuse_pdf
from tests.editions.lecture import lu, roles, texte, verifier_pdf_ua

# Already the 23rd in Paris.
RECU_LE = datetime(2023, 9, 22, 22, 4, 5, 123_000, tzinfo=UTC)


def accuse(*noms: str, **autres: Any) -> Accuse:
    valeurs: dict[str, Any] = {
        "numero": "TI-2023-JYJ5-BGCJ",
        "depot": 1,
        "recu_le": RECU_LE,
        "denomination": "Communauté de communes du Pays d'Ancenis",
        "siret": "20005799000016",
        "nom_territoire": "Pays d'Ancenis",
        "version_formulaire": "2023.1",
        "empreinte": "ab" * 32,
        "service": ServiceCharge(),
        "pieces": [
            PieceRecue(
                id=UUID(int=rang),
                rubrique="bilan",
                nom=nom,
                taille=1_234_567 + rang,
                empreinte=f"{rang:064x}",
            )
            for rang, nom in enumerate(noms)
        ],
    }
    return etablir_accuse(**{**valeurs, **autres})


def test_est_balise_pour_les_lecteurs_d_ecran() -> None:
    pdf = accuse_pdf(accuse("Bilan.pdf"))
    verifier_pdf_ua(pdf, "Accusé de réception TI-2023-JYJ5-BGCJ")
    assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= set(roles(pdf))


def test_donne_le_numero_la_date_a_paris_et_tout_ce_qui_est_recu() -> None:
    contenu = texte(accuse_pdf(accuse("Bilan.pdf", "Lettre.pdf", depot=3)))
    for attendu in (
        "TI-2023-JYJ5-BGCJ",
        "Reçu le 23 septembre 2023 à 00 h 04 min 05 s (heure de Paris)",
        "Dépôt n° 3 de cette candidature",
        "Délégation aux Territoires d’industrie",
        "territoires-industrie@anct.gouv.fr",
        "Communauté de communes du Pays d'Ancenis SIRET 200 057 990 00016",
        "version 2023.1",
        "ab" * 32,
        "Bilan.pdf " + "0" * 64 + " 1 234 567",
        "Lettre.pdf " + "0" * 63 + "1 1 234 568",
        "rejetée le 23 novembre 2023",
        "ti verifier",
    ):
        assert attendu in contenu


def test_dit_qu_aucun_fichier_n_etait_joint() -> None:
    assert "Aucun fichier n’était joint." in texte(accuse_pdf(accuse()))


def test_donne_le_telephone_du_service_quand_il_est_connu() -> None:
    service = ServiceCharge(telephone="01 23 45 67 89")
    assert "01 23 45 67 89" in texte(accuse_pdf(accuse(service=service)))


def test_le_meme_accuse_donne_les_memes_octets() -> None:
    assert accuse_pdf(accuse("Bilan.pdf")) == accuse_pdf(accuse("Bilan.pdf"))


def test_ce_qui_a_ete_imprime_se_reimprime_a_l_octet() -> None:
    """With the typst of the lock: another one may write another file of the same words."""
    noms = ("Bilan.pdf", "plan 😀 中.pdf", "W" * 250)
    imprime = accuse_pdf(accuse(*noms, depot=3, bac_a_sable=True))
    assert sha256(imprime).hexdigest() == (
        "8403676523cdf39c95a50244aecf87485895b5b27d657b6aa1b405e533ff6e7a"
    )


def test_est_date_de_la_reception() -> None:
    metadonnees = lu(accuse_pdf(accuse())).metadata
    assert metadonnees is not None
    assert metadonnees.creation_date == RECU_LE.replace(microsecond=0)


@pytest.mark.parametrize(
    "nom",
    [
        "#panic()",
        "$x$",
        "*gras* _italique_",
        "] #let a = 1 [",
        "@renvoi <etiquette>",
        "\\u{41} \\",
        "`code` // note /* fin */",
        "= Titre",
        '"); #read("/etc/passwd")',
    ],
)
def test_le_balisage_dans_un_nom_reste_du_texte(nom: str) -> None:
    contenu = texte(accuse_pdf(accuse(f"a {nom}", denomination=f"d {nom}", nom_territoire=nom)))
    assert f"a {nom}" in contenu
    assert f"d {nom} SIRET" in contenu


def test_un_caractere_sans_dessin_est_nomme() -> None:
    contenu = texte(accuse_pdf(accuse("plan 😀 中\u202e.pdf", "de\u0301libe\u0301ration.pdf")))
    assert "plan [U+1F600] [U+4E2D][U+202E].pdf" in contenu
    assert "délibération.pdf" in contenu


def test_dessine_toutes_les_lettres_latines_grecques_et_cyrilliques() -> None:
    lettres = " ".join(c for c in map(chr, range(0x500)) if latin_grec_ou_cyrillique(c))
    assert "[U+" not in texte(accuse_pdf(accuse(nom_territoire=lettres)))


def test_aucun_caractere_n_empeche_l_accuse() -> None:
    tous = " ".join(map(chr, range(0x3000)))
    assert "[U+2FFF]" in texte(accuse_pdf(accuse(nom_territoire=tous)))


def latin_grec_ou_cyrillique(caractere: str) -> bool:
    return unicodedata.name(caractere, "").startswith(("LATIN", "GREEK", "CYRILLIC"))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=250), st.text(max_size=250))
def test_aucun_nom_n_empeche_l_accuse(nom: str, denomination: str) -> None:
    assert accuse_pdf(accuse(nom, denomination=denomination)).startswith(b"%PDF-")


def test_un_nom_tres_long_reste_dans_la_page() -> None:
    (page, *_) = lu(accuse_pdf(accuse("W" * 250, denomination="W" * 250))).pages
    lignes = [ligne for ligne in page.extract_text().splitlines() if "WWW" in ligne]
    assert len(lignes) > 8
    assert sum(ligne.count("W") for ligne in lignes) == 500


def test_vingt_fichiers_tiennent_avec_l_en_tete_repete() -> None:
    document = lu(accuse_pdf(accuse(*(f"Plan {rang}.xlsx" for rang in range(1, 21)))))
    assert len(document.pages) == 2
    assert all("Taille (octets)" in page.extract_text() for page in document.pages)
    assert all(f"Page {n} / 2" in p.extract_text() for n, p in enumerate(document.pages, start=1))


def test_trois_fichiers_tiennent_sur_une_page() -> None:
    document = lu(accuse_pdf(accuse("Plan.xlsx", "Lettre.pdf", "Bilan.odt", depot=2)))
    assert len(document.pages) == 1


_SEULS = " ".join(c for c in map(chr, range(0x20, 0x2200)) if unicodedata.category(c)[0] != "M")


@pytest.mark.parametrize("marque", ["\u0301", "\u0345", "\u0483", "\u0487", "\u0489", "\u20dd"])
def test_aucune_marque_sur_aucune_lettre_n_empeche_l_accuse(marque: str) -> None:
    """No font has a glyph for a Cyrillic titlo over an exclamation mark: PDF/UA refuses it."""
    sous_marque = _SEULS.replace(" ", f"{marque} ")
    assert accuse_pdf(accuse("a.pdf", nom_territoire=sous_marque)).startswith(b"%PDF-")


def test_une_marque_qui_ne_se_fond_pas_dans_sa_lettre_est_nommee() -> None:
    contenu = texte(accuse_pdf(accuse("e\u0301te\u0301 !\u0484.pdf")))
    assert "été ![U+0484].pdf" in contenu
