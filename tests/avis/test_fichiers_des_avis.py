"""Files of who is consulted: theirs alone until an answer takes them, then the reviewers' too."""

from collections.abc import Generator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest

from app.config import Settings
from app.kit.clock import Horloge
from app.kit.services import Services
from app.rgpd.conserver import conserver
from tests.avis.consultes import ECHEANCE, FIN, JUSTE_AVANT, Consulte, consulte
from tests.bases import sql
from tests.candidatures.outils import probleme
from tests.client import Candidature, Client
from tests.depots.pieces import deposee
from tests.faux_clamd import TROUVE, faux_clamd
from tests.instruction.dossiers import APRES, Agent, agent
from tests.instruction.test_courriels_au_demandeur import faire
from tests.pieces_jointes.avec_antivirus import INFECTE, Essai, essai
from tests.pieces_jointes.echantillons import pdf
from tests.pieces_jointes.outils import attendre, magasin
from tests.rgpd.test_export import Archive
from tests.rgpd.vie import administrateur

_ICI = "/reponse/pieces-jointes"


@pytest.fixture(scope="module")
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


@pytest.fixture(scope="module")
def normand(client: Client, url: str) -> Agent:
    return agent(client, url, "28")


@pytest.fixture
def dossier(client: Client) -> Candidature:
    return deposee(client)


def _joindre(
    qui: Consulte, contenu: bytes = b"", le: str = APRES, **options: Any
) -> httpx2.Response:
    fichier = {"fichier": ("note.pdf", contenu or pdf())}
    return qui.appeler("POST", _ICI, le, files=fichier, **options)


def _joint(qui: Consulte) -> str:
    reponse = _joindre(qui)
    assert reponse.status_code == 201, reponse.text
    piece: str = reponse.json()["id"]
    return piece


def _envoyer(qui: Consulte, *pieces: str, texte: str = "Ci-joint.") -> httpx2.Response:
    corps = {"sens": "reserve", "texte": texte, "pieces": [*pieces]}
    return qui.appeler("POST", "/envoi", json=corps)


def _lue_par_l_agent(
    qui: Agent, de: Candidature, avis: str, piece: str, **headers: str
) -> httpx2.Response:
    chemin = f"/candidatures/{de.id}/avis/{avis}/pieces-jointes/{piece}/contenu"
    return qui.appeler("GET", chemin, headers=headers)


def _vu(dossier: Candidature) -> Any:
    lue = dossier.appeler("GET")
    return lue.headers["ETag"], lue.content, dossier.appeler("GET", "/evenements").content


def test_un_fichier_se_relit_se_retire_et_part_avec_une_reponse(
    client: Client, url: str, normand: Agent, dossier: Candidature
) -> None:
    avant = _vu(dossier)
    demandee, qui = consulte(normand, dossier)
    avis = demandee["id"]
    gardee, otee = _joint(qui), _joint(qui)
    a_envoyer = qui.appeler("GET", _ICI).json()["pieces"]
    assert {p["id"] for p in a_envoyer} == {gardee, otee}
    assert {(p["nom"], p["taille"]) for p in a_envoyer} == {("note.pdf", len(pdf()))}
    assert qui.appeler("GET", f"{_ICI}/{gardee}/contenu").content == pdf()
    probleme(_lue_par_l_agent(normand, dossier, avis, gardee), 404, "introuvable")
    assert qui.appeler("DELETE", f"{_ICI}/{otee}").status_code == 204
    probleme(qui.appeler("DELETE", f"{_ICI}/{otee}"), 404, "introuvable")
    probleme(_envoyer(qui, otee), 422, "requete-invalide")
    probleme(_envoyer(qui, gardee, gardee), 422, "requete-invalide")

    envoyee = _envoyer(qui, gardee).raise_for_status().json()
    assert [piece["id"] for piece in envoyee["pieces"]] == [gardee]
    assert _envoyer(qui, gardee).status_code == 200, "la même réponse"
    assert qui.appeler("GET", _ICI).json()["pieces"] == []
    assert qui.lire()["reponses"] == [envoyee]
    probleme(qui.appeler("DELETE", f"{_ICI}/{gardee}"), 409, "fichier-deja-envoye")
    assert qui.appeler("GET", f"{_ICI}/{gardee}/contenu").content == pdf()
    lue = _lue_par_l_agent(normand, dossier, avis, gardee, Range="bytes=0-3")
    assert (lue.status_code, lue.content) == (206, pdf()[:4])
    ailleurs = agent(client, url, "53")
    probleme(_lue_par_l_agent(ailleurs, dossier, avis, gardee), 404, "introuvable")
    autre = deposee(client)
    probleme(_lue_par_l_agent(normand, autre, avis, gardee), 404, "introuvable")
    _, voisin = consulte(normand, dossier)
    probleme(voisin.appeler("GET", f"{_ICI}/{gardee}/contenu"), 404, "introuvable")
    probleme(voisin.appeler("DELETE", f"{_ICI}/{gardee}"), 404, "introuvable")
    probleme(_envoyer(voisin, gardee), 422, "requete-invalide")
    assert _vu(dossier) == avant


