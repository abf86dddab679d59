"""What somebody has got hold of that belongs to another's candidature, tried by every caller.

By its address, its files and its deposits: `tests/acces/test_matrice.py`, `test_cloisonnement.py`.
"""

from typing import Any, Final
from uuid import uuid4

import httpx2
import pytest

from tests.acces.temoins import REFERENCE, Scene, scene
from tests.bases import sql
from tests.candidatures.outils import inchangee, probleme
from tests.client import Candidature, Client, Json
from tests.depots.pieces import prete
from tests.portails.outils import PREFIXE

_CLE: Final = f"cle-d-un-autre-{uuid4()}"
_ETRANGERS: Final = (
    "personne",
    "mal formé",
    "expiré",
    "révoqué",
    "autre candidat",
    "portail sans portée",
    "autre portail",
    "instructeur d'une autre région",
)
chaque_etranger: Final = pytest.mark.parametrize("qui", _ETRANGERS)


@pytest.fixture(scope="module")
def autrui(client: Client, postgres: str) -> Scene:
    return scene(client, postgres)


@pytest.fixture(scope="module")
def avec_cle(client: Client) -> tuple[Candidature, Json]:
    """A candidature opened under a key, then deposited under it; and the body that opened it."""
    corps: Json = {"dossier": {"contact": {"nom_prenom": f"Anne {uuid4()}"}}}
    reponse = client.post("/v1/candidatures", json=corps, headers={"Idempotency-Key": _CLE})
    creee = reponse.raise_for_status().json()
    candidature = Candidature(client, creee["id"], creee["jeton"], creee)
    candidature.modifier(prete(client).lire()["dossier"]).raise_for_status()
    return candidature, corps


def _porteur(scene_: Scene, qui: str, **autres: str) -> dict[str, str]:
    porteur = scene_.porteurs[qui]
    return {"Authorization": porteur, **autres} if porteur else autres


# --- the key of a retried request -----------------------------------------------------------------


@chaque_etranger
def test_la_cle_d_une_creation_ne_dit_rien_de_ce_qu_elle_a_cree(
    client: Client, autrui: Scene, avec_cle: tuple[Candidature, Json], qui: str
) -> None:
    """Whoever guesses the body as well is the one who sent it: both are needed, and an account's
    or a portal's own keys are apart.
    """
    candidature, _ = avec_cle
    entetes = _porteur(autrui, qui, **{"Idempotency-Key": _CLE})
    with inchangee(candidature):
        reponse = client.post("/v1/candidatures", json={"dossier": {}}, headers=entetes)
    assert candidature.id not in reponse.text
    if reponse.status_code == 201:
        assert qui == "autre portail"
        assert "idempotency-replayed" not in reponse.headers
    else:
        assert reponse.status_code in (401, 403, 422)


def test_le_portail_qui_a_la_cle_et_le_corps_n_a_pas_la_reponse(
    client: Client, autrui: Scene, avec_cle: tuple[Candidature, Json]
) -> None:
    candidature, corps = avec_cle
    entetes = _porteur(autrui, "portail", **{"Idempotency-Key": _CLE})
    creee = client.post("/v1/candidatures", json=corps, headers=entetes).raise_for_status()
    assert creee.json()["id"] != candidature.id


@chaque_etranger
def test_la_cle_d_un_depot_ne_sert_ni_la_ni_ailleurs(
    client: Client, autrui: Scene, qui: str
) -> None:
    cle = {"Idempotency-Key": f"depot-d-un-autre-{uuid4()}"}
    autrui.candidature.deposer(**cle).raise_for_status()
    with inchangee(autrui.candidature):
        entetes = _porteur(autrui, qui, **cle)
        for adresse in (f"/v1/candidatures/{autrui.candidature.id}", f"{PREFIXE}/{REFERENCE}"):
            reponse = client.post(f"{adresse}/depots", headers=entetes)
            assert reponse.status_code in (401, 403, 404)
            assert autrui.candidature.id not in reponse.text


def test_la_cle_d_un_depot_ne_vaut_pas_pour_le_sien(client: Client, autrui: Scene) -> None:
    cle = {"Idempotency-Key": f"depot-d-un-autre-{uuid4()}"}
    autrui.candidature.deposer(**cle).raise_for_status()
    mienne = prete(client)
    assert mienne.deposer(**cle).status_code == 201
    assert mienne.lire()["numero"] != autrui.candidature.lire()["numero"]


# --- cursors and events ---------------------------------------------------------------------------


@chaque_etranger
def test_le_curseur_d_un_historique_n_en_ouvre_aucun(
    client: Client, autrui: Scene, qui: str
) -> None:
    page = autrui.candidature.appeler("GET", "/evenements", params={"limite": 1}).json()
    curseur = {"apres": page["suivant"], "limite": 100}
    adresse = f"/v1/candidatures/{autrui.candidature.id}/evenements"
    reponse = client.get(adresse, params=curseur, headers=_porteur(autrui, qui))
    assert reponse.status_code in (401, 403, 404)


