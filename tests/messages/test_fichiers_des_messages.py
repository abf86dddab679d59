"""Files of messages: judged as those of the form, seen with their message, in no deposit."""

from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest

from app.config import Settings
from app.kit.clock import Horloge
from app.kit.services import Services
from app.messages.joindre_au_fil import A_ENVOYER_MAX, FICHIERS_MAX, PAR_PERSONNE
from app.rgpd.conserver import conserver
from tests.bases import sql
from tests.candidatures.outils import probleme
from tests.client import Candidature, Client
from tests.depots.pieces import deposee, prete
from tests.faux_clamd import TROUVE, faux_clamd
from tests.instruction.dossiers import APRES, Agent, agent
from tests.instruction.test_courriels_au_demandeur import faire
from tests.messages.fil import ecrire, lus_par, repondre
from tests.pieces_jointes.avec_antivirus import INFECTE, Essai, essai
from tests.pieces_jointes.echantillons import pdf
from tests.pieces_jointes.outils import attendre, magasin

_ICI = "/messages/pieces-jointes"


def _appeler(
    qui: Candidature | Agent, de: Candidature, methode: str, suite: str, **options: Any
) -> httpx2.Response:
    if isinstance(qui, Agent):
        return qui.appeler(methode, f"/candidatures/{de.id}{_ICI}{suite}", **options)
    entetes = {"X-Horloge": APRES, **options.pop("headers", {})}
    return qui.appeler(methode, f"{_ICI}{suite}", entetes=entetes, **options)


def _joindre(
    qui: Candidature | Agent, de: Candidature, contenu: bytes = b"", nom: str = "note.pdf"
) -> httpx2.Response:
    return _appeler(qui, de, "POST", "", files={"fichier": (nom, contenu or pdf())})


def _envoyer(qui: Candidature | Agent, de: Candidature, *pieces: str) -> httpx2.Response:
    corps = {"texte": "Ci-joint.", "pieces": [*pieces]}
    if isinstance(qui, Agent):
        return qui.appeler("POST", f"/candidatures/{de.id}/messages", json=corps)
    return qui.appeler("POST", "/messages", json=corps, entetes={"X-Horloge": APRES})


def _lire(qui: Candidature | Agent, de: Candidature, piece: str, **headers: str) -> httpx2.Response:
    return _appeler(qui, de, "GET", f"/{piece}/contenu", headers=headers)


def _joint(qui: Candidature | Agent, de: Candidature, contenu: bytes = b"") -> str:
    reponse = _joindre(qui, de, contenu)
    assert reponse.status_code == 201, reponse.text
    piece: str = reponse.json()["id"]
    return piece


def test_un_fichier_se_voit_avec_son_message_et_se_lit_des_deux_cotes(
    dossier: Candidature, normand: Agent
) -> None:
    for envoyeur, lecteur in ((dossier, normand), (normand, dossier)):
        piece = _joint(envoyeur, dossier)
        for qui in (envoyeur, lecteur):
            probleme(_lire(qui, dossier, piece), 404, "introuvable")
        _envoyer(envoyeur, dossier, piece).raise_for_status()
        decrite = lus_par(lecteur, dossier)["messages"][-1]["pieces"]
        assert [(p["id"], p["nom"], p["taille"]) for p in decrite] == [
            (piece, "note.pdf", len(pdf()))
        ]
        for qui in (envoyeur, lecteur):
            assert _lire(qui, dossier, piece).content == pdf()
        partie = _lire(lecteur, dossier, piece, Range="bytes=0-3")
        assert (partie.status_code, partie.content) == (206, pdf()[:4])
        connue = {"If-None-Match": partie.headers["ETag"]}
        assert _lire(lecteur, dossier, piece, **connue).status_code == 304


def test_il_n_entre_ni_dans_le_formulaire_ni_dans_un_depot(client: Client) -> None:
    candidature = deposee(client)
    avant = candidature.appeler("GET", "/pieces-jointes").json()
    verdict = candidature.appeler("GET", "/validation").content
    piece = _joint(candidature, candidature)
    ecrire(candidature, "Sans fichier.").raise_for_status()
    _envoyer(candidature, candidature, piece).raise_for_status()
    assert candidature.appeler("GET", "/pieces-jointes").json() == avant
    assert candidature.appeler("GET", "/validation").content == verdict
    candidature.modifier({"contact": {"nom_prenom": "Anne Martin"}}).raise_for_status()
    depot = candidature.deposer().raise_for_status().json()
    assert piece not in [p["id"] for p in depot["pieces"]]
    probleme(candidature.appeler("GET", f"/pieces-jointes/{piece}"), 404, "introuvable")


def test_nul_n_envoie_le_fichier_d_un_autre_ni_deux_fois_le_sien(
    dossier: Candidature, normand: Agent, client: Client, url: str
) -> None:
    sienne, autre = _joint(normand, dossier), deposee(client)
    picard = agent(client, url, "32")
    for qui, de in ((picard, dossier), (dossier, dossier), (autre, autre)):
        refus = probleme(_envoyer(qui, de, sienne), 422, "requete-invalide")
        assert refus["parametres"][0]["type"] == "piece_inconnue"
    _envoyer(normand, dossier, sienne).raise_for_status()
    probleme(_envoyer(normand, dossier, sienne), 422, "requete-invalide")
    probleme(_envoyer(dossier, dossier, *[sienne] * 6), 422, "requete-invalide")
    assert len(lus_par(dossier, dossier)["messages"]) == 1
    ailleurs = agent(client, url, "53")
    for reponse in (_lire(ailleurs, dossier, sienne), _joindre(ailleurs, dossier)):
        probleme(reponse, 404, "introuvable")
    probleme(_lire(autre, autre, sienne), 404, "introuvable")


