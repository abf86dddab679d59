"""What happened to a candidature: in order, by pages, each act once."""

from pathlib import Path
from typing import Final

import pytest

from app.acces.droits import Role
from app.candidatures import evenements
from app.candidatures.details import DetailDepot
from app.candidatures.evenements import EvenementDepot, genres_pour
from app.candidatures.genres import Genre, Public
from app.config import Settings
from tests.bases import sql
from tests.candidatures.outils import est_rfc3339_utc, probleme
from tests.client import Candidature, Client, Json, contrat
from tests.formulaire.exemples import dossier_complet
from tests.pieces_jointes.echantillons import pdf


@pytest.fixture(scope="module")
def vecue(client: Client) -> Candidature:
    """A candidature to which everything happened that can."""
    candidature = client.creer({"contact": {"courriel": "jeanne@"}})
    candidature.modifier(dossier_complet()).raise_for_status()
    for rubrique in ("lettres", "plan_action_operationnel"):
        candidature.joindre(rubrique, f"{rubrique}.pdf", pdf()).raise_for_status()
    en_trop = candidature.joindre("lettres", "en trop.pdf", pdf()).json()["id"]
    candidature.appeler("DELETE", f"/pieces-jointes/{en_trop}").raise_for_status()
    candidature.deposer().raise_for_status()
    candidature.appeler("POST", "/retrait").raise_for_status()
    return candidature


def test_chaque_acte_laisse_un_evenement_dans_l_ordre(vecue: Candidature) -> None:
    evenements = vecue.evenements()
    assert [(e["genre"], e["version"]) for e in evenements] == [
        ("creee", 1),
        ("modifiee", 2),
        ("piece_jointe", 2),
        ("piece_jointe", 2),
        ("piece_jointe", 2),
        ("piece_retiree", 2),
        ("deposee", 2),
        ("retiree", 2),
    ]
    instants = [e["le"] for e in evenements]
    assert all(map(est_rfc3339_utc, instants))
    assert instants == sorted(instants)


def test_un_evenement_dit_par_quel_acces_sans_montrer_le_jeton(vecue: Candidature) -> None:
    reponse = vecue.appeler("GET", "/evenements")
    assert len({e["acces"] for e in reponse.json()["evenements"]}) == 1
    assert reponse.json()["evenements"][0]["acces"]
    assert vecue.jeton not in reponse.text


def test_une_lecture_et_un_refus_ne_laissent_rien(client: Client) -> None:
    candidature = client.creer()
    for suite in ("", "/validation", "/evenements", "/pieces-jointes", "/depots"):
        candidature.appeler("GET", suite).raise_for_status()
    probleme(candidature.deposer(), 422, "dossier-incomplet")
    probleme(candidature.modifier({"annexe": 1}), 422, "forme-refusee")
    assert [e["genre"] for e in candidature.evenements()] == ["creee"]


@pytest.mark.parametrize("limite", [1, 3, 4, 7, 8, 100])
def test_les_pages_mises_bout_a_bout_font_l_historique(vecue: Candidature, limite: int) -> None:
    pages = _pages(vecue, limite)
    assert [e for page in pages for e in page["evenements"]] == vecue.evenements()
    assert all(len(page["evenements"]) == limite for page in pages[:-1])
    assert 0 < len(pages[-1]["evenements"]) <= limite


def _pages(candidature: Candidature, limite: int) -> list[Json]:
    pages = [candidature.appeler("GET", f"/evenements?limite={limite}").json()]
    while curseur := pages[-1]["suivant"]:
        assert curseur not in [page["suivant"] for page in pages[:-1]]
        suite = f"/evenements?limite={limite}&apres={curseur}"
        pages.append(candidature.appeler("GET", suite).json())
    return pages


