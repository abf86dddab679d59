"""HTTP of what becomes of a lot as a whole: tried, sealed, reopened, published."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.acces.gardes import Decideur
from app.candidatures.une_fois import cle_de
from app.decisions import exemples
from app.decisions.arreter import arreter
from app.decisions.essayer import VerificationDuLot, verifier_lot
from app.decisions.gestes_demandes import PublicationVoulue, RaisonDite
from app.decisions.lots_decrits import LotDecrit
from app.decisions.lots_routes import IdLot, SiVersionDuLot, repondre_lot
from app.decisions.publier import publier
from app.decisions.refus import (
    ARRET_EMPECHE,
    ARRET_MAL_DEMANDE,
    PUBLICATION_EMPECHEE,
    REOUVERTURE_EMPECHEE,
    LotPerime,
)
from app.decisions.rouvrir import rouvrir
from app.instruction.dossier_routes import CORPS, REJEU, SIEN
from app.instruction.geste import Geste
from app.instruction.refus import PreconditionRequise
from app.instruction.refus_de_l_arrete import LotArrete
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import (
    JSON,
    Arrivee,
    CleIdempotence,
    LesServices,
    corps_json,
    corps_json_facultatif,
)
from app.kit.web.json_text import lire_modele
from app.kit.web.problems import EnTeteInvalide, Introuvable, ParametreRefuse, RequeteInvalide
from app.kit.web.query import PARAMETRES_CONNUS

_CORPS_MAX = 32_768  # bytes: a reason, however it is escaped
_SUIT = {"creerLot": {"lot": "$response.body#/id"}}

routes = APIRouter(prefix="/v1/instruction/lots/{lot}", tags=["Décisions"])


@routes.post(
    "/verification",
    operation_id="verifierLot",
    summary="Vérifier un lot sans l'arrêter",
    responses=reponses(*SIEN, LotArrete),
)
@Declaration(exemple=exemples.verification, suit=_SUIT)
async def verifier(
    lot: IdLot, services: LesServices, appelant: Decideur, arrivee: Arrivee
) -> VerificationDuLot:
    """Tout ce qui empêcherait de l'arrêter maintenant, ligne par ligne : candidature retirée ou
    corrigée, décision sans motif, EPCI de deux territoires, code déjà pris, signataire incomplet.
    Rien ne change.
    """
    return await verifier_lot(services, lot, appelant, arrivee)


@routes.post(
    "/arret",
    operation_id="arreterLot",
    summary="Arrêter un lot",
    dependencies=[PARAMETRES_CONNUS],
    responses=reponses(
        *CORPS,
        Introuvable,
        *(EnTeteInvalide, LotPerime, PreconditionRequise),
        ARRET_MAL_DEMANDE,
        ARRET_EMPECHE,
    ),
)
@Declaration(
    corps=Corps(RaisonDite, exemples.raison, facultatif=True),
    exemple=exemples.lot_arrete,
    versionnee=True,
    rejouable=True,
    suit=_SUIT,
)
async def creer_arret(
    lot: IdLot,
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: Decideur,
    arrivee: Arrivee,
    passer_outre: Annotated[
        bool,
        Query(
            description="Passer outre ce qui est `levable`, en disant pourquoi (`raison`).",
            examples=[False],
        ),
    ] = False,
    si_version: SiVersionDuLot = None,
    cle: CleIdempotence = None,
) -> LotDecrit:
    """Fige ses lignes en décisions, donne leurs codes aux territoires, établit et signe les
    lettres : toutes, ou aucune, et le refus dit alors tout ce qui l'empêche. Le demandeur n'en voit
    rien. Ensuite rien n'en change, sauf à le rouvrir. `If-Match` est requis (428).
    """
    corps = await corps_json_facultatif(requete, _CORPS_MAX, JSON)
    dite = lire_modele(corps, RaisonDite) if corps else None
    if passer_outre != (dite is not None):
        faute = ParametreRefuse("body", "/raison", "raison_et_passer_outre")
        raise RequeteInvalide("`passer_outre` et `raison` vont ensemble.", parametres=[faute])
    geste = Geste(
        appelant, arrivee, si_version, cle_de(cle, f"arret {passer_outre}", lot, appelant, corps)
    )
    fait = await arreter(services, lot, geste, dite and dite.raison)
    return await repondre_lot(services, lot, appelant, reponse, fait)


@routes.post(
    "/reouverture",
    operation_id="rouvrirLot",
    summary="Rouvrir un lot arrêté",
    responses=reponses(
        *CORPS, Introuvable, *REJEU, LotPerime, PreconditionRequise, REOUVERTURE_EMPECHEE
    ),
)
@Declaration(
    corps=Corps(RaisonDite, exemples.raison),
    exemple=exemples.lot,
    versionnee=True,
    rejouable=True,
    suit=_SUIT,
)
async def creer_reouverture(
    lot: IdLot,
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: Decideur,
    arrivee: Arrivee,
    si_version: SiVersionDuLot = None,
    cle: CleIdempotence = None,
) -> LotDecrit:
    """Le remet en préparation, tant qu'il n'est pas publié : ses lettres ne valent plus, leurs
    empreintes restent au journal. `If-Match` est requis (428).
    """
    corps = await corps_json(requete, _CORPS_MAX, JSON)
    dite = lire_modele(corps, RaisonDite)
    geste = Geste(appelant, arrivee, si_version, cle_de(cle, "reouverture", lot, appelant, corps))
    fait = await rouvrir(services, lot, geste, dite.raison)
    return await repondre_lot(services, lot, appelant, reponse, fait)


@routes.post(
    "/publication",
    operation_id="publierLot",
    summary="Publier un lot arrêté",
    responses=reponses(
        *CORPS, Introuvable, *REJEU, LotPerime, PreconditionRequise, PUBLICATION_EMPECHEE
    ),
)
@Declaration(
    corps=Corps(PublicationVoulue, exemples.publication, facultatif=True),
    exemple=exemples.lot_publie,
    versionnee=True,
    rejouable=True,
    suit=_SUIT,
)
async def creer_publication(
    lot: IdLot,
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: Decideur,
    arrivee: Arrivee,
    si_version: SiVersionDuLot = None,
    cle: CleIdempotence = None,
) -> LotDecrit:
    """Publie toutes ses décisions au même instant, ou aucune : à partir de celui qu'il dit
    (`publier_le`), où cela se fait aussi de soi-même, ou plus tôt si `maintenant` est vrai. Les
    demandeurs en sont avertis. Ce qui a été retiré entre-temps n'y est plus. `If-Match` est requis
    (428).
    """
    corps = await corps_json_facultatif(requete, _CORPS_MAX, JSON)
    voulue = lire_modele(corps, PublicationVoulue) if corps else PublicationVoulue()
    geste = Geste(appelant, arrivee, si_version, cle_de(cle, "publication", lot, appelant, corps))
    fait = await publier(services, lot, geste, maintenant=voulue.maintenant)
    return await repondre_lot(services, lot, appelant, reponse, fait)