def test_un_fichier_ne_se_joint_que_la_ou_l_on_ecrit(
    client: Client, dossier: Candidature, reglages: Settings
) -> None:
    brouillon = prete(client)
    avant = magasin(reglages)
    probleme(_joindre(brouillon, brouillon), 409, "etat-incompatible")
    refus = probleme(_joindre(dossier, dossier, b"MZ" + bytes(64)), 415, "fichier-refuse")
    assert refus["motif"] == "type_refuse"
    autre = dossier.appeler(
        "POST", _ICI, files={"fichier": ("a.pdf", pdf())}, data={"rubrique": "lettres"}
    )
    probleme(autre, 422, "requete-invalide")
    assert magasin(reglages) == avant


@pytest.mark.parametrize(
    ("nombre", "message", "auteur"),
    [
        (A_ENVOYER_MAX, "NULL", "acces.id"),
        (PAR_PERSONNE, "1", "acces.id"),
        (FICHIERS_MAX, "1", "gen_random_uuid()"),
    ],
)
def test_un_cote_en_envoie_un_nombre_limite(
    dossier: Candidature, normand: Agent, url: str, nombre: int, message: str, auteur: str
) -> None:
    sql(
        url,
        "INSERT INTO piece_message (id, candidature_id, cote, auteur, message, nom, type, taille, "
        f"empreinte, jointe_le, antivirus) SELECT gen_random_uuid(), '{dossier.id}', 'demandeur', "
        f"{auteur}, {message}, 'a.pdf', 'application/pdf', 1, '', now(), 'sain' "
        f"FROM generate_series(1, {nombre}), acces WHERE candidature_id = '{dossier.id}'",
    )
    refus = probleme(_joindre(dossier, dossier), 409, "trop-de-pieces")
    assert refus["maximum"] == nombre
    assert _joindre(normand, dossier).status_code == 201


def test_ce_qui_ne_part_avec_aucun_message_s_oublie_le_lendemain(
    dossier: Candidature, reglages: Settings
) -> None:
    avant = magasin(reglages)
    envoyee, oubliee = _joint(dossier, dossier), _joint(dossier, dossier)
    _envoyer(dossier, dossier, envoyee).raise_for_status()

    def passer(le: datetime) -> set[str]:
        async def la_nuit(services: Services) -> None:
            await conserver(replace(services, horloge=Horloge(le)), {})

        faire(reglages, la_nuit)
        return magasin(reglages) - avant

    arrivee = datetime.fromisoformat(APRES)
    assert passer(arrivee.replace(hour=9)) == {envoyee, oubliee}
    assert passer(datetime(2023, 9, 26, 8, 0, 1, tzinfo=UTC)) == {envoyee}
    probleme(_envoyer(dossier, dossier, oubliee), 422, "requete-invalide")


# --- The antivirus ---


@pytest.fixture(scope="module")
def lance(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Essai]:
    with faux_clamd() as faux, essai(postgres, tmp_path_factory.mktemp("messages"), faux) as un:
        yield un


def _etat(qui: Candidature | Agent, de: Candidature) -> str:
    (piece,) = lus_par(qui, de)["messages"][-1]["pieces"]
    etat: str = piece["antivirus"]
    return etat


def test_un_virus_se_refuse_a_la_porte_et_le_registre_le_dit(lance: Essai) -> None:
    candidature = deposee(lance.client)
    avant = magasin(lance.reglages)
    refus = probleme(_joindre(candidature, candidature, INFECTE), 415, "fichier-refuse")
    assert (refus["motif"], magasin(lance.reglages)) == ("virus", avant)
    ((genre, auteur, details),) = sql(
        lance.url,
        "SELECT genre, auteur, details::text FROM evenement "
        f"WHERE candidature_id = '{candidature.id}' ORDER BY id DESC LIMIT 1",
    )
    assert (genre, auteur) == ("message_infecte", "proprietaire")
    assert "note" not in details
    assert "message_infecte" not in [e["genre"] for e in candidature.evenements()]


def test_l_autre_cote_attend_l_antivirus_et_n_a_jamais_un_fichier_infecte(lance: Essai) -> None:
    candidature, qui = deposee(lance.client), agent(lance.client, lance.url)
    lance.faux.eteindre()
    saine = _joint(candidature, candidature)
    _envoyer(candidature, candidature, saine).raise_for_status()
    assert _lire(candidature, candidature, saine).content == pdf()
    probleme(_lire(qui, candidature, saine), 409, "analyse-en-attente")
    lance.faux.retablir()
    attendre(lambda: _etat(qui, candidature) == "sain", lance.client)
    assert _lire(qui, candidature, saine).content == pdf()

    lance.faux.eteindre()
    envoyee, gardee = _joint(qui, candidature), _joint(qui, candidature)
    _envoyer(qui, candidature, envoyee).raise_for_status()
    probleme(_lire(candidature, candidature, envoyee), 409, "analyse-en-attente")
    lance.faux.reponse = TROUVE
    lance.faux.allumer()
    attendre(lambda: {envoyee, gardee} <= lance.isolees(), lance.client)
    for un in (candidature, qui):
        refus = probleme(_lire(un, candidature, envoyee), 409, "fichier-de-message-infecte")
        assert refus["pieces"] == [envoyee]
    probleme(_envoyer(qui, candidature, gardee), 409, "fichier-de-message-infecte")
    assert _etat(candidature, candidature) == "infecte"
    repondre(qui, candidature, "Je vous le renvoie.").raise_for_status()
