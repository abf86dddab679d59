"""HTTP of the opinions that reviewers ask of outsiders."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from app.acces.appelant import Appelant
from app.acces.gardes import Instructeur, RedacteurInstruction
from app.avis.refus import AVIS_INTROUVABLE
from app.candidatures.partage.refus import ENVOI_EMPECHE
from app.instruction import exemples_avis as exemples
from app.instruction.avis_suivis import AvisDetaille, AvisSuivis, avis_de, un_avis_de
from app.instruction.demande_d_avis import DemandeDAvis, NouvelleEcheance
from app.instruction.demander_avis import Demandeur, demander_un_avis, revoquer_l_avis
from app.instruction.dossier_routes import CORPS, CORPS_MAX, SIEN
from app.instruction.queries import ouvrir
from app.instruction.refus_de_l_arrete import (
    AVIS_EMPECHE,
    AVIS_IMPOSSIBLE,
    RELANCE_IMPOSSIBLE,
)
from app.instruction.relancer_avis import relancer, reporter
from app.instruction.version_lue import etiquette
from app.kit.services import Services
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import (
    JSON,
    Arrivee,
    IdCandidature,
    Identifiant,
    LesServices,
    corps_json,
)
from app.kit.web.json_text import lire_modele
from app.kit.web.problems import RequeteInvalide

routes = APIRouter(prefix="/v1/instruction/candidatures/{id}/avis", tags=["Instruction"])

_RETROUVE: Final = (AVIS_INTROUVABLE, RequeteInvalide)
IdAvis = Annotated[
    Identifiant,
    Path(
        description="L'identifiant de l'avis, donné quand il a été demandé.",
        examples=["018c2f76-8192-43a4-b5c6-d7e8f9012345"],
    ),
]


@routes.get(
    "",
    operation_id="listerAvisDemandes",
    summary="Lire les avis demandés sur un dossier",
    responses=reponses(*SIEN),
)
@Declaration(exemple=exemples.liste)
async def lister(
    id: IdCandidature, services: LesServices, appelant: Instructeur, arrivee: Arrivee
) -> AvisSuivis:
    """À qui un avis a été demandé, sur quel dépôt, d'ici quand, et ce qu'il a répondu."""
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        return AvisSuivis(await avis_de(connexion, lue, arrivee))


@routes.post(
    "",
    status_code=201,
    operation_id="demanderAvis",
    summary="Demander un avis",
    responses=reponses(*CORPS, *SIEN, AVIS_EMPECHE, ENVOI_EMPECHE),
)
@Declaration(
    corps=Corps(DemandeDAvis, exemples.demande), exemple=exemples.detaille, versionnee=True
)
async def creer(
    id: IdCandidature,
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: RedacteurInstruction,
    arrivee: Arrivee,
) -> AvisDetaille:
    """Envoie à une adresse un lien par lequel, sans compte, quelqu'un lit le dernier dépôt, dans
    les sections que vous dites, et donne son avis. Un dépôt suivant n'y change rien. Chaque région
    concernée peut en demander, trente par dossier sans compter ceux qui sont révoqués, cent en
    tout ; un seul à la fois à la même adresse.
    Une adresse reçoit cinquante courriels par jour au plus, relances comprises (429).
    """
    voulue = lire_modele(await corps_json(requete, CORPS_MAX, JSON), DemandeDAvis)
    services.messagerie.exiger()
    neuf, version = await demander_un_avis(services, id, voulue, Demandeur(appelant, arrivee))
    reponse.headers["ETag"] = etiquette(version)
    reponse.headers["Location"] = f"/v1/instruction/candidatures/{id}/avis/{neuf}"
    return await _lu(services, id, neuf, appelant, arrivee)


@routes.get(
    "/{avis}",
    operation_id="lireAvisDemande",
    summary="Lire un avis demandé",
    responses=reponses(*_RETROUVE),
)
@Declaration(exemple=exemples.detaille)
async def lire(
    id: IdCandidature,
    avis: IdAvis,
    services: LesServices,
    appelant: Instructeur,
    arrivee: Arrivee,
) -> AvisDetaille:
    """Ce qui a été demandé, et toutes les réponses envoyées. Une réponse qui se prépare ne se voit
    pas.
    """
    return await _lu(services, id, avis, appelant, arrivee)


@routes.patch(
    "/{avis}",
    operation_id="reporterAvis",
    summary="Changer l'échéance d'un avis",
    responses=reponses(*CORPS, *_RETROUVE, AVIS_IMPOSSIBLE, ENVOI_EMPECHE),
)
@Declaration(
    corps=Corps(NouvelleEcheance, exemples.echeance), exemple=exemples.detaille, versionnee=True
)
async def modifier(
    id: IdCandidature,
    avis: IdAvis,
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: RedacteurInstruction,
    arrivee: Arrivee,
) -> AvisDetaille:
    """Donne plus de temps, ou moins, passée l'échéance aussi ; qui est consulté l'apprend, avec un
    nouveau lien, sauf si un courriel lui a été envoyé depuis moins d'un jour. La même échéance ne
    change rien.
    """
    voulue = lire_modele(await corps_json(requete, CORPS_MAX, JSON), NouvelleEcheance)
    services.messagerie.exiger()
    qui = Demandeur(appelant, arrivee)
    version = await reporter(services, id, avis, voulue.echeance, qui)
    reponse.headers["ETag"] = etiquette(version)
    return await _lu(services, id, avis, appelant, arrivee)


@routes.delete(
    "/{avis}",
    status_code=204,
    operation_id="revoquerAvis",
    summary="Révoquer un avis demandé",
    responses=reponses(*_RETROUVE),
)
async def supprimer(
    id: IdCandidature,
    avis: IdAvis,
    services: LesServices,
    appelant: RedacteurInstruction,
    arrivee: Arrivee,
) -> None:
    """Ferme aussitôt à qui est consulté ce que son lien lui ouvrait. Ce qu'il a envoyé se lit
    toujours, et compte. Répété, cela ne change rien.
    """
    await revoquer_l_avis(services, id, avis, Demandeur(appelant, arrivee))


@routes.post(
    "/{avis}/relance",
    status_code=202,
    operation_id="relancerAvis",
    summary="Relancer qui est consulté",
    response_description="Un nouveau lien lui est envoyé.",
    responses=reponses(*_RETROUVE, RELANCE_IMPOSSIBLE, ENVOI_EMPECHE),
)
@Declaration(exemple=exemples.detaille)
async def creer_relance(
    id: IdCandidature,
    avis: IdAvis,
    services: LesServices,
    appelant: RedacteurInstruction,
    arrivee: Arrivee,
) -> AvisDetaille:
    """Envoie un nouveau lien à qui est consulté, un jour au moins après le dernier courriel qui lui
    a été envoyé (409).
    """
    services.messagerie.exiger()
    await relancer(services, id, avis, Demandeur(appelant, arrivee))
    return await _lu(services, id, avis, appelant, arrivee)


async def _lu(
    services: Services, id: UUID, avis: UUID, appelant: Appelant, le: datetime
) -> AvisDetaille:
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        return await un_avis_de(connexion, lue, avis, le)
