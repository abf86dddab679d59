"""A deposit on paper says what the form asked and what was answered, all of it and no more."""

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

import pytest
from hypothesis import strategies as st

from app.editions.depose import PieceDeposee
from app.editions.dossier_imprime import dossier_pdf
from app.editions.francais import date_en_lettres
from app.formulaire.description import ChampDecrit, ConditionDecrite, formulaire_decrit
from app.formulaire.nombres import en_chiffres
from app.kit.json_pointer import parties
from tests.editions.deposes import PIECES, RECU_LE, depose, fige
from tests.editions.lecture import d_un_trait, lu, roles, verifier_pdf_ua
from tests.formulaire.exemples import Json, dossier_complet
from tests.tirages import eprouver, tirages

_ENTETE = "Candidature TI-2023-JYJ5-BGCJ, dépôt n° 2 Territoires d’industrie 2023-2027"


def imprime(instantane: Json | None = None, **autres: Any) -> str:
    """The words of a deposit, without what stands above and below each page."""
    pages = lu(dossier_pdf(depose(instantane, **autres))).pages
    lignes = [page.extract_text().splitlines() for page in pages]
    dites = [ligne for page in lignes for ligne in page[1:-1]]
    return d_un_trait(" ".join(dites))


def attendu(dossier: Json) -> Iterator[str]:
    """Titles, labels and answers in the order of the form, as its published description has it."""
    for section in formulaire_decrit().sections:
        if _montre(section.condition, dossier):
            yield section.titre
            yield from _champs(section.champs, dossier[section.nom], dossier)


def _champs(champs: list[ChampDecrit], reponses: Json, dossier: Json) -> Iterator[str]:
    for champ in champs:
        if not _montre(champ.condition, dossier):
            continue
        yield champ.libelle
        reponse: Any = reponses.get(champ.nom)
        if champ.genre == "fichiers":
            siens = [piece for piece in PIECES if piece.rubrique == champ.nom]
            for piece in siens:
                yield from (piece.nom, piece.empreinte, en_chiffres(piece.taille))
        elif champ.genre == "liste":
            for element in cast(list[Json], reponse or []):
                yield from _element(champ.champs or [], element, dossier)
        elif champ.champs:
            yield from _champs(champ.champs, reponse or {}, dossier)
        else:
            yield _dite(champ, reponse)


def cachees(dossier: Json) -> Iterator[str]:
    """What the form does not ask with these answers."""
    for section in formulaire_decrit().sections:
        if _montre(section.condition, dossier):
            yield from _cachees(section.champs, dossier)
        else:
            yield section.titre


def _cachees(champs: list[ChampDecrit], dossier: Json) -> Iterator[str]:
    for champ in champs:
        if not _montre(champ.condition, dossier):
            yield champ.libelle
        elif champ.genre == "groupe":
            yield from _cachees(champ.champs or [], dossier)


def _element(champs: list[ChampDecrit], element: Json, dossier: Json) -> Iterator[str]:
    """Of a table, the labels stand once above all."""
    dits = [*_champs(champs, element, dossier)]
    yield from (dits[1::2] if len(champs) <= 2 else dits)


def _dite(champ: ChampDecrit, reponse: Any) -> str:
    if champ.choix:
        return next(option.libelle for option in champ.choix if option.code == reponse)
    if isinstance(reponse, bool):
        return "Oui" if reponse else "Non"
    if champ.genre == "date":
        return date_en_lettres(date.fromisoformat(reponse))
    return en_chiffres(reponse) if isinstance(reponse, int) else str(reponse)


def _montre(condition: ConditionDecrite | None, dossier: Json) -> bool:
    if condition is None:
        return True
    valeur: Any = dossier
    for partie in parties(condition.pointeur):
        valeur = valeur.get(partie, {})
    return valeur in condition.valeurs


def _simple(texte: str) -> str:
    return d_un_trait(texte).replace("’", "'")


@pytest.mark.parametrize(
    "changements",
    [
        {},
        {"perimetre": {"type_perimetre": "nouveau"}},
        {"besoins": {"animation": {"chef_projet_en_poste": "a_recruter"}}},
        {"contact": {"est_contact_suite": True}},
    ],
    ids=["tout", "nouveau", "sans-chef-de-projet", "meme-contact"],
)
def test_imprime_chaque_question_montree_et_sa_reponse_dans_l_ordre(changements: Json) -> None:
    instantane = fige(_change(dossier_complet(), changements))
    reste = dit = _simple(imprime(instantane))
    for morceau in attendu(instantane):
        avant, trouve, reste = reste.partition(_simple(morceau))
        assert trouve, f"{morceau!r} manque, ou vient trop tôt, après {avant[:200]!r}"
    assert [libelle for libelle in cachees(instantane) if _simple(libelle) in dit] == []


def _change(dossier: Json, changements: Json) -> Json:
    """A dossier without what these answers hide."""
    return dossier | {
        nom: _change(dossier[nom], cast(Json, valeur)) if isinstance(valeur, dict) else valeur
        for nom, valeur in changements.items()
    }


def avec(section: str, nom: str, reponse: Any) -> Json:
    """The answers of the full dossier, but for this one."""
    instantane = fige(dossier_complet())
    return instantane | {section: instantane[section] | {nom: reponse}}


def test_ce_que_le_formulaire_cache_n_est_pas_imprime() -> None:
    cachees = fige(dossier_complet())
    cachees["perimetre"] |= {"type_perimetre": "nouveau"}
    assert "Pour les Territoires d’industrie existants" in imprime()
    assert "Pour les Territoires d’industrie existants" not in imprime(cachees)


