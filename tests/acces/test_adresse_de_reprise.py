"""Whom the owner's secret is sent to: the applicant, at the address that the owner gave last."""

from tests.acces.courrier import (
    acces,
    adresse,
    candidature_de,
    demander,
    echanger,
    invitee,
    lien_recu,
    recus,
    suivre,
)
from tests.acces.temoins import PORTEES, nouvel_acces, nouvelle_cle
from tests.candidatures.outils import probleme
from tests.client import Candidature, Client


def _change(candidature: Candidature, courriel: str | None) -> None:
    candidature.modifier({"demandeur": {"courriel": courriel}}).raise_for_status()


def _retrouver(client: Client, courriel: str, rang: int = 1) -> str:
    assert demander(client, courriel).status_code == 202
    return lien_recu(client, courriel, rang)


def test_changer_d_adresse_coupe_les_liens_envoyes_a_l_ancienne(client: Client) -> None:
    ancienne, nouvelle = adresse(), adresse()
    candidature = candidature_de(client, ancienne)
    lien = _retrouver(client, ancienne)
    _change(candidature, nouvelle)
    probleme(echanger(client, lien), 404, "lien-refuse")
    demander(client, ancienne).raise_for_status()
    assert suivre(client, _retrouver(client, nouvelle)).id == candidature.id
    assert len(recus(client, ancienne)) == 1


def test_effacer_son_adresse_coupe_les_liens(client: Client) -> None:
    courriel = adresse()
    candidature = candidature_de(client, courriel)
    lien = _retrouver(client, courriel)
    candidature.modifier({"demandeur": None}).raise_for_status()
    probleme(echanger(client, lien), 404, "lien-refuse")
    assert acces(candidature)[0]["courriel"] is None


def test_l_adresse_se_compare_sans_casse_ni_blancs(client: Client) -> None:
    courriel = adresse()
    candidature = candidature_de(client, f"  {courriel.upper()} ")
    lien = _retrouver(client, courriel)
    _change(candidature, courriel.capitalize())
    assert suivre(client, lien).id == candidature.id


def test_un_co_editeur_ne_se_fait_pas_envoyer_le_jeton_du_proprietaire(client: Client) -> None:
    """Neither at once, nor when the owner saves what he wrote there among other answers."""
    courriel, sienne = adresse(), adresse("ali")
    candidature = candidature_de(client, courriel)
    editeur = invitee(candidature)
    _change(editeur, sienne)
    assert candidature.lire()["dossier"]["demandeur"]["courriel"] == sienne
    _change(candidature, sienne)
    candidature.modifier({"contact": {"nom_prenom": "Jeanne"}}).raise_for_status()
    demander(client, sienne).raise_for_status()
    assert acces(candidature)[0]["courriel"] == courriel
    assert suivre(client, _retrouver(client, courriel)).creee["role"] == "proprietaire"
    assert recus(client, sienne) == []


def test_ce_qu_un_portail_cree_s_ouvre_a_son_demandeur(client: Client, postgres: str) -> None:
    courriel, corrige = adresse(), adresse()
    _, cle = nouvelle_cle(postgres, *PORTEES)
    au_portail = {"Authorization": f"Bearer {cle}"}
    creee = client.creer({"demandeur": {"courriel": courriel}}, **au_portail)
    portail = Candidature(client, creee.id, cle, {})
    _change(portail, corrige)
    probleme(portail.appeler("GET", "/acces"), 403, "acces-insuffisant")
    probleme(portail.appeler("POST", "/jeton/renouvellement"), 403, "acces-insuffisant")
    demandeur = suivre(client, _retrouver(client, corrige))
    lus = acces(demandeur)
    assert [(lu["genre"], lu["role"], lu["courriel"]) for lu in lus] == [
        ("jeton", "proprietaire", corrige),
        ("cle", "portail", None),
    ] or [lu["role"] for lu in lus] == ["portail", "proprietaire"]
    sien = next(lu["id"] for lu in lus if lu["role"] == "portail")
    demandeur.appeler("DELETE", f"/acces/{sien}").raise_for_status()
    probleme(portail.appeler("GET"), 404, "introuvable")


def test_un_proprietaire_en_revoque_un_autre_et_reste_le_dernier(
    client: Client, postgres: str
) -> None:
    courriel = adresse()
    candidature = candidature_de(client, courriel)
    lien = _retrouver(client, courriel)
    second, jeton = nouvel_acces(postgres, candidature.id, acces(candidature)[0]["role"])
    premier = acces(candidature)[0]["id"]
    autre = Candidature(client, candidature.id, jeton, {})
    assert autre.appeler("DELETE", f"/acces/{premier}").status_code == 204
    probleme(candidature.appeler("GET"), 404, "introuvable")
    probleme(echanger(client, lien), 404, "lien-refuse")
    probleme(autre.appeler("DELETE", f"/acces/{second}"), 409, "dernier-acces")
