"""The plan's workbook through HTTP: the model downloaded, a filled one read into the draft."""

from http.client import HTTPConnection
from typing import Any

import httpx2
import pytest

from app.formulaire.plan_action import Action
from app.plan_action.importation import CLASSEUR_MAX
from app.plan_action.modele import modele_ods, modele_xlsx, remplir
from tests.client import Candidature, Client
from tests.formulaire.exemples import Json, action, dossier_complet
from tests.pieces_jointes.echantillons import pdf

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def importer(
    candidature: Candidature, classeur: bytes, champ: str = "fichier", **entetes: str
) -> httpx2.Response:
    fichiers = {champ: ("plan.xlsx", classeur)}
    return candidature.appeler("POST", "/plan-action/import", files=fichiers, entetes=entetes)


def refuse_sans_rien_changer(reponse: httpx2.Response, candidature: Candidature) -> list[Json]:
    """The faults named; the draft is as it was created."""
    probleme = reponse.json()
    assert (reponse.status_code, probleme["code"]) == (422, "classeur-refuse")
    intacte(candidature)
    return probleme["defauts"]


def intacte(candidature: Candidature) -> None:
    lue = candidature.lire()
    assert {nom: lue[nom] for nom in lue} == {nom: candidature.creee[nom] for nom in lue}
    assert [e["genre"] for e in candidature.evenements()] == ["creee"]


# --- The model ---


@pytest.mark.parametrize(
    ("nom", "genre", "octets"),
    [("plan-action.xlsx", XLSX, modele_xlsx()), ("plan-action.ods", ODS, modele_ods())],
    ids=["xlsx", "ods"],
)
def test_le_modele_se_telecharge_et_se_garde(
    client: Client, nom: str, genre: str, octets: bytes
) -> None:
    reponse = client.get(f"/v1/modeles/{nom}")
    assert reponse.content == octets
    assert reponse.headers["content-type"] == genre
    assert reponse.headers["content-disposition"] == f'attachment; filename="{nom}"'
    etiquette = reponse.headers["etag"]
    connue = client.get(f"/v1/modeles/{nom}", headers={"If-None-Match": etiquette})
    assert (connue.status_code, connue.content) == (304, b"")
    assert connue.headers["etag"] == etiquette
    autre = client.get(f"/v1/modeles/{nom}", headers={"If-None-Match": '"autre"'})
    assert autre.status_code == 200


# --- A filled one ---


def test_un_classeur_rempli_remplace_les_actions(client: Client) -> None:
    dossier = dossier_complet()
    candidature = client.creer(dossier)
    actions = [action("Former"), action("Relier"), action("Isoler")]
    del actions[1]["budget_euros"], actions[2]["partenaires"]
    actions[0]["partenaires"] += [{"nom": "CCI", "type": "reseau_local"}]
    reponse = importer(candidature, remplir(actions))
    assert reponse.status_code == 200
    lue = reponse.json()
    assert lue == candidature.lire()
    plan = lue["dossier"]["plan_action"]
    assert [sans_vides(a) for a in plan["actions"]] == [normalisee(a) for a in actions]
    assert plan["priorites"] == dossier["plan_action"]["priorites"]
    assert lue["version"] == 2
    assert reponse.headers["etag"] == '"2"'
    trace = candidature.evenements()[-1]
    assert (trace["genre"], trace["details"]) == (
        "modifiee",
        {"pointeurs": ["/plan_action/actions"]},
    )


def normalisee(reponses: Json) -> Json:
    return sans_vides(Action.model_validate(reponses).contenu())


def sans_vides(reponses: Json) -> Json:
    """An action without a list of partners is one with an empty list."""
    return {nom: valeur for nom, valeur in reponses.items() if valeur != []}


def test_la_validation_suit_les_actions_importees(client: Client) -> None:
    candidature = client.creer({"plan_action": {"priorites": "Former."}})
    requis = ("/plan_action/actions", "requis")
    assert requis in ecarts(candidature.creee)
    lue = importer(candidature, remplir([action("Former")])).json()
    assert [pointeur for pointeur, _ in ecarts(lue) if pointeur.startswith("/plan_action/a")] == []


def ecarts(lue: Json) -> list[tuple[str, str]]:
    return [(e["pointeur"], e["code"]) for e in lue["validation"]["erreurs"]]


def test_une_version_attendue_et_actuelle_est_acceptee(client: Client) -> None:
    candidature = client.creer()
    reponse = importer(candidature, remplir([action("Former")]), **{"If-Match": '"1"'})
    assert reponse.status_code == 200


# --- A faulty one ---


def test_chaque_cellule_fautive_est_nommee(client: Client) -> None:
    candidature = client.creer(dossier_complet())
    fautive = {**action("Relier"), "fin": "2031-12-31"}
    del fautive["description"]
    defauts = refuse_sans_rien_changer(
        importer(candidature, remplir([action("Former"), fautive])), candidature
    )
    assert {(d["feuille"], d["ligne"], d["colonne"], d["code"]) for d in defauts} == {
        ("Actions", 3, "D", "requis"),
        ("Actions", 3, "H", "date_hors_programme"),
    }
    assert all(f"ligne 3, colonne {d['colonne']} ({d['titre']})" in d["message"] for d in defauts)


