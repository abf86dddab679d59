"""Wrong answers: a draft keeps them as typed, and its verdict tells where and what."""

from typing import Any, Final

import pytest

from tests.candidatures.outils import Constat, paires
from tests.client import Client, Json
from tests.formulaire.exemples import action, membre
from tests.formulaire.outils import avec

ACTION: Final = "/plan_action/actions/0"
COMMENTAIRE: Final = "/perimetre/commentaire"
EPCI: Final = "/perimetre/epci"
MEMBRES: Final = "/gouvernance/membres"
REGION: Final = "/perimetre/region"
SIRET: Final = "/demandeur/siret"
TELEPHONE: Final = "/contact/telephone"
LE_HAVRE: Final = {"siren": "200084952"}
CAUX_SEINE: Final = {"siren": "200010700"}
DREUX: Final = {"siren": "200040277"}  # Centre-Val de Loire and Normandie
VITRE: Final = {"siren": "200039022"}  # Bretagne
ELU: Final = membre("elu", "Martin", "Jeanne")
INDUSTRIEL: Final = membre("industriel", "Durand", "Paul")
PIECES: Final = [
    ("/gouvernance/lettres", "piece_manquante"),
    ("/plan_action/plan_action_operationnel", "piece_manquante"),
]


def _lignes(fin: str, nombre: int) -> str:
    return fin.join(f"ligne {rang}" for rang in range(nombre))


def _faux(nom: str, pointeur: str, valeur: Any, code: str, ici: str | None = None) -> Any:
    """The answer at `pointeur` is reported with `code`, there or at `ici`."""
    return pytest.param({pointeur: valeur}, (ici or pointeur, code), id=nom)


def _juste(nom: str, pointeur: str, valeur: Any) -> Any:
    return pytest.param({pointeur: valeur}, None, id=nom)


@pytest.mark.parametrize(
    ("reponses", "attendu"),
    [
        _faux("11 actions", "/plan_action/actions", [action("A")] * 11, "liste_trop_longue"),
        _juste("10 actions", "/plan_action/actions", [action("A")] * 10),
        _faux("11 lignes LF", COMMENTAIRE, _lignes("\n", 11), "trop_de_lignes"),
        _faux("11 lignes CRLF", COMMENTAIRE, _lignes("\r\n", 11), "trop_de_lignes"),
        _faux("11 lignes U+2028", COMMENTAIRE, _lignes("\u2028", 11), "trop_de_lignes"),
        _juste("10 lignes LF", COMMENTAIRE, _lignes("\n", 10)),
        _juste("10 lignes CRLF", COMMENTAIRE, _lignes("\r\n", 10)),
        _juste("10 lignes U+2028", COMMENTAIRE, _lignes("\u2028", 10)),
        _faux("action avant 2023", f"{ACTION}/debut", "2022-12-31", "date_hors_programme"),
        _faux("action après 2027", f"{ACTION}/fin", "2028-01-01", "date_hors_programme"),
        _faux("action à rebours", f"{ACTION}/fin", "2023-12-31", "action_fin_avant_debut"),
        _faux("sans industriel", MEMBRES, [ELU], "binome_sans_industriel"),
        _faux("sans élu", MEMBRES, [INDUSTRIEL], "binome_sans_elu"),
        _faux(
            "une seule personne",
            MEMBRES,
            [ELU, membre("industriel", "MARTIN", "Jeanne")],
            "binome_meme_personne",
        ),
        _juste("SIRET avec espaces", SIRET, " 732 829 320\u00a000074 "),
        _juste("SIRET de La Poste", SIRET, "35600000000010"),
        _faux("SIRET de clé fausse", SIRET, "73282932000075", "siret_cle"),
        _faux("SIRET trop court", SIRET, "7328293200007", "siret_invalide"),
        _faux("EPCI inconnu", f"{EPCI}/1/siren", "200084953", "epci_inconnu"),
        _faux(
            "EPCI en double", EPCI, [LE_HAVRE, CAUX_SEINE, LE_HAVRE], "epci_en_double", EPCI + "/2"
        ),
        _faux("sans région commune", EPCI, [LE_HAVRE, VITRE], "epci_sans_region_commune", REGION),
        _juste("téléphone de métropole", TELEPHONE, "02 35 12 34 56"),
        _juste("téléphone de La Réunion", TELEPHONE, "0262 20 12 34"),
        _juste("téléphone de Guadeloupe", TELEPHONE, "0590201234"),
        _juste("téléphone de Martinique", TELEPHONE, "0596.60.12.34"),
        _juste("téléphone de Guyane", TELEPHONE, "0594 25 12 34"),
        _juste("téléphone de Mayotte", TELEPHONE, "0269 61 12 34"),
        _faux("téléphone de neuf chiffres", TELEPHONE, "023512345", "telephone_refuse"),
        _faux("téléphone à moitié saisi", TELEPHONE, "02 35", "telephone_invalide"),
        _faux("courriel à moitié saisi", "/contact/courriel", "jeanne.mar", "courriel_invalide"),
    ],
)
def test_une_reponse_est_gardee_telle_que_saisie_et_jugee(
    client: Client, reponses: Json, attendu: Constat | None
) -> None:
    dossier = avec(reponses)
    candidature = client.creer()
    modifiee = candidature.modifier(dossier).json()
    assert modifiee["dossier"] == dossier
    erreurs = modifiee["validation"]["erreurs"]
    assert paires(erreurs) == sorted([*PIECES, *([attendu] if attendu else [])])
    assert candidature.lire() == modifiee


@pytest.mark.parametrize(
    ("reponses", "attendu"),
    [
        _faux("région d'ailleurs", REGION, "53", "region_sans_epci"),
        _faux("périmètre à cheval", EPCI, [LE_HAVRE, DREUX], "perimetre_a_cheval", REGION),
        _faux("interrégional superflu", REGION, "interregional", "interregional_superflu"),
    ],
)
def test_une_region_qui_etonne_ne_vaut_qu_un_avertissement(
    client: Client, reponses: Json, attendu: Constat
) -> None:
    lue = client.creer(avec(reponses)).lire()
    assert paires(lue["validation"]["erreurs"]) == PIECES
    assert paires(lue["validation"]["avertissements"]) == [attendu]
