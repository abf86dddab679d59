"""HTTP of the decision that is proposed of a dossier."""

from fastapi import APIRouter, Request, Response

from app.acces.gardes import Instructeur, RedacteurInstruction
from app.instruction import exemples
from app.instruction.dossier_instruit import DossierInstruit
from app.instruction.dossier_routes import (
    CORPS,
    CORPS_MAX,
    VERSION,
    SiVersionLue,
    repondre_dossier,
)
from app.instruction.proposition import (
    Proposition,
    PropositionLue,
    proposer,
    proposition_de,
    retirer_la_proposition,
)
from app.instruction.queries import ouvrir
from app.instruction.refus import (
    PILOTAGE_REFUSE,
    PROPOSITION_EMPECHEE,
    PROPOSITION_INTROUVABLE,
    PROPOSITION_NON_RETIRABLE,
    PROPOSITION_REFUSEE,
    PreconditionRequise,
    PropositionAbsente,
)
from app.instruction.refus_de_l_arrete import Embargo
from app.instruction.secret import tait_le_sens
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import JSON, Arrivee, IdCandidature, LesServices, corps_json
from app.kit.web.json_text import lire_modele
from app.kit.web.problems import Introuvable, RequeteInvalide

routes = APIRouter(prefix="/v1/instruction", tags=["Instruction"])


@routes.get(
    "/candidatures/{id}/proposition",
    operation_id="lireProposition",
    summary="Lire la décision proposée",
    responses=reponses(RequeteInvalide, PROPOSITION_INTROUVABLE, Embargo),
)
@Declaration(exemple=exemples.proposition_lue)
async def lire_proposition(
    id: IdCandidature, services: LesServices, appelant: Instructeur
) -> PropositionLue:
    """La décision proposée, par qui, sur quel dépôt. Le demandeur n'en voit rien, ni, une fois la
    décision arrêtée dans un lot secret, qui ne décide pas (409).
    """
    async with services.base.lecture() as connexion:
        ouverte = await ouvrir(connexion, id, appelant)
        if tait_le_sens(ouverte, appelant):
            raise Embargo
        if (lue := await proposition_de(connexion, id)) is None:
            raise PropositionAbsente
    return lue


@routes.put(
    "/candidatures/{id}/proposition",
    operation_id="proposerDecision",
    summary="Proposer une décision",
    responses=reponses(
        *CORPS,
        Introuvable,
        *VERSION,
        PreconditionRequise,
        PILOTAGE_REFUSE,
        PROPOSITION_EMPECHEE,
        PROPOSITION_REFUSEE,
    ),
)
@Declaration(
    corps=Corps(Proposition, exemples.proposition), exemple=exemples.dossier, versionnee=True
)
async def ecrire_proposition(
    id: IdCandidature,
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: RedacteurInstruction,
    arrivee: Arrivee,
    si_version: SiVersionLue = None,
) -> DossierInstruit:
    """Propose d'accepter, de refuser ou de classer sans suite ; remplace ce qui était proposé, qui
    reste au journal. `If-Match` est requis (428) : si quelqu'un a agi depuis que vous avez lu le
    dossier, le refus (412) dit qui, quand et quoi. Un refus et un classement se motivent.
    """
    voulue = lire_modele(await corps_json(requete, CORPS_MAX, JSON), Proposition)
    await proposer(services, id, voulue, appelant, si_version, arrivee)
    return await repondre_dossier(services, id, appelant, arrivee, reponse)


@routes.delete(
    "/candidatures/{id}/proposition",
    operation_id="retirerProposition",
    summary="Retirer la décision proposée",
    responses=reponses(
        RequeteInvalide,
        PROPOSITION_INTROUVABLE,
        *VERSION,
        PreconditionRequise,
        PILOTAGE_REFUSE,
        PROPOSITION_NON_RETIRABLE,
    ),
)
@Declaration(exemple=exemples.dossier, versionnee=True)
async def supprimer_proposition(
    id: IdCandidature,
    reponse: Response,
    services: LesServices,
    appelant: RedacteurInstruction,
    arrivee: Arrivee,
    si_version: SiVersionLue = None,
) -> DossierInstruit:
    """Retire ce qui est proposé ; le journal le garde. `If-Match` est requis (428)."""
    await retirer_la_proposition(services, id, appelant, si_version, arrivee)
    return await repondre_dossier(services, id, appelant, arrivee, reponse)
