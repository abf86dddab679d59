"""HTTP of what the law gives to everybody: having a copy of one's data, having them erased."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from app.acces.gardes import Administrateur, Proprietaire
from app.candidatures.quotas import COPIES, compte_de
from app.candidatures.refus import EtatIncompatible, VersionPerimee
from app.candidatures.routes import APRES_CREATION
from app.kit.web.declaration import Declaration, reponses
from app.kit.web.http import Arrivee, IdCandidature, LesServices, SiVersion
from app.kit.web.limits import compter_sous
from app.kit.web.problems import EnTeteInvalide, Introuvable, RequeteInvalide, TropDeRequetes
from app.kit.web.query import PARAMETRES_CONNUS
from app.pieces_jointes.noms import disposition
from app.rgpd.effacer import MotifEffacement, effacer, effacer_d_office
from app.rgpd.exporter import Export, exporter, exporter_d_office

_SIENNE = (Introuvable, RequeteInvalide)
ZIP: Final = "application/zip"
_ARCHIVE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "L'archive.", "content": {ZIP: {"schema": {}}}}
}

routes = APIRouter(prefix="/v1/candidatures/{id}", tags=["Candidatures"])
administration = APIRouter(prefix="/v1/administration/candidatures/{id}", tags=["Administration"])


@routes.delete(
    "",
    status_code=204,
    operation_id="supprimerCandidature",
    summary="Effacer une candidature",
    responses=reponses(*_SIENNE, EnTeteInvalide, EtatIncompatible, VersionPerimee),
)
@Declaration(suit=APRES_CREATION)
async def supprimer(
    id: IdCandidature,
    services: LesServices,
    appelant: Proprietaire,
    arrivee: Arrivee,
    si_version: SiVersion = None,
) -> None:
    """Efface pour toujours le contenu, les fichiers, les dépôts et tous les accès d'un brouillon ou
    d'une candidature retirée ; en restent le numéro, l'état et les dates. Une candidature déposée
    ne s'efface pas (409) : elle se retire d'abord.
    """
    await effacer(services, id, appelant, si_version, arrivee)


@administration.delete(
    "",
    status_code=204,
    operation_id="effacerCandidature",
    summary="Effacer une candidature d'office",
    dependencies=[PARAMETRES_CONNUS],
    responses=reponses(*_SIENNE, EtatIncompatible),
)
async def supprimer_d_office(
    id: IdCandidature,
    services: LesServices,
    appelant: Administrateur,
    arrivee: Arrivee,
    motif: Annotated[
        MotifEffacement,
        Query(
            description="Pourquoi : à la demande de la personne (RGPD, art. 17), sur injonction "
            "d'une autorité ou d'un juge, ou parce qu'elle fut créée par erreur. L'historique le "
            "garde.",
            examples=["demande"],
        ),
    ],
) -> None:
    """Efface comme le ferait le demandeur, qui n'a plus d'accès ou l'a demandé par courrier. Tant
    qu'elle est déposée ou en cours d'instruction, seule une injonction l'efface (409).
    """
    await effacer_d_office(services, id, appelant, motif, arrivee)


@routes.get(
    "/export",
    operation_id="exporterCandidature",
    summary="Obtenir une copie de tout",
    response_class=Response,
    responses={**_ARCHIVE, **reponses(*_SIENNE, TropDeRequetes)},
)
async def copier(
    id: IdCandidature,
    requete: Request,
    services: LesServices,
    appelant: Proprietaire,
    arrivee: Arrivee,
) -> Response:
    """Une archive zip de tout ce que le service conserve sur la candidature (RGPD, articles 15 et
    20) : dossier, dépôts et accusés, décisions et lettres, fichiers, accès, historique, en JSON. Un
    fichier infecté n'y est pas ; `pieces.json` le dit.
    """
    compter_sous(requete, COPIES, compte_de(appelant, id))
    return _envoyer(await exporter(services, id, appelant, arrivee))


@administration.get(
    "/export",
    operation_id="exporterCandidatureDOffice",
    summary="Obtenir une copie de tout, d'office",
    response_class=Response,
    responses={**_ARCHIVE, **reponses(*_SIENNE, TropDeRequetes)},
)
async def copier_d_office(
    id: IdCandidature,
    requete: Request,
    services: LesServices,
    appelant: Administrateur,
    arrivee: Arrivee,
) -> Response:
    """La même archive, pour répondre à une personne qui n'a plus d'accès et l'a demandée par
    courrier. L'historique de la candidature en garde la trace.
    """
    compter_sous(requete, COPIES, compte_de(appelant, id))
    return _envoyer(await exporter_d_office(services, id, appelant, arrivee))


def _envoyer(export: Export) -> Response:
    entetes = {
        "Content-Disposition": disposition(export.nom),
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return StreamingResponse(export.contenu, headers=entetes, media_type=ZIP)
