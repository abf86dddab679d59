"""HTTP of the files of deposits, as one archive."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from app.acces.agents import agent_de
from app.acces.appelant import Appelant
from app.acces.gardes import Instructeur
from app.depots.routes import Rang
from app.exports.archive_voulue import ArchiveVoulue
from app.exports.archiver_les_fichiers import (
    ArchiveDeFichiers,
    archiver_les_derniers,
    archiver_un_depot,
)
from app.exports.medias import Media
from app.instruction.dossier_routes import SIEN
from app.instruction.vues.refus import VueTropLarge
from app.kit.logs import journal
from app.kit.web.call import appel_de
from app.kit.web.declaration import Declaration, reponses
from app.kit.web.http import Arrivee, IdCandidature, LesServices
from app.kit.web.problems import PlageInvalide, RequeteInvalide
from app.kit.web.query import PARAMETRES_CONNUS
from app.pieces_jointes.routes import Plage, repondre_plage

_ZIP: Final[dict[str, Any]] = {Media.ZIP.value: {"schema": {}}}
_ARCHIVE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "L'archive entière.", "content": _ZIP},
    206: {"description": "La plage demandée.", "content": _ZIP},
    304: {"description": "Le client a déjà cette archive."},
}

routes = APIRouter(prefix="/v1/instruction", tags=["Instruction"])


@routes.get(
    "/candidatures/{id}/depots/{rang}/pieces-jointes.zip",
    operation_id="archiverPiecesDuDepot",
    summary="Télécharger les fichiers d'un dépôt",
    response_class=Response,
    responses={**_ARCHIVE, **reponses(*SIEN, PlageInvalide)},
)
@Declaration(nommee_inchangee=True)
async def archiver(
    id: IdCandidature,
    rang: Rang,
    requete: Request,
    services: LesServices,
    appelant: Instructeur,
    _plage: Plage = None,
) -> Response:
    """Une archive zip, dont la taille est annoncée et qui se reprend (`Range`, `If-Range`).
    `manifeste.csv` y vient en premier : chaque fichier, son empreinte, et pourquoi l'un manque.
    Indisponible (503) tant qu'un fichier ancien est à relire.
    """
    archive = await archiver_un_depot(services, id, rang, appelant)
    return await _donner(requete, appelant, archive)


@routes.get(
    "/pieces-jointes.zip",
    operation_id="archiverPieces",
    summary="Télécharger les fichiers de plusieurs dossiers",
    response_class=Response,
    dependencies=[PARAMETRES_CONNUS],
    responses={**_ARCHIVE, **reponses(RequeteInvalide, VueTropLarge, PlageInvalide)},
)
@Declaration(nommee_inchangee=True)
async def archiver_plusieurs(
    requete: Request,
    services: LesServices,
    appelant: Instructeur,
    voulue: Annotated[ArchiveVoulue, Query()],
    arrivee: Arrivee,
    _plage: Plage = None,
) -> Response:
    """Les fichiers du dernier dépôt de chaque dossier de vos régions, avec les filtres de
    `listerCandidaturesDeposees` : la même archive que pour un dépôt, d'un répertoire par dossier.
    Refusée (409) au-delà de 500 dossiers : précisez les filtres.
    """
    archive = await archiver_les_derniers(services, voulue, appelant, arrivee)
    return await _donner(requete, appelant, archive)


async def _donner(requete: Request, appelant: Appelant, archive: ArchiveDeFichiers) -> Response:
    """Once it is logged who takes it, by an id that the directory alone gives a name to."""
    journal.info(
        "archive_prise",
        requete=appel_de(requete).id,
        agent=str(agent_de(appelant)),
        dossiers=archive.dossiers,
        octets=archive.taille,
    )
    return await repondre_plage(requete, archive, archive.lire)