def test_une_question_laissee_sans_reponse_le_dit() -> None:
    instantane = fige(dossier_complet())
    del instantane["gouvernance"]["soutiens"]
    assert "soutien à la candidature du Territoire d’industrie ? Sans réponse Autre" in imprime(
        instantane
    )


def test_est_balise_pour_les_lecteurs_d_ecran() -> None:
    pdf = dossier_pdf(depose())
    verifier_pdf_ua(pdf, "Candidature TI-2023-JYJ5-BGCJ, dépôt n° 2")
    trouves = roles(pdf)
    assert trouves.count("/H1") == 1
    assert trouves.count("/H2") == len(formulaire_decrit().sections)
    assert {"/H3", "/Table", "/TR", "/TH", "/TD"} <= set(trouves)


def test_chaque_page_porte_le_numero_et_son_rang() -> None:
    pages = [page.extract_text().splitlines() for page in lu(dossier_pdf(depose())).pages]
    assert len(pages) > 2
    assert {page[0] for page in pages} == {_ENTETE}
    assert [page[-1] for page in pages] == [
        f"Page {n} / {len(pages)}" for n in range(1, 1 + len(pages))
    ]


def test_dit_de_qui_quand_et_quoi() -> None:
    dit = imprime()
    for attendu in (
        "Territoire : Axe Seine",
        "Demandeur : Communauté d'agglomération Seine-Axe, SIRET 732 829 320 00074",
        "Reçue le : 23 septembre 2023 à 00 h 04 min 05 s (heure de Paris)",
        "Dépôt : n° 2 de cette candidature, sous la version 2023.1 du formulaire",
        "ab" * 32,
    ):
        assert attendu in dit


def test_un_essai_le_dit_sur_chaque_page() -> None:
    pages = lu(dossier_pdf(depose(bac_a_sable=True))).pages
    assert "dépôt d’essai, sans aucune valeur" in pages[0].extract_text()
    assert all(page.extract_text().startswith("Bac à sable : essai.") for page in pages)


def test_le_meme_depot_donne_les_memes_octets() -> None:
    assert dossier_pdf(depose()) == dossier_pdf(depose())
    metadonnees = lu(dossier_pdf(depose())).metadata
    assert metadonnees is not None
    assert metadonnees.creation_date == RECU_LE


def test_ce_qu_un_formulaire_plus_recent_a_change_est_dit() -> None:
    piece = PieceDeposee("rubrique_d_avant", "Vieux.pdf", 3, "f" * 64)
    dit = imprime(changements=["Cette question a changé 😀."], pieces=[*PIECES, piece])
    assert "Autres fichiers" in dit
    assert "Vieux.pdf" in dit
    assert "Ce que le formulaire a changé depuis Cette question a changé [U+1F600]." in dit
    assert "Autres fichiers" not in imprime()
    assert "Ce que le formulaire a changé depuis" not in imprime()


@pytest.mark.parametrize(
    "texte",
    [
        "#panic()",
        "$x$ *gras* _italique_ `code` // note /* fin */",
        "] #let a = 1 [ @renvoi <etiquette> \\u{41} \\",
        "= Titre",
        "- puce",
        '"); #read("/etc/passwd")',
        "{{7*7}} <script>alert(1)</script> & &amp;",
    ],
)
def test_le_balisage_dans_une_reponse_reste_du_texte(texte: str) -> None:
    dit = imprime(avec("plan_action", "priorites", f"a {texte} z"))
    assert f"a {d_un_trait(texte)} z" in dit
    un = imprime(avec("perimetre", "nom_territoire", f"a {texte} z"), denomination=texte)
    assert f"a {d_un_trait(texte)} z" in un
    assert f"Demandeur : {d_un_trait(texte)}, SIRET" in un


def test_ce_qui_ne_se_dessine_pas_est_nomme() -> None:
    """Marks that turn the text round, control characters, letters that no font here has."""
    dit = imprime(
        avec("plan_action", "priorites", "plan 😀 中\u202eexe\u2066.\x1b[31m\x7f\u0484 fin")
    )
    assert ("plan [U+1F600] [U+4E2D][U+202E]exe[U+2066].[U+001B][31m[U+007F][U+0484] fin") in dit


def test_les_lignes_restent_des_lignes() -> None:
    instantane = avec("perimetre", "commentaire", "un\n\n\tdeux\ntrois")
    (page, *_) = lu(dossier_pdf(depose(instantane))).pages
    lignes = [ligne.strip() for ligne in page.extract_text(extraction_mode="layout").splitlines()]
    rang = lignes.index("un")
    assert [ligne for ligne in lignes[rang : rang + 6] if ligne][:3] == ["un", "deux", "trois"]


def test_un_mot_tres_long_reste_dans_la_page() -> None:
    long = "W" * 9_000
    pages = lu(dossier_pdf(depose(avec("plan_action", "priorites", long)))).pages
    dits = [page.extract_text().replace("\u200b", "") for page in pages]
    assert sum(dit.count("W") for dit in dits) == len(long)
    assert max(len(ligne) for dit in dits for ligne in dit.splitlines() if "WWW" in ligne) < 60


_BRUTS = st.text(max_size=250)


@tirages(12, 400)
def test_aucun_texte_n_empeche_l_impression(nombre: int) -> None:
    base = fige(dossier_complet())

    def essayer(reponse: str, nom: str) -> None:
        membres = [{**membre, "nom": nom} for membre in base["gouvernance"]["membres"]]
        gouvernance = base["gouvernance"] | {"soutiens": reponse, "membres": membres}
        instantane = {"gouvernance": gouvernance, "perimetre": base["perimetre"]}
        assert dossier_pdf(depose(instantane, nom_territoire=nom)).startswith(b"%PDF-")

    eprouver(essayer, nombre, _BRUTS, _BRUTS)
