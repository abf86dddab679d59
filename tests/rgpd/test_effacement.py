"""Erasure: nothing is left but the tombstone, whoever asked for it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final
from uuid import uuid4

import pytest

from app.candidatures.controle import controler
from app.config import Settings
from tests.bases import sql
from tests.candidatures.outils import Sonde, inchangee, probleme
from tests.client import Candidature, Client
from tests.conftest import servir
from tests.depots.pieces import deposee, prete
from tests.marques import trouvees
from tests.pieces_jointes.outils import attendre
from tests.rgpd.vie import Ici, administrateur, pleine

_PLEINES: Final = {
    *(
        "acces",
        "candidature",
        "decision",
        "depot",
        "instruction",
        "lien",
        "message",
        "piece_jointe",
    ),
    *("piece_message", "portail_reference", "reponse_memorisee"),
}
_ADMINISTRATION: Final = "/v1/administration/candidatures"


@pytest.fixture
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


def _par_son_proprietaire(ici: Ici, candidature: Candidature) -> None:
    candidature.appeler("POST", "/retrait").raise_for_status()
    assert candidature.appeler("DELETE").status_code == 204


def _par_l_administration(ici: Ici, candidature: Candidature) -> None:
    adresse = f"{_ADMINISTRATION}/{candidature.id}?motif=injonction"
    assert ici.client.delete(adresse, headers=administrateur(ici.url)).status_code == 204


def _marquees(ici: Ici, *secrets: str) -> set[str]:
    """The tables that hold something of the applicant."""
    return {table for table, texte in ici.contenu().items() if trouvees(texte, *secrets)}


@pytest.mark.parametrize("effacer", [_par_son_proprietaire, _par_l_administration])
def test_il_n_en_reste_rien_nulle_part(
    ici: Ici, effacer: Callable[[Ici, Candidature], None]
) -> None:
    essai = ici.fichiers()
    candidature = pleine(ici)
    assert _marquees(ici) == _PLEINES
    assert len(ici.fichiers() - essai) == 5
    effacer(ici, candidature)
    assert _marquees(ici) == set()
    assert ici.fichiers() == essai
    assert asyncio.run(controler(ici.url)).intact


def test_il_en_reste_le_numero_l_etat_les_dates_et_le_journal(ici: Ici) -> None:
    candidature = pleine(ici)
    ici_id = f"'{candidature.id}'"
    tombe = (
        "SELECT numero, etat, creee_le, dossier::text, courriel, preavis_le, "
        f"reponses_anciennes::text FROM candidature WHERE id = {ici_id}"
    )
    ((numero, _, creee_le, *_),) = sql(ici.url, tombe)
    _par_l_administration(ici, candidature)
    assert sql(ici.url, tombe) == [(numero, "supprimee", creee_le, "{}", None, None, None)]
    journal = f"FROM evenement WHERE candidature_id = {ici_id} ORDER BY id"
    genres = [genre for (genre,) in sql(ici.url, f"SELECT genre {journal}")]
    assert (genres[0], genres[-1], genres.count("deposee")) == ("creee", "supprimee", 2)
    *_, (auteur, details) = sql(ici.url, f"SELECT auteur, details::text {journal}")
    assert auteur == "administration"
    assert '"motif": "injonction"' in details
    assert '"par": "' in details


def test_effacee_elle_n_existe_plus_pour_personne(client: Client, url: str) -> None:
    candidature, admin = deposee(client), administrateur(url)
    adresse = f"{_ADMINISTRATION}/{candidature.id}?motif=injonction"
    assert client.delete(adresse, headers=admin).status_code == 204
    for methode, suite in (("GET", ""), ("GET", "/depots"), ("DELETE", ""), ("POST", "/depots")):
        probleme(candidature.appeler(methode, suite), 404, "introuvable")
    probleme(client.delete(adresse, headers=admin), 404, "introuvable")


# --- When it is refused ---


def test_ce_qui_est_depose_ne_s_efface_pas_par_son_proprietaire(client: Client) -> None:
    candidature = deposee(client)
    with inchangee(candidature):
        document = probleme(candidature.appeler("DELETE"), 409, "etat-incompatible")
    assert document["etat"] == "deposee"


@pytest.mark.parametrize(
    ("etat", "motif", "statut"),
    [
        ("brouillon", "demande", 204),
        ("deposee", "demande", 409),
        ("deposee", "erreur", 409),
        ("deposee", "injonction", 204),
        ("en_instruction", "demande", 409),
        ("en_instruction", "injonction", 204),
        ("acceptee", "demande", 204),
        ("refusee", "erreur", 204),
        ("sans_suite", "demande", 204),
        ("retiree", "demande", 204),
    ],
)
def test_tant_qu_elle_est_jugee_seule_une_injonction_l_efface(
    client: Client, url: str, etat: str, motif: str, statut: int
) -> None:
    candidature = client.creer()
    sql(url, f"UPDATE candidature SET etat = '{etat}' WHERE id = '{candidature.id}'")
    adresse = f"{_ADMINISTRATION}/{candidature.id}"
    reponse = client.delete(f"{adresse}?motif={motif}", headers=administrateur(url))
    assert reponse.status_code == statut
    if statut == 409:
        assert probleme(reponse, 409, "etat-incompatible")["etat"] == etat
        assert candidature.lire()["etat"] == etat


@pytest.mark.parametrize("motif", ["", "?motif=", "?motif=demandeur", "?motif=Anne+Martin"])
def test_l_administration_dit_pourquoi_parmi_ce_qui_est_prevu(
    client: Client, url: str, motif: str
) -> None:
    candidature = client.creer()
    adresse = f"{_ADMINISTRATION}/{candidature.id}{motif}"
    reponse = client.delete(adresse, headers=administrateur(url))
    (parametre,) = probleme(reponse, 422, "requete-invalide")["parametres"]
    assert (parametre["dans"], parametre["nom"]) == ("query", "motif")
    candidature.lire()


def test_une_administration_limitee_n_efface_que_dans_ses_regions(client: Client, url: str) -> None:
    candidature, vide = deposee(client), client.creer()
    region = candidature.lire()["dossier"]["perimetre"]["region"]
    autre = "53" if region != "53" else "93"
    # Its last deposit decides, whatever its draft says since.
    candidature.modifier({"perimetre": {"region": autre}}).raise_for_status()
    for id, regions in ((candidature.id, autre), (vide.id, region), (str(uuid4()), region)):
        adresse = f"{_ADMINISTRATION}/{id}?motif=injonction"
        refusee = client.delete(adresse, headers=administrateur(url, regions))
        probleme(refusee, 404, "introuvable")
    adresse = f"{_ADMINISTRATION}/{candidature.id}?motif=injonction"
    assert client.delete(adresse, headers=administrateur(url, region)).status_code == 204


# --- When the store fails ---


def test_un_fichier_que_le_magasin_n_a_pas_efface_l_est_par_un_travail(
    reglages_d_ici: Settings,
) -> None:
    with servir(reglages_d_ici) as client:
        ici = Ici(client, reglages_d_ici)
        candidature = prete(client)
        pieces = [
            piece["id"] for piece in candidature.appeler("GET", "/pieces-jointes").json()["pieces"]
        ]
        en_panne = ici.dossier / "pieces" / pieces[0]
        garde = en_panne.rename(ici.dossier / "a-cote")
        en_panne.mkdir()
        assert candidature.appeler("DELETE").status_code == 204
        probleme(candidature.appeler("GET"), 404, "introuvable")
        en_panne.rmdir()
        garde.rename(en_panne)
        assert pieces[0] in ici.fichiers()
    with servir(reglages_d_ici.model_copy(update={"travaux": True})) as client:
        attendre(lambda: ici.fichiers() == set(), client)


def test_effacer_sous_une_version_ne_prend_pas_la_connexion_des_modifications(
    reglages_d_ici: Settings,
) -> None:
    assert reglages_d_ici.database_url
    sonde = Sonde(reglages_d_ici.database_url.get_secret_value())
    une = reglages_d_ici.model_copy(update={"connexions": 1})
    verrou = "SELECT 1 FROM candidature WHERE id = CAST(:id AS uuid) FOR UPDATE"
    with servir(une) as client, ThreadPoolExecutor(2) as fils:
        candidature = client.creer({})
        with sonde.verrou(verrou, id=candidature.id):
            modifie = fils.submit(candidature.modifier, {"contact": {"courriel": "x"}})
            sonde.attendre_la_file(modifie)
            entetes = {"If-Match": '"1"'}
            efface = fils.submit(candidature.appeler, "DELETE", entetes=entetes)
            # Both wait for the row: none for the connection that the other holds.
            sonde.attendre_la_file(modifie, efface)
        assert modifie.result(30).status_code == 200
        perimee = probleme(efface.result(30), 412, "version-perimee")
        assert perimee["pointeurs"] == ["/contact/courriel"]
    sonde.fermer()


def test_effacer_sous_une_version_n_attend_rien_de_qui_l_attend(reglages_d_ici: Settings) -> None:
    assert reglages_d_ici.database_url
    sonde = Sonde(reglages_d_ici.database_url.get_secret_value())
    une = reglages_d_ici.model_copy(update={"connexions": 1})
    verrou = "SELECT 1 FROM candidature WHERE id = CAST(:id AS uuid) FOR UPDATE"
    with servir(une) as client, ThreadPoolExecutor(2) as fils:
        candidature = client.creer({})
        with sonde.verrou(verrou, id=candidature.id):
            entetes = {"If-Match": '"1"'}
            efface = fils.submit(candidature.appeler, "DELETE", entetes=entetes)
            sonde.attendre_la_file(efface)
            modifie = fils.submit(candidature.modifier, {"demandeur": {}})
            for _ in range(100):  # long enough for a save to wait for the row, if it can
                client.get("/v1/campagne").raise_for_status()
        assert efface.result(30).status_code == 204
        probleme(modifie.result(30), 404, "introuvable")
    sonde.fermer()
