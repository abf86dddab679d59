"""HTTP of webhooks: who declares them."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request, Response

from app.acces.gardes import Titulaire
from app.acces.refus import AccesInsuffisant
from app.flux.crochets import exemples
from app.flux.crochets.changer_secret import changer_de_secret
from app.flux.crochets.crochets_liste import enumerer, montrer
from app.flux.crochets.declarer import declarer
from app.flux.crochets.decrits import (
    CrochetArme,
    CrochetDecrit,
    Crochets,
    DemandeDeCrochet,
    ModificationDeCrochet,
    RotationDeSecret,
)
from app.flux.crochets.modifier import modifier
from app.flux.crochets.refus import TropDeCrochets
from app.flux.crochets.supprimer import supprimer
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import JSON, MERGE_PATCH, Arrivee, Identifiant, LesServices, corps_json
from app.kit.web.json_text import lire_modele
from app.kit.web.problems import (
    CorpsIllisible,
    CorpsTropGrand,
    Introuvable,
    RequeteInvalide,
    TypeDeContenuRefuse,
)
from app.kit.web.query import PARAMETRES_CONNUS

_CORPS_MAX: Final = 16_384  # bytes: an address and a label in JSON, however they are escaped
_CORPS: Final = (CorpsIllisible, CorpsTropGrand, TypeDeContenuRefuse, RequeteInvalide)

routes = APIRouter(prefix="/v1/crochets", tags=["Crochets"])

IdCrochet = Annotated[
    Identifiant,
    Path(
        description="L'identifiant du crochet, donné à sa déclaration.",
        examples=[exemples.ID],
    ),
]


async def _titulaire(appelant: Titulaire) -> UUID:
    """Which holder the key is of; there is none of what is no key."""
    if appelant.titulaire is None:
        raise AccesInsuffisant
    return appelant.titulaire


LeTitulaire = Annotated[UUID, Depends(_titulaire)]
_ICI: Final = {"crochet": "$response.body#/id"}


@routes.post(
    "",
    status_code=201,
    operation_id="declarerCrochet",
    summary="Déclarer un crochet",
    responses=reponses(*_CORPS, TropDeCrochets),
)
@Declaration(corps=Corps(DemandeDeCrochet, exemples.demande), exemple=exemples.arme)
async def declarer_crochet(
    requete: Request,
    reponse: Response,
    services: LesServices,
    titulaire: LeTitulaire,
    arrivee: Arrivee,
) -> CrochetArme:
    """Fait envoyer à une adresse, signé (Standard Webhooks), tout ce qui arrive à partir de là et
    que les clés du titulaire laissent voir : un événement par requête, au moins une fois, dans
    l'ordre pour une même candidature. `secret` n'est montré qu'ici : il vérifie les signatures.

    Un titulaire a vingt crochets au plus (409). Où mène l'adresse se juge à chaque envoi : tout ce
    qui n'est pas sur l'internet public est refusé. Une réponse perdue ne se rejoue pas : le crochet
    est dans la liste, remplacez son secret ou supprimez-le.
    """
    demande = lire_modele(await corps_json(requete, _CORPS_MAX, JSON), DemandeDeCrochet)
    declare = await declarer(
        services.base,
        services.signataire,
        titulaire,
        demande,
        arrivee,
        essai=services.settings.bac_a_sable,
    )
    reponse.headers["Location"] = f"{routes.prefix}/{declare.id}"
    return declare


@routes.get(
    "",
    operation_id="listerCrochets",
    summary="Lister ses crochets",
    dependencies=[PARAMETRES_CONNUS],
    responses=reponses(RequeteInvalide),
)
@Declaration(exemple=exemples.crochets)
async def lister(services: LesServices, titulaire: LeTitulaire, arrivee: Arrivee) -> Crochets:
    """Les crochets du titulaire de la clé, quelle que soit celle de ses clés qui les a déclarés, du
    plus ancien au plus récent, et comment ils vont. Jamais un secret.
    """
    return await enumerer(services.base, titulaire, arrivee)


@routes.get(
    "/{crochet}",
    operation_id="lireCrochet",
    summary="Lire un crochet",
    responses=reponses(Introuvable, RequeteInvalide),
)
@Declaration(exemple=exemples.crochet, suit={"declarerCrochet": _ICI})
async def lire(
    crochet: IdCrochet, services: LesServices, titulaire: LeTitulaire, arrivee: Arrivee
) -> CrochetDecrit:
    """Où il envoie quoi, s'il envoie, et depuis quand rien n'arrive. Jamais son secret."""
    return await montrer(services.base, titulaire, crochet, arrivee)


@routes.patch(
    "/{crochet}",
    operation_id="modifierCrochet",
    summary="Modifier un crochet",
    responses=reponses(*_CORPS, Introuvable),
)
@Declaration(
    corps=Corps(ModificationDeCrochet, exemples.modification, (MERGE_PATCH, JSON)),
    exemple=exemples.crochet,
    suit={"declarerCrochet": _ICI},
)
async def modifier_crochet(
    crochet: IdCrochet,
    requete: Request,
    services: LesServices,
    titulaire: LeTitulaire,
    arrivee: Arrivee,
) -> CrochetDecrit:
    """Change ce qui est donné, par fusion (RFC 7396) : l'adresse, le libellé, les types, la forme,
    le courriel. `actif: false` le coupe ; `actif: true` le rallume, et les envois reprennent là où
    ils en étaient : rien n'est perdu de ce qui est arrivé entre-temps.
    """
    octets = await corps_json(requete, _CORPS_MAX, MERGE_PATCH, JSON)
    return await modifier(
        services.base,
        titulaire,
        crochet,
        lire_modele(octets, ModificationDeCrochet),
        arrivee,
        essai=services.settings.bac_a_sable,
    )


@routes.delete(
    "/{crochet}",
    status_code=204,
    operation_id="supprimerCrochet",
    summary="Supprimer un crochet",
    responses=reponses(Introuvable, RequeteInvalide),
)
@Declaration(suit={"declarerCrochet": _ICI})
async def supprimer_crochet(
    crochet: IdCrochet, services: LesServices, titulaire: LeTitulaire
) -> None:
    """Il n'envoie plus rien, et le journal de ses envois disparaît avec lui. Ce qui est arrivé se
    lit toujours dans le flux.
    """
    await supprimer(services.base, titulaire, crochet)


@routes.post(
    "/{crochet}/secret",
    status_code=201,
    operation_id="remplacerSecretDuCrochet",
    summary="Remplacer le secret d'un crochet",
    responses=reponses(*_CORPS, Introuvable),
)
@Declaration(
    corps=Corps(RotationDeSecret, exemples.rotation),
    exemple=exemples.arme,
    suit={"declarerCrochet": _ICI},
)
async def remplacer_secret(
    crochet: IdCrochet,
    requete: Request,
    reponse: Response,
    services: LesServices,
    titulaire: LeTitulaire,
    arrivee: Arrivee,
) -> CrochetArme:
    """Donne un nouveau secret, montré cette seule fois. L'ancien signe aussi pendant `recouvrement`
    secondes, 24 h sans autre indication, 7 jours au plus, 0 s'il a fui : chaque envoi porte alors
    deux signatures, et l'un ou l'autre secret le vérifie. Deux secrets signent au plus : remplacé
    de nouveau d'ici là, le plus ancien ne signe plus.
    """
    rotation = lire_modele(await corps_json(requete, _CORPS_MAX, JSON), RotationDeSecret)
    arme = await changer_de_secret(
        services.base,
        services.trousseau,
        services.signataire,
        titulaire,
        crochet,
        rotation,
        arrivee,
    )
    reponse.headers["Location"] = f"{routes.prefix}/{crochet}"
    return arme
