"""HTTP of the dry run: the verdict on a dossier that is not stored."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.acces.gardes import PUBLIC
from app.candidatures.dossier_envoye import DOSSIER_ENVOYE, lire_dossier
from app.candidatures.erreurs_projetees import ERREURS_PROJETEES, projection_de
from app.candidatures.exemples import validation
from app.candidatures.fusion import sans_nuls
from app.candidatures.quotas import VALIDATIONS, poids
from app.candidatures.refus import SAISIE_REFUSEE
from app.candidatures.routes import CORPS
from app.candidatures.validation import Validation, en_json, presenter
from app.formulaire.choix import Rubrique
from app.formulaire.evaluation import examiner
from app.formulaire.exemples import dossier
from app.formulaire.projections import Projection
from app.kit.web.call import appel_de
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import JSON, LesServices, corps_json, repondre_json, services_de
from app.kit.web.limits import limiter
from app.kit.web.problems import TropDeRequetes

routes = APIRouter(tags=["Formulaire"])


def _poids(requete: Request) -> int:
    annonce = requete.headers.get("content-length", "")
    taille = int(annonce) if annonce.isdigit() else services_de(requete).settings.corps_max
    return poids(taille)


@routes.post(
    "/v1/validation",
    operation_id="validerDossier",
    summary="Vérifier un dossier sans l'enregistrer",
    response_model=Validation,
    dependencies=[PUBLIC, limiter(VALIDATIONS, _poids)],
    responses=reponses(TropDeRequetes, *CORPS, SAISIE_REFUSEE),
    openapi_extra=ERREURS_PROJETEES,
)
@Declaration(corps=Corps(DOSSIER_ENVOYE, dossier), exemple=validation)
async def verifier_a_blanc(
    requete: Request,
    services: LesServices,
    rubriques: Annotated[
        list[Rubrique],
        Query(
            alias="rubrique",
            max_length=len(Rubrique),
            description="Rubriques où un fichier serait joint.",
            examples=[["lettres"]],
        ),
    ] = [],  # noqa: B006 -- FastAPI copies defaults
) -> Response:
    """Le verdict même d'un dépôt, sur un dossier donné en entier ; rien n'est enregistré, aucun
    jeton n'est demandé. Un dossier faux ou incomplet reçoit une réponse 200 qui le dit.
    """
    projection = projection_de(requete, "rubrique")
    corps = await corps_json(requete, services.settings.corps_max, JSON)
    abonne = appel_de(requete).abonne
    return repondre_json(
        await services.etabli.faire(abonne, len(corps), _verdict, corps, rubriques, projection)
    )


def _verdict(corps: bytes, rubriques: list[Rubrique], projection: Projection | None) -> bytes:
    return en_json(presenter(examiner(sans_nuls(lire_dossier(corps)), rubriques), projection))
