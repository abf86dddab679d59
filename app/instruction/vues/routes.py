"""HTTP of saved views."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request

from app.acces.gardes import Instructeur
from app.acces.refus import AccesInsuffisant
from app.instruction.dossier_routes import CORPS, SIEN
from app.instruction.vues import exemples
from app.instruction.vues.enregistrer_vue import enregistrer_vue, remplacer_vue, supprimer_vue
from app.instruction.vues.queries import lire_la_vue, lister_les_vues
from app.instruction.vues.refus import TropDeVues
from app.instruction.vues.vues_decrites import VueAEnregistrer, VueDecrite, Vues
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import JSON, Arrivee, Identifiant, LesServices, corps_json
from app.kit.web.json_text import lire_modele
from app.kit.web.problems import RequeteInvalide
from app.kit.web.query import PARAMETRES_CONNUS

_CORPS_MAX: Final = 16_384  # bytes, no less than what is kept: others list sixty of each agent
_UNE: Final = "/{vue}"
_ICI: Final = {"vue": "$response.body#/id"}

routes = APIRouter(prefix="/v1/instruction/vues", tags=["Instruction"])

IdVue = Annotated[
    Identifiant,
    Path(
        description="L'identifiant de la vue, donné à son enregistrement.",
        examples=[str(exemples.ID)],
    ),
]


@routes.get(
    "",
    operation_id="listerVues",
    summary="Lister les vues enregistrées",
    dependencies=[PARAMETRES_CONNUS],
    responses=reponses(RequeteInvalide),
)
@Declaration(exemple=exemples.vues)
async def lister(
    services: LesServices,
    appelant: Instructeur,
    apres: Annotated[
        UUID | None,
        Query(description="Curseur : `suivant` de la page d'avant.", examples=[str(exemples.ID)]),
    ] = None,
    limite: Annotated[int, Query(ge=1, le=100, description="Vues par page.", examples=[50])] = 50,
) -> Vues:
    """Les vôtres, et celles qui sont partagées avec vous, de la plus ancienne à la plus récente.
    Ce qu'une vue montre à qui la lit ne sort jamais de ses propres régions.
    """
    async with services.base.lecture() as connexion:
        return await lister_les_vues(connexion, appelant, apres, limite)


@routes.post(
    "",
    status_code=201,
    operation_id="enregistrerVue",
    summary="Enregistrer une vue",
    responses=reponses(*CORPS, RequeteInvalide, AccesInsuffisant, TropDeVues),
)
@Declaration(corps=Corps(VueAEnregistrer, exemples.vue_a_enregistrer), exemple=exemples.vue)
async def enregistrer(
    requete: Request, services: LesServices, appelant: Instructeur, arrivee: Arrivee
) -> VueDecrite:
    """Garde sous un nom des filtres, un ordre et des colonnes ; `vue=` de la liste les applique.
    Elle est à vous seul, partagée avec ceux qui instruisent dans vos régions, ou avec tous, par qui
    décide ou administre (403 sinon). Soixante par agent au plus (409), de 16 Kio chacune (413).
    """
    voulue = lire_modele(await corps_json(requete, _CORPS_MAX, JSON), VueAEnregistrer)
    return await enregistrer_vue(services.base, voulue, appelant, arrivee)


@routes.get(
    _UNE,
    operation_id="lireVue",
    summary="Lire une vue",
    responses=reponses(*SIEN),
)
@Declaration(exemple=exemples.vue, suit={"enregistrerVue": _ICI})
async def lire(vue: IdVue, services: LesServices, appelant: Instructeur) -> VueDecrite:
    """Une des vôtres, ou une qui est partagée avec vous."""
    async with services.base.lecture() as connexion:
        return await lire_la_vue(connexion, vue, appelant)


@routes.put(
    _UNE,
    operation_id="remplacerVue",
    summary="Remplacer une vue",
    responses=reponses(*CORPS, *SIEN, AccesInsuffisant),
)
@Declaration(
    corps=Corps(VueAEnregistrer, exemples.vue_a_enregistrer),
    exemple=exemples.vue,
    suit={"enregistrerVue": _ICI},
)
async def remplacer(
    vue: IdVue, requete: Request, services: LesServices, appelant: Instructeur
) -> VueDecrite:
    """Remplace tout ce qu'elle dit ; une vue partagée par un autre ne se change pas (403)."""
    voulue = lire_modele(await corps_json(requete, _CORPS_MAX, JSON), VueAEnregistrer)
    return await remplacer_vue(services.base, vue, voulue, appelant)


@routes.delete(
    _UNE,
    status_code=204,
    operation_id="supprimerVue",
    summary="Supprimer une vue",
    responses=reponses(*SIEN, AccesInsuffisant),
)
async def supprimer(vue: IdVue, services: LesServices, appelant: Instructeur) -> None:
    """Supprime l'une des vôtres ; l'administration le peut de celles qui sont partagées."""
    await supprimer_vue(services.base, vue, appelant)
