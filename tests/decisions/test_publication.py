"""Publishing: all at one instant, never before it, once, and what who applies learns then."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

import pytest

from app.config import Settings
from app.decisions.echeance import publier_les_dus
from app.decisions.publier import publier_a_l_heure
from app.kit.clock import Horloge
from app.kit.services import Services
from tests.acces.courrier import adresse, recu, recus
from tests.bases import sql
from tests.client import Candidature, Client, Json
from tests.decisions.lots import SIGNATAIRE, Decideur, epci_neuf, prise
from tests.depots.pieces import deposee, perimetre
from tests.instruction.dossiers import Agent, agent
from tests.instruction.test_courriels_au_demandeur import faire, objets

PUBLIER_LE: Final = datetime.fromisoformat("2023-11-09T10:00:00Z")
REFUS: Final[Json] = {
    "sens": "refusee",
    "motifs": ["perimetre"],
    "motivation": "Le périmètre n'est pas homogène.",
}
_MILLISECONDE: Final = timedelta(milliseconds=1)
Lot = tuple[str, Candidature, Candidature]


@pytest.fixture(scope="module")
def normand(client: Client, url: str) -> Agent:
    return agent(client, url)


@pytest.fixture
def arrete(client: Client, ministre: Decideur, normand: Agent) -> Lot:
    """A sealed lot: an acceptance, a refusal."""
    une, autre = prise(client, normand, epci_neuf()), prise(client, normand, epci_neuf())
    lot = ministre.creer(publier_le=PUBLIER_LE.isoformat(), signataire=SIGNATAIRE)["id"]
    ministre.inscrire(
        lot,
        {"candidature": une.id, "decision": {"sens": "acceptee"}},
        {"candidature": autre.id, "decision": REFUS},
    )
    ministre.faire("POST", lot, "/arret").raise_for_status()
    return lot, une, autre


class _Figee(Horloge):
    """A clock that has stopped."""

    def __init__(self, le: datetime) -> None:
        super().__init__(le)
        self.le = le

    def maintenant(self) -> datetime:
        return self.le


def _publier_le(reglages: Settings, *instants: datetime) -> None:
    """What the clock of the service brings at each of these instants."""

    async def agir(services: Services) -> None:
        for le in instants:
            await publier_les_dus(replace(services, horloge=_Figee(le)))

    faire(reglages, agir)


def test_a_son_instant_toutes_les_decisions_se_publient_ensemble(
    ministre: Decideur, arrete: Lot, reglages: Settings, normand: Agent
) -> None:
    lot, une, autre = arrete
    _publier_le(reglages, PUBLIER_LE - _MILLISECONDE)
    assert ministre.lire(lot)["etat"] == "arrete"
    assert une.lire()["etat"] == "en_instruction"
    assert une.appeler("GET", "/decision").status_code == 404
    _publier_le(reglages, PUBLIER_LE, PUBLIER_LE)
    publie = ministre.lire(lot)
    assert (publie["etat"], publie["lignes"]) == ("publie", 2)
    assert [(un["genre"], un["par"] and un["par"]["nom"]) for un in publie["actes"]] == [
        ("arret", "essai"),
        ("publication", None),
    ]
    le = publie["publie_le"]
    for candidature, etat in ((une, "acceptee"), (autre, "refusee")):
        lue = candidature.lire()
        assert (lue["etat"], lue["modifiee_le"]) == (etat, le)
        dits = candidature.appeler("GET", "/evenements").json()["evenements"]
        dernier = [un for un in dits if un["genre"] == "decidee"]
        assert [(un["le"], un["details"]) for un in dernier] == [
            (le, {"decision": 1, "sens": etat})
        ]
        decision = candidature.appeler("GET", "/decision").raise_for_status().json()
        assert (decision["sens"], decision["publiee_le"]) == (etat, le)
        flux = candidature.client.get(
            "/v1/flux", headers={"Authorization": f"Bearer {candidature.jeton}"}
        ).json()["evenements"]
        assert [un["type"] for un in flux].count(f"candidature.{etat}") == 1
        vu = normand.lire(candidature.id)
        assert (vu["etape"], vu["actions"][0]["possible"]) == ("publiee", False)
    assert autre.appeler("POST", "/retrait").json()["code"] == "etat-incompatible"
    assert ministre.faire("POST", lot, "/publication").json()["code"] == "lot-non-arrete"


def test_une_machine_qui_avance_ne_publie_pas_avant_l_heure(
    client: Client, ministre: Decideur, normand: Agent, reglages: Settings
) -> None:
    """Nor does she find that it is due, whichever of the two is asked."""
    un_jour = datetime.fromisoformat("2099-11-09T10:00:00Z")
    lot = ministre.creer(publier_le=un_jour.isoformat(), signataire=SIGNATAIRE)["id"]
    une = prise(client, normand, epci_neuf())
    ministre.inscrire(lot, {"candidature": une.id, "decision": REFUS})
    ministre.faire("POST", lot, "/arret").raise_for_status()

    async def publier(services: Services) -> None:
        fait = await publier_a_l_heure(replace(services, horloge=_Figee(un_jour)), UUID(lot))
        assert not fait

    _publier_le(reglages, un_jour)
    faire(reglages, publier)
    assert ministre.lire(lot)["etat"] == "arrete"


def test_par_la_requete_des_son_instant_ou_avant_si_on_le_demande(
    ministre: Decideur, arrete: Lot
) -> None:
    lot, une, _ = arrete
    avant = (PUBLIER_LE - _MILLISECONDE).isoformat()
    tot = ministre.faire("POST", lot, "/publication", le=avant)
    assert (tot.status_code, tot.json()["code"]) == (409, "publication-prematuree")
    assert une.lire()["etat"] == "en_instruction"
    cle, version = {"Idempotency-Key": str(uuid4())}, ministre.lire(lot)["version"]
    voulu: Json = {"headers": cle, "json": {"maintenant": True}, "le": avant}
    publie = ministre.faire("POST", lot, "/publication", version, **voulu)
    assert publie.json()["etat"] == "publie"
    assert datetime.fromisoformat(publie.json()["publie_le"]).isoformat() == avant
    rejoue = ministre.faire("POST", lot, "/publication", version, **voulu)
    assert rejoue.headers["Idempotency-Replayed"] == "true"
    assert une.lire()["etat"] == "acceptee"


def test_a_son_instant_par_l_horloge_de_la_requete(ministre: Decideur, arrete: Lot) -> None:
    lot, une, _ = arrete
    publie = ministre.faire("POST", lot, "/publication", le=PUBLIER_LE.isoformat())
    assert publie.json()["etat"] == "publie"
    assert une.lire()["etat"] == "acceptee"


def test_ce_qui_est_retire_quitte_le_lot_sans_que_rien_le_dise(
    url: str, ministre: Decideur, arrete: Lot
) -> None:
    lot, une, autre = arrete
    retrait = une.appeler("POST", "/retrait")
    assert (retrait.status_code, retrait.json()["etat"]) == (200, "retiree")
    assert ministre.lire(lot)["lignes"] == 1
    assert [ligne["candidature"] for ligne in ministre.lignes(lot)] == [autre.id]
    ministre.faire("POST", lot, "/publication", json={"maintenant": True}).raise_for_status()
    assert (une.lire()["etat"], autre.lire()["etat"]) == ("retiree", "refusee")
    genres = [un["genre"] for un in une.appeler("GET", "/evenements").json()["evenements"]]
    assert "decidee" not in genres
    assert sql(url, f"SELECT count(*) FROM decision WHERE candidature_id = '{une.id}'") == [(0,)]
    assert ministre.lire(lot)["lignes"] == 1


def test_deux_qui_publient_a_la_fois_publient_une_fois(
    url: str, ministre: Decideur, arrete: Lot, reglages: Settings
) -> None:
    lot, une, autre = arrete
    version = ministre.lire(lot)["version"]
    par_requete: Callable[[], object] = lambda: ministre.faire(  # noqa: E731
        "POST", lot, "/publication", version, json={"maintenant": True}
    )
    par_l_heure: Callable[[], object] = lambda: _publier_le(reglages, PUBLIER_LE)  # noqa: E731
    with ThreadPoolExecutor(4) as fils:
        for fait in [fils.submit(un) for un in (par_requete, par_l_heure) * 2]:
            fait.result()
    ids = f"('{une.id}', '{autre.id}')"
    compte = f"SELECT count(*) FROM evenement WHERE genre = 'decidee' AND candidature_id IN {ids}"
    assert sql(url, compte) == [(2,)]


def test_le_demandeur_en_est_averti_sans_ce_qui_est_decide(
    client: Client, ministre: Decideur, normand: Agent
) -> None:
    boite, dossier = adresse("demandeur"), perimetre(epci_neuf())
    dossier["demandeur"]["courriel"] = boite
    une = deposee(client, dossier)
    normand.prendre(une.id).raise_for_status()
    lot = ministre.creer(signataire=SIGNATAIRE)["id"]
    ministre.inscrire(lot, {"candidature": une.id, "decision": REFUS})
    ministre.faire("POST", lot, "/arret").raise_for_status()
    ministre.faire("POST", lot, "/publication", json={"maintenant": True}).raise_for_status()
    recu(client, boite, 2)  # after the one that says that it is under review
    assert "Une décision vous attend" in objets(recus(client, boite))


def test_une_decision_publiee_se_rapporte_et_une_autre_la_suit(
    ministre: Decideur, arrete: Lot
) -> None:
    lot, une, _ = arrete
    ici = f"/candidatures/{une.id}/decisions/1/reexamen"
    lui, raison = ministre.agent, {"motif": "erreur", "raison": "Le recours gracieux est fondé."}
    scelle = lui.appeler("POST", ici, json=raison, headers={"If-Match": "*"})
    assert scelle.json()["code"] == "introuvable"
    ministre.faire("POST", lot, "/publication", json={"maintenant": True}).raise_for_status()
    assert lui.appeler("POST", ici, json=raison).json()["code"] == "precondition-requise"
    tard = "2024-01-25T09:00:00Z"  # published on 25 September, at 10 in Paris
    ouvert = lui.appeler("POST", ici, json=raison, headers={"If-Match": "*"}, le=tard)
    assert ouvert.json() == {
        "decision": 1,
        "rapportee_le": tard,
        "avertissements": ["au_dela_de_quatre_mois"],
    }
    assert une.lire()["etat"] == "en_instruction"
    rapport = lui.appeler("GET", ici.removesuffix("/reexamen")).json()["rapport"]
    assert (rapport["motif"], rapport["fondement"]) == ("erreur", None)
    ancienne = une.appeler("GET", "/decision").json()
    assert (ancienne["sens"], ancienne["rapportee_le"]) == ("acceptee", tard)
    code = ancienne["territoire_retenu"]["code"]
    encore = lui.appeler("POST", ici, json=raison, headers={"If-Match": "*"})
    assert (encore.status_code, encore.json()["code"]) == (409, "decision-rapportee")
    second = ministre.creer(signataire=SIGNATAIRE)["id"]
    ministre.inscrire(second, {"candidature": une.id, "decision": {"sens": "acceptee"}})
    ministre.faire("POST", second, "/arret").raise_for_status()
    ministre.faire("POST", second, "/publication", json={"maintenant": True}).raise_for_status()
    neuve = une.appeler("GET", "/decision").json()
    assert (neuve["decision"], neuve["rapportee_le"]) == (2, None)
    assert neuve["territoire_retenu"]["code"] == code
    genres = [un["genre"] for un in une.appeler("GET", "/evenements").json()["evenements"]]
    assert genres.count("decidee") == 2 and "reexamen" in genres


def test_un_retrait_dit_son_fondement_et_tout_reexamen_son_motif(
    ministre: Decideur, arrete: Lot
) -> None:
    lot, une, autre = arrete
    ministre.faire("POST", lot, "/publication", json={"maintenant": True}).raise_for_status()
    retrait: Json = {"motif": "retrait", "fondement": "CRPA, art. L. 242-1"}
    retrait["raison"] = "La décision était illégale."

    def reexaminer(qui: Candidature, voulu: Json) -> tuple[int, Json | None]:
        ici = f"/candidatures/{qui.id}/decisions/1"
        si = {"If-Match": "*"}
        fait = ministre.agent.appeler("POST", f"{ici}/reexamen", json=voulu, headers=si)
        rapport = ministre.agent.appeler("GET", ici).json()["rapport"]
        return fait.status_code, rapport and {nom: rapport[nom] for nom in retrait}

    fautes: list[Json] = [
        *({"fondement": None}, {"fondement": " "}, {"motif": None}),
        *({"motif": "autre"}, {"raison": "Erreur."}),
    ]
    for faute in fautes:
        assert reexaminer(une, retrait | faute) == (422, None), faute
    assert reexaminer(une, retrait) == (200, retrait)
    recours: Json = retrait | {"motif": "recours_gracieux", "fondement": None}
    assert reexaminer(autre, recours) == (200, recours)