def test_chaque_reponse_garde_les_siens(normand: Agent, dossier: Candidature) -> None:
    demandee, qui = consulte(normand, dossier)
    une, deux = _joint(qui), _joint(qui)
    _envoyer(qui, une).raise_for_status()
    assert _envoyer(qui, deux, une).status_code == 201, "le texte est le même, les fichiers non"
    _envoyer(qui).raise_for_status()
    ici = f"/candidatures/{dossier.id}/avis"
    lu = normand.appeler("GET", f"{ici}/{demandee['id']}").json()
    noms = [[piece["id"] for piece in reponse["pieces"]] for reponse in lu["reponses"]]
    assert noms == [[une], [deux, une], []]
    assert lu["reponse"] == lu["reponses"][-1]
    _envoyer(qui, deux).raise_for_status()
    (suivi,) = normand.appeler("GET", ici).json()["avis"]
    assert [piece["id"] for piece in suivi["reponse"]["pieces"]] == [deux]
    for piece in (une, deux):
        assert _lue_par_l_agent(normand, dossier, demandee["id"], piece).content == pdf()


def test_cinq_attendent_au_plus_et_jusqu_a_l_echeance(
    normand: Agent, dossier: Candidature, reglages: Settings
) -> None:
    _, qui = consulte(normand, dossier)
    siennes = [_joint(qui) for _ in range(5)]
    avant = magasin(reglages)
    refus = probleme(_joindre(qui), 409, "trop-de-pieces")
    assert refus["maximum"] == 5
    probleme(_envoyer(qui, *siennes, siennes[0]), 422, "requete-invalide")
    _envoyer(qui, *siennes).raise_for_status()
    refus = probleme(_joindre(qui, b"MZ" + bytes(64)), 415, "fichier-refuse")
    assert refus["motif"] == "type_refuse"
    avec = _joindre(qui, data={"rubrique": "lettres"})
    probleme(avec, 422, "requete-invalide")
    probleme(_joindre(qui, le=ECHEANCE), 409, "avis-clos")
    assert magasin(reglages) == avant
    piece = _joindre(qui, le=JUSTE_AVANT).raise_for_status().json()["id"]
    probleme(qui.appeler("DELETE", f"{_ICI}/{piece}", ECHEANCE), 409, "avis-clos")
    assert qui.appeler("GET", _ICI, ECHEANCE).json()["pieces"][0]["id"] == piece


def test_ce_qui_ne_part_pas_s_oublie_quand_l_avis_se_ferme(
    normand: Agent, dossier: Candidature, reglages: Settings
) -> None:
    avant = magasin(reglages)
    demandee, qui = consulte(normand, dossier)
    _, revoque = consulte(normand, dossier)
    envoyee, gardee, perdue = _joint(qui), _joint(qui), _joint(revoque)
    _envoyer(qui, envoyee).raise_for_status()

    def passer(le: str) -> set[str]:
        async def la_nuit(services: Services) -> None:
            await conserver(replace(services, horloge=Horloge(datetime.fromisoformat(le))), {})

        faire(reglages, la_nuit)
        # What another test's client sends meanwhile has a name of its own until it is whole.
        return {nom for nom in magasin(reglages) - avant if "#" not in nom}

    autre = next(
        un["id"]
        for un in normand.appeler("GET", f"/candidatures/{dossier.id}/avis").json()["avis"]
        if un["id"] != demandee["id"]
    )
    normand.appeler("DELETE", f"/candidatures/{dossier.id}/avis/{autre}").raise_for_status()
    assert passer(APRES) == {envoyee, gardee}
    juste_avant = datetime.fromisoformat(FIN) - timedelta(milliseconds=1)
    assert passer(juste_avant.isoformat()) == {envoyee, gardee}
    assert passer(FIN) == {envoyee}
    assert perdue not in magasin(reglages)


