"""HTTP of the files."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import StreamingResponse

from app.acces.gardes import JetonPresente
from app.candidatures.queries import ouvrir
from app.kit.http import Arrivee, LesServices, reponses
from app.kit.multipart import Formulaire
from app.kit.problems import (
    CampagneFermee,
    CorpsIllisible,
    EtatIncompatible,
    FichierRefuse,
    FichierTropGrand,
    Introuvable,
    JetonAbsent,
    JetonMalForme,
    PlageInvalide,
    RequeteInvalide,
    TropDePieces,
    TypeDeContenuRefuse,
)
from app.kit.static import deja_connue
from app.pieces_jointes.inspection import TypeFichier
from app.pieces_jointes.pieces import PieceJointe, PiecesJointes, pieces_de, retirer, trouver
from app.pieces_jointes.telechargement import entetes, etiquette, plage
from app.pieces_jointes.televersement import joindre

_PORTEUR = (JetonAbsent, JetonMalForme, Introuvable, RequeteInvalide)
_ECRITURE = (EtatIncompatible, CampagneFermee)

routes = APIRouter(prefix="/v1/candidatures/{id}/pieces-jointes", tags=["Pièces jointes"])


@routes.post(
    "",
    status_code=201,
    operation_id="joindrePiece",
    summary="Joindre un fichier",
    responses=reponses(
        *_PORTEUR,
        *_ECRITURE,
        TropDePieces,
        CorpsIllisible,
        FichierTropGrand,
        TypeDeContenuRefuse,
        FichierRefuse,
    ),
    openapi_extra={"x-corps": {"multipart/form-data": "Televersement"}},
)
async def televerser(
    id: UUID,
    requete: Request,
    reponse: Response,
    services: LesServices,
    jeton: JetonPresente,
    arrivee: Arrivee,
) -> PieceJointe:
    """Un fichier PDF, XLSX, ODS, DOCX, ODT, PNG ou JPEG, sans macro ni mot de passe, sous une
    rubrique du formulaire. Son contenu seul est jugé, pas son nom ni son type annoncé.
    """
    formulaire = Formulaire(requete, "fichier", services.settings.fichier_max)
    piece = await joindre(services, id, jeton, formulaire, arrivee)
    reponse.headers["Location"] = f"/v1/candidatures/{id}/pieces-jointes/{piece.id}"
    return piece


@routes.get(
    "",
    operation_id="listerPieces",
    summary="Lister les fichiers",
    responses=reponses(*_PORTEUR),
)
async def lister(id: UUID, services: LesServices, jeton: JetonPresente) -> PiecesJointes:
    """Les fichiers joints au brouillon, dans l'ordre de leur arrivée."""
    async with services.base.lecture() as connexion:
        return PiecesJointes(await pieces_de(connexion, await ouvrir(connexion, id, jeton)))


@routes.get(
    "/{piece}",
    operation_id="lirePiece",
    summary="Décrire un fichier",
    responses=reponses(*_PORTEUR),
)
async def decrire(
    id: UUID, piece: UUID, services: LesServices, jeton: JetonPresente
) -> PieceJointe:
    """Le nom, le type constaté, la taille et l'empreinte SHA-256 d'un fichier."""
    async with services.base.lecture() as connexion:
        return await trouver(connexion, await ouvrir(connexion, id, jeton), piece)


@routes.get(
    "/{piece}/contenu",
    operation_id="telechargerPiece",
    summary="Télécharger un fichier",
    response_class=Response,
    responses={
        200: {
            "description": "Le fichier entier.",
            "content": {genre.value: {"schema": {}} for genre in TypeFichier},
        },
        206: {
            "description": "La plage demandée.",
            "content": {genre.value: {"schema": {}} for genre in TypeFichier},
        },
        304: {"description": "Le client a déjà ce fichier."},
        **reponses(*_PORTEUR, PlageInvalide),
    },
)
async def telecharger(
    id: UUID,
    piece: UUID,
    requete: Request,
    services: LesServices,
    jeton: JetonPresente,
    _plage: Annotated[
        str | None, Header(alias="Range", description="Une plage d'octets : `bytes=0-1023`.")
    ] = None,
) -> Response:
    """Le contenu, tel qu'il a été joint ; reprise d'un téléchargement par `Range`."""
    async with services.base.lecture() as connexion:
        trouvee = await trouver(connexion, await ouvrir(connexion, id, jeton), piece)
    communs = entetes(trouvee)
    if deja_connue(requete.headers, etiquette(trouvee)):
        return Response(status_code=304, headers=communs)
    partie = plage(trouvee, requete.headers)
    debut, fin = partie or (0, trouvee.taille)
    if partie:
        communs["Content-Range"] = f"bytes {debut}-{fin - 1}/{trouvee.taille}"
    return StreamingResponse(
        await services.magasin.lire(trouvee.id, debut, fin),
        206 if partie else 200,
        {**communs, "Content-Length": str(fin - debut)},
        media_type=trouvee.type.value,
    )


@routes.delete(
    "/{piece}",
    status_code=204,
    operation_id="retirerPiece",
    summary="Retirer un fichier",
    responses=reponses(*_PORTEUR, *_ECRITURE),
)
async def supprimer(
    id: UUID, piece: UUID, services: LesServices, jeton: JetonPresente, arrivee: Arrivee
) -> None:
    """Retire un fichier du brouillon ; un dépôt qui le compte déjà le garde."""
    await retirer(services, id, jeton, piece, arrivee)
