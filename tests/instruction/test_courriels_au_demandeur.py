"""What applicants are told by mail of the review of their candidature, and what never is."""

import asyncio
from collections.abc import Callable, Coroutine, Generator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from app.config import Settings
from app.instruction.information import Nouvelle
from app.instruction.informer import informer
from app.instruction.rappeler import RAPPELER, rappeler
from app.kit.clock import Horloge
from app.kit.services import Services
from app.main import create_app
from app.vie import PERIODIQUES, TRAVAUX
from tests.acces.courrier import adresse, echanger, inviter, lien_recu, recu, recus
from tests.client import Candidature, Client, Json
from tests.conftest import servir
from tests.depots.pieces import deposee, perimetre
from tests.instruction.dossiers import ROUEN, Agent, agent

JUSQU_AU: Final = datetime(2023, 10, 10, 12, tzinfo=UTC)
ECRIT: Final = "<b>Qui est-ce ?</b> https://ailleurs.example"


@pytest.fixture(scope="module")
def normand(client: Client, reglages: Settings) -> Agent:
    assert reglages.database_url
    return agent(client, reglages.database_url.get_secret_value(), "28")


@pytest.fixture(scope="module")
def muet(reglages: Settings) -> Generator[Client]:
    """A service that does not tell that a review has begun."""
    with servir(reglages.model_copy(update={"courriel_prise": False})) as client:
        yield client


@pytest.fixture
def boite() -> str:
    return adresse("demandeur")


@pytest.fixture
def recue(client: Client, boite: str) -> Candidature:
    """Deposited, by who reads this address."""
    dossier = perimetre(ROUEN)
    dossier["demandeur"]["courriel"] = boite
    return deposee(client, dossier)


def corriger(qui: Agent, methode: str, id: str, suite: str = "", **corps: object) -> None:
    si = {"If-Match": f'"{qui.lire(id)["version"]}"'}
    chemin = f"/candidatures/{id}/corrections{suite}"
    qui.appeler(methode, chemin, json=corps, headers=si).raise_for_status()


def demander(qui: Agent, id: str) -> None:
    corriger(
        *(qui, "POST", id),
        motif="incomplete",
        message=ECRIT,
        pointeurs=["/contact/nom_prenom"],
        jusqu_au=JUSQU_AU.isoformat(),
    )


def objets(courriels: list[Json]) -> list[str]:
    return [courriel["objet"].partition(" — ")[0] for courriel in courriels]


def faire(reglages: Settings, travail: Callable[[Services], Coroutine[None, None, None]]) -> None:
    async def agir() -> None:
        app = create_app(reglages)
        async with app.router.lifespan_context(app):
            await travail(app.state.services)

    asyncio.run(agir())


def prolonger(reglages: Settings, id: str, *jusqu_au: datetime) -> None:
    """What the job is given a few minutes after each of these delays, all of which were given."""
    contenu: Json = {"candidature": id, "rang": 1, "nouvelle": "prolongee"}

    async def dire(services: Services) -> None:
        for le in jusqu_au:
            await informer(services, contenu | {"jusqu_au": le.isoformat()})

    faire(reglages, dire)


PRISE: Final = "Votre candidature est en cours d'examen"
CORRECTION: Final = "Une correction vous est demandée"


def test_le_demandeur_apprend_ce_que_fait_le_service_jamais_ce_qu_il_ecrit(
    client: Client, normand: Agent, recue: Candidature, boite: str, reglages: Settings
) -> None:
    normand.prendre(recue.id).raise_for_status()
    recu(client, boite)
    # Neither what changes nothing, nor what is given back and taken again, is told again.
    normand.prendre(recue.id).raise_for_status()
    normand.appeler("POST", f"/candidatures/{recue.id}/rendu").raise_for_status()
    normand.prendre(recue.id).raise_for_status()
    demander(normand, recue.id)
    recu(client, boite, 2)
    plus_tard = JUSQU_AU + timedelta(days=2)
    for jusqu_au in (JUSQU_AU + timedelta(days=1), plus_tard):
        corriger(normand, "PATCH", recue.id, "/1", jusqu_au=jusqu_au.isoformat())
    prolonger(reglages, recue.id, JUSQU_AU + timedelta(days=1), plus_tard)
    recu(client, boite, 3)
    corriger(normand, "DELETE", recue.id, "/1", motif=ECRIT)
    recu(client, boite, 4)
    courriels = recus(client, boite)
    assert objets(courriels) == [
        PRISE,
        CORRECTION,
        "Vous avez plus de temps pour corriger",
        "Une correction n'est plus demandée",
    ]
    assert "10/10/2023 à 14:00:00, heure de Paris" in courriels[1]["texte"]
    assert "12/10/2023 à 14:00:00, heure de Paris" in courriels[2]["texte"]
    numero = recue.lire()["numero"]
    for courriel in courriels:
        assert numero in courriel["texte"]
        assert not any(mot in courriel["texte"] for mot in ("ailleurs.example", "essai"))


