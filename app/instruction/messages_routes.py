"""HTTP of the messages, for those who review."""

from typing import Final

from fastapi import APIRouter, Request, Response

from app.acces.gardes import Instructeur, RedacteurInstruction
from app.candidatures.une_fois import cle_de
from app.instruction import exemples
from app.instruction.dossier_routes import SIEN
from app.instruction.messages_instruits import (
    MessageInstruit,
    MessagesInstruits,
    dire_lu_au_demandeur,
    ecrire_au_demandeur,
    message_du_dossier,
    messages_du_dossier,
)
from app.instruction.version_lue import etiquette
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import JSON, Arrivee, CleIdempotence, IdCandidature, LesServices, corps_json
from app.kit.web.json_text import lire_modele
from app.kit.web.query import PARAMETRES_CONNUS
from app.messages import exemples as exemples_messages
from app.messages.representation import Lecture, LectureFaite, MessageAEnvoyer
from app.messages.routes import (
    CORPS_MAX,
    REFUS_D_UN_ENVOI,
    REFUS_D_UNE_LECTURE,
    Apres,
    Limite,
)

_CHEMIN: Final = "/{id}/messages"

routes = APIRouter(prefix="/v1/instruction/candidatures", tags=["Instruction"])


@routes.get(
    _CHEMIN,
    operation_id="listerMessagesDuDossier",
    summary="Lire les messages d'un dossier",
    dependencies=[PARAMETRES_CONNUS],
    responses=reponses(*SIEN),
)
@Declaration(exemple=exemples.messages)
async def lister(
    id: IdCandidature,
    services: LesServices,
    appelant: Instructeur,
    apres: Apres = None,
    limite: Limite = 50,
) -> MessagesInstruits:
    """Ce que le demandeur et le service instructeur se sont écrit, du plus ancien au plus récent,
    et qui l'a écrit. Pour la page suivante, rendez `suivant` dans `apres`.
    """
    return await messages_du_dossier(services, id, appelant, int(apres or 0), limite)


@routes.post(
    _CHEMIN,
    status_code=201,
    operation_id="ecrireAuDemandeur",
    summary="Écrire au demandeur",
    responses=reponses(*REFUS_D_UN_ENVOI),
)
@Declaration(
    corps=Corps(MessageAEnvoyer, exemples_messages.a_envoyer),
    exemple=exemples.message,
    versionnee=True,
    rejouable=True,
)
async def envoyer(
    id: IdCandidature,
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: RedacteurInstruction,
    arrivee: Arrivee,
    cle: CleIdempotence = None,
) -> MessageInstruit:
    """Ajoute un message, que personne ne récrit ensuite ; chaque région concernée peut écrire,
    qu'elle pilote ou non. Le demandeur le lit sous le nom « Service instructeur », avec le service
    de l'agent, jamais son nom ni son adresse. Cinquante par jour au plus, trente
    d'un même agent, mille en tout ; aucun une fois sa décision publiée depuis deux mois (409).
    """
    corps = await corps_json(requete, CORPS_MAX, JSON)
    voulu, sienne = lire_modele(corps, MessageAEnvoyer), cle_de(cle, "message", id, appelant, corps)
    fait = await ecrire_au_demandeur(services, id, voulu, appelant, arrivee, sienne)
    rang, version = fait.resultat
    reponse.headers.update({"ETag": etiquette(version), **fait.entetes})
    return await message_du_dossier(services, id, rang)


@routes.post(
    f"{_CHEMIN}/lecture",
    operation_id="marquerMessagesDuDossierLus",
    summary="Dire lus des messages d'un dossier",
    responses=reponses(*REFUS_D_UNE_LECTURE),
)
@Declaration(
    corps=Corps(Lecture, exemples_messages.lecture), exemple=exemples_messages.lecture_faite
)
async def marquer(
    id: IdCandidature,
    requete: Request,
    services: LesServices,
    appelant: RedacteurInstruction,
    arrivee: Arrivee,
) -> LectureFaite:
    """Dit lus, pour tous ceux qui instruisent, les messages jusqu'à celui-ci : le demandeur le
    voit (`lu_le`). Ce qui a été dit lu le reste.
    """
    lecture = lire_modele(await corps_json(requete, CORPS_MAX, JSON), Lecture)
    return await dire_lu_au_demandeur(services, id, lecture.jusqu_a, appelant, arrivee)
