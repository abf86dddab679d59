"""Corrections asked of the applicant: what they open, until when, and how they end."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import httpx2
import pytest

from app.acces.droits import Portee
from app.config import Settings
from app.formulaire.choix import TypePerimetre
from app.instruction.expirer import EXPIRER, expirer
from app.kit.clock import Horloge
from app.main import create_app
from app.vie import PERIODIQUES, TRAVAUX
from tests.bases import sql
from tests.client import Candidature, Client, Json
from tests.depots.pieces import accuse, depot, rangs
from tests.instruction.dossiers import APRES, ROUEN, Agent, agent, deposee_en
from tests.pieces_jointes.echantillons import pdf

JUSQU_AU: Final = "2023-10-10T12:00:00Z"
AVANT: Final = {"X-Horloge": "2023-10-10T11:59:59.999Z"}
A_TEMPS: Final = {"X-Horloge": "2023-10-01T08:00:00Z"}
TROP_TARD: Final = {"X-Horloge": JUSQU_AU}
NOM: Final = {"contact": {"nom_prenom": "Anne Martin"}}


@pytest.fixture(scope="module")
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


@pytest.fixture(scope="module")
def normand(client: Client, url: str) -> Agent:
    return agent(client, url, "28")


@pytest.fixture
def pris(client: Client, normand: Agent) -> Candidature:
    dossier = deposee_en(client, ROUEN)
    normand.prendre(dossier.id).raise_for_status()
    return dossier


@pytest.fixture
def a_corriger(pris: Candidature, normand: Agent) -> Candidature:
    demander(normand, pris.id).raise_for_status()
    return pris


def demander(
    qui: Agent, id: str, *pointeurs: str, le: str = APRES, version: int | None = None, **autres: Any
) -> httpx2.Response:
    """Ask for a correction, of the version of now unless it is told."""
    corps: Json = {"motif": "incomplete", "message": "Qui est-ce ?", "jusqu_au": JUSQU_AU}
    corps |= {"pointeurs": [*pointeurs] or ["/contact/nom_prenom"], **autres}
    return decider(qui, "POST", id, "", corps, version, le=le)


def decider(
    qui: Agent,
    methode: str,
    id: str,
    suite: str,
    corps: Json,
    version: int | None = None,
    le: str = APRES,
) -> httpx2.Response:
    si = {"If-Match": f'"{version or qui.lire(id)["version"]}"'}
    chemin = f"/candidatures/{id}/corrections{suite}"
    return qui.appeler(methode, chemin, le=le, json=corps, headers=si)


def derniers(dossier: Candidature, nombre: int = 1) -> list[str]:
    return [evenement["genre"] for evenement in dossier.evenements()[-nombre:]]


def suivie(dossier: Candidature, le: Json = A_TEMPS) -> Json:
    lues = dossier.appeler("GET", "/corrections", entetes=le).raise_for_status().json()
    return lues["corrections"][-1]


def refus(reponse: httpx2.Response, statut: int, code: str) -> Json:
    assert (reponse.status_code, reponse.json()["code"]) == (statut, code)
    return reponse.json()


# --- T3 ---


def test_une_correction_ouvre_ce_qu_elle_nomme(a_corriger: Candidature, normand: Agent) -> None:
    lue = a_corriger.lire()
    assert lue["etat"] == "en_instruction"
    assert (lue["correction"]["message"], lue["correction"]["modifiables"]) == (
        "Qui est-ce ?",
        ["/contact/nom_prenom"],
    )
    dossier = normand.lire(a_corriger.id)
    assert (dossier["etape"], dossier["correction"]["par"]["nom"]) == ("en_correction", "essai")
    en_correction = "/candidatures?etape=en_correction&limite=100"
    for le, dedans in ((APRES, True), (JUSQU_AU, False)):
        page = normand.appeler("GET", en_correction, le=le).json()["candidatures"]
        assert (a_corriger.id in [une["id"] for une in page]) is dedans
        assert {une["etape"] for une in page} <= {"en_correction"}
    dernier = a_corriger.evenements()[-1]
    assert (dernier["genre"], dernier["auteur"], dernier["acces"], dernier["details"]) == (
        "correction_demandee",
        "instruction",
        None,
        {"correction": 1, "jusqu_au": JUSQU_AU},
    )
    a_corriger.modifier(NOM, **A_TEMPS).raise_for_status()


@pytest.mark.parametrize(
    ("autres", "type_"),
    [
        ({"pointeurs": ["/contact/age"]}, "pointeur_inconnu"),
        ({"pointeurs": ["/gouvernance/lettres"]}, "pointeur_inconnu"),
        ({"pointeurs": []}, "rien_a_corriger"),
        ({"jusqu_au": "2023-09-28T07:59:59.999Z"}, "trop_tot"),
        ({"jusqu_au": "2023-11-24T08:00:00.001Z"}, "trop_tard"),
    ],
)
def test_ce_que_ni_le_formulaire_ni_l_horloge_ne_permettent(
    pris: Candidature, normand: Agent, autres: Json, type_: str
) -> None:
    dit = refus(demander(normand, pris.id, **autres), 422, "requete-invalide")
    assert [faute["type"] for faute in dit["parametres"]] == [type_]


@pytest.mark.parametrize("jusqu_au", ["2023-09-28T08:00:00Z", "2023-11-24T08:00:00Z"])
def test_trois_jours_au_moins_soixante_au_plus(
    pris: Candidature, normand: Agent, jusqu_au: str
) -> None:
    assert demander(normand, pris.id, jusqu_au=jusqu_au).status_code == 201


def test_une_a_la_fois_trois_en_tout(pris: Candidature, normand: Agent) -> None:
    for rang in (1, 2, 3):
        assert demander(normand, pris.id).json()["rang"] == rang
        ouverte = refus(demander(normand, pris.id), 409, "correction-ouverte") if rang < 3 else {}
        assert ouverte.get("correction", 3) == rang
        decider(normand, "DELETE", pris.id, f"/{rang}", {"motif": "Vu."}).raise_for_status()
    refus(demander(normand, pris.id), 409, "trop-de-corrections")


def test_qui_demande_quand_et_de_quoi(client: Client, url: str, normand: Agent) -> None:
    deposee = deposee_en(client, ROUEN)
    refus(demander(normand, deposee.id), 409, "etat-incompatible")
    normand.prendre(deposee.id).raise_for_status()
    version = normand.lire(deposee.id)["version"]
    refus(demander(normand, deposee.id, version=version - 1), 412, "instruction-perimee")
    partage = deposee_en(client, ROUEN, "200010700", "248000531", region="interregional")
    normand.prendre(partage.id).raise_for_status()
    refus(demander(agent(client, url, "32"), partage.id), 403, "region-non-pilote")
    lecteur = agent(client, url, "28", portee=Portee.INSTRUCTION_LECTURE)
    refus(demander(lecteur, deposee.id), 403, "acces-insuffisant")
    ailleurs = agent(client, url, "53")
    refus(demander(ailleurs, deposee.id, version=1), 404, "introuvable")
    assert ailleurs.appeler("GET", f"/candidatures/{deposee.id}/corrections").status_code == 404


def test_rien_ne_se_propose_ni_ne_se_rend_pendant(a_corriger: Candidature, normand: Agent) -> None:
    version = normand.lire(a_corriger.id)["version"]
    refus(normand.proposer(a_corriger.id, version), 409, "correction-ouverte")
    rendu = normand.appeler("POST", f"/candidatures/{a_corriger.id}/rendu")
    refus(rendu, 409, "instruction-avancee")
    actions = {une["nom"]: une["motif"] for une in normand.lire(a_corriger.id)["actions"]}
    assert actions["proposer"] == actions["demander_une_correction"] == "correction-ouverte"


# --- what is open, and what is not ---


def test_ailleurs_rien_n_est_enregistre(a_corriger: Candidature) -> None:
    avant = a_corriger.lire()
    melee = {"contact": {"nom_prenom": "Anne", "est_contact_suite": True}}
    # Twice: what this process remembers of the first save lets no more through.
    for _ in range(2):
        dit = refus(a_corriger.modifier(melee, **A_TEMPS), 409, "hors-correction")
        assert dit["pointeurs"] == ["/contact/est_contact_suite"]
    assert a_corriger.lire() == avant
    a_corriger.modifier(NOM, **A_TEMPS).raise_for_status()
    refus(a_corriger.modifier(melee, **A_TEMPS), 409, "hors-correction")
    assert a_corriger.lire()["dossier"]["contact"] == avant["dossier"]["contact"] | NOM["contact"]


def test_ce_qui_depend_d_une_reponse_ouverte_l_est_aussi(pris: Candidature, normand: Agent) -> None:
    demander(normand, pris.id, "/perimetre/type_perimetre").raise_for_status()
    lue = pris.lire()["correction"]
    assert lue["modifiables"] == ["/perimetre/type_perimetre", "/bilan"]
    assert lue["rubriques_modifiables"] == ["bilan"]
    bilan = {"bilan": {"actions_realisees": "Deux usines."}}
    existant = {"perimetre": {"type_perimetre": TypePerimetre.IDENTIQUE}, **bilan}
    pris.modifier(existant, **A_TEMPS).raise_for_status()
    assert pris.deposer(**A_TEMPS).status_code == 201
    assert depot(pris, 2)["instantane"]["bilan"] == bilan["bilan"]


def test_les_fichiers_des_autres_rubriques_restent(a_corriger: Candidature) -> None:
    pieces = a_corriger.appeler("GET", "/pieces-jointes").json()["pieces"]
    jointe = a_corriger.joindre("lettres", "Autre.pdf", pdf(), **A_TEMPS)
    assert refus(jointe, 409, "hors-correction")["pointeurs"] == ["/gouvernance/lettres"]
    for piece in pieces:
        retrait = a_corriger.appeler("DELETE", f"/pieces-jointes/{piece['id']}", entetes=A_TEMPS)
        refus(retrait, 409, "hors-correction")
    assert a_corriger.appeler("GET", "/pieces-jointes").json()["pieces"] == pieces


def test_ceux_de_la_rubrique_nommee_se_remplacent(pris: Candidature, normand: Agent) -> None:
    demander(normand, pris.id, pointeurs=[], rubriques=["lettres"]).raise_for_status()
    pris.joindre("lettres", "Autre.pdf", pdf(), **A_TEMPS).raise_for_status()
    assert pris.deposer(**A_TEMPS).status_code == 201
    assert len(depot(pris, 2)["pieces"]) == 3


def test_ce_qui_fut_change_depuis_le_depot_se_remet(client: Client, normand: Agent) -> None:
    dossier = deposee_en(client, ROUEN)
    depose = depot(dossier)["instantane"]["contact"]
    dossier.modifier({"contact": {"courriel": "autre@example.fr"}}).raise_for_status()
    normand.prendre(dossier.id).raise_for_status()
    demander(normand, dossier.id).raise_for_status()
    dit = refus(dossier.deposer(**A_TEMPS), 422, "depot-hors-correction")
    assert dit["pointeurs"] == ["/contact/courriel"]
    ailleurs = {"contact": {"courriel": "encore@example.fr"}}
    refus(dossier.modifier(ailleurs, **A_TEMPS), 409, "hors-correction")
    remis = {"contact": {"courriel": depose["courriel"]}}
    dossier.modifier(remis, **A_TEMPS).raise_for_status()
    dossier.modifier(NOM, **A_TEMPS).raise_for_status()
    assert dossier.deposer(**A_TEMPS).status_code == 201


# --- T4 ---


def test_y_repondre_est_un_depot_avec_son_accuse(a_corriger: Candidature, normand: Agent) -> None:
    version = normand.lire(a_corriger.id)["version"]
    a_corriger.modifier(NOM, **A_TEMPS).raise_for_status()
    depose = a_corriger.deposer(**AVANT)
    assert (depose.status_code, depose.json()["depot"]) == (201, 2)
    mentions = accuse(a_corriger, 2).json()["accuse"]["mentions"]
    assert any("en réponse à la correction n° 1" in mention for mention in mentions)
    assert derniers(a_corriger, 2) == ["deposee", "correction_repondue"]
    lue = a_corriger.lire()
    assert (lue["etat"], lue["correction"]) == ("en_instruction", None)
    dossier = normand.lire(a_corriger.id)
    assert (dossier["depot"], dossier["etape"], dossier["correction"]) == (2, "en_cours", None)
    une = suivie(a_corriger)
    assert (une["issue"], une["depot_reponse"], une["sans_changement"]) == ("repondue", 2, False)
    dit = refus(normand.proposer(a_corriger.id, version), 412, "instruction-perimee")
    assert [(fait["genre"], fait["par"]) for fait in dit["changements"]] == [
        ("correction_repondue", None)
    ]
    refus(a_corriger.modifier(NOM, **A_TEMPS), 409, "etat-incompatible")
    deux_fois = refus(a_corriger.deposer(**A_TEMPS), 409, "etat-incompatible")
    assert deux_fois["etat"] == "en_instruction" and "répondu" in deux_fois["detail"]


def test_une_correction_reprend_ce_qui_etait_propose_du_depot_d_avant(
    pris: Candidature, normand: Agent
) -> None:
    normand.proposer(pris.id, normand.lire(pris.id)["version"]).raise_for_status()
    demander(normand, pris.id).raise_for_status()
    assert normand.lire(pris.id)["etape"] == "en_correction"
    pris.modifier(NOM, **A_TEMPS).raise_for_status()
    pris.deposer(**A_TEMPS).raise_for_status()
    lu = normand.lire(pris.id)
    assert (lu["depot"], lu["proposition"], lu["etape"]) == (2, None, "en_cours")


def test_redeposer_le_meme_y_repond_aussi(a_corriger: Candidature, normand: Agent) -> None:
    version = normand.lire(a_corriger.id)["version"]
    meme = a_corriger.deposer(**A_TEMPS)
    assert (meme.status_code, meme.json()["depot"], rangs(a_corriger)) == (200, 1, [1])
    une = suivie(a_corriger)
    assert (une["issue"], une["depot_reponse"], une["sans_changement"]) == ("repondue", 1, True)
    assert normand.lire(a_corriger.id)["version"] == version + 1
    assert demander(normand, a_corriger.id).status_code == 201


def test_deux_depots_a_la_fois_n_en_font_qu_un(a_corriger: Candidature) -> None:
    a_corriger.modifier(NOM, **A_TEMPS).raise_for_status()
    with ThreadPoolExecutor(2) as deux:
        faits = [f.result() for f in [deux.submit(a_corriger.deposer, **A_TEMPS) for _ in "ab"]]
    assert sorted(fait.status_code for fait in faits) == [201, 409]
    assert rangs(a_corriger) == [1, 2]


def test_un_fichier_infecte_n_y_repond_pas(pris: Candidature, normand: Agent, url: str) -> None:
    demander(normand, pris.id, pointeurs=[], rubriques=["lettres"]).raise_for_status()
    ici = f"UPDATE piece_jointe SET antivirus = 'infecte' WHERE candidature_id = '{pris.id}'"
    sql(url, f"{ici} AND rubrique = 'lettres' RETURNING id")
    refus(pris.deposer(**A_TEMPS), 409, "fichier-infecte")
    # Where nothing may be replaced, it keeps nobody from answering.
    sql(url, f"{ici} RETURNING id")
    sain = ici.replace("'infecte'", "'sain'", 1)
    sql(url, f"{sain} AND rubrique = 'lettres' RETURNING id")
    assert pris.deposer(**A_TEMPS).status_code == 200


# --- T5 ---


def test_passe_l_instant_elle_est_close(a_corriger: Candidature, normand: Agent) -> None:
    a_corriger.modifier(NOM, **AVANT).raise_for_status()
    autre = {"contact": {"nom_prenom": "Un autre"}}
    tard = a_corriger.modifier(autre, **TROP_TARD)
    dit = refus(tard, 409, "correction-close")
    assert (dit["arrivee"], dit["jusqu_au"]) == (JUSQU_AU, JUSQU_AU)
    refus(a_corriger.deposer(**TROP_TARD), 409, "correction-close")
    refus(a_corriger.joindre("lettres", "a.pdf", pdf(), **TROP_TARD), 409, "correction-close")
    chemin = f"/candidatures/{a_corriger.id}"
    lu = normand.appeler("GET", chemin, le=JUSQU_AU).json()
    assert (lu["etape"], lu["depot"], lu["correction"]) == ("en_cours", 1, None)
    assert suivie(a_corriger, TROP_TARD)["issue"] == "expiree"
    assert suivie(a_corriger, AVANT)["issue"] is None
    # Who reads the candidature alone is told the same, to the millisecond.
    for le, ouverte in ((AVANT, True), (TROP_TARD, False)):
        lue = a_corriger.appeler("GET", entetes=le).json()["correction"]
        assert (lue["jusqu_au"], lue["ouverte"]) == (JUSQU_AU, ouverte)
    version = lu["version"]
    for methode, corps in (
        ("PATCH", {"jusqu_au": "2023-10-20T12:00:00Z"}),
        ("DELETE", {"motif": "x"}),
    ):
        close = decider(normand, methode, a_corriger.id, "/1", corps, version, le=JUSQU_AU)
        refus(close, 409, "correction-close")
    # An answer in time may come back for a quarter of an hour.
    plus_tard: Json = {"jusqu_au": "2023-10-20T12:00:00Z"}
    trop_tot = demander(normand, a_corriger.id, le="2023-10-10T12:14:59.999Z", **plus_tard)
    refus(trop_tot, 409, "correction-ouverte")
    propose = normand.appeler(
        "PUT",
        f"{chemin}/proposition",
        le="2023-10-10T12:14:59.999Z",
        json={"sens": "acceptee"},
        headers={"If-Match": "*"},
    )
    refus(propose, 409, "correction-ouverte")
    encore = demander(normand, a_corriger.id, le="2023-10-10T12:15:00Z", **plus_tard)
    assert encore.json()["rang"] == 2


# --- T6, T7 ---


def test_prolongee_elle_reste_ouverte(a_corriger: Candidature, normand: Agent) -> None:
    plus_tard = "2023-10-12T12:00:00Z"
    for trop in (JUSQU_AU, "2023-10-01T00:00:00Z"):
        avance = decider(normand, "PATCH", a_corriger.id, "/1", {"jusqu_au": trop})
        refus(avance, 422, "requete-invalide")
    prolongee = decider(normand, "PATCH", a_corriger.id, "/1", {"jusqu_au": plus_tard})
    assert prolongee.raise_for_status().json()["jusqu_au"] == plus_tard
    assert derniers(a_corriger) == ["correction_prolongee"]
    a_corriger.modifier(NOM, **TROP_TARD).raise_for_status()
    assert a_corriger.deposer(**TROP_TARD).status_code == 201


def test_annulee_son_message_reste(a_corriger: Candidature, normand: Agent) -> None:
    a_corriger.modifier(NOM, **A_TEMPS).raise_for_status()
    annulee = decider(normand, "DELETE", a_corriger.id, "/1", {"motif": "Vu."})
    assert annulee.raise_for_status().json()["issue"] == "annulee"
    une = suivie(a_corriger)
    assert (une["message"], une["motif_annulation"]) == ("Qui est-ce ?", "Vu.")
    assert a_corriger.lire()["correction"] is None
    refus(a_corriger.deposer(**A_TEMPS), 409, "etat-incompatible")
    refus(a_corriger.modifier(NOM, **A_TEMPS), 409, "etat-incompatible")
    encore = decider(normand, "DELETE", a_corriger.id, "/1", {"motif": "Vu."})
    assert refus(encore, 409, "correction-achevee")["issue"] == "annulee"


def test_le_retrait_la_ferme(a_corriger: Candidature, normand: Agent) -> None:
    a_corriger.appeler("POST", "/retrait", entetes=A_TEMPS).raise_for_status()
    assert suivie(a_corriger)["issue"] == "annulee"
    assert a_corriger.lire()["correction"] is None
    refus(a_corriger.modifier(NOM, **A_TEMPS), 409, "etat-incompatible")


def test_elle_part_avec_la_candidature(a_corriger: Candidature, url: str) -> None:
    a_corriger.appeler("POST", "/retrait").raise_for_status()
    a_corriger.appeler("DELETE").raise_for_status()
    ici = f"FROM correction WHERE candidature_id = '{a_corriger.id}'"
    assert sql(url, f"SELECT count(*) {ici}") == [(0,)]


# --- T5 ---


def _expirer_le(reglages: Settings, le: datetime) -> None:
    async def agir() -> None:
        app = create_app(reglages)
        async with app.router.lifespan_context(app):
            await expirer(replace(app.state.services, horloge=Horloge(le)), {})

    asyncio.run(agir())


def test_une_correction_expiree_se_dit_une_fois_et_pas_avant(
    a_corriger: Candidature, normand: Agent, reglages: Settings
) -> None:
    fin = datetime.fromisoformat(JUSQU_AU)
    version = normand.lire(a_corriger.id)["version"]
    _expirer_le(reglages, fin - timedelta(milliseconds=1))
    assert derniers(a_corriger) == ["correction_demandee"]
    for _ in range(2):
        _expirer_le(reglages, fin)
        assert derniers(a_corriger, 2) == ["correction_demandee", "correction_expiree"]
    assert suivie(a_corriger, TROP_TARD)["issue"] == "expiree"
    assert normand.lire(a_corriger.id)["version"] == version + 1
    # An answer that had arrived counts, however late it is dealt with.
    a_corriger.modifier(NOM, **AVANT).raise_for_status()
    assert a_corriger.deposer(**AVANT).status_code == 201


def test_le_travail_revient_de_lui_meme() -> None:
    assert EXPIRER in TRAVAUX and EXPIRER in PERIODIQUES
