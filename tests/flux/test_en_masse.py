"""Everything at once: one instant, whole or seen not to be, and what goes on from its cursor."""

import json
from concurrent.futures import ThreadPoolExecutor

import httpx2

from app.config import Settings
from app.kit.web.patience import Patience
from tests.acces.cles import Administration, porteur
from tests.bases import sql
from tests.candidatures.outils import Sonde, probleme
from tests.client import Client
from tests.conftest import impatient
from tests.depots.pieces import deposee
from tests.flux.outils import (
    BRETAGNE,
    EXPORT,
    deposer_par,
    dites,
    effacer,
    exporter,
    lire,
    lister,
    redeposer,
    types,
)
from tests.portails.outils import Portail, reference


def test_un_portail_prend_ses_candidatures_brouillons_compris(
    client: Client, portail: Portail, autre_portail: Portail
) -> None:
    ref, autre = reference(), reference()
    candidature = deposer_par(portail, ref)
    deposer_par(autre_portail)
    portail.ecrire(autre, {"perimetre": {"nom_territoire": "Brouillon"}}).raise_for_status()
    portail.ecrire(ref, {"perimetre": {"nom_territoire": "Changé depuis"}}).raise_for_status()
    lignes, fin = exporter(client, portail.cle)
    assert fin == {"fin": True, "curseur": fin["curseur"], "nombre": len(lignes)}
    par_id = {ligne["candidature"]["id"]: ligne for ligne in lignes}
    lue, ligne = candidature.lire(), par_id[candidature.id]
    assert ligne["dossier"] == lue["dossier"]
    assert ligne["dossier"]["perimetre"]["nom_territoire"] == "Changé depuis"
    assert ligne["version_formulaire"] == lue["version_formulaire"]
    assert ligne["instantane"] is None
    (dite,) = lister(client, portail.cle, reference=ref)["candidatures"]
    assert ligne["candidature"] == dite
    brouillon = par_id[portail.candidature(autre).id]
    assert brouillon["candidature"]["etat"] == "brouillon"
    assert (brouillon["candidature"]["position"], brouillon["candidature"]["dernier_depot"]) == (
        0,
        None,
    )


def test_qui_instruit_prend_le_dernier_depot_de_ses_regions(
    client: Client, portail: Portail, bretonne: str
) -> None:
    ref = reference()
    ailleurs, ici = deposer_par(portail), deposer_par(portail, ref, **BRETAGNE)
    redeposer(portail, ref, nom_territoire="Au second dépôt")
    portail.ecrire(ref, {"perimetre": {"nom_territoire": "Pas déposé"}}).raise_for_status()
    lignes, _ = exporter(client, bretonne)
    par_id = {ligne["candidature"]["id"]: ligne for ligne in lignes}
    assert ailleurs.id not in par_id
    assert par_id[ici.id]["dossier"] is None
    assert par_id[ici.id]["instantane"]["perimetre"]["nom_territoire"] == "Au second dépôt"
    assert par_id[ici.id]["candidature"]["dernier_depot"]["depot"] == 2


def test_flux_et_liste_reprennent_exactement_apres(client: Client, portail: Portail) -> None:
    deposer_par(portail)
    _, fin = exporter(client, portail.cle)
    assert lire(client, portail.cle, apres=fin["curseur"])["evenements"] == []
    candidature = deposer_par(portail)
    assert types(lire(client, portail.cle, apres=fin["curseur"])) == ["candidature.deposee"]
    page = lister(client, portail.cle, depuis=fin["curseur"])
    assert dites(page) == [(candidature.id, False)]


def test_ce_qui_est_efface_ou_dont_l_acces_est_revoque_n_y_est_plus(
    client: Client, portail: Portail, administration: Administration, postgres: str
) -> None:
    effacee, revoquee = deposer_par(portail), deposer_par(portail)
    effacee.appeler("POST", "/retrait").raise_for_status()
    effacer(client, administration, effacee.id)
    fermer = "UPDATE acces SET empreinte = NULL, revoque_le = now() WHERE role = 'portail'"
    sql(postgres, f"{fermer} AND candidature_id = '{revoquee.id}'")
    lignes, _ = exporter(client, portail.cle)
    assert {effacee.id, revoquee.id}.isdisjoint(ligne["candidature"]["id"] for ligne in lignes)


def test_il_se_comprime_pour_qui_le_demande(client: Client, portail: Portail) -> None:
    deposer_par(portail)
    for codage, attendu in (("gzip", "gzip"), ("identity", None), ("gzip;q=0", None)):
        entetes = porteur(portail.cle) | {"Accept-Encoding": codage}
        reponse = client.get(EXPORT, headers=entetes)
        assert reponse.headers.get("content-encoding") == attendu
        assert json.loads(reponse.text.splitlines()[-1])["fin"] is True


def test_il_n_y_en_a_qu_un_a_la_fois_par_appelant(
    reglages: Settings, portail: Portail, sonde: Sonde
) -> None:
    def prendre(client: Client) -> httpx2.Response:
        return client.get(EXPORT, headers=porteur(portail.cle))

    patience = Patience(place=0.1)
    with impatient(reglages, patience) as client, ThreadPoolExecutor(1) as fils:
        with sonde.verrou("LOCK TABLE depot IN ACCESS EXCLUSIVE MODE"):
            premier = fils.submit(prendre, client)
            sonde.attendre_la_file(premier)
            probleme(prendre(client), 503, "indisponible")
        assert '"fin":true' in premier.result().text
        assert '"fin":true' in prendre(client).text


def test_un_jeton_ne_prend_rien_en_masse(client: Client) -> None:
    candidature = deposee(client)
    refusee = client.get(EXPORT, headers=porteur(candidature.jeton))
    probleme(refusee, 403, "acces-insuffisant")
