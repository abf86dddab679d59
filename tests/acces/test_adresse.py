"""The address that opens a candidature: typed at first, then changed by an act of its own."""

import re
from datetime import datetime, timedelta

import pytest

from app.acces.droits import Portee
from tests.acces.courrier import (
    adresse,
    candidature_de,
    demander,
    echanger,
    invitee,
    lien_recu,
    recu,
    recus,
    suivre,
)
from tests.acces.temoins import nouvelle_cle
from tests.candidatures.outils import probleme
from tests.client import Candidature, Client, Json
from tests.depots.pieces import deposee
from tests.formulaire.exemples import dossier_complet
from tests.portails.outils import Portail, reference

CONFIRMATION = "/v1/acces/liens/confirmation"


def saisir(candidature: Candidature, courriel: str | None) -> None:
    candidature.modifier({"demandeur": {"courriel": courriel}}).raise_for_status()


def changer(candidature: Candidature, courriel: str) -> None:
    reponse = candidature.appeler("POST", "/adresse", json={"courriel": courriel})
    assert reponse.status_code == 202, reponse.text


def lien_d_adresse(client: Client, courriel: str) -> str:
    """The link received at a new address."""
    (lien,) = re.findall(r"#\S*?(tia_[A-Za-z0-9_-]{43})\s", recu(client, courriel)["texte"])
    return lien


def ouvre(client: Client, courriel: str) -> bool:
    """Ask for links, and wait for the mail that brings one to this address."""
    rang = len(recus(client, courriel)) + 1
    demander(client, courriel).raise_for_status()
    return bool(recu(client, courriel, rang))


def n_ouvre_pas(client: Client, courriel: str) -> bool:
    """Whether no link came to this address, once those asked for after it had come elsewhere."""
    avant = len(recus(client, courriel))
    demander(client, courriel).raise_for_status()
    for _ in range(3):  # the jobs of several run at once
        temoin = adresse("temoin")
        candidature_de(client, temoin)
        ouvre(client, temoin)
    return len(recus(client, courriel)) == avant


def entree(client: Client, courriel: str) -> Candidature:
    """The candidature found again by its address."""
    rang = len(recus(client, courriel)) + 1
    demander(client, courriel).raise_for_status()
    return suivre(client, lien_recu(client, courriel, rang))


# --- What is typed ---


def test_la_saisie_donne_l_adresse_tant_que_personne_n_est_entre(client: Client) -> None:
    faute, juste = adresse(), adresse()
    candidature = candidature_de(client, faute)
    saisir(candidature, juste)
    assert n_ouvre_pas(client, faute)
    assert ouvre(client, juste)


def test_la_saisie_ne_la_change_plus_une_fois_entre_par_elle(client: Client) -> None:
    courriel, autre = adresse(), adresse()
    candidature_de(client, courriel)
    saisir(entree(client, courriel), autre)
    assert n_ouvre_pas(client, autre)
    assert ouvre(client, courriel)


def test_un_depot_fige_l_adresse(client: Client) -> None:
    autre = adresse()
    dossier = dossier_complet()
    dossier["demandeur"]["courriel"] = (courriel := adresse())
    saisir(deposee(client, dossier), autre)
    assert n_ouvre_pas(client, autre)
    assert ouvre(client, courriel)


def test_un_coediteur_ne_devient_pas_proprietaire_par_la_page_du_proprietaire(
    client: Client,
) -> None:
    """Whose page saves the whole form, as it shows it."""
    courriel, voleur = adresse(), adresse("voleur")
    candidature = candidature_de(client, courriel)
    editrice = invitee(candidature)
    saisir(editrice, voleur)
    montre = candidature.lire()["dossier"]
    editrice.modifier({"demandeur": None}).raise_for_status()
    candidature.modifier(montre).raise_for_status()
    assert candidature.lire()["dossier"]["demandeur"]["courriel"] == voleur
    assert n_ouvre_pas(client, voleur)
    assert ouvre(client, courriel)