def test_un_historique_ne_contient_que_le_sien(client: Client) -> None:
    une, autre = client.creer(), client.creer()
    for rang in range(3):
        for candidature in (une, autre):
            candidature.modifier({"contact": {"courriel": f"{candidature.id}{rang}@"}})
    for candidature in (une, autre):
        lus = [e for page in _pages(candidature, 2) for e in page["evenements"]]
        assert [e["version"] for e in lus] == [1, 2, 3, 4]


def test_au_dela_du_dernier_evenement_il_n_y_a_rien(vecue: Candidature) -> None:
    fin = vecue.appeler("GET", "/evenements?apres=999999999999999999").json()
    assert fin == {"evenements": [], "suivant": None}


@pytest.mark.parametrize(
    "parametres",
    ["limite=0", "limite=101", "limite=x", "apres=-1", "apres=x", "apres=", "apres=" + "9" * 19],
)
def test_un_curseur_ou_une_limite_invalide_est_refuse(vecue: Candidature, parametres: str) -> None:
    document = probleme(vecue.appeler("GET", f"/evenements?{parametres}"), 422, "requete-invalide")
    assert [(p["dans"], p["nom"]) for p in document["parametres"]] == [
        ("query", parametres.partition("=")[0])
    ]


# --- Kinds ---

_SOURCE: Final = Path(evenements.__file__).read_text(encoding="utf-8")


def test_chaque_genre_a_son_nom() -> None:
    genres = Genre.__subclasses__()
    assert len({genre.genre for genre in genres}) == len(genres)
    publies = [genre.publie for genre in genres if genre.publie]
    assert len(set(publies)) == len(publies)


@pytest.mark.parametrize(
    ("dit", "tu", "pourquoi"),
    [
        ('    """Un accès a été révoqué."""\n\n', "", "ne dit pas ce qui est arrivé"),
        ('genre="acces_revoque", vu_par=_EUX', 'genre="acces_revoque"', "vu_par"),
    ],
)
def test_un_genre_qui_tait_ce_qu_il_est_ou_qui_le_voit_ne_se_declare_pas(
    dit: str, tu: str, pourquoi: str
) -> None:
    assert dit in _SOURCE
    with pytest.raises(TypeError, match=pourquoi):
        exec(_SOURCE.replace(dit, tu), {"__name__": "muet"})  # noqa: S102 -- our own source


def test_le_contrat_annonce_ce_que_voit_qui_lit_et_rien_d_autre(client: Client) -> None:
    union = client.get("/openapi.json").json()["components"]["schemas"]["Evenement"]
    du_dossier = {*genres_pour(Public.DEMANDEUR), *genres_pour(Public.PORTAIL)}
    assert set(union["discriminator"]["mapping"]) == {genre.genre for genre in du_dossier}


@pytest.mark.parametrize("role", list(Role))
def test_le_contrat_annonce_tout_ce_qu_un_role_peut_lire(role: Role) -> None:
    mapping = contrat()["components"]["schemas"]["Evenement"]["discriminator"]["mapping"]
    assert {genre.genre for genre in genres_pour(Public.de(role))} <= {*mapping}


def test_l_historique_tait_ce_qui_est_cache(client: Client, reglages: Settings) -> None:
    candidature = client.creer()
    candidature.modifier({"contact": {"courriel": "jeanne@"}}).raise_for_status()
    assert reglages.database_url
    sql(
        reglages.database_url.get_secret_value(),
        "INSERT INTO evenement (candidature_id, genre, le, auteur, version, details, empreinte) "
        "SELECT id, 'supprimee', now(), 'administration', version, '{}', chaine "
        f"FROM candidature WHERE id = '{candidature.id}'",
    )
    assert [e["genre"] for e in candidature.evenements()] == ["creee", "modifiee"]


def test_le_premier_depot_et_les_suivants_se_publient_sous_deux_noms() -> None:
    depots = [EvenementDepot(DetailDepot(rang, "TI", "0"), ["28"]) for rang in (1, 2, 3)]
    assert [depot.nom_publie for depot in depots] == [
        "candidature.deposee",
        "candidature.redeposee",
        "candidature.redeposee",
    ]