def test_sous_la_sienne_le_curseur_d_un_autre_ne_donne_que_les_siens(
    client: Client, autrui: Scene
) -> None:
    """Whatever number is tried: before, after, in the middle of the other's events."""
    mienne = client.creer()
    autrui.candidature.modifier({"contact": {"nom_prenom": "Anne"}}).raise_for_status()
    page = autrui.candidature.appeler("GET", "/evenements", params={"limite": 1}).json()
    for apres in ("0", page["suivant"], str(int(page["suivant"]) + 1), "9" * 18):
        lue = mienne.appeler("GET", "/evenements", params={"apres": apres, "limite": 100})
        genres = [evenement["genre"] for evenement in lue.json()["evenements"]]
        assert genres in (["creee"], [])


def test_le_curseur_d_un_portail_ne_montre_rien_a_un_autre(client: Client, autrui: Scene) -> None:
    """A cursor there is a reference: those of others are not even passed over."""
    entetes = _porteur(autrui, "autre portail")
    for apres in ("-", REFERENCE[:-1], REFERENCE):
        page = client.get(PREFIXE, params={"apres": apres}, headers=entetes).json()
        assert REFERENCE not in [c["reference"] for c in page["candidatures"]]
        assert autrui.candidature.id not in str(page)


def test_le_curseur_d_un_instructeur_ne_sert_qu_a_lui(client: Client, autrui: Scene) -> None:
    prete(client).deposer().raise_for_status()
    adresse, limite = "/v1/instruction/candidatures", {"limite": 1}
    page = client.get(adresse, params=limite, headers=_porteur(autrui, "instructeur")).json()
    for qui in ("instructeur d'une autre région", "administration"):
        params: Any = {**limite, "apres": page["suivant"]}
        reponse = client.get(adresse, params=params, headers=_porteur(autrui, qui))
        probleme(reponse, 422, "requete-invalide")


# --- the number -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def numero(autrui: Scene) -> str:
    return autrui.candidature.lire()["numero"]


@chaque_etranger
def test_un_numero_n_est_l_adresse_de_rien(
    client: Client, autrui: Scene, numero: str, qui: str
) -> None:
    """It is printed on letters: whoever reads one gets nothing by it, not even that it exists."""
    entetes, invente = _porteur(autrui, qui), "TI-2023-AAAA-AAAA"
    for modele in (
        "/v1/candidatures/{}",
        "/v1/candidatures/{}/depots/1/accuse-reception",
        "/v1/candidatures/{}/depots/1/dossier.pdf",
        PREFIXE + "/{}",
        "/v1/instruction/candidatures?q={}",
        "/v1/administration/candidatures/{}/export",
    ):
        vrai, faux = (client.get(modele.format(n), headers=entetes) for n in (numero, invente))
        assert vrai.status_code == faux.status_code
        assert autrui.candidature.id not in vrai.text
        assert _sans_requete(vrai) == _sans_requete(faux)


def test_un_numero_ne_retrouve_pas_de_lien(client: Client, numero: str) -> None:
    for corps in ({"courriel": numero}, {"numero": numero}, {"lien": numero}):
        reponse = client.post("/v1/acces/liens", json=corps)
        probleme(reponse, 422, "requete-invalide")


def _sans_requete(reponse: httpx2.Response) -> Json:
    return {cle: valeur for cle, valeur in reponse.json().items() if cle != "requete"}


# --- what one holds of one's own ------------------------------------------------------------------


def test_un_acces_d_ailleurs_ne_se_revoque_ni_ne_se_devine(client: Client, autrui: Scene) -> None:
    """The ids of accesses are shown by events, to those who read them."""
    mienne = client.creer()
    with inchangee(autrui.candidature):
        probleme(mienne.appeler("DELETE", f"/acces/{autrui.acces}"), 404, "introuvable")
    entetes = _porteur(autrui, "autre candidat")
    adresse = f"/v1/candidatures/{autrui.candidature.id}/acces/{autrui.acces}"
    probleme(client.delete(adresse, headers=entetes), 404, "introuvable")


def test_un_acces_revoque_ne_rouvre_rien_par_son_empreinte(
    client: Client, autrui: Scene, postgres: str
) -> None:
    """Who reads the database holds hashes, which no header takes."""
    ((empreinte,),) = sql(
        postgres,
        "SELECT encode(empreinte, 'hex') FROM acces WHERE genre = 'jeton' AND role = "
        f"'proprietaire' AND empreinte IS NOT NULL AND candidature_id = '{autrui.candidature.id}'",
    )
    for texte in (empreinte, f"tic_{empreinte}", f"tic_{empreinte[:43]}", f"\\x{empreinte}"):
        entetes = {"Authorization": f"Bearer {texte}"}
        reponse = client.get(autrui.candidature.url, headers=entetes)
        assert reponse.status_code in (401, 404)
