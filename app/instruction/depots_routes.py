"""HTTP of what was deposited, for reviewers: as the applicant reads it, never the draft."""

from fastapi import APIRouter, Request, Response

from app.acces.gardes import Instructeur
from app.depots import exemples as exemples_des_depots
from app.depots.accuse_signe import AccuseSigne
from app.depots.comparaison import Comparaison, lire_deux, representer_comparaison
from app.depots.comparaison_routes import AutreRang
from app.depots.depots import DepotLu, Depots, accuse_de, depots_de, representer
from app.depots.impression_routes import repondre_imprime, reponses_de_l_impression
from app.depots.imprimable import imprimable
from app.depots.refus import VersionsDifferentes
from app.depots.routes import Rang, repondre_accuse, reponses_de_l_accuse
from app.instruction.dossier_routes import SIEN
from app.instruction.queries import ouvrir
from app.kit.web.declaration import Declaration, reponses
from app.kit.web.http import IdCandidature, LesServices, repondre_json
from app.pieces_jointes.pieces import trouver
from app.pieces_jointes.refus import FICHIER_RETENU
from app.pieces_jointes.routes import IdPiece, Plage, repondre_fichier, reponses_d_un_fichier
from app.pieces_jointes.telechargement import verifier_analysee

routes = APIRouter(prefix="/v1/instruction/candidatures/{id}", tags=["Instruction"])


@routes.get(
    "/depots",
    operation_id="listerDepotsInstruits",
    summary="Lister les dépôts d'un dossier",
    responses=reponses(*SIEN),
)
@Declaration(exemple=exemples_des_depots.liste)
async def lister(id: IdCandidature, services: LesServices, appelant: Instructeur) -> Depots:
    """Les dépôts de la candidature, du premier au dernier, qui compte."""
    async with services.base.lecture() as connexion:
        return Depots(await depots_de(connexion, (await ouvrir(connexion, id, appelant)).id))


@routes.get(
    "/depots/{rang}",
    operation_id="lireDepotInstruit",
    summary="Lire un dépôt d'un dossier",
    response_model=DepotLu,
    responses=reponses(*SIEN),
)
@Declaration(exemple=exemples_des_depots.depot)
async def lire(
    id: IdCandidature, rang: Rang, services: LesServices, appelant: Instructeur
) -> Response:
    """L'instantané tel qu'il a été figé, avec ses fichiers et ce qui est à regarder."""
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        return repondre_json(await representer(connexion, lue.id, rang))


@routes.get(
    "/depots/{rang}/accuse-reception",
    operation_id="lireAccuseInstruit",
    summary="Obtenir l'accusé de réception d'un dépôt",
    response_model=AccuseSigne,
    responses=reponses_de_l_accuse(),
)
@Declaration(exemple=exemples_des_depots.accuse)
async def accuse(
    id: IdCandidature, rang: Rang, requete: Request, services: LesServices, appelant: Instructeur
) -> Response:
    """L'accusé tel que le demandeur l'a reçu : JSON signé, ou PDF selon l'en-tête `Accept`."""
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        signe = await accuse_de(connexion, lue.id, rang)
    return await repondre_accuse(requete, appelant, id, signe)


@routes.get(
    "/depots/{rang}/comparaison/{autre}",
    operation_id="comparerDepotsInstruits",
    summary="Comparer deux dépôts d'un dossier",
    response_model=Comparaison,
    responses=reponses(*SIEN, VersionsDifferentes),
)
@Declaration(exemple=exemples_des_depots.comparaison)
async def comparer(
    id: IdCandidature, rang: Rang, autre: AutreRang, services: LesServices, appelant: Instructeur
) -> Response:
    """Ce qui change d'un dépôt à l'autre, question par question et fichier par fichier, comme
    `comparerDepots` le dit au demandeur.
    """
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        deux = await lire_deux(connexion, lue.id, rang, autre)
    return repondre_json(await representer_comparaison(services, appelant.abonne, deux))


@routes.get(
    "/depots/{rang}/dossier.pdf",
    operation_id="imprimerDepotInstruit",
    summary="Imprimer un dépôt d'un dossier",
    response_class=Response,
    responses=reponses_de_l_impression(),
)
@Declaration(nommee_inchangee=True)
async def dossier_pdf(
    id: IdCandidature, rang: Rang, requete: Request, services: LesServices, appelant: Instructeur
) -> Response:
    """Le dépôt entier en PDF accessible (PDF/UA-1), le même que celui du demandeur."""
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        voulu = await imprimable(connexion, lue.id, rang)
    return await repondre_imprime(requete, appelant, voulu)


@routes.get(
    "/pieces-jointes/{piece}/contenu",
    operation_id="telechargerPieceInstruite",
    summary="Télécharger un fichier d'un dossier",
    response_class=Response,
    responses=reponses_d_un_fichier(FICHIER_RETENU),
)
@Declaration(nommee_inchangee=True)
async def telecharger(
    id: IdCandidature,
    piece: IdPiece,
    requete: Request,
    services: LesServices,
    appelant: Instructeur,
    _plage: Plage = None,
) -> Response:
    """Un fichier qu'un dépôt compte, tel qu'il a été joint. Refusé (409) tant que l'antivirus ne
    l'a pas analysé, ou s'il y a reconnu un virus.
    """
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        trouvee = await trouver(connexion, lue.id, piece, deposee=True)
    verifier_analysee(trouvee)
    return await repondre_fichier(requete, trouvee)
