"""HTTP of the files."""

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Path, Request, Response
from fastapi.responses import StreamingResponse

from app.acces.gardes import Lecteur, Redacteur
from app.candidatures.queries import ouvrir
from app.candidatures.quotas import TELEVERSEMENTS
from app.candidatures.refus import MODIFICATION_EMPECHEE
from app.candidatures.routes import APRES_CREATION
from app.config import Settings
from app.kit.files.storage import PREFIXE
from app.kit.web.declaration import (
    ICI,
    Corps,
    Declaration,
    Ensemble,
    fichier,
    objet,
    reference,
    reponses,
)
from app.kit.web.headers import ENTETE_MAX
from app.kit.web.http import Arrivee, IdCandidature, Identifiant, LesServices, services_de
from app.kit.web.limits import limiter
from app.kit.web.multipart import recevoir_fichier
from app.kit.web.problems import (
    CorpsIllisible,
    FichierTropGrand,
    Introuvable,
    PlageInvalide,
    Probleme,
    RequeteInvalide,
    TropDeRequetes,
)
from app.kit.web.static import deja_connue
from app.pieces_jointes import exemples
from app.pieces_jointes.pieces import pieces_de, retirer, trouver
from app.pieces_jointes.refus import AJOUT_EMPECHE, ENVOI_REFUSE, FichierInfecte
from app.pieces_jointes.representation import Fichier, PieceJointe, PiecesJointes, Telecharge
from app.pieces_jointes.telechargement import entetes, etiquette, plage, verifier_servable
from app.pieces_jointes.televersement import joindre
from app.pieces_jointes.verdict import TypeFichier, enumerer

_SIENNE = (Introuvable, RequeteInvalide)
_JOINTE: Final = {"joindrePiece": {**ICI, "piece": "$response.body#/id"}}

_JOINDRE: Final = f"""\
Un fichier {enumerer(TypeFichier)}, sans macro ni mot de passe, sous une
rubrique du formulaire. Son contenu seul est jugé, pas son nom ni son type annoncé. Deux fichiers
à la fois : un troisième attend, puis est prié de revenir (503), comme quand le service est plein.

Un contenu refusé (415), virus compris : `motif` dit pourquoi, `detail` que faire. Un fichier
trop grand est refusé (413), comme un fichier de trop ou tout fichier après la clôture (409).
Si l'antivirus ne répond pas, le fichier est pris et l'attend : `antivirus` dit où il en est,
et un dépôt peut le compter."""

routes = APIRouter(prefix="/v1/candidatures/{id}/pieces-jointes", tags=["Pièces jointes"])

IdPiece = Annotated[
    Identifiant,
    Path(
        description="L'identifiant du fichier, donné quand il a été joint.",
        examples=["018c2f70-1a2b-4c3d-8e4f-5a6b7c8d9e0f"],
    ),
]


def _televersement(settings: Settings) -> dict[str, Any]:
    return objet(
        "Televersement",
        "Un fichier, et la rubrique du formulaire où il se range.",
        {"rubrique": reference("Rubrique"), "fichier": fichier(settings.fichier_max)},
    )


def televersement_seul(nom: str, sens: str) -> Callable[[Settings], dict[str, Any]]:
    """The schema of a form that sends a file and nothing else."""
    return lambda settings: objet(nom, sens, {"fichier": fichier(settings.fichier_max)})


@routes.post(
    "",
    status_code=201,
    operation_id="joindrePiece",
    summary="Joindre un fichier",
    description=_JOINDRE,
    dependencies=[limiter(TELEVERSEMENTS)],
    responses=reponses(
        TropDeRequetes, *_SIENNE, AJOUT_EMPECHE, CorpsIllisible, FichierTropGrand, ENVOI_REFUSE
    ),
)
@Declaration(
    corps=Corps(_televersement, exemples.envoi, ("multipart/form-data",)),
    exemple=exemples.jointe,
    suit=APRES_CREATION,
)
async def televerser(
    id: IdCandidature,
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: Redacteur,
    arrivee: Arrivee,
) -> PieceJointe:
    envoi = recevoir_fichier(requete, "fichier", services.settings.fichier_max)
    piece = await joindre(services, id, appelant, envoi, arrivee)
    reponse.headers["Location"] = f"/v1/candidatures/{id}/pieces-jointes/{piece.id}"
    return piece


