"""Saved views: what a reviewer looks for often; never more than its reader may see."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, cast
from uuid import uuid4

import httpx2
import pytest

from app.acces.droits import Portee
from app.formulaire.ouverture import nommables
from app.instruction.etiquettes import ETIQUETTES_MAX
from tests.acces.cles import porteur
from tests.acces.temoins import nouvelle_cle
from tests.bases import sql
from tests.client import Client, Json
from tests.instruction.deposees import Deposee
from tests.instruction.dossiers import AMIENS, ROUEN, Agent, agent, deposee_en
from tests.instruction.outils import Instruction

Vide = tuple[Client, str]
_ICI: Final = "/vues"
_TOUT: Final[Json] = {
    "nom": "Tout",
    "filtres": [],
    "tri": "recu_le",
    "colonnes": [],
    "partage": "moi",
}


def _enregistrer(qui: Agent, **autres: Any) -> httpx2.Response:
    return qui.appeler("POST", _ICI, json=_TOUT | _dits(**autres))


def _dits(**autres: Any) -> Json:
    """Filters by their names, as a view says them."""
    filtres = autres.get("filtres")
    if isinstance(filtres, dict):
        parametres = cast(dict[str, Any], filtres).items()
        autres["filtres"] = [{"nom": nom, "valeurs": valeurs} for nom, valeurs in parametres]
    return autres


def _vue(qui: Agent, **autres: Any) -> str:
    return _enregistrer(qui, **autres).raise_for_status().json()["id"]


def _noms(qui: Agent) -> list[str]:
    return [une["nom"] for une in qui.appeler("GET", _ICI).raise_for_status().json()["vues"]]


def _ids(qui: Agent, **parametres: Any) -> list[str]:
    lue = qui.appeler("GET", "/candidatures", params=parametres).raise_for_status()
    return [une["id"] for une in lue.json()["candidatures"]]


@pytest.fixture
def normand(instruction: Instruction) -> Agent:
    return agent(instruction.client, instruction.url, "28")


@pytest.fixture
def breton(instruction: Instruction) -> Agent:
    return agent(instruction.client, instruction.url, "53")


def test_elle_s_enregistre_se_lit_se_remplace_et_se_supprime(normand: Agent) -> None:
    voulue = {
        "nom": "À revoir",
        "filtres": [
            {"nom": "etape", "valeurs": ["a_prendre", "en_cours"]},
            {"nom": "maj_apres", "valeurs": ["2023-09-01T00:00:00Z"]},
        ],
        "tri": "-maj_le",
        "colonnes": ["numero", "/perimetre/nom_territoire"],
        "partage": "moi",
    }
    enregistree = normand.appeler("POST", _ICI, json=voulue)
    assert enregistree.status_code == 201
    lue = enregistree.json()
    assert lue == lue | voulue | {"mienne": True}
    assert lue["par"]["nom"] == "essai"
    chemin = f"{_ICI}/{lue['id']}"
    assert normand.appeler("GET", chemin).json() == lue
    change = voulue | {"nom": "Autre", "filtres": []}
    assert normand.appeler("PUT", chemin, json=change).json() == lue | change
    assert _noms(normand) == ["Autre"]
    assert normand.appeler("DELETE", chemin).status_code == 204
    assert normand.appeler("GET", chemin).status_code == 404
    assert _noms(normand) == []


def test_elle_suit_son_titulaire_et_non_sa_cle(normand: Agent, instruction: Instruction) -> None:
    une = _vue(normand)
    id, secret = nouvelle_cle(instruction.url, Portee.INSTRUCTION_LECTURE, regions=["28"])
    sienne = f"(SELECT titulaire FROM cle_api WHERE nom = 'essai' AND id <> '{id}' ORDER BY "
    sql(
        instruction.url,
        f"UPDATE cle_api SET titulaire = {sienne} creee_le DESC LIMIT 1) WHERE id = '{id}'",
    )
    assert Agent(instruction.client, secret).appeler("GET", f"{_ICI}/{une}").json()["mienne"]


def test_elle_s_applique_a_la_liste_qui_la_precise_ou_la_remplace(
    normand: Agent, instruction: Instruction
) -> None:
    premiere, seconde = (Deposee(nom, rangs=(f"2023-09-0{n}T00:00:00Z",)) for n, nom in _NOMMEES)
    prise = Deposee("Axe Dieppe", etat="en_instruction")
    instruction.deposer(premiere, seconde, prise)
    une = _vue(normand, filtres={"etape": ["a_prendre"], "q": ["axe"]})
    assert _ids(normand, vue=une) == [premiere.id, seconde.id]
    assert _ids(normand, vue=une, tri="-recu_le") == [seconde.id, premiere.id]
    assert _ids(normand, vue=une, depose_apres="2023-09-02T00:00:00Z") == [seconde.id]
    assert _ids(normand, vue=une, etape="en_cours") == [prise.id]
    assert _ids(normand, vue=une, q="seine") == [premiere.id]
    page = normand.appeler("GET", "/candidatures", params={"vue": une, "limite": 1}).json()
    assert _ids(normand, vue=une, apres=page["suivant"]) == [seconde.id]
    # Saved again meanwhile, it is another list.
    change = _TOUT | _dits(filtres={"q": ["axe"]})
    normand.appeler("PUT", f"{_ICI}/{une}", json=change).raise_for_status()
    reprise = {"vue": une, "apres": page["suivant"]}
    assert normand.appeler("GET", "/candidatures", params=reprise).status_code == 422


_NOMMEES: Final = ((1, "Axe Seine"), (2, "Axe Rouen"))


def test_elle_n_elargit_jamais_ce_que_voit_qui_la_lit(
    normand: Agent, breton: Agent, instruction: Instruction
) -> None:
    a_tous = agent(instruction.client, instruction.url, portee=Portee.INSTRUCTION_DECISION)
    normande, bretonne = Deposee("Caen", "28"), Deposee("Lorient", "53")
    instruction.deposer(normande, bretonne)
    une = _vue(a_tous, partage="tous", filtres={"region": ["28", "53"]})
    assert {*_ids(a_tous, vue=une)} == {normande.id, bretonne.id}
    for qui, sienne in ((normand, normande), (breton, bretonne)):
        assert _ids(qui, vue=une) == [sienne.id]
        lue = qui.appeler("GET", "/candidatures", params={"vue": une, "total": "true"}).json()
        assert lue["total"] == 1
        # The filter of a view may name another region: nothing of it is seen.
        autre = _vue(qui, filtres={"region": ["28", "53"], "q": ["lorient"]})
        assert _ids(qui, vue=autre) == [une for une in [bretonne.id] if qui is breton]
    a_moi = _vue(a_tous, partage="tous", filtres={"affecte_a": ["moi"]})
    assert _ids(normand, vue=a_moi) == []


def test_elle_n_est_vue_que_de_ceux_avec_qui_elle_est_partagee(
    normand: Agent, breton: Agent, instruction: Instruction
) -> None:
    client, url = instruction.client, instruction.url
    voisin = agent(client, url, "28", "32")
    partout, admin = agent(client, url), agent(client, url, portee=Portee.ADMINISTRATION)
    sienne = _vue(normand, nom="Sienne")
    partagee = _vue(normand, nom="Partagée", partage="region")
    a_tous = _vue(admin, nom="À tous", partage="tous")
    assert {*_noms(normand)} == {"Sienne", "Partagée", "À tous"}
    assert {*_noms(voisin)} == {*_noms(partout)} == {"Partagée", "À tous"}
    assert _noms(breton) == ["À tous"]
    for qui, vue in ((breton, partagee), (voisin, sienne), (admin, sienne)):
        chemin = f"{_ICI}/{vue}"
        assert qui.appeler("GET", chemin).status_code == 404
        assert qui.appeler("PUT", chemin, json=_TOUT).status_code == 404
        assert qui.appeler("DELETE", chemin).status_code == 404
        refus = qui.appeler("GET", "/candidatures", params={"vue": vue})
        assert (refus.status_code, refus.json()["parametres"][0]["type"]) == (422, "vue_inconnue")
    for qui, vue in ((voisin, partagee), (normand, a_tous)):
        assert qui.appeler("PUT", f"{_ICI}/{vue}", json=_TOUT).status_code == 403
        assert qui.appeler("DELETE", f"{_ICI}/{vue}").status_code == 403
    assert admin.appeler("DELETE", f"{_ICI}/{partagee}").status_code == 204
    assert _enregistrer(normand, partage="tous").status_code == 403
    change = normand.appeler("PUT", f"{_ICI}/{sienne}", json=_TOUT | {"partage": "tous"})
    assert change.status_code == 403
    assert _enregistrer(partout, partage="region").status_code == 422


@pytest.mark.parametrize(
    ("autres", "ou"),
    [
        ({"filtres": {"etape": ["close"]}}, ["/filtres/0/valeurs/0"]),
        ({"filtres": {"etape": ["en_cours", "x"]}}, ["/filtres/0/valeurs/1"]),
        ({"filtres": {"vue": ["x"]}}, ["/filtres/0/nom"]),
        ({"filtres": {"limite": ["9"]}}, ["/filtres/0/nom"]),
        ({"filtres": {"maj_apres": ["hier"]}}, ["/filtres/0/valeurs"]),
        ({"filtres": {"q": ["a", "b"]}}, ["/filtres/0/valeurs"]),
        ({"filtres": {"q": []}}, ["/filtres/0/valeurs"]),
        ({"filtres": [{"nom": "q", "valeurs": ["a"]}] * 2}, ["/filtres/1/nom"]),
        ({"filtres": {"q": "a"}}, ["/filtres/0/valeurs"]),
        ({"filtres": {"q": ["a" * 101]}}, ["/filtres/0/valeurs"]),
        ({"colonnes": ["/inconnu", "numero", "numero"]}, ["/colonnes/0", "/colonnes/2"]),
        ({"tri": "pertinence"}, ["/tri"]),
        ({"tri": "nom"}, ["/tri"]),
        ({"partage": "monde"}, ["/partage"]),
        ({"nom": "\u202efdp"}, ["/nom"]),
        ({"nom": ""}, ["/nom"]),
        ({"agent": str(uuid4())}, ["/agent"]),
    ],
)
def test_ce_que_la_liste_ne_lirait_pas_ne_s_enregistre_pas(
    normand: Agent, autres: Json, ou: list[str]
) -> None:
    refus = _enregistrer(normand, **autres)
    assert refus.status_code == 422
    assert [p["nom"] for p in refus.json()["parametres"]] == ou


def test_soixante_par_agent_au_plus(
    normand: Agent, breton: Agent, instruction: Instruction
) -> None:
    _vue(normand)
    sql(
        instruction.url,
        "INSERT INTO vue SELECT gen_random_uuid(), agent, 'n', '[]', 'numero', '{}', 'moi', '{}', "
        "now() FROM vue, generate_series(1, 58)",
    )
    with ThreadPoolExecutor(3) as fils:
        faites = [fils.submit(_enregistrer, normand) for _ in range(3)]
    codes = sorted(faite.result().status_code for faite in faites)
    assert codes == [201, 409, 409]
    assert _enregistrer(breton).status_code == 201
    page = normand.appeler("GET", _ICI, params={"limite": 40}).json()
    suite = {"limite": 40, "apres": page["suivant"]}
    reste = normand.appeler("GET", _ICI, params=suite).json()
    lues = [une["id"] for une in page["vues"] + reste["vues"]]
    assert (len(lues), len({*lues}), reste["suivant"]) == (60, 60, None)


def test_elle_ne_garde_que_seize_kio(normand: Agent) -> None:
    """Whoever lists them reads those of everybody who shares."""
    longue = {"avertissement": ["a" * 60] * 100, "affecte_a": [str(uuid4())] * 100}
    une = _vue(normand, filtres=longue)
    longue |= {"siret": ["7" * 14] * 100, "epci": ["2" * 9] * 100, "departement": ["76"] * 100}
    longue |= {nom: [str(uuid4())] * ETIQUETTES_MAX for nom in ("etiquette", "sans_etiquette")}
    large = _TOUT | {"colonnes": sorted(nommables())} | _dits(filtres=longue)
    assert normand.appeler("POST", _ICI, json=large).status_code == 413
    assert normand.appeler("PUT", f"{_ICI}/{une}", json=large).status_code == 413


def test_ce_qu_une_autre_version_enregistre_ne_se_lit_pas(
    normand: Agent, instruction: Instruction
) -> None:
    une, autre, ordre, partage = (_vue(normand, nom=nom) for nom in "abcd")
    sql(
        instruction.url,
        """UPDATE vue SET filtres = '[{"nom"\\:"a_venir","valeurs"\\:["1"]}]' """
        f"WHERE id = '{une}'",
        """UPDATE vue SET filtres = '[{"nom"\\:"etape","valeurs"\\:["a_venir"]}]' """
        f"WHERE id = '{autre}'",
        f"UPDATE vue SET tri = 'a_venir' WHERE id = '{ordre}'",
        f"UPDATE vue SET partage = 'a_venir' WHERE id = '{partage}'",
    )
    for illisible in (une, autre):
        en_liste = normand.appeler("GET", "/candidatures", params={"vue": illisible})
        en_lot = normand.appeler("POST", "/prises-en-instruction", json={"vue": illisible})
        for refus, la in ((en_liste, "vue"), (en_lot, "/vue")):
            (parametre,) = refus.json()["parametres"]
            assert (refus.status_code, parametre["nom"]) == (422, la)
            assert parametre["type"] == "vue_illisible"
    assert {*_noms(normand)} == {"a", "b"}
    assert normand.appeler("GET", f"{_ICI}/{ordre}").status_code == 404


def test_ses_dossiers_se_prennent_ensemble(normand: Agent, instruction: Instruction) -> None:
    client = instruction.client
    a_tous = agent(client, instruction.url, portee=Portee.INSTRUCTION_DECISION)
    sien, ailleurs = deposee_en(client, ROUEN), deposee_en(client, AMIENS, region="32")
    une = _vue(a_tous, partage="tous", filtres={"etape": ["a_prendre"]})
    vide = _vue(normand, filtres={"q": ["introuvable"]})

    def prendre(**corps: Any) -> httpx2.Response:
        return normand.appeler("POST", "/prises-en-instruction", json=corps)

    assert prendre(vue=vide).json() == {"prises": [], "refusees": []}
    assert prendre(vue=une).json() == {"prises": [sien.id], "refusees": []}
    assert a_tous.lire(ailleurs.id)["etat"] == "deposee"
    assert prendre(vue=str(uuid4())).json()["parametres"][0]["type"] == "vue_inconnue"
    faux: list[Json] = [{}, {"vue": une, "candidatures": [sien.id]}, {"candidatures": []}]
    for corps in faux:
        assert prendre(**corps).status_code == 422


def test_plus_de_cinq_cents_dossiers_ne_se_prennent_pas_ensemble(
    normand: Agent, instruction: Instruction
) -> None:
    instruction.deposer(*(Deposee() for _ in range(501)))
    refus = normand.appeler("POST", "/prises-en-instruction", json={"vue": _vue(normand)})
    assert (refus.status_code, refus.json()["code"], refus.json()["maximum"]) == (
        409,
        "vue-trop-large",
        500,
    )


def test_elles_partent_avec_qui_les_a_faites(
    normand: Agent, breton: Agent, instruction: Instruction
) -> None:
    for qui in (normand, breton):
        _vue(qui, partage="region")
    moi = normand.appeler("GET", _ICI).json()["vues"][0]["par"]["id"]
    admin = nouvelle_cle(instruction.url, Portee.ADMINISTRATION)[1]
    adresse = f"/v1/administration/agents/{moi}"
    assert instruction.client.delete(adresse, headers=porteur(admin)).status_code == 204
    assert sql(instruction.url, "SELECT count(*) FROM vue") == [(1,)]
    assert (_noms(normand), len(_noms(breton))) == ([], 1)
