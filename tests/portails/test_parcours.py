"""A portal's whole flow, from its first line to the receipt: a key and HTTP, no browser."""

import pytest

from app.acces.droits import Portee
from tests.acces.cles import Administration, porteur
from tests.bases import sql
from tests.candidatures.outils import paires, probleme
from tests.client import Client
from tests.depots.pieces import FICHIERS
from tests.formulaire.exemples import dossier_complet
from tests.portails.outils import Portail, reference


def test_un_portail_ecrit_joint_et_depose_pour_le_candidat(portail: Portail) -> None:
    mienne, dossier = reference(), dossier_complet()
    contact = dossier.pop("contact")
    portail.ecrire(mienne, dossier).raise_for_status()
    incomplet = probleme(portail.deposer(mienne), 422, "dossier-incomplet")
    assert ("/contact", "requis") in paires(incomplet["erreurs"])

    portail.ecrire(mienne, {"contact": contact}).raise_for_status()
    candidature = portail.candidature(mienne)
    for rubrique, (nom, contenu) in FICHIERS.items():
        assert candidature.joindre(rubrique, nom, contenu).status_code == 201
    assert portail.ecrire(mienne, {}).json()["validation"]["deposable"]

    cle = {"Idempotency-Key": f"depot-de-{mienne}"}
    depose = portail.deposer(mienne, **cle)
    assert depose.status_code == 201
    assert depose.headers["location"] == f"{candidature.url}/depots/1"
    rejoue = portail.deposer(mienne, **cle)
    assert (rejoue.headers["idempotency-replayed"], rejoue.json()) == ("true", depose.json())
    assert portail.deposer(mienne).status_code == 200  # nothing has changed since

    accuse = candidature.appeler("GET", "/depots/1/accuse-reception").raise_for_status().json()
    assert accuse["accuse"]["numero"] == depose.json()["numero"]
    lue = portail.lire(mienne).json()
    assert (lue["etat"], lue["numero"]) == ("deposee", depose.json()["numero"])
    assert {e["auteur"] for e in candidature.evenements()} == {"portail"}


def test_apres_le_depot_le_portail_corrige_et_depose_de_nouveau(portail: Portail) -> None:
    mienne = reference()
    portail.ecrire(mienne, dossier_complet()).raise_for_status()
    candidature = portail.candidature(mienne)
    for rubrique, (nom, contenu) in FICHIERS.items():
        candidature.joindre(rubrique, nom, contenu).raise_for_status()
    assert portail.deposer(mienne).json()["depot"] == 1
    portail.ecrire(mienne, {"contact": {"nom_prenom": "Ali Durand"}}).raise_for_status()
    assert portail.deposer(mienne).json()["depot"] == 2
    candidature.appeler("POST", "/retrait").raise_for_status()
    for tentative in (portail.deposer(mienne), portail.ecrire(mienne, {"contact": None})):
        assert probleme(tentative, 409, "etat-incompatible")["etat"] == "retiree"


def test_un_portail_ne_voit_que_ce_qu_il_a_fait(portail: Portail, autre_portail: Portail) -> None:
    mienne = reference()
    cree = portail.ecrire(mienne, {"contact": {"courriel": "a@"}}).json()
    inconnue = autre_portail.lire(reference())
    for tentative in (autre_portail.lire(mienne), autre_portail.deposer(mienne)):
        vu = probleme(tentative, 404, "introuvable")
        assert vu["detail"] == inconnue.json()["detail"]
    par_id = f"/v1/candidatures/{cree['candidature']['id']}"
    probleme(autre_portail.appeler("GET", par_id), 404, "introuvable")
    assert mienne not in {c["reference"] for c in autre_portail.lister(limite=100)["candidatures"]}

    # The same reference at another portal is another candidature.
    sienne = autre_portail.ecrire(mienne, {"contact": {"courriel": "b@"}})
    assert sienne.status_code == 201
    assert sienne.json()["candidature"]["id"] != cree["candidature"]["id"]
    assert portail.lire(mienne).json()["dossier"] == {"contact": {"courriel": "a@"}}


def test_les_candidatures_se_listent_par_pages(administration: Administration) -> None:
    lire_et_ecrire = (Portee.CANDIDATURES_LIRE, Portee.CANDIDATURES_ECRIRE)
    seul = Portail(administration.client, administration.creer(*lire_et_ecrire)["secret"])
    ecrites = {f"b-{rang}": seul.ecrire(f"b-{rang}", {}).json() for rang in (3, 1, 4, 5, 2)}
    page = seul.lister(limite=2)
    assert ([c["reference"] for c in page["candidatures"]], page["suivant"]) == (
        ["b-1", "b-2"],
        "b-2",
    )
    vues = page["candidatures"]
    while page["suivant"]:
        page = seul.lister(limite=2, apres=page["suivant"])
        vues += page["candidatures"]
    assert vues == [
        {"reference": nom, "candidature": ecrites[nom]["candidature"]} for nom in sorted(ecrites)
    ]
    probleme(seul.appeler("GET", "/v1/candidatures"), 403, "acces-insuffisant")


