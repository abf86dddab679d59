"""What a deposit freezes: normalised answers, hidden ones left out; the files that it counts."""

import hashlib
import unicodedata

import pytest
import rfc8785

from tests.client import Candidature, Client
from tests.depots.pieces import FICHIERS, accuse, deposee, depot, prete
from tests.formulaire.exemples import Json, dossier_complet


def instantane(client: Client, dossier: Json) -> Json:
    return depot(deposee(client, dossier))["instantane"]


def test_les_reponses_sont_normalisees(client: Client) -> None:
    dossier = dossier_complet()
    dossier["demandeur"] |= {
        "siret": " 732 829\u202f320 00074 ",
        "denomination": unicodedata.normalize("NFD", "  Communauté d'Évreux \n"),
    }
    dossier["contact"]["telephone"] = "02.35.12.34.57"
    dossier["perimetre"]["commentaire"] = "Une\r\ndeux\u2028trois\r\n\r\n"
    fige = instantane(client, dossier)
    assert fige["demandeur"]["siret"] == "73282932000074"
    assert fige["demandeur"]["denomination"] == "Communauté d'Évreux"
    assert fige["contact"]["telephone"] == "+33235123457"
    assert fige["contact"]["suite_telephone"] == "+33235123456"
    assert fige["besoins"]["animation"]["chef_projet_telephone"] == "+33235123456"
    assert fige["perimetre"]["commentaire"] == "Une\ndeux\ntrois"


@pytest.mark.parametrize(
    ("telephone", "e164"),
    [
        ("02 62 90 10 10", "+262262901010"),
        ("0590 81 10 10", "+590590811010"),
        ("+32 2 555 12 12", "+3225551212"),
    ],
)
def test_un_telephone_d_ailleurs_garde_son_indicatif(
    client: Client, telephone: str, e164: str
) -> None:
    dossier = dossier_complet()
    dossier["contact"]["telephone"] = telephone
    assert instantane(client, dossier)["contact"]["telephone"] == e164


def test_les_epci_portent_leur_nom_officiel(client: Client) -> None:
    dossier = dossier_complet()
    dossier["perimetre"]["epci"] = [
        {"siren": "200084952", "nom": "Le Havre"},
        {"siren": "200010700"},
    ]
    assert instantane(client, dossier)["perimetre"]["epci"] == [
        {"siren": "200084952", "nom": "CU Le Havre Seine Métropole"},
        {"siren": "200010700", "nom": "CA Caux Seine Agglo"},
    ]


def test_le_brouillon_garde_ce_qui_a_ete_saisi(client: Client) -> None:
    candidature = deposee(client)
    assert candidature.lire()["dossier"] == dossier_complet()


def test_les_reponses_masquees_restent_au_brouillon(client: Client) -> None:
    dossier = dossier_complet()
    dossier["contact"]["est_contact_suite"] = True
    dossier["besoins"]["animation"] |= {
        "chef_projet_en_poste": "a_recruter",
        "souhait_cofinancement": "futur_chef_projet",
        "chef_projet_courriel": "camille.petit@",
    }
    candidature = deposee(client, dossier)
    fige = depot(candidature)["instantane"]
    assert fige["besoins"]["animation"] == {
        "chef_projet_en_poste": "a_recruter",
        "souhait_cofinancement": "futur_chef_projet",
    }
    assert not [nom for nom in fige["contact"] if nom.startswith("suite_")]
    assert candidature.lire()["dossier"] == dossier


def test_une_section_masquee_et_ses_fichiers_ne_comptent_pas(client: Client) -> None:
    dossier = dossier_complet()
    dossier["perimetre"]["type_perimetre"] = "nouveau"
    candidature = prete(client, dossier)
    candidature.joindre("bilan", "Bilan.pdf", FICHIERS["lettres"][1])
    assert candidature.deposer().status_code == 201
    recu = depot(candidature)
    assert "bilan" in candidature.lire()["dossier"]
    assert "bilan" not in recu["instantane"]
    assert {p["rubrique"] for p in recu["pieces"]} == set(FICHIERS)
    assert accuse(candidature).json()["accuse"]["pieces"] == recu["pieces"]


def test_une_section_de_nouveau_montree_compte_avec_ses_fichiers(client: Client) -> None:
    candidature = prete(client)
    candidature.joindre("bilan", "Bilan.pdf", FICHIERS["lettres"][1])
    candidature.deposer()
    candidature.modifier({"perimetre": {"type_perimetre": "nouveau"}})
    candidature.deposer()
    candidature.modifier({"perimetre": {"type_perimetre": "redecoupage"}})
    assert candidature.deposer().status_code == 201
    rubriques = [{p["rubrique"] for p in depot(candidature, n)["pieces"]} for n in (1, 2, 3)]
    assert rubriques == [{*FICHIERS, "bilan"}, {*FICHIERS}, {*FICHIERS, "bilan"}]


# --- Fingerprints ---


@pytest.fixture(scope="module")
def une_deposee(client: Client) -> Candidature:
    return deposee(client)


def test_l_empreinte_est_celle_de_la_forme_canonique(une_deposee: Candidature) -> None:
    recu = depot(une_deposee)
    calculee = hashlib.sha256(rfc8785.dumps(recu["instantane"])).hexdigest()
    assert recu["empreinte"] == calculee
    assert accuse(une_deposee).json()["accuse"]["dossier"] == {
        "algorithme": "SHA-256",
        "empreinte": calculee,
    }


def test_l_empreinte_de_chaque_fichier_est_celle_de_ses_octets(une_deposee: Candidature) -> None:
    pieces = accuse(une_deposee).json()["accuse"]["pieces"]
    assert len(pieces) == len(FICHIERS)
    for piece in pieces:
        nom, contenu = FICHIERS[piece["rubrique"]]
        assert (piece["nom"], piece["taille"]) == (nom, len(contenu))
        assert piece["empreinte"] == hashlib.sha256(contenu).hexdigest()
        lu = une_deposee.appeler("GET", f"/pieces-jointes/{piece['id']}/contenu")
        assert lu.content == contenu