def test_ils_sont_dans_l_archive_de_l_administration_et_s_effacent_avec_le_reste(
    client: Client, url: str, normand: Agent, dossier: Candidature, reglages: Settings
) -> None:
    avant = magasin(reglages)
    _, qui = consulte(normand, dossier)
    envoyee, gardee = _joint(qui), _joint(qui)
    _envoyer(qui, envoyee).raise_for_status()
    adresse = f"/v1/administration/candidatures/{dossier.id}"
    lue = client.get(f"{adresse}/export", headers=administrateur(url)).raise_for_status()
    archive = Archive(lue)
    (piece,) = archive.json("instruction.json")["piece_avis"]
    assert (piece["id"], piece["fichier"]) == (envoyee, "avis/01-note.pdf")
    assert archive.lire(piece["fichier"]) == pdf()
    assert archive.json("instruction.json")["avis_rendu"][0]["pieces"] == [envoyee]
    la_sienne = Archive(dossier.appeler("GET", "/export"))
    assert not [nom for nom in la_sienne.noms if envoyee.encode() in la_sienne.lire(nom)]
    assert {envoyee, gardee} <= magasin(reglages)
    ordre = client.delete(f"{adresse}?motif=injonction", headers=administrateur(url))
    assert ordre.status_code == 204
    assert magasin(reglages) & {envoyee, gardee} == set()
    assert len(magasin(reglages)) < len(avant)


# --- The antivirus ---


@pytest.fixture(scope="module")
def lance(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Essai]:
    with faux_clamd() as faux, essai(postgres, tmp_path_factory.mktemp("avis"), faux) as un:
        yield un


def test_un_virus_se_refuse_a_la_porte_et_ne_se_delivre_jamais(lance: Essai) -> None:
    candidature, instructeur = deposee(lance.client), agent(lance.client, lance.url)
    demandee, qui = consulte(instructeur, candidature)
    refus = probleme(_joindre(qui, INFECTE), 415, "fichier-refuse")
    assert refus["motif"] == "virus"
    ((genre, auteur, details),) = sql(
        lance.url,
        "SELECT genre, auteur, details::text FROM evenement "
        f"WHERE candidature_id = '{candidature.id}' ORDER BY id DESC LIMIT 1",
    )
    assert (genre, auteur) == ("avis_infecte", "avis")
    assert "note" not in details
    assert "avis_infecte" not in [e["genre"] for e in candidature.evenements()]

    lance.faux.eteindre()
    envoyee, gardee = _joint(qui), _joint(qui)
    _envoyer(qui, envoyee).raise_for_status()
    ici = (instructeur, candidature, demandee["id"], envoyee)
    probleme(_lue_par_l_agent(*ici), 409, "analyse-en-attente")
    assert qui.appeler("GET", f"{_ICI}/{envoyee}/contenu").content == pdf()
    lance.faux.reponse = TROUVE
    lance.faux.allumer()
    attendre(lambda: {envoyee, gardee} <= lance.isolees(), lance.client)
    refus = probleme(_lue_par_l_agent(*ici), 409, "fichier-d-avis-infecte")
    assert refus["pieces"] == [envoyee]
    siennes = [qui.appeler("GET", f"{_ICI}/{p}/contenu") for p in (envoyee, gardee)]
    for refusee in (*siennes, _envoyer(qui, gardee)):
        probleme(refusee, 409, "fichier-d-avis-infecte")
    assert qui.appeler("DELETE", f"{_ICI}/{gardee}").status_code == 204
