"""Who is consulted is reminded, a week before and the day before; and finds their links again."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.avis import ecrire_a_qui_est_consulte as ecrire
from app.avis import rappeler_avis as rappels
from app.avis.lettres import Motif
from app.avis.rappeler_avis import RAPPELER_LES_AVIS, rappeler_les_avis
from app.config import Settings
from app.kit.clock import Horloge
from app.kit.jobs.mail import Messagerie
from app.kit.services import Services
from app.vie import PERIODIQUES, TRAVAUX
from tests.acces.courrier import adresse, recu, recus
from tests.avis.consultes import (
    ECHEANCE,
    LENDEMAIN,
    Consulte,
    demande,
    demander,
    liens_d_avis,
    suivre,
)
from tests.bases import sql
from tests.candidatures.outils import Sonde, probleme
from tests.client import Client
from tests.depots.pieces import deposee
from tests.instruction.dossiers import Agent, agent
from tests.instruction.test_courriels_au_demandeur import faire

_DUE = datetime.fromisoformat(ECHEANCE)
_SEMAINE, _VEILLE = _DUE - timedelta(days=7), _DUE - timedelta(days=1)
_UNE = timedelta(milliseconds=1)


@pytest.fixture(scope="module")
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


@pytest.fixture(scope="module")
def normand(client: Client, url: str) -> Agent:
    return agent(client, url, "28")


def _rappeler(reglages: Settings, *instants: datetime) -> None:
    for le in instants:
        horloge = Horloge(le)
        faire(reglages, lambda s, h=horloge: rappeler_les_avis(replace(s, horloge=h), {}))


def test_une_semaine_puis_un_jour_avant_une_fois_chacun_et_rien_une_fois_rendu(
    client: Client, normand: Agent, reglages: Settings, url: str
) -> None:
    courriel = adresse("sgar")
    un, autre, retire = (deposee(client) for _ in range(3))
    for dossier in (un, autre, retire):
        demander(normand, dossier.id, courriel=courriel)
    revoque = demander(normand, deposee(client).id, courriel=courriel)
    sql(url, f"UPDATE avis SET revoque_le = now() WHERE id = '{revoque['id']}'")
    retire.appeler("POST", "/retrait").raise_for_status()
    liens_d_avis(client, courriel, 4)
    version = normand.lire(un.id)["version"]
    _rappeler(reglages, _SEMAINE - _UNE, _SEMAINE, _SEMAINE + timedelta(hours=1))
    de_la_semaine = liens_d_avis(client, courriel, 5)
    assert len(de_la_semaine) == 2
    secret = suivre(client, de_la_semaine[0]).raise_for_status().json()["jeton"]
    Consulte(client, secret).envoyer("favorable").raise_for_status()
    _rappeler(reglages, _VEILLE - _UNE, _VEILLE, _DUE - _UNE, _DUE)
    assert len(liens_d_avis(client, courriel, 6)) == 1
    assert len(recus(client, courriel)) == 6
    assert sql(
        url,
        "SELECT count(*), count(DISTINCT candidature_id), min(auteur) FROM evenement "
        "WHERE genre = 'avis_relance' "
        f"AND candidature_id IN ('{un.id}', '{autre.id}', '{retire.id}')",
    ) == [(3, 2, "service")]
    versions = [normand.lire(dossier.id)["version"] for dossier in (un, autre)]
    assert sorted(versions) == [version, version + 1]
    assert RAPPELER_LES_AVIS in TRAVAUX and RAPPELER_LES_AVIS in PERIODIQUES


def test_qui_vient_d_etre_prevenu_n_est_pas_rappele(
    client: Client, normand: Agent, reglages: Settings
) -> None:
    dossier, corps = deposee(client), demande()
    chemin, le = f"/candidatures/{dossier.id}/avis", (_SEMAINE + timedelta(days=1)).isoformat()
    normand.appeler("POST", chemin, le, json=corps).raise_for_status()
    _rappeler(reglages, _SEMAINE + timedelta(days=2), _VEILLE)
    assert len(liens_d_avis(client, corps["courriel"], 2)) == 1
    assert len(recus(client, corps["courriel"])) == 2


def test_qui_a_perdu_ses_liens_les_retrouve(client: Client, normand: Agent, url: str) -> None:
    def retrouver(courriel: str) -> dict[str, object]:
        recue = client.post("/v1/avis/liens", json={"courriel": courriel})
        assert recue.status_code == 202
        return recue.json()

    courriel, personne = adresse("sgar"), adresse("personne")
    for _ in range(2):
        demander(normand, deposee(client).id, courriel=courriel)
    revoque = demander(normand, deposee(client).id, courriel=courriel)
    sql(url, f"UPDATE avis SET revoque_le = now() WHERE id = '{revoque['id']}'")
    liens_d_avis(client, courriel, 3)
    assert retrouver(personne) == retrouver(courriel)
    retrouves = liens_d_avis(client, courriel, 4)
    assert [suivre(client, lien).status_code for lien in retrouves] == [200, 200]
    assert recus(client, personne) == []


def test_qui_n_a_rien_de_du_ne_prend_aucune_transaction(
    client: Client, normand: Agent, reglages: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each hour the job looks for who is to be reminded, not at whoever was ever consulted."""
    courriel, vus = adresse("sgar"), list[str]()
    demander(normand, deposee(client).id, courriel=courriel)

    async def noter(_services: Services, _connexion: Any, lui: str, _le: datetime) -> None:
        vus.append(lui)

    monkeypatch.setattr(rappels, "_rappeler", noter)
    _rappeler(reglages, _SEMAINE - timedelta(hours=1))
    assert courriel not in vus
    _rappeler(reglages, _SEMAINE)
    assert courriel in vus