@routes.get(
    "",
    operation_id="listerPieces",
    summary="Lister les fichiers",
    responses=reponses(*_SIENNE),
)
@Declaration(exemple=exemples.liste, suit=APRES_CREATION)
async def lister(id: IdCandidature, services: LesServices, appelant: Lecteur) -> PiecesJointes:
    """Les fichiers joints au brouillon, dans l'ordre de leur arrivée ; ceux que compte un dépôt se
    lisent dans ce dépôt.
    """
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        return PiecesJointes(await pieces_de(connexion, lue.id))


@routes.get(
    "/{piece}",
    operation_id="lirePiece",
    summary="Décrire un fichier",
    responses=reponses(*_SIENNE),
)
@Declaration(exemple=exemples.jointe, suit=_JOINTE)
async def decrire(
    id: IdCandidature, piece: IdPiece, services: LesServices, appelant: Lecteur
) -> PieceJointe:
    """Le nom, le type constaté, la taille et l'empreinte SHA-256 d'un fichier, y compris d'un
    fichier retiré depuis, si un dépôt le compte. Introuvable pour tout autre jeton.
    """
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        return await trouver(connexion, lue.id, piece)


def reponses_d_un_fichier(*refus: type[Probleme] | Ensemble) -> dict[int | str, dict[str, Any]]:
    """What a route that serves a file declares of its answers, with what it refuses besides."""
    contenu: dict[str, Any] = {genre.value: {"schema": {}} for genre in TypeFichier}
    return {
        200: {"description": "Le fichier entier.", "content": contenu},
        206: {"description": "La plage demandée.", "content": contenu},
        304: {"description": "Le client a déjà ce fichier."},
        **reponses(*_SIENNE, *refus, PlageInvalide),
    }


Plage = Annotated[
    str | None,
    Header(
        alias="Range",
        pattern="^[ -~]*$",
        max_length=ENTETE_MAX,
        description="Une plage d'octets. Ce qui n'en est pas une est ignoré (RFC 9110).",
        examples=["bytes=0-1023"],
    ),
]


@routes.get(
    "/{piece}/contenu",
    operation_id="telechargerPiece",
    summary="Télécharger un fichier",
    response_class=Response,
    responses=reponses_d_un_fichier(FichierInfecte),
)
@Declaration(nommee_inchangee=True, suit=_JOINTE)
async def telecharger(
    id: IdCandidature,
    piece: IdPiece,
    requete: Request,
    services: LesServices,
    appelant: Lecteur,
    _plage: Plage = None,
) -> Response:
    """Le contenu, tel qu'il a été joint. `Range` reprend un téléchargement interrompu (206), et
    `If-None-Match` évite de recevoir deux fois le même fichier (304). Un fichier où l'antivirus a
    reconnu un virus n'est plus délivré (409) ; un fichier qu'il n'a pas encore analysé l'est.
    """
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        trouvee = await trouver(connexion, lue.id, piece)
    verifier_servable(trouvee)
    return await repondre_fichier(requete, trouvee)


async def repondre_fichier(requete: Request, trouvee: Fichier, prefixe: str = PREFIXE) -> Response:
    """The content of a file that may be served, or the part of it that is asked for.

    `prefixe`: where the store keeps it.
    """
    lire = partial(services_de(requete).magasin.lire, trouvee.id, prefixe=prefixe)
    return await repondre_plage(requete, trouvee, lire)


async def repondre_plage(
    requete: Request,
    trouvee: Telecharge,
    lire: Callable[[int, int], Awaitable[AsyncIterator[bytes]]],
) -> Response:
    """The same of anything whose bytes are known; `lire`: those from one to another (excluded)."""
    communs = entetes(trouvee)
    if deja_connue(requete.headers, etiquette(trouvee)):
        return Response(status_code=304, headers=communs)
    partie = plage(trouvee, requete.headers)
    debut, fin = partie or (0, trouvee.taille)
    if partie:
        communs["Content-Range"] = f"bytes {debut}-{fin - 1}/{trouvee.taille}"
    return StreamingResponse(
        await lire(debut, fin),
        206 if partie else 200,
        {**communs, "Content-Length": str(fin - debut)},
        media_type=trouvee.type.value,
    )


@routes.delete(
    "/{piece}",
    status_code=204,
    operation_id="retirerPiece",
    summary="Retirer un fichier",
    responses=reponses(*_SIENNE, MODIFICATION_EMPECHEE),
)
@Declaration(suit=_JOINTE)
async def supprimer(
    id: IdCandidature, piece: IdPiece, services: LesServices, appelant: Redacteur, arrivee: Arrivee
) -> None:
    """Retire un fichier du brouillon ; un dépôt qui le compte déjà le garde. Refusé après la
    clôture ou un retrait (409).
    """
    await retirer(services, id, appelant, piece, arrivee)
