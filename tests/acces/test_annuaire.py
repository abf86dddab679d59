"""The directory of agents: what is given with a key, what the administration writes."""

from uuid import uuid4

import httpx2
import pytest

from app.acces.droits import Portee
from app.config import Settings
from tests.acces.cles import Administration, creer_en_ligne, porteur
from tests.acces.temoins import nouvelle_cle
from tests.client import Client, Json

AGENTS = "/v1/administration/agents"


@pytest.fixture(scope="module")
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


def annuaire(client: Client, cle: str) -> list[Json]:
    """All its pages."""
    agents, suivant = list[Json](), ""
    while suivant is not None:
        lu = lire(client, cle, limite=500, **({"apres": suivant} if suivant else {}))
        suivant = lu["suivant"]
        agents += lu["agents"]
    return agents


def lire(client: Client, cle: str, **voulus: str | int) -> Json:
    lu = client.get("/v1/instruction/agents", params=voulus, headers=porteur(cle))
    return lu.raise_for_status().json()


def completer(client: Client, cle: str, id: str, **fiche: str | None) -> httpx2.Response:
    return client.patch(f"{AGENTS}/{id}", json=fiche, headers=porteur(cle))


def test_une_cle_dit_qui_instruit_avec_elle(client: Client, administration: Administration) -> None:
    nom = f"Outil {uuid4().hex}"
    mentions = {"service": "DREETS Normandie", "qualite": "Cheffe de pôle"}
    creee = administration.creer(Portee.INSTRUCTION_ECRITURE, nom=nom, regions=["28"], **mentions)
    lecteur = administration.creer(Portee.INSTRUCTION_LECTURE, regions=["28"])["secret"]
    # In the directory before its first call, and the same after.
    (inscrit,) = (un for un in annuaire(client, lecteur) if un["nom"] == nom)
    assert {nom: inscrit[nom] for nom in mentions} == mentions
    annuaire(client, creee["secret"])
    assert [un for un in annuaire(client, lecteur) if un["nom"] == nom] == [inscrit]
    ailleurs = administration.creer(Portee.INSTRUCTION_LECTURE, regions=["53"])["secret"]
    assert nom not in [un["nom"] for un in annuaire(client, ailleurs)]


def test_l_annuaire_se_lit_par_pages(client: Client, administration: Administration) -> None:
    """Every one once, in order, those of one name and those who have none included."""
    regions = ["94"]
    lecteur = administration.creer(Portee.INSTRUCTION_LECTURE, regions=regions)["secret"]
    for nom in ("Rossi", "Rossi", "Rossi", "Albertini"):
        administration.creer(Portee.INSTRUCTION_ECRITURE, nom=nom, regions=regions)
    tous, suivant = list[Json](), None
    for _ in range(2_000):
        page = lire(client, lecteur, limite=1, **({"apres": suivant} if suivant else {}))
        assert len(page["agents"]) == 1
        tous += page["agents"]
        if (suivant := page["suivant"]) is None:
            break
    assert tous == annuaire(client, lecteur)
    assert len({un["id"] for un in tous}) == len(tous)
    noms = [un["nom"] for un in tous if un["nom"] in ("Rossi", "Albertini")]
    assert noms == ["Albertini", "Rossi", "Rossi", "Rossi"]


def test_un_curseur_de_l_annuaire_n_est_qu_a_qui_l_a_recu(
    client: Client, administration: Administration
) -> None:
    un, autre = (administration.creer(Portee.INSTRUCTION_LECTURE)["secret"] for _ in range(2))
    suivant = lire(client, un, limite=1)["suivant"]
    adresse = f"/v1/instruction/agents?apres={suivant}"
    refus = client.get(adresse, headers=porteur(autre))
    assert (refus.status_code, refus.json()["code"]) == (422, "requete-invalide")
    assert client.get(adresse, headers=porteur(un)).status_code == 200


def test_un_portail_n_est_pas_de_l_annuaire(client: Client, administration: Administration) -> None:
    nom = f"Portail {uuid4().hex}"
    administration.creer(Portee.CANDIDATURES_LIRE, nom=nom)
    lecteur = administration.creer(Portee.INSTRUCTION_LECTURE)["secret"]
    assert nom not in [un["nom"] for un in annuaire(client, lecteur)]


def test_l_administration_dit_ce_que_le_compte_ne_dit_pas(
    client: Client, administration: Administration
) -> None:
    nom = f"Outil {uuid4().hex}"
    cle = administration.creer(Portee.INSTRUCTION_LECTURE, nom=nom, service="DREETS")["secret"]
    (avant,) = (un for un in annuaire(client, cle) if un["nom"] == nom)
    dit = completer(client, administration.cle, avant["id"], qualite="  Chargé de mission ")
    assert (dit.status_code, dit.json()) == (200, avant | {"qualite": "Chargé de mission"})
    assert completer(client, administration.cle, avant["id"]).json() == dit.json()
    assert completer(client, administration.cle, avant["id"], service=None).json() == {
        **dit.json(),
        "service": None,
    }
    assert [un["qualite"] for un in annuaire(client, cle) if un["nom"] == nom] == [
        "Chargé de mission"
    ]
    inconnu = completer(client, administration.cle, str(uuid4()), qualite="Personne")
    assert (inconnu.status_code, inconnu.json()["code"]) == (404, "introuvable")
    retourne = completer(client, administration.cle, avant["id"], qualite="Chef\u202egnp.exe")
    assert (retourne.status_code, retourne.json()["code"]) == (422, "requete-invalide")


@pytest.mark.parametrize("methode", ["PATCH", "DELETE"])
def test_qui_administre_une_region_ne_touche_pas_a_l_annuaire(
    methode: str, client: Client, administration: Administration, url: str
) -> None:
    nom = f"Outil {uuid4().hex}"
    cle = administration.creer(Portee.INSTRUCTION_LECTURE, nom=nom, regions=["28"])["secret"]
    (vu,) = (un for un in annuaire(client, cle) if un["nom"] == nom)
    regionale = nouvelle_cle(url, Portee.ADMINISTRATION, regions=["28"])[1]
    corps = {"qualite": "Autre"} if methode == "PATCH" else None
    adresse = f"{AGENTS}/{vu['id']}"
    refus = client.request(methode, adresse, headers=porteur(regionale), json=corps)
    assert (refus.status_code, refus.json()["code"]) == (403, "acces-insuffisant")
    assert [un for un in annuaire(client, cle) if un["nom"] == nom] == [vu]


def test_la_ligne_de_commande_les_dit_aussi(client: Client, url: str) -> None:
    nom = f"Outil {uuid4().hex}"
    mentions = ("--service", "SGAR", "--qualite", "Adjointe")
    cle = creer_en_ligne(url, nom, Portee.INSTRUCTION_LECTURE, autres=mentions)
    assert [(un["service"], un["qualite"]) for un in annuaire(client, cle) if un["nom"] == nom] == [
        ("SGAR", "Adjointe")
    ]
