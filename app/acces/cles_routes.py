"""HTTP of the keys, for the administration."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request

from app.acces import cles_creation, cles_liste, cles_revocation, exemples
from app.acces.appelant import Appelant
from app.acces.cles_decrites import CleCreee, Cles, DemandeDeCle, RotationDeCle
from app.acces.gardes import Administrateur
from app.acces.refus import AccesInsuffisant
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import JSON, Arrivee, Identifiant, LesServices, corps_json
from app.kit.web.json_text import lire_modele
from app.kit.web.problems import (
    CorpsIllisible,
    CorpsTropGrand,
    Introuvable,
    RequeteInvalide,
    TypeDeContenuRefuse,
)
from app.kit.web.query import PARAMETRES_CONNUS

CORPS_MAX: Final = 8192  # bytes
_PARTOUT: Final = "Les clés et l'annuaire sont gérés par l'administration de toutes les régions."
CORPS: Final = (CorpsIllisible, CorpsTropGrand, TypeDeContenuRefuse, RequeteInvalide)

routes = APIRouter(prefix="/v1/administration/cles", tags=["Administration"])

IdCle = Annotated[
    Identifiant,
    Path(
        description="L'identifiant de la clé, donné par la liste ; ce n'est pas la clé.",
        examples=["018c2f72-4d5e-4f6a-8b7c-9d0e1f2a3b4c"],
    ),
]


async def _sans_limite_de_region(appelant: Administrateur) -> Appelant:
    """A key may be given any region, an agent see them all: who is limited to some would go beyond
    them.
    """
    if appelant.regions is not None:
        raise AccesInsuffisant(_PARTOUT)
    return appelant


Gestionnaire = Annotated[Appelant, Depends(_sans_limite_de_region)]


@routes.post(
    "",
    status_code=201,
    operation_id="creerCle",
    summary="Créer une clé d'API",
    responses=reponses(*CORPS),
)
@Declaration(corps=Corps(DemandeDeCle, exemples.demande), exemple=exemples.cle_creee)
async def creer(
    requete: Request, services: LesServices, appelant: Gestionnaire, arrivee: Arrivee
) -> CleCreee:
    """Donne une clé à un nouveau titulaire, portail ou outil d'instruction : `secret` n'est montré
    qu'ici, et le service n'en garde que l'empreinte. Sans `reseaux` elle sert de partout, sans
    `expire_le` elle n'expire pas. Pour en changer sans perdre ce qu'il a créé : la rotation.

    Une réponse perdue ne se rejoue pas : la clé inutilisée est dans la liste, révoquez-la.
    """
    demande = lire_modele(await corps_json(requete, CORPS_MAX, JSON), DemandeDeCle)
    return await cles_creation.creer(services.base, demande, _nom_de(appelant), arrivee)


@routes.get(
    "",
    operation_id="listerCles",
    summary="Lister les clés d'API",
    dependencies=[PARAMETRES_CONNUS],
    responses=reponses(RequeteInvalide),
)
@Declaration(exemple=exemples.cles)
async def lister(
    services: LesServices,
    _appelant: Gestionnaire,
    arrivee: Arrivee,
    apres: Annotated[
        UUID | None,
        Query(
            description="Curseur : `suivant` de la page d'avant.",
            examples=["018c2f72-4d5e-4f6a-8b7c-9d0e1f2a3b4c"],
        ),
    ] = None,
    limite: Annotated[int, Query(ge=1, le=100, description="Clés par page.", examples=[50])] = 50,
) -> Cles:
    """Toutes les clés, la plus récente d'abord, expirées et révoquées comprises : à qui, pour quoi,
    jusqu'à quand, et leur dernier usage à la minute. Jamais une clé : `prefixe` la fait
    reconnaître. Pour la page suivante, rendez `suivant` dans `apres`.
    """
    async with services.base.lecture() as connexion:
        return await cles_liste.lister(connexion, arrivee, apres, limite)


@routes.post(
    "/{cle}/rotation",
    status_code=201,
    operation_id="roterCle",
    summary="Remplacer une clé d'API",
    responses=reponses(*CORPS, Introuvable),
)
@Declaration(corps=Corps(RotationDeCle, exemples.rotation), exemple=exemples.cle_creee)
async def roter(
    cle: IdCle,
    requete: Request,
    services: LesServices,
    appelant: Gestionnaire,
    arrivee: Arrivee,
) -> CleCreee:
    """Donne au même titulaire une nouvelle clé, montrée cette seule fois, qui ouvre ce que
    l'ancienne ouvrait. L'ancienne vaut encore `recouvrement` secondes, 30 jours au plus ; 0 pour
    une clé qui a fui. Une clé expirée ou révoquée se remplace aussi, sans revivre.
    """
    rotation = lire_modele(await corps_json(requete, CORPS_MAX, JSON), RotationDeCle)
    return await cles_creation.roter(services.base, cle, rotation, _nom_de(appelant), arrivee)


@routes.delete(
    "/{cle}",
    status_code=204,
    operation_id="revoquerCle",
    summary="Révoquer une clé d'API",
    responses=reponses(Introuvable, RequeteInvalide),
)
async def revoquer(
    cle: IdCle, services: LesServices, appelant: Gestionnaire, arrivee: Arrivee
) -> None:
    """La clé n'ouvre plus rien, dès la requête suivante ; elle reste dans la liste. Ce que son
    titulaire a créé demeure, et s'ouvre avec ses autres clés.
    """
    await cles_revocation.revoquer(services.base, cle, _nom_de(appelant), arrivee)


def _nom_de(appelant: Appelant) -> str:
    """Who made or revoked a key, as the list says it."""
    return f"{appelant.genre} {appelant.nom or appelant.courriel or appelant.empreinte.hex()[:12]}"