def test_ceux_qui_modifient_avec_lui_l_apprennent_aussi(
    client: Client, normand: Agent, recue: Candidature
) -> None:
    editeur, invite, lecteur = (adresse(qui) for qui in ("editeur", "invite", "lecteur"))
    for qui, role in ((editeur, "edition"), (invite, "edition"), (lecteur, "lecture")):
        inviter(recue, qui, role).raise_for_status()
        lien = lien_recu(client, qui)
        if qui != invite:  # who has not followed their link yet
            echanger(client, lien).raise_for_status()
    normand.prendre(recue.id).raise_for_status()
    assert objets([recu(client, editeur, 2)]) == [PRISE]
    assert (len(recus(client, invite)), len(recus(client, lecteur))) == (1, 1)


def test_un_lot_previent_ceux_dont_le_dossier_vient_d_etre_pris(
    client: Client, normand: Agent, recue: Candidature, boite: str
) -> None:
    lot = {"candidatures": [recue.id]}
    for _ in range(2):
        normand.appeler("POST", "/prises-en-instruction", json=lot).raise_for_status()
    recu(client, boite)
    demander(normand, recue.id)  # told after all that came before
    recu(client, boite, 2)
    assert objets(recus(client, boite)) == [PRISE, CORRECTION]


# --- What waits ---


def rappeler_le(reglages: Settings, le: datetime) -> None:
    faire(reglages, lambda services: rappeler(replace(services, horloge=Horloge(le)), {}))


def test_le_rappel_vient_deux_jours_avant_une_fois(
    client: Client, normand: Agent, recue: Candidature, boite: str, reglages: Settings
) -> None:
    normand.prendre(recue.id).raise_for_status()
    demander(normand, recue.id)
    recu(client, boite, 2)
    deux_jours = JUSQU_AU - timedelta(hours=48)
    rappeler_le(reglages, deux_jours - timedelta(milliseconds=1))
    rappeler_le(reglages, deux_jours)
    recu(client, boite, 3)
    rappeler_le(reglages, JUSQU_AU - timedelta(hours=1))
    plus_tard = JUSQU_AU + timedelta(days=9)
    corriger(normand, "PATCH", recue.id, "/1", jusqu_au=plus_tard.isoformat())
    rappeler_le(reglages, plus_tard - timedelta(hours=1))  # once more, of the new instant
    recu(client, boite, 4)
    rappel = "Rappel : une correction vous est demandée"
    rangs = [rang for rang, objet in enumerate(objets(recus(client, boite))) if objet == rappel]
    assert rangs == [2, 3]
    assert RAPPELER in TRAVAUX and RAPPELER in PERIODIQUES


def test_ce_qui_n_est_plus_vrai_ne_se_dit_pas(
    client: Client, normand: Agent, recue: Candidature, boite: str, reglages: Settings
) -> None:
    normand.prendre(recue.id).raise_for_status()
    demander(normand, recue.id)
    recu(client, boite, 2)
    contenu: Json = {"candidature": recue.id, "rang": 1, "jusqu_au": JUSQU_AU.isoformat()}
    autre = {"jusqu_au": (JUSQU_AU - timedelta(days=1)).isoformat()}
    une_fois_annulee: list[Json] = [
        contenu | {"nouvelle": nouvelle.value} for nouvelle in Nouvelle if nouvelle.name != "PRISE"
    ]

    async def dire(services: Services, *contenus: Json) -> None:
        for un in contenus:
            await informer(services, un)

    faux = [contenu | autre | {"nouvelle": "prolongee"}, contenu | {"nouvelle": "annulee"}]
    faire(reglages, lambda services: dire(services, *faux))
    assert len(recus(client, boite)) == 2
    corriger(normand, "DELETE", recue.id, "/1", motif=ECRIT)
    recu(client, boite, 3)
    recue.appeler("POST", "/retrait").raise_for_status()
    prise = contenu | {"nouvelle": "prise", "rang": None, "jusqu_au": None}
    faire(reglages, lambda services: dire(services, prise, *une_fois_annulee))
    assert objets(recus(client, boite))[3:] == ["Une correction n'est plus demandée"]


def test_les_reglages_peuvent_taire_la_prise(muet: Client, normand: Agent) -> None:
    boite, dossier = adresse("demandeur"), perimetre(ROUEN)
    dossier["demandeur"]["courriel"] = boite
    recue, lui = deposee(muet, dossier), replace(normand, client=muet)
    lui.prendre(recue.id).raise_for_status()
    demander(lui, recue.id)
    assert objets([recu(muet, boite)]) == [CORRECTION]