def test_ce_qu_une_cle_cree_sans_reference_est_au_meme_portail(portail: Portail) -> None:
    cree = portail.appeler("POST", "/v1/candidatures", json={}).raise_for_status().json()
    chemin = f"/v1/candidatures/{cree['id']}"
    assert portail.appeler("GET", chemin).status_code == 200
    assert cree["id"] not in {c["candidature"]["id"] for c in portail.lister()["candidatures"]}


def test_une_cle_ne_donne_jamais_le_jeton_d_un_proprietaire(portail: Portail) -> None:
    """It would outlive the key, revoked or not; sent again, no more is told."""
    cle = {"Idempotency-Key": f"portail-{reference()}"}
    reponses = [portail.appeler("POST", "/v1/candidatures", json={}, entetes=cle) for _ in range(2)]
    assert [reponse.status_code for reponse in reponses] == [201, 201]
    assert [reponse.json()["jeton"] for reponse in reponses] == [None, None]
    assert reponses[0].json() == reponses[1].json()


@pytest.mark.parametrize(
    ("portee", "permis"),
    [
        (Portee.CANDIDATURES_LIRE, {"lire", "lister"}),
        (Portee.CANDIDATURES_ECRIRE, {"ecrire"}),
        (Portee.CANDIDATURES_DEPOSER, {"deposer"}),
        (Portee.INSTRUCTION_ECRITURE, set[str]()),
        (Portee.ADMINISTRATION, set[str]()),
    ],
)
def test_une_cle_ne_fait_que_ce_que_dit_sa_portee(
    administration: Administration, portee: Portee, permis: set[str]
) -> None:
    portail = Portail(administration.client, administration.creer(portee)["secret"])
    inconnue = reference()
    attendues = {
        "lire": Portee.CANDIDATURES_LIRE,
        "lister": Portee.CANDIDATURES_LIRE,
        "ecrire": Portee.CANDIDATURES_ECRIRE,
        "deposer": Portee.CANDIDATURES_DEPOSER,
    }
    chemin = f"/v1/portails/candidatures/{inconnue}"
    reponses = {
        "lire": portail.lire(inconnue),
        "lister": portail.appeler("GET", "/v1/portails/candidatures"),
        "deposer": portail.deposer(inconnue),
        "ecrire": portail.appeler("PUT", chemin, json={"dossier": {}}),
    }
    for acte, reponse in reponses.items():
        if acte in permis:
            assert reponse.status_code in (200, 201, 404)
        else:
            refus = probleme(reponse, 403, "portee-insuffisante")
            assert refus["portee"] == attendues[acte]


def test_le_jeton_d_un_candidat_n_est_pas_une_cle(client: Client) -> None:
    candidature = client.creer()
    reponse = client.get("/v1/portails/candidatures", headers=porteur(candidature.jeton))
    probleme(reponse, 403, "acces-insuffisant")


def test_un_portail_dont_l_acces_est_revoque_ne_recree_rien(
    portail: Portail, postgres: str
) -> None:
    mienne = reference()
    id = portail.ecrire(mienne, {"contact": {"courriel": "a@"}}).json()["candidature"]["id"]
    sql(
        postgres,
        "UPDATE acces SET empreinte = NULL, revoque_le = now() "
        f"WHERE role = 'portail' AND candidature_id = '{id}'",
    )
    for tentative in (portail.lire(mienne), portail.ecrire(mienne, {}), portail.deposer(mienne)):
        probleme(tentative, 404, "introuvable")
    page = portail.lister(apres=mienne[:-1], limite=1)
    assert mienne not in [c["reference"] for c in page["candidatures"]]


def test_une_fois_la_candidature_effacee_sa_reference_est_libre(
    portail: Portail, administration: Administration
) -> None:
    mienne = reference()
    premiere = portail.ecrire(mienne, {}).json()["candidature"]["id"]
    effacee = portail.client.request(
        "DELETE",
        f"/v1/administration/candidatures/{premiere}",
        params={"motif": "demande"},
        headers=porteur(administration.cle),
    )
    assert effacee.status_code < 300, effacee.text
    probleme(portail.lire(mienne), 404, "introuvable")
    seconde = portail.ecrire(mienne, {})
    assert seconde.status_code == 201
    assert seconde.json()["candidature"]["id"] != premiere