def test_sans_serveur_de_courriel_personne_n_est_dit_rappele(
    client: Client, normand: Agent, reglages: Settings, url: str
) -> None:
    dossier = deposee(client)
    demander(normand, dossier.id)
    muets = reglages.model_copy(update={"bac_a_sable": False})

    async def rappeler(s: Services) -> None:
        muette = Messagerie(muets, s.horloge, s.base)
        await rappeler_les_avis(replace(s, horloge=Horloge(_SEMAINE), messagerie=muette), {})

    faire(reglages, rappeler)
    relances = "SELECT count(*) FROM evenement WHERE genre = 'avis_relance' AND candidature_id = "
    assert sql(url, f"{relances}'{dossier.id}'") == [(0,)]
    _rappeler(reglages, _SEMAINE)
    assert sql(url, f"{relances}'{dossier.id}'") == [(1,)]


def test_ce_qui_est_attendu_se_retrouve_d_abord(
    client: Client, normand: Agent, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ecrire, "_RETROUVES_MAX", 1)
    courriel, dossiers = adresse("sgar"), [deposee(client) for _ in range(3)]
    passe, rendu, _ = (demander(normand, d.id, courriel=courriel)["id"] for d in dossiers)
    sql(
        url,
        f"UPDATE avis SET echeance = '2023-09-17T00:00:00Z' WHERE id = '{passe}'",
        f"UPDATE avis SET echeance = '2023-10-01T00:00:00Z', envois = 1 WHERE id = '{rendu}'",
    )
    recu(client, courriel, 3)
    client.post("/v1/avis/liens", json={"courriel": courriel}).raise_for_status()
    assert len(liens_d_avis(client, courriel, 4)) == 1
    assert dossiers[2].lire()["numero"] in recu(client, courriel, 4)["texte"]


def test_un_courriel_par_travail(reglages: Settings) -> None:
    confies: list[Any] = []

    class File:
        async def confier_tous(self, _connexion: Any, _genre: str, contenus: Any) -> None:
            confies.extend(contenus)

    async def confier(s: Services) -> None:
        ids: list[UUID] = [uuid4() for _ in range(101)]
        vers: Any = replace(s, travaux=File())  # pyright: ignore[reportArgumentType]
        rien: Any = None
        await ecrire.confier_une_lettre(vers, rien, adresse(), ids, Motif.DEMANDE, _DUE)

    faire(reglages, confier)
    assert [len(confie["avis"]) for confie in confies] == [100, 1]


def test_le_courriel_prend_les_verrous_dans_l_ordre_de_tous(
    client: Client, normand: Agent, reglages: Settings, url: str
) -> None:
    courriel = adresse("sgar")
    dossiers = sorted(deposee(client).id for _ in range(2))
    premier, second = (demander(normand, id, courriel=courriel)["id"] for id in dossiers)
    sql(url, f"UPDATE avis SET echeance = '2023-10-01T00:00:00Z' WHERE id = '{second}'")
    recu(client, courriel, 2)
    contenu = {"courriel": courriel, "avis": [second, premier], "motif": "rappel", "le": LENDEMAIN}
    sonde = Sonde(url)
    with ThreadPoolExecutor() as fils:
        with sonde.verrou(f"SELECT FROM avis WHERE id = '{premier}' FOR UPDATE"):
            travail: Any = fils.submit(
                faire, reglages, lambda s: ecrire.ecrire_a_qui_est_consulte(s, contenu)
            )
            sonde.attendre_la_file(travail)
            libre = f"SELECT 1 FROM avis WHERE id = '{second}' FOR UPDATE SKIP LOCKED"
            assert sonde.lignes(libre) == [(1,)]
        travail.result()
    sonde.fermer()


def test_des_liens_ne_se_redemandent_qu_un_nombre_de_fois_par_jour(
    client: Client, url: str
) -> None:
    demandee = {"courriel": adresse("sgar")}
    client.post("/v1/avis/liens", json=demandee).raise_for_status()
    # That of a day alone ends so late; the sandbox allows a thousand times as many.
    sql(url, "UPDATE compteur SET nombre = 9999 WHERE fin > '2023-09-19T06:59:00Z'")
    client.post("/v1/avis/liens", json=demandee).raise_for_status()
    probleme(client.post("/v1/avis/liens", json=demandee), 429, "trop-de-requetes")
