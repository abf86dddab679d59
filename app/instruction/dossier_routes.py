"""HTTP of a dossier of instruction: read, taken in charge, given back, entrusted to agents."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Header, Request, Response

from app.acces.appelant import Appelant
from app.acces.gardes import Decideur, Instructeur, RedacteurInstruction
from app.candidatures.une_fois import cle_de
from app.instruction import exemples
from app.instruction.affectations import (
    Affectation,
    Affectations,
    ListeAffectes,
    affectations_de,
)
from app.instruction.affecter import affecter_le_dossier
from app.instruction.dossier_instruit import DossierInstruit, lire_dossier_instruit
from app.instruction.piloter import ChoixDuPilote, piloter
from app.instruction.prendre_en_lot import LotPris, PriseEnLot, prendre_en_lot
from app.instruction.prise import Demande, prendre, rendre
from app.instruction.queries import ouvrir
from app.instruction.refus import (
    PRISE_EMPECHEE,
    RENDU_EMPECHE,
    REQUETE_OU_CLE_REFUSEE,
    InstructionPerimee,
    PreconditionRequise,
)
from app.instruction.refus_de_l_arrete import LotArrete
from app.instruction.version_lue import etiquette
from app.instruction.vues.refus import LOT_EMPECHE
from app.kit.services import Services
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.headers import ENTETE_MAX, FORME_ETIQUETTES
from app.kit.web.http import (
    JSON,
    Arrivee,
    CleIdempotence,
    IdCandidature,
    LesServices,
    corps_json,
    corps_json_facultatif,
)
from app.kit.web.json_text import lire_modele
from app.kit.web.problems import (
    CorpsIllisible,
    CorpsTropGrand,
    EnTeteInvalide,
    Introuvable,
    RequeteInvalide,
    TypeDeContenuRefuse,
)

CORPS_MAX: Final = 131_072  # bytes: a motivation of 10,000 characters, however it is escaped
CORPS: Final = (CorpsIllisible, CorpsTropGrand, TypeDeContenuRefuse)
SIEN: Final = (Introuvable, RequeteInvalide)
VERSION: Final = (EnTeteInvalide, InstructionPerimee)
# Of what takes an `Idempotency-Key`.
REJEU: Final = (EnTeteInvalide, REQUETE_OU_CLE_REFUSEE)

routes = APIRouter(prefix="/v1/instruction", tags=["Instruction"])

SiVersionLue = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description='La version du dossier que vous avez lue, telle que donnée par `ETag` : `"3"`.',
        examples=['"3"'],
        json_schema_extra={
            "pattern": FORME_ETIQUETTES,
            "minLength": 1,
            "maxLength": ENTETE_MAX,
        },
    ),
]


@routes.get(
    "/candidatures/{id}",
    operation_id="lireDossierInstruit",
    summary="Lire un dossier d'instruction",
    responses=reponses(*SIEN),
)
@Declaration(exemple=exemples.dossier, versionnee=True)
async def lire(
    id: IdCandidature,
    reponse: Response,
    services: LesServices,
    appelant: Instructeur,
    arrivee: Arrivee,
) -> DossierInstruit:
    """Où en est un dossier, qui en est chargé, ce qui y est proposé, et ce que vous pouvez en faire
    maintenant ou pourquoi pas. Ce que le demandeur écrit depuis son dernier dépôt ne s'y voit pas.
    """
    return await repondre_dossier(services, id, appelant, arrivee, reponse)


@routes.post(
    "/candidatures/{id}/prise-en-instruction",
    operation_id="prendreEnInstruction",
    summary="Prendre en instruction",
    responses=reponses(*CORPS, Introuvable, *REJEU, PRISE_EMPECHEE),
)
@Declaration(
    corps=Corps(Affectations, exemples.affectations, facultatif=True),
    exemple=exemples.dossier,
    versionnee=True,
    rejouable=True,
)
async def creer_prise(
    id: IdCandidature,
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: RedacteurInstruction,
    arrivee: Arrivee,
    cle: CleIdempotence = None,
) -> DossierInstruit:
    """Prend en instruction une candidature déposée, l'appel une fois clos, et la confie aux agents
    nommés, à vous s'il n'y en a pas. Le demandeur l'apprend. Répété, cela ne change rien.
    """
    corps, affectations = await _affectations(requete)
    sienne = cle_de(cle, "prise", id, appelant, corps)
    fait = await prendre(services, id, Demande(appelant, arrivee, affectations, sienne))
    reponse.headers.update(fait.entetes)
    return await repondre_dossier(services, id, appelant, arrivee, reponse)


@routes.post(
    "/prises-en-instruction",
    operation_id="prendreEnLot",
    summary="Prendre plusieurs candidatures en instruction",
    responses=reponses(*CORPS, RequeteInvalide, LOT_EMPECHE),
)
@Declaration(corps=Corps(PriseEnLot, exemples.prise_en_lot), exemple=exemples.lot_pris)
async def creer_prises(
    requete: Request, services: LesServices, appelant: RedacteurInstruction, arrivee: Arrivee
) -> LotPris:
    """Prend jusqu'à 500 candidatures à la fois, toutes ou aucune : un refus les dit tous (409).
    Avec `mode: partiel`, celles qui peuvent l'être sont prises, les autres dites ligne par ligne.
    `vue`, à la place de `candidatures` : tout ce qu'une vue montre de vos régions (409 au-delà).
    """
    voulu = lire_modele(await corps_json(requete, CORPS_MAX, JSON), PriseEnLot)
    return await prendre_en_lot(services, voulu, appelant, arrivee)


@routes.post(
    "/candidatures/{id}/rendu",
    operation_id="rendreCandidature",
    summary="Rendre une candidature prise en instruction",
    responses=reponses(Introuvable, *REJEU, RENDU_EMPECHE),
)
@Declaration(exemple=exemples.dossier, versionnee=True, rejouable=True)
async def creer_rendu(
    id: IdCandidature,
    reponse: Response,
    services: LesServices,
    appelant: RedacteurInstruction,
    arrivee: Arrivee,
    cle: CleIdempotence = None,
) -> DossierInstruit:
    """Remet la candidature à l'état « déposée », sans personne qui en soit chargé : tant que rien
    n'y est proposé. Répété, cela ne change rien.
    """
    sienne = cle_de(cle, "rendu", id, appelant)
    fait = await rendre(services, id, Demande(appelant, arrivee, cle=sienne))
    reponse.headers.update(fait.entetes)
    return await repondre_dossier(services, id, appelant, arrivee, reponse)


@routes.get(
    "/candidatures/{id}/affectations",
    operation_id="listerAffectations",
    summary="Lire qui est chargé d'un dossier",
    responses=reponses(*SIEN),
)
@Declaration(exemple=exemples.affectes)
async def lister_affectations(
    id: IdCandidature, services: LesServices, appelant: Instructeur
) -> ListeAffectes:
    """Les agents chargés du dossier ; celui qui en répond d'abord."""
    async with services.base.lecture() as connexion:
        await ouvrir(connexion, id, appelant)
        return ListeAffectes(await affectations_de(connexion, id))


