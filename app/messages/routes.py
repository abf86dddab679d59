"""HTTP of the messages, for who applies."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from app.acces.gardes import Lecteur, Redacteur
from app.candidatures.queries import ouvrir
from app.candidatures.routes import APRES_CREATION, SIENNE
from app.candidatures.une_fois import cle_de
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import JSON, Arrivee, CleIdempotence, IdCandidature, LesServices, corps_json
from app.kit.web.json_text import lire_modele
from app.kit.web.problems import (
    CorpsIllisible,
    CorpsTropGrand,
    EnTeteInvalide,
    Introuvable,
    TypeDeContenuRefuse,
)
from app.kit.web.query import PARAMETRES_CONNUS
from app.messages import exemples
from app.messages.ecrire import ecrire_au_service, lire_jusqu_a
from app.messages.fil import lire_le_message, lire_messages, page_du_demandeur
from app.messages.refus import ENVOI_EMPECHE, MESSAGE_REFUSE
from app.messages.representation import (
    Lecture,
    LectureFaite,
    Message,
    MessageAEnvoyer,
    Messages,
)

CORPS_MAX: Final = 131_072  # bytes: the longest text, however it is escaped
_CORPS: Final = (CorpsIllisible, CorpsTropGrand, TypeDeContenuRefuse)
REFUS_D_UN_ENVOI: Final = (*_CORPS, EnTeteInvalide, Introuvable, ENVOI_EMPECHE, MESSAGE_REFUSE)
REFUS_D_UNE_LECTURE: Final = (*_CORPS, *SIENNE)

routes = APIRouter(prefix="/v1/candidatures/{id}/messages", tags=["Messages"])

Apres = Annotated[
    str | None,
    Query(
        pattern="^[0-9]{1,9}$",
        max_length=9,
        description="Curseur : `suivant` de la page d'avant. Sans lui, depuis le premier.",
        examples=["42"],
    ),
]
Limite = Annotated[int, Query(ge=1, le=100, description="Messages par page.", examples=[50])]


@routes.get(
    "",
    operation_id="listerMessages",
    summary="Lire les messages",
    dependencies=[PARAMETRES_CONNUS],
    responses=reponses(*SIENNE),
)
@Declaration(exemple=exemples.messages, suit=APRES_CREATION)
async def lister(
    id: IdCandidature,
    services: LesServices,
    appelant: Lecteur,
    apres: Apres = None,
    limite: Limite = 50,
) -> Messages:
    """Ce que le demandeur et le service instructeur se sont écrit, du plus ancien au plus récent.
    Pour la page suivante, rendez `suivant` dans `apres` ; il est nul à la dernière. La liste est
    vide tant que rien n'est déposé.
    """
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        return page_du_demandeur(*await lire_messages(connexion, lue.id, int(apres or 0), limite))


@routes.post(
    "",
    status_code=201,
    operation_id="ecrireAuService",
    summary="Écrire au service instructeur",
    responses=reponses(*REFUS_D_UN_ENVOI),
)
@Declaration(
    corps=Corps(MessageAEnvoyer, exemples.a_envoyer),
    exemple=exemples.message,
    rejouable=True,
    suit=APRES_CREATION,
)
async def envoyer(
    id: IdCandidature,
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: Redacteur,
    arrivee: Arrivee,
    cle: CleIdempotence = None,
) -> Message:
    """Ajoute un message, que personne ne récrit ensuite ; une fois la candidature déposée, et tant
    qu'elle n'est pas retirée, ni sa décision publiée depuis deux mois (409). Cinquante par jour au
    plus, trente d'une même personne, mille en tout (409).
    """
    corps = await corps_json(requete, CORPS_MAX, JSON)
    voulu, sienne = lire_modele(corps, MessageAEnvoyer), cle_de(cle, "message", id, appelant, corps)
    fait = await ecrire_au_service(services, id, voulu, appelant, arrivee, sienne)
    reponse.headers.update(fait.entetes)
    async with services.base.lecture() as connexion:
        ecrit = await lire_le_message(connexion, id, fait.resultat)
    return ecrit.pour_le_demandeur()


@routes.post(
    "/lecture",
    operation_id="marquerMessagesLus",
    summary="Dire lus des messages",
    responses=reponses(*REFUS_D_UNE_LECTURE),
)
@Declaration(
    corps=Corps(Lecture, exemples.lecture), exemple=exemples.lecture_faite, suit=APRES_CREATION
)
async def marquer(
    id: IdCandidature,
    requete: Request,
    services: LesServices,
    appelant: Redacteur,
    arrivee: Arrivee,
) -> LectureFaite:
    """Dit lus, pour le demandeur, les messages jusqu'à celui-ci : le service instructeur le voit
    (`lu_le`). Ce qui a été dit lu le reste.
    """
    lecture = lire_modele(await corps_json(requete, CORPS_MAX, JSON), Lecture)
    return await lire_jusqu_a(services, id, lecture.jusqu_a, appelant, arrivee)