def test_onze_actions_sont_refusees(client: Client) -> None:
    candidature = client.creer(dossier_complet())
    actions = [action(f"Action {rang}") for rang in range(11)]
    (defaut,) = refuse_sans_rien_changer(importer(candidature, remplir(actions)), candidature)
    assert (defaut["code"], defaut["feuille"], defaut["ligne"]) == (
        "liste_trop_longue",
        "Actions",
        12,
    )


@pytest.mark.parametrize(
    ("contenu", "code"),
    [
        (pdf(), "classeur_illisible"),
        (b"", "classeur_illisible"),
        (remplir([action("Former")])[:-200], "classeur_illisible"),
        (modele_xlsx(), "liste_vide"),
        (modele_ods(), "liste_vide"),
    ],
    ids=["pdf", "vide", "coupe", "xlsx-non-rempli", "ods-non-rempli"],
)
def test_ce_qui_n_est_pas_un_plan_est_refuse(client: Client, contenu: bytes, code: str) -> None:
    candidature = client.creer(dossier_complet())
    (defaut,) = refuse_sans_rien_changer(importer(candidature, contenu), candidature)
    assert defaut["code"] == code


@pytest.mark.parametrize("en_plus", [1, 1024 * 1024], ids=["d-un-octet", "de-beaucoup"])
def test_un_classeur_trop_grand_est_refuse(client: Client, en_plus: int) -> None:
    candidature = client.creer()
    reponse = importer(candidature, bytes(CLASSEUR_MAX + en_plus))
    assert (reponse.status_code, reponse.json()["code"]) == (413, "fichier-trop-grand")
    intacte(candidature)


# --- A request that cannot be ---


def test_une_version_perimee_est_refusee(client: Client) -> None:
    candidature = client.creer(dossier_complet())
    candidature.modifier({"plan_action": {"priorites": "Autres."}})
    reponse = importer(candidature, remplir([action("Former")]), **{"If-Match": '"1"'})
    probleme = reponse.json()
    assert (reponse.status_code, probleme["code"]) == (412, "version-perimee")
    assert reponse.headers["etag"] == '"2"'
    assert probleme["pointeurs"] == ["/plan_action/priorites"]
    assert len(candidature.lire()["dossier"]["plan_action"]["actions"]) == 2


def test_la_cloture_ferme_aussi_l_import(client: Client) -> None:
    candidature = client.creer()
    a_la_cloture = {"X-Horloge": "2023-09-23T00:00:00+02:00"}
    reponse = importer(candidature, remplir([action("Former")]), **a_la_cloture)
    assert (reponse.status_code, reponse.json()["code"]) == (409, "campagne-fermee")
    intacte(candidature)


@pytest.mark.parametrize(
    ("options", "statut", "code"),
    [
        ({"json": {}}, 415, "type-de-contenu-refuse"),
        ({"files": {"classeur": ("plan.xlsx", b"PK")}}, 422, "requete-invalide"),
        ({"files": {"rubrique": (None, "lettres")}}, 422, "requete-invalide"),
        (
            {"files": {"fichier": ("p.xlsx", modele_xlsx())}, "data": {"rubrique": "lettres"}},
            422,
            "requete-invalide",
        ),
        (
            {
                "content": b"--f\r\nContent-Disposition: form-data",
                "entetes": {"Content-Type": "multipart/form-data; boundary=f"},
            },
            400,
            "corps-illisible",
        ),
    ],
    ids=["json", "autre-champ", "sans-fichier", "champ-en-trop", "coupe"],
)
def test_un_formulaire_inattendu_est_refuse(
    client: Client, options: dict[str, Any], statut: int, code: str
) -> None:
    candidature = client.creer()
    reponse = candidature.appeler("POST", "/plan-action/import", **options)
    assert (reponse.status_code, reponse.json()["code"]) == (statut, code)
    intacte(candidature)


@pytest.mark.parametrize(
    ("jeton", "statut"),
    [(None, 401), ("tic_court", 401), ("tic_" + "A" * 43, 404)],
    ids=["sans", "mal-forme", "etranger"],
)
def test_le_jeton_est_verifie_avant_le_corps(
    client: Client, jeton: str | None, statut: int
) -> None:
    candidature = client.creer()
    connexion = HTTPConnection(client.base_url.host, client.base_url.port, timeout=30)
    try:
        connexion.putrequest("POST", f"{candidature.url}/plan-action/import")
        connexion.putheader("Content-Type", "multipart/form-data; boundary=f")
        connexion.putheader("Content-Length", str(CLASSEUR_MAX))
        if jeton:
            connexion.putheader("Authorization", f"Bearer {jeton}")
        connexion.endheaders()
        # Not a byte of the body is sent: the answer must not wait for it.
        assert connexion.getresponse().status == statut
    finally:
        connexion.close()