@routes.put(
    "/candidatures/{id}/affectations",
    operation_id="affecterDossier",
    summary="Charger des agents d'un dossier",
    responses=reponses(*CORPS, *SIEN, *VERSION),
)
@Declaration(
    corps=Corps(Affectations, exemples.affectations), exemple=exemples.affectes, versionnee=True
)
async def ecrire_affectations(
    id: IdCandidature,
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: RedacteurInstruction,
    arrivee: Arrivee,
    si_version: SiVersionLue = None,
) -> ListeAffectes:
    """Charge ces agents du dossier, et nul autre ; l'un d'eux au plus en répond."""
    voulues = lire_modele(await corps_json(requete, CORPS_MAX, JSON), Affectations)
    version = await affecter_le_dossier(services, id, voulues, appelant, si_version, arrivee)
    reponse.headers["ETag"] = etiquette(version)
    async with services.base.lecture() as connexion:
        return ListeAffectes(await affectations_de(connexion, id))


@routes.put(
    "/candidatures/{id}/region-pilote",
    operation_id="choisirRegionPilote",
    summary="Choisir la région qui pilote",
    responses=reponses(*CORPS, *SIEN, *VERSION, PreconditionRequise, LotArrete),
)
@Declaration(corps=Corps(ChoixDuPilote, exemples.pilote), exemple=exemples.dossier, versionnee=True)
async def ecrire_pilote(
    id: IdCandidature,
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: Decideur,
    arrivee: Arrivee,
    si_version: SiVersionLue = None,
) -> DossierInstruit:
    """Choisit, parmi les régions concernées, celle qui pilote : d'office, c'est celle du plus grand
    nombre d'EPCI. Un nouveau dépôt n'y change rien, tant qu'il la concerne.
    """
    choix = lire_modele(await corps_json(requete, CORPS_MAX, JSON), ChoixDuPilote)
    await piloter(services, id, choix, appelant, si_version, arrivee)
    return await repondre_dossier(services, id, appelant, arrivee, reponse)


async def _affectations(requete: Request) -> tuple[bytes, list[Affectation]]:
    """A body, which may be empty, and those that it names."""
    corps = await corps_json_facultatif(requete, CORPS_MAX, JSON)
    return corps, lire_modele(corps, Affectations).affectations if corps else []


async def repondre_dossier(
    services: Services, id: UUID, appelant: Appelant, arrivee: datetime, reponse: Response
) -> DossierInstruit:
    """The dossier as it is now, and its version."""
    lu = await lire_dossier_instruit(services, id, appelant, arrivee)
    reponse.headers["ETag"] = etiquette(lu.version)
    return lu
