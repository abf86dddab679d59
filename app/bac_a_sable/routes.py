"""HTTP of the sandbox: emptying it, what it has ready, reading the mail that it kept."""

from dataclasses import dataclass

from fastapi import APIRouter

from app.acces.gardes import BAC_A_SABLE
from app.bac_a_sable import exemples
from app.bac_a_sable.preparer import JetonsDEssai, jetons_prets
from app.bac_a_sable.reinitialiser import reinitialiser
from app.kit.glossary import decrit
from app.kit.jobs.kept import CourrielGarde
from app.kit.web.declaration import Declaration, reponses
from app.kit.web.http import LesServices
from app.kit.web.problems import RouteInconnue

routes = APIRouter(tags=["Bac à sable"], dependencies=[BAC_A_SABLE])


@decrit("Les courriels que le bac à sable a gardés, cent au plus.")
@dataclass(frozen=True, slots=True)
class CourrielsGardes:
    """The mail that was not sent, the oldest first, 100 at most."""

    courriels: list[CourrielGarde]


@routes.post(
    "/v1/bac-a-sable/reinitialiser",
    operation_id="reinitialiserBacASable",
    summary="Vider le bac à sable",
    responses=reponses(RouteInconnue),
)
@Declaration(exemple=exemples.jetons)
async def vider(services: LesServices) -> JetonsDEssai:
    """Efface toutes les candidatures et leurs fichiers, et donne un brouillon prêt à l'emploi, le
    même à chaque fois. Hors du bac à sable, cette adresse n'existe pas (404).
    """
    return await reinitialiser(services)


@routes.get(
    "/v1/bac-a-sable/jetons",
    operation_id="lireJetonsDEssai",
    summary="Lire les jetons et les clés du bac à sable",
    responses=reponses(RouteInconnue),
)
@Declaration(exemple=exemples.jetons)
async def jetons(services: LesServices) -> JetonsDEssai:
    """Ce que le bac à sable tient prêt, et que `ti serve` affiche en démarrant : un programme
    d'essai y prend la clé de chaque rôle. Hors du bac à sable, cette adresse n'existe pas (404).
    """
    return await jetons_prets(services)


@routes.get(
    "/v1/bac-a-sable/courriels",
    operation_id="listerCourriels",
    summary="Lire les courriels du bac à sable",
    responses=reponses(RouteInconnue),
)
@Declaration(exemple=lambda: CourrielsGardes([exemples.courriel()]))
async def courriels(services: LesServices) -> CourrielsGardes:
    """Les courriels que le bac à sable a gardés au lieu de les envoyer, du plus ancien au plus
    récent, cent au plus : un essai y suit un lien comme une personne dans sa messagerie. La liste
    reste vide si un serveur SMTP est réglé. Hors du bac à sable, cette adresse n'existe pas (404).
    """
    return CourrielsGardes(await services.messagerie.gardes.lire())