def test_une_cle_ne_devient_pas_proprietaire_en_ecrivant(client: Client, postgres: str) -> None:
    """Not even one that made the candidature, once its applicant has come."""
    portail = Portail(client, nouvelle_cle(postgres, Portee.CANDIDATURES_ECRIRE)[1])
    nom, courriel, voleur = reference(), adresse(), adresse("voleur")
    dossier: Json = {"demandeur": {"courriel": courriel}}
    portail.ecrire(nom, dossier).raise_for_status()
    sienne = entree(client, courriel)
    saisie = portail.ecrire(nom, {"demandeur": {"courriel": voleur}})
    assert saisie.json()["prises"] == ["/demandeur/courriel"]
    assert n_ouvre_pas(client, voleur)
    assert sienne.lire()["dossier"]["demandeur"]["courriel"] == voleur
    corps = {"courriel": voleur}
    ailleurs = portail.appeler("POST", f"{sienne.url}/adresse", json=corps)
    probleme(ailleurs, 403, "acces-insuffisant")


@pytest.mark.parametrize("avant", ["\u0065\u0301", "\u00e9"])
def test_une_adresse_s_ecrit_de_plusieurs_facons(client: Client, avant: str) -> None:
    reste = adresse("lu")
    candidature = candidature_de(client, f"  {avant}{reste.upper()}\ufeff")
    demander(client, f"\u00e9{reste}").raise_for_status()
    assert suivre(client, lien_recu(client, f"\u00e9{reste}")).id == candidature.id


# --- The act ---


def test_le_proprietaire_change_l_adresse_et_l_ancienne_en_est_avertie(client: Client) -> None:
    ancienne, nouvelle = adresse(), adresse()
    candidature_de(client, ancienne)
    candidature = entree(client, ancienne)
    changer(candidature, nouvelle)
    lien = lien_d_adresse(client, nouvelle)
    assert n_ouvre_pas(client, nouvelle)  # nothing changes before it is confirmed
    confirmee = client.post(CONFIRMATION, json={"lien": lien})
    assert confirmee.json() == {"candidature": candidature.id, "courriel": nouvelle}
    assert candidature.id in recu(client, ancienne, 2)["texte"]
    probleme(client.post(CONFIRMATION, json={"lien": lien}), 404, "lien-refuse")
    assert candidature.lire(), "the owner's token is good as before"
    assert n_ouvre_pas(client, ancienne)
    assert entree(client, nouvelle).id == candidature.id
    genres = [e["genre"] for e in entree(client, nouvelle).evenements()]
    assert {"adresse_demandee", "adresse_confirmee"} < {*genres}


def test_un_lien_ne_sert_qu_a_ce_pour_quoi_il_est_fait(client: Client) -> None:
    courriel, nouvelle = adresse(), adresse()
    candidature = candidature_de(client, courriel)
    changer(candidature, nouvelle)
    d_adresse = lien_d_adresse(client, nouvelle)
    assert d_adresse.startswith("tia_")
    demander(client, courriel).raise_for_status()
    de_reprise = lien_recu(client, courriel)
    probleme(echanger(client, d_adresse), 404, "lien-refuse")
    probleme(client.post(CONFIRMATION, json={"lien": de_reprise}), 404, "lien-refuse")
    assert suivre(client, de_reprise).id == candidature.id
    # Who comes in by the address cuts what was under way, by whoever it was.
    probleme(client.post(CONFIRMATION, json={"lien": d_adresse}), 404, "lien-refuse")


def test_le_lien_vaut_vingt_quatre_heures(client: Client) -> None:
    nouvelle = adresse()
    changer(candidature_de(client, adresse()), nouvelle)
    lien = lien_d_adresse(client, nouvelle)
    le = datetime.fromisoformat(recu(client, nouvelle)["envoye_le"]) + timedelta(hours=24)
    trop_tard = {"X-Horloge": le.isoformat()}
    probleme(client.post(CONFIRMATION, json={"lien": lien}, headers=trop_tard), 404, "lien-refuse")


@pytest.mark.parametrize("role", ["edition", "lecture"])
def test_lui_seul_le_peut(client: Client, role: str) -> None:
    invite = invitee(client.creer(), role)
    reponse = invite.appeler("POST", "/adresse", json={"courriel": adresse()})
    probleme(reponse, 403, "acces-insuffisant")
