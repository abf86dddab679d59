"""HTTP of lots of decisions."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Header, Path, Query, Request, Response

from app.acces.agents import agent_de
from app.acces.appelant import Appelant
from app.acces.gardes import Decideur, DecideurLecteur
from app.candidatures.une_fois import Fait, cle_de
from app.decisions import exemples
from app.decisions.lot_demande import LotACreer, ModificationDeLot
from app.decisions.lots_decrits import LotDecrit, Lots
from app.decisions.queries import lire_lot, lister_les_lots
from app.decisions.refus import CREATION_EMPECHEE, SUPPRESSION_EMPECHEE, LotPerime
from app.decisions.regler_lot import creer_lot, modifier_lot, supprimer_lot
from app.instruction.dossier_routes import CORPS, REJEU, SIEN
from app.instruction.geste import Geste
from app.instruction.refus import PreconditionRequise
from app.instruction.refus_de_l_arrete import LotArrete
from app.instruction.version_lue import etiquette
from app.kit.services import Services
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.headers import ENTETE_MAX, FORME_ETIQUETTES
from app.kit.web.http import (
    JSON,
    MERGE_PATCH,
    Arrivee,
    CleIdempotence,
    Identifiant,
    LesServices,
    corps_json,
)
from app.kit.web.json_text import lire_modele
from app.kit.web.problems import EnTeteInvalide, RequeteInvalide
from app.kit.web.query import PARAMETRES_CONNUS

_CORPS_MAX: Final = 16_384  # bytes: a name, an instant, who signs
_UN: Final = "/{lot}"
_ICI: Final = {"lot": "$response.body#/id"}

routes = APIRouter(prefix="/v1/instruction/lots", tags=["Décisions"])

IdLot = Annotated[
    Identifiant,
    Path(
        description="L'identifiant du lot, donné à sa création.",
        examples=[str(exemples.LOT)],
    ),
]
SiVersionDuLot = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description='La version du lot que vous avez lue, telle que donnée par `ETag` : `"3"`.',
        examples=['"3"'],
        json_schema_extra={"pattern": FORME_ETIQUETTES, "minLength": 1, "maxLength": ENTETE_MAX},
    ),
]
VERSION_DU_LOT: Final = (EnTeteInvalide, LotPerime, PreconditionRequise)


@routes.get(
    "",
    operation_id="listerLots",
    summary="Lister les lots de décisions",
    dependencies=[PARAMETRES_CONNUS],
    responses=reponses(RequeteInvalide),
)
@Declaration(exemple=exemples.lots)
async def lister(
    services: LesServices,
    appelant: DecideurLecteur,
    apres: Annotated[
        UUID | None,
        Query(description="Curseur : `suivant` de la page d'avant.", examples=[str(exemples.LOT)]),
    ] = None,
    limite: Annotated[int, Query(ge=1, le=100, description="Lots par page.", examples=[50])] = 50,
) -> Lots:
    """Du plus ancien au dernier. Qui ne décide que pour des régions voit les lots qui ne décident
    que pour elles.
    """
    async with services.base.lecture() as connexion:
        return await lister_les_lots(connexion, appelant, apres, limite)


@routes.post(
    "",
    status_code=201,
    operation_id="creerLot",
    summary="Créer un lot de décisions",
    responses=reponses(*CORPS, *REJEU, CREATION_EMPECHEE),
)
@Declaration(
    corps=Corps(LotACreer, exemples.lot_a_creer),
    exemple=exemples.lot,
    versionnee=True,
    rejouable=True,
)
async def creer(
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: Decideur,
    arrivee: Arrivee,
    cle: CleIdempotence = None,
) -> LotDecrit:
    """Des décisions à préparer ensemble, à arrêter ensemble, à publier au même instant. Rien de ce
    qui s'y prépare ne se voit de qui ne décide pas. Deux cents lots au plus se préparent à la fois,
    cinquante par agent.
    """
    corps = await corps_json(requete, _CORPS_MAX, JSON)
    voulu = lire_modele(corps, LotACreer)
    sienne = cle_de(cle, "lot", agent_de(appelant), appelant, corps)
    fait = await creer_lot(services, voulu, Geste(appelant, arrivee, cle=sienne))
    reponse.headers["Location"] = f"/v1/instruction/lots/{fait.resultat}"
    return await repondre_lot(services, UUID(str(fait.resultat)), appelant, reponse, fait)


@routes.get(
    _UN,
    operation_id="lireLot",
    summary="Lire un lot de décisions",
    responses=reponses(*SIEN),
)
@Declaration(exemple=exemples.lot, versionnee=True, suit={"creerLot": _ICI})
async def lire(
    lot: IdLot, reponse: Response, services: LesServices, appelant: DecideurLecteur
) -> LotDecrit:
    """Où il en est, qui signe, quand ses décisions se publient, et pourquoi il a été rouvert."""
    return await repondre_lot(services, lot, appelant, reponse)


@routes.patch(
    _UN,
    operation_id="modifierLot",
    summary="Modifier un lot de décisions",
    responses=reponses(*CORPS, *SIEN, *VERSION_DU_LOT, LotArrete),
)
@Declaration(
    corps=Corps(ModificationDeLot, exemples.lot_modifie, (MERGE_PATCH, JSON)),
    exemple=exemples.lot,
    versionnee=True,
    suit={"creerLot": _ICI},
)
async def modifier(
    lot: IdLot,
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: Decideur,
    arrivee: Arrivee,
    si_version: SiVersionDuLot = None,
) -> LotDecrit:
    """Change ce qu'il dit de lui-même, tant qu'il se prépare ; `If-Match` est requis (428)."""
    octets = await corps_json(requete, _CORPS_MAX, MERGE_PATCH, JSON)
    change = lire_modele(octets, ModificationDeLot)
    await modifier_lot(services, lot, change, Geste(appelant, arrivee, si_version))
    return await repondre_lot(services, lot, appelant, reponse)


@routes.delete(
    _UN,
    status_code=204,
    operation_id="supprimerLot",
    summary="Supprimer un lot de décisions",
    responses=reponses(*SIEN, *VERSION_DU_LOT, SUPPRESSION_EMPECHEE),
)
async def supprimer(
    lot: IdLot,
    services: LesServices,
    appelant: Decideur,
    arrivee: Arrivee,
    si_version: SiVersionDuLot = None,
) -> None:
    """Le supprime avec ses lignes, tant qu'il se prépare, et s'il n'a jamais été arrêté (409) ;
    `If-Match` est requis (428).
    """
    await supprimer_lot(services, lot, Geste(appelant, arrivee, si_version))


async def repondre_lot(
    services: Services,
    lot: UUID,
    appelant: Appelant,
    reponse: Response,
    fait: Fait | None = None,
) -> LotDecrit:
    """The lot as it is now, and its version; whether what was `fait` is but said again."""
    async with services.base.lecture() as connexion:
        lu = await lire_lot(connexion, lot, appelant)
    reponse.headers.update({"ETag": etiquette(lu.version), **(fait.entetes if fait else {})})
    return lu
