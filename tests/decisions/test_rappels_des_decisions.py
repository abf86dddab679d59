"""Who applies is told that a decision awaits, and reminded; never what it says."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import pytest

from app.config import Settings
from app.decisions.rappeler_les_decisions import RAPPELER_LES_DECISIONS, rappeler_les_decisions
from app.instruction.information import Information, Nouvelle
from app.instruction.informer import prevoir
from app.kit.clock import Horloge
from app.kit.services import Services
from app.vie import PERIODIQUES, TRAVAUX
from tests.acces.courrier import adresse, recu, recus
from tests.bases import sql
from tests.client import Candidature, Client
from tests.decisions.decidees import PUBLIEE_LE, inscrire_decision
from tests.depots.pieces import deposee, perimetre
from tests.instruction.dossiers import ROUEN
from tests.instruction.test_courriels_au_demandeur import faire, objets
from tests.kit.conftest import messagerie_reglee

RAPPEL: Final = "Rappel : une décision vous attend"
# Another subject: of two mails that are alike a mailbox may keep one.
SECOND: Final = "Second rappel : une décision vous attend"
_INSTANT: Final = timedelta(milliseconds=1)


@pytest.fixture
def boite() -> str:
    return adresse("demandeur")


@pytest.fixture
def refusee(client: Client, url: str, boite: str) -> Candidature:
    """Refused, for who reads this address."""
    dossier = perimetre(ROUEN)
    dossier["demandeur"]["courriel"] = boite
    une = deposee(client, dossier)
    inscrire_decision(url, une.id)
    sql(url, f"UPDATE candidature SET etat = 'refusee' WHERE id = '{une.id}'")
    return une


def rappeler(reglages: Settings, *instants: datetime) -> None:
    """Do the job at each of these instants."""

    async def agir(services: Services) -> None:
        for le in instants:
            await rappeler_les_decisions(replace(services, horloge=Horloge(le)), {})

    faire(reglages, agir)


def test_on_dit_qu_une_decision_attend_jamais_laquelle(
    client: Client, refusee: Candidature, boite: str, reglages: Settings
) -> None:
    async def annoncer(services: Services) -> None:
        async with services.base.transaction() as connexion:
            dit = Information(UUID(refusee.id), Nouvelle.DECISION, 1)
            await prevoir(services, connexion, [dit])

    faire(reglages, annoncer)
    lettre = recu(client, boite)
    assert objets([lettre]) == ["Une décision vous attend"]
    assert refusee.lire()["numero"] in lettre["texte"]
    assert not any(mot in lettre["texte"] for mot in ("refus", "accept", "sans suite"))


def test_on_rappelle_a_sept_et_quinze_jours_ce_que_personne_n_a_ouvert(
    client: Client, refusee: Candidature, boite: str, reglages: Settings
) -> None:
    sept, quinze = (PUBLIEE_LE + timedelta(days=jours) for jours in (7, 15))
    rappeler(reglages, sept - _INSTANT)
    rappeler(reglages, sept, sept + timedelta(hours=1), quinze - _INSTANT)
    recu(client, boite)
    rappeler(reglages, quinze, quinze + timedelta(days=30))
    recu(client, boite, 2)
    assert objets(recus(client, boite)) == [RAPPEL, SECOND]
    assert RAPPELER_LES_DECISIONS in TRAVAUX and RAPPELER_LES_DECISIONS in PERIODIQUES


def test_de_deux_rappels_manques_un_seul_part(
    client: Client, refusee: Candidature, boite: str, reglages: Settings
) -> None:
    tard = PUBLIEE_LE + timedelta(days=20)
    rappeler(reglages, tard, tard + timedelta(hours=1))
    recu(client, boite)
    assert objets(recus(client, boite)) == [SECOND]


def test_sans_courriel_aucun_rappel_ne_passe_pour_envoye(
    client: Client, url: str, refusee: Candidature, boite: str, reglages: Settings
) -> None:
    sept = PUBLIEE_LE + timedelta(days=7)

    async def sans_courriel(services: Services) -> None:
        muette = messagerie_reglee(bac_a_sable=False)
        muets = replace(services, messagerie=muette, horloge=Horloge(sept))
        await rappeler_les_decisions(muets, {})

    faire(reglages, sans_courriel)
    assert sql(url, f"SELECT rappelee_le FROM decision WHERE candidature_id = '{refusee.id}'") == [
        (None,)
    ]
    rappeler(reglages, sept)
    recu(client, boite)
    assert objets(recus(client, boite)) == [RAPPEL]


@pytest.mark.parametrize("colonne", ["consultee_le", "rapportee_le"])
def test_ni_ce_qui_est_ouvert_ni_ce_qui_est_rapporte_ne_se_rappelle(
    client: Client, url: str, refusee: Candidature, boite: str, reglages: Settings, colonne: str
) -> None:
    sql(url, f"UPDATE decision SET {colonne} = now() WHERE candidature_id = '{refusee.id}'")
    rappeler(reglages, PUBLIEE_LE + timedelta(days=8))
    rappelee = f"SELECT rappelee_le FROM decision WHERE candidature_id = '{refusee.id}'"
    assert sql(url, rappelee) == [(None,)]
    assert recus(client, boite) == []
