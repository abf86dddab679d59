"""HTTP of the corrections that reviewers ask for."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.gardes import Instructeur, RedacteurInstruction
from app.candidatures.une_fois import cle_de
from app.instruction import exemples
from app.instruction.corrections_instruites import (
    CorrectionInstruite,
    CorrectionsInstruites,
    corrections_de,
)
from app.instruction.corriger import (
    annuler,
    demander_une_correction,
    prolonger,
)
from app.instruction.demande_de_correction import Annulation, DemandeDeCorrection, Prolongation
from app.instruction.dossier_routes import CORPS, CORPS_MAX, VERSION, SiVersionLue
from app.instruction.geste import Geste
from app.instruction.queries import ouvrir
from app.instruction.refus import (
    CORRECTION_EMPECHEE,
    CORRECTION_IMPOSSIBLE,
    CORRECTION_INTROUVABLE,
    PILOTAGE_REFUSE,
    REQUETE_OU_CLE_REFUSEE,
    CorrectionAbsente,
    PreconditionRequise,
)
from app.instruction.version_lue import etiquette
from app.kit.services import Services
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import JSON, Arrivee, CleIdempotence, IdCandidature, LesServices, corps_json
from app.kit.web.json_text import lire_modele
from app.kit.web.problems import Introuvable, RequeteInvalide

routes = APIRouter(prefix="/v1/instruction/candidatures/{id}/corrections", tags=["Instruction"])

Rang = Annotated[
    int, Path(ge=1, le=2**31 - 1, description="Rang de la correction, à partir de 1.", examples=[1])
]
_DECIDEE = (*VERSION, PreconditionRequise, PILOTAGE_REFUSE)


@routes.get(
    "",
    operation_id="listerCorrectionsDemandees",
    summary="Lire les corrections demandées d'un dossier",
    responses=reponses(Introuvable, RequeteInvalide),
)
@Declaration(exemple=exemples.corrections)
async def lister(
    id: IdCandidature, services: LesServices, appelant: Instructeur, arrivee: Arrivee
) -> CorrectionsInstruites:
    """Ce qui a été demandé, par qui, d'ici quand, et ce qui en est advenu."""
    async with services.base.lecture() as connexion:
        await ouvrir(connexion, id, appelant)
        return CorrectionsInstruites(await corrections_de(connexion, id, arrivee))


@routes.post(
    "",
    status_code=201,
    operation_id="demanderCorrection",
    summary="Demander une correction",
    responses=reponses(*CORPS, Introuvable, *_DECIDEE, REQUETE_OU_CLE_REFUSEE, CORRECTION_EMPECHEE),
)
@Declaration(
    corps=Corps(DemandeDeCorrection, exemples.demande_de_correction),
    exemple=exemples.correction,
    versionnee=True,
    rejouable=True,
)
async def creer(
    id: IdCandidature,
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: RedacteurInstruction,
    arrivee: Arrivee,
    si_version: SiVersionLue = None,
    cle: CleIdempotence = None,
) -> CorrectionInstruite:
    """Ouvre au demandeur les sections, champs et rubriques nommés, et ce qui en dépend, jusqu'à
    l'instant dit : trois jours au moins, soixante au plus. Il y répond par un nouveau dépôt, avec
    son accusé. Une à la fois, trois en tout. `If-Match` est requis (428).
    """
    corps = await corps_json(requete, CORPS_MAX, JSON)
    voulue = lire_modele(corps, DemandeDeCorrection)
    sienne = cle_de(cle, "correction", id, appelant, corps)
    qui = Geste(appelant, arrivee, si_version, sienne)
    fait = await demander_une_correction(services, id, voulue, qui)
    rang, version = fait.resultat
    ou = f"/v1/instruction/candidatures/{id}/corrections/{rang}"
    reponse.headers.update({"Location": ou, **fait.entetes})
    return await _repondre(services, id, rang, arrivee, reponse, version)


@routes.get(
    "/{rang}",
    operation_id="lireCorrectionDemandee",
    summary="Lire une correction demandée",
    responses=reponses(CORRECTION_INTROUVABLE, RequeteInvalide),
)
@Declaration(exemple=exemples.correction)
async def lire(
    id: IdCandidature, rang: Rang, services: LesServices, appelant: Instructeur, arrivee: Arrivee
) -> CorrectionInstruite:
    """Ce qui a été demandé, par qui, d'ici quand, et ce qui en est advenu."""
    async with services.base.lecture() as connexion:
        await ouvrir(connexion, id, appelant)
        return await _trouver(connexion, id, rang, arrivee)


@routes.patch(
    "/{rang}",
    operation_id="prolongerCorrection",
    summary="Prolonger une correction",
    responses=reponses(
        *CORPS, CORRECTION_INTROUVABLE, RequeteInvalide, *_DECIDEE, CORRECTION_IMPOSSIBLE
    ),
)
@Declaration(
    corps=Corps(Prolongation, exemples.prolongation), exemple=exemples.correction, versionnee=True
)
async def modifier(
    id: IdCandidature,
    rang: Rang,
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: RedacteurInstruction,
    arrivee: Arrivee,
    si_version: SiVersionLue = None,
) -> CorrectionInstruite:
    """Donne plus de temps à une correction encore ouverte ; jamais moins. `If-Match` est requis."""
    voulue = lire_modele(await corps_json(requete, CORPS_MAX, JSON), Prolongation)
    qui = Geste(appelant, arrivee, si_version)
    version = await prolonger(services, id, rang, voulue.jusqu_au, qui)
    return await _repondre(services, id, rang, arrivee, reponse, version)


@routes.delete(
    "/{rang}",
    operation_id="annulerCorrection",
    summary="Annuler une correction",
    responses=reponses(
        *CORPS, CORRECTION_INTROUVABLE, RequeteInvalide, *_DECIDEE, CORRECTION_IMPOSSIBLE
    ),
)
@Declaration(
    corps=Corps(Annulation, exemples.annulation), exemple=exemples.correction, versionnee=True
)
async def supprimer(
    id: IdCandidature,
    rang: Rang,
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: RedacteurInstruction,
    arrivee: Arrivee,
    si_version: SiVersionLue = None,
) -> CorrectionInstruite:
    """Renonce à une correction encore ouverte, et dit pourquoi ; ce qui était demandé se lit
    toujours. `If-Match` est requis (428).
    """
    voulue = lire_modele(await corps_json(requete, CORPS_MAX, JSON), Annulation)
    qui = Geste(appelant, arrivee, si_version)
    version = await annuler(services, id, rang, voulue.motif, qui)
    return await _repondre(services, id, rang, arrivee, reponse, version)


async def _repondre(
    services: Services, id: UUID, rang: int, le: datetime, reponse: Response, version: int
) -> CorrectionInstruite:
    reponse.headers["ETag"] = etiquette(version)
    async with services.base.lecture() as connexion:
        return await _trouver(connexion, id, rang, le)


async def _trouver(
    connexion: AsyncConnection, id: UUID, rang: int, le: datetime
) -> CorrectionInstruite:
    siennes = await corrections_de(connexion, id, le)
    if rang > len(siennes):
        raise CorrectionAbsente
    return siennes[rang - 1]
