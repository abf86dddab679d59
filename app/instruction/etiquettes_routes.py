"""HTTP of labels: those of the call, those of a dossier."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Request

from app.acces.gardes import Administrateur, Instructeur
from app.instruction import exemples
from app.instruction.dossier_routes import CORPS
from app.instruction.etiquettes import EtiquetteDecrite, Etiquettes, etiquettes_connues
from app.instruction.etiquettes_demandees import EtiquetteACreer, ModificationDEtiquette
from app.instruction.etiquettes_reglees import (
    creer_etiquette,
    modifier_etiquette,
    supprimer_etiquette,
)
from app.instruction.refus import ETIQUETTE_REFUSEE, EtiquetteExistante
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import (
    JSON,
    MERGE_PATCH,
    Identifiant,
    LesServices,
    corps_json,
)
from app.kit.web.json_text import lire_modele
from app.kit.web.problems import Introuvable, RequeteInvalide

_CORPS_MAX: Final = 4_096  # bytes: a name, or thirty ids
_UNE: Final = "/{etiquette}"
_ICI: Final = {"etiquette": "$response.body#/id"}

routes = APIRouter(prefix="/v1/instruction/etiquettes", tags=["Instruction"])
reglage = APIRouter(prefix="/v1/administration/etiquettes", tags=["Administration"])

IdEtiquette = Annotated[
    Identifiant,
    Path(
        description="L'identifiant de l'étiquette, donné à sa création.",
        examples=["018c2f76-8192-4304-a5b6-c7d8e9f01234"],
    ),
]


@routes.get("", operation_id="listerEtiquettes", summary="Lire les étiquettes")
@Declaration(exemple=exemples.etiquettes)
async def lister(services: LesServices, _: Instructeur) -> Etiquettes:
    """Celles qui peuvent se mettre sur un dossier, par leur nom."""
    async with services.base.lecture() as connexion:
        return Etiquettes([*(await etiquettes_connues(connexion)).values()])


@reglage.post(
    "",
    status_code=201,
    operation_id="creerEtiquette",
    summary="Créer une étiquette",
    responses=reponses(*CORPS, RequeteInvalide, ETIQUETTE_REFUSEE),
)
@Declaration(corps=Corps(EtiquetteACreer, exemples.etiquette_a_creer), exemple=exemples.etiquette)
async def creer(requete: Request, services: LesServices, _: Administrateur) -> EtiquetteDecrite:
    """Trente au plus pour tout l'appel, dont aucune ne se lit comme une autre (409) : accents,
    casse et ponctuation ne font pas de différence.
    """
    voulue = lire_modele(await corps_json(requete, _CORPS_MAX, JSON), EtiquetteACreer)
    return await creer_etiquette(services.base, voulue)


@reglage.patch(
    _UNE,
    operation_id="modifierEtiquette",
    summary="Renommer une étiquette",
    responses=reponses(*CORPS, RequeteInvalide, Introuvable, EtiquetteExistante),
)
@Declaration(
    corps=Corps(ModificationDEtiquette, exemples.etiquette_modifiee, (MERGE_PATCH, JSON)),
    exemple=exemples.etiquette,
    suit={"creerEtiquette": _ICI},
)
async def modifier(
    etiquette: IdEtiquette, requete: Request, services: LesServices, _: Administrateur
) -> EtiquetteDecrite:
    """Change son nom ou sa couleur, sur tous les dossiers qui la portent."""
    octets = await corps_json(requete, _CORPS_MAX, MERGE_PATCH, JSON)
    change = lire_modele(octets, ModificationDEtiquette)
    return await modifier_etiquette(services.base, etiquette, change)


@reglage.delete(
    _UNE,
    status_code=204,
    operation_id="supprimerEtiquette",
    summary="Supprimer une étiquette",
    responses=reponses(RequeteInvalide, Introuvable),
)
async def supprimer(etiquette: IdEtiquette, services: LesServices, _: Administrateur) -> None:
    """La supprime, et la retire des dossiers qui la portent."""
    await supprimer_etiquette(services.base, etiquette)
