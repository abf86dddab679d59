"""From an empty draft to a deposit; what is refused; what a retry gets."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from app.depots import deposer
from app.depots.numero import MOTIF_NUMERO, nouveau_numero, numero_valide
from app.formulaire.section import Section
from tests.client import Candidature, Client
from tests.depots.pieces import FICHIERS, deposee, depot, prete, rangs
from tests.formulaire.exemples import dossier_complet

ARRIVEE = "2023-09-20T08:15:30.456Z"
APRES_LA_CLOTURE = "2023-09-23T00:00:00+02:00"


def cle() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


def test_un_brouillon_vide_devient_un_depot(client: Client) -> None:
    candidature = client.creer()
    for section, reponses in dossier_complet().items():
        assert candidature.modifier({section: reponses}).status_code == 200
    for rubrique, (nom, contenu) in FICHIERS.items():
        candidature.joindre(rubrique, nom, contenu)
    assert candidature.appeler("GET", "/validation").json()["deposable"]
    reponse = candidature.deposer(**{"X-Horloge": ARRIVEE})
    assert reponse.status_code == 201
    assert reponse.headers["location"] == f"{candidature.url}/depots/1"
    recu = reponse.json()
    assert (recu["depot"], recu["recu_le"]) == (1, "2023-09-20T08:15:30.456000Z")
    assert recu["version_formulaire"] == candidature.creee["version_formulaire"]
    assert {(p["rubrique"], p["nom"]) for p in recu["pieces"]} == {
        (rubrique, nom) for rubrique, (nom, _) in FICHIERS.items()
    }
    lue = candidature.lire()
    assert (lue["etat"], lue["numero"], lue["version"]) == (
        "deposee",
        recu["numero"],
        recu["version"],
    )
    assert depot(candidature) == recu


def test_le_depot_repond_ce_que_sa_lecture_redonnera_a_l_octet(client: Client) -> None:
    for candidature in (deposee(client), prete(client)):
        candidature.modifier({"contact": {"nom_prenom": "Anne Martin 𝄞"}}).raise_for_status()
        reponse = candidature.deposer(**{"X-Horloge": "2023-09-20T10:15:30+02:00"})
        assert reponse.status_code == 201
        lue = client.get(
            reponse.headers["location"], headers={"Authorization": f"Bearer {candidature.jeton}"}
        )
        assert reponse.content == lue.content


def test_un_depot_ne_lit_ses_sections_qu_une_fois(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidature, lues = prete(client), list[str]()
    lire = Section.__dict__["lire"].__func__

    def noter(cls: type[Section], visibles: dict[str, Any]) -> Section:
        lues.append(cls.__name__)
        return lire(cls, visibles)

    monkeypatch.setattr(Section, "lire", classmethod(noter))
    assert candidature.deposer().status_code == 201
    assert len(lues) == len(set(lues)) >= len(dossier_complet())


def test_le_numero_se_lit_au_telephone(client: Client) -> None:
    numeros = {depot(deposee(client))["numero"] for _ in range(2)}
    assert len(numeros) == 2
    for numero in numeros:
        assert re.fullmatch(MOTIF_NUMERO, numero)
        assert numero_valide(numero)


def test_le_depot_laisse_une_trace(client: Client) -> None:
    candidature = prete(client)
    recu = candidature.deposer(**{"X-Horloge": ARRIVEE}).json()
    (trace,) = [e for e in candidature.evenements() if e["genre"] == "deposee"]
    assert trace["details"] == {
        "depot": 1,
        "numero": recu["numero"],
        "empreinte": recu["empreinte"],
    }
    assert (trace["le"], trace["version"]) == (recu["recu_le"], recu["version"])
    assert trace["acces"] is not None


# --- What is refused ---


def test_un_dossier_incomplet_recoit_toutes_ses_erreurs_ensemble(client: Client) -> None:
    dossier = dossier_complet()
    dossier["demandeur"]["siret"] = "732 829 320 00075"
    dossier["perimetre"]["epci"] = [{"siren": "200023414"}]
    dossier["contact"] |= {"courriel": "jeanne.mar", "suite_telephone": "02"}
    del dossier["plan_action"]["priorites"]
    candidature = client.creer(dossier)
    candidature.joindre("lettres", *FICHIERS["lettres"])
    reponse = candidature.deposer()
    assert (reponse.status_code, reponse.json()["code"]) == (422, "dossier-incomplet")
    probleme = reponse.json()
    assert {(e["pointeur"], e["code"]) for e in probleme["erreurs"]} == {
        ("/demandeur/siret", "siret_cle"),
        ("/contact/courriel", "courriel_invalide"),
        ("/contact/suite_telephone", "telephone_invalide"),
        ("/plan_action/priorites", "requis"),
        ("/plan_action/plan_action_operationnel", "piece_manquante"),
    }
    assert {e["code"] for e in probleme["avertissements"]} == {"epci_seul", "metropole"}
    verdict = candidature.appeler("GET", "/validation").json()
    assert probleme["erreurs"] == verdict["erreurs"]
    assert probleme["avertissements"] == verdict["avertissements"]


def test_un_depot_refuse_ne_laisse_rien(client: Client) -> None:
    candidature = client.creer(dossier_complet())
    entetes = cle()
    assert candidature.deposer(**entetes).status_code == 422
    lue = candidature.lire()
    assert (lue["etat"], lue["numero"]) == ("brouillon", None)
    assert rangs(candidature) == []
    assert [e["genre"] for e in candidature.evenements()] == ["creee"]
    for rubrique, (nom, contenu) in FICHIERS.items():
        candidature.joindre(rubrique, nom, contenu)
    corrige = candidature.deposer(**entetes)
    assert corrige.status_code == 201
    assert "idempotency-replayed" not in corrige.headers


def test_les_avertissements_n_empechent_pas_et_restent_au_depot(client: Client) -> None:
    dossier = dossier_complet()
    dossier["perimetre"]["epci"] = [{"siren": "200023414"}]
    del dossier["bilan"]
    recu = depot(deposee(client, dossier))
    codes = {e["code"] for e in recu["avertissements"]}
    assert codes == {"epci_seul", "metropole", "bilan_vide"}


@pytest.mark.parametrize("chemin", ["", "/1", "/1/accuse-reception", "/1/dossier.pdf"])
@pytest.mark.parametrize(
    ("jeton", "statut"),
    [(None, 401), ("tic_court", 401), ("tic_" + "A" * 43, 404)],
    ids=["sans", "mal-forme", "etranger"],
)
def test_un_depot_ne_s_ouvre_qu_avec_son_jeton(
    une_deposee: Candidature, chemin: str, jeton: str | None, statut: int
) -> None:
    entetes = {"Authorization": f"Bearer {jeton}"} if jeton else {}
    adresse = f"{une_deposee.url}/depots{chemin}"
    assert une_deposee.client.get(adresse, headers=entetes).status_code == statut
    if not chemin:
        assert une_deposee.client.post(adresse, headers=entetes).status_code == statut


@pytest.mark.parametrize(
    ("rang", "statut"), [("2", 404), ("0", 422), ("un", 422), ("9999999999", 422)]
)
@pytest.mark.parametrize("suite", ["", "/accuse-reception", "/dossier.pdf"])
def test_un_rang_inconnu_ou_mal_forme(
    une_deposee: Candidature, rang: str, statut: int, suite: str
) -> None:
    assert une_deposee.appeler("GET", f"/depots/{rang}{suite}").status_code == statut


@pytest.fixture(scope="module")
def une_deposee(client: Client) -> Candidature:
    return deposee(client)


# --- Retries ---


def test_deposer_deux_fois_le_meme_contenu_donne_le_meme_depot(client: Client) -> None:
    candidature = prete(client)
    premier = candidature.deposer()
    second = candidature.deposer(**{"X-Horloge": ARRIVEE})
    assert second.status_code == 200
    assert second.headers["location"] == premier.headers["location"]
    assert second.json() == premier.json()
    assert rangs(candidature) == [1]
    assert [e["genre"] for e in candidature.evenements()].count("deposee") == 1


def test_la_meme_cle_redonne_la_meme_reponse(client: Client) -> None:
    candidature, entetes = prete(client), cle()
    premier = candidature.deposer(**entetes)
    rejoue = candidature.deposer(**entetes)
    assert "idempotency-replayed" not in premier.headers
    assert rejoue.headers["idempotency-replayed"] == "true"
    assert meme_reponse(rejoue, premier)


@pytest.mark.parametrize("deja", [False, True], ids=["nouveau", "inchange"])
def test_la_meme_cle_redonne_la_meme_reponse_apres_la_cloture(client: Client, deja: bool) -> None:
    candidature, entetes = prete(client), cle()
    if deja:
        candidature.deposer()
    premier = candidature.deposer(**entetes, **{"X-Horloge": "2023-09-22T23:59:59.999+02:00"})
    assert premier.status_code == (200 if deja else 201)
    rejoue = candidature.deposer(**entetes, **{"X-Horloge": APRES_LA_CLOTURE})
    assert meme_reponse(rejoue, premier)


def test_la_meme_cle_redonne_le_premier_depot_apres_un_second(client: Client) -> None:
    candidature, entetes = prete(client), cle()
    premier = candidature.deposer(**entetes)
    candidature.modifier({"contact": {"fonction_organisation": "Maire, Seine-Axe"}})
    assert candidature.deposer().json()["depot"] == 2
    assert meme_reponse(candidature.deposer(**entetes), premier)


def meme_reponse(rejoue: httpx2.Response, premier: httpx2.Response) -> bool:
    return (rejoue.status_code, rejoue.headers["location"], rejoue.content) == (
        premier.status_code,
        premier.headers["location"],
        premier.content,
    )


def test_la_meme_cle_pour_un_autre_corps_est_refusee(client: Client) -> None:
    candidature, entetes = prete(client), cle()
    candidature.deposer(**entetes)
    reponse = candidature.appeler("POST", "/depots", entetes=entetes, content=b"{}")
    assert (reponse.status_code, reponse.json()["code"]) == (422, "cle-reutilisee")


def test_une_cle_ne_vaut_que_pour_sa_candidature(client: Client) -> None:
    entetes = cle()
    une, autre = prete(client), prete(client)
    numeros = {c.deposer(**entetes).json()["numero"] for c in (une, autre)}
    assert numeros == {une.lire()["numero"], autre.lire()["numero"]}
    assert len(numeros) == 2


def test_refuse_une_cle_trop_courte_pour_etre_secrete(client: Client) -> None:
    candidature = prete(client)
    reponse = candidature.deposer(**{"Idempotency-Key": "1"})
    assert (reponse.status_code, reponse.json()["code"]) == (400, "en-tete-invalide")
    assert rangs(candidature) == []


def test_refuse_un_corps_qui_n_a_rien_a_dire(client: Client) -> None:
    candidature = prete(client)
    assert candidature.appeler("POST", "/depots", content=b" " * 2000).status_code == 413
    assert rangs(candidature) == []


@pytest.mark.parametrize("commune", [False, True], ids=["sans-cle", "meme-cle"])
def test_plusieurs_depots_a_la_fois_n_en_font_qu_un(client: Client, commune: bool) -> None:
    candidature = prete(client)
    depart, entetes = Barrier(5), cle() if commune else {}

    def deposer(_: int) -> httpx2.Response:
        depart.wait()
        return candidature.deposer(**entetes)

    with ThreadPoolExecutor(5) as equipe:
        reponses: list[Any] = list(equipe.map(deposer, range(5)))
    statuts = sorted(r.status_code for r in reponses)
    assert set(statuts) <= ({201, 409} if commune else {200, 201})
    assert commune or statuts.count(201) == 1
    assert {r.content for r in reponses if r.is_success} == {
        candidature.appeler("GET", "/depots/1").content
    }
    assert rangs(candidature) == [1]


def test_un_numero_deja_pris_est_tire_de_nouveau(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    pris = depot(deposee(client))["numero"]
    libre = nouveau_numero()
    tires = iter([pris, pris, libre])
    monkeypatch.setattr(deposer, "nouveau_numero", lambda: next(tires))
    assert prete(client).deposer().json()["numero"] == libre
