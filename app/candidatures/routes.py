"""HTTP of the drafts."""

from datetime import datetime
from typing import Final

from fastapi import APIRouter, Request, Response

from app.acces.gardes import Candidat, Createur, Lecteur, Redacteur
from app.acces.tables import Preuve
from app.candidatures import brouillon, creation, exemples, listes
from app.candidatures.dossier_envoye import DOSSIER_ENVOYE
from app.candidatures.erreurs_projetees import ERREURS_PROJETEES, projection_de
from app.candidatures.precondition import etiquette
from app.candidatures.queries import Candidature, lire_candidature
from app.candidatures.quotas import CREATIONS, ENREGISTREMENTS, compte_de, poids
from app.candidatures.refus import (
    CREATION_EMPECHEE,
    CREATION_REFUSEE,
    MODIFICATION_EMPECHEE,
    SAISIE_REFUSEE,
    VersionPerimee,
)
from app.candidatures.representation import (
    CandidatureCreee,
    CandidatureLue,
    avec_jeton,
    representer,
)
from app.candidatures.validation import Validation, en_json, presenter
from app.formulaire.evaluation import Examen
from app.formulaire.exemples import correctif
from app.formulaire.projections import Projection
from app.kit.web.call import appel_de
from app.kit.web.declaration import ICI, Corps, Declaration, objet, reponses
from app.kit.web.http import (
    JSON,
    MERGE_PATCH,
    CleIdempotence,
    IdCandidature,
    LesServices,
    SiVersion,
    corps_json,
    repondre_json,
    services_de,
)
from app.kit.web.idempotency import lire_cle
from app.kit.web.limits import compter_sous, limiter
from app.kit.web.problems import (
    CorpsIllisible,
    CorpsTropGrand,
    EnTeteInvalide,
    Introuvable,
    RequeteInvalide,
    TropDeRequetes,
    TypeDeContenuRefuse,
)

CORPS = (CorpsIllisible, CorpsTropGrand, TypeDeContenuRefuse)
SIENNE = (Introuvable, RequeteInvalide)
ECRITURE = (EnTeteInvalide, MODIFICATION_EMPECHEE)
_CREATION: Final = objet(
    "CreationCandidature",
    "Le dossier de départ, s'il y en a un.",
    {"dossier": DOSSIER_ENVOYE},
    facultatif=True,
)
_CREEE: Final = {"id": "$response.body#/id"}
APRES_CREATION: Final = {"creerCandidature": _CREEE}
"""A candidature just made leads there, by its id."""

# Routes are tried in this order: first the save, then the read, which are asked for most.
routes = APIRouter(prefix="/v1/candidatures", tags=["Candidatures"])


@routes.patch(
    "/{id}",
    operation_id="modifierCandidature",
    summary="Modifier un brouillon",
    response_model=CandidatureLue,
    responses=reponses(TropDeRequetes, *CORPS, SAISIE_REFUSEE, *SIENNE, *ECRITURE, VersionPerimee),
    openapi_extra=ERREURS_PROJETEES,
)
@Declaration(
    corps=Corps(DOSSIER_ENVOYE, correctif, (MERGE_PATCH, JSON)),
    exemple=exemples.lue,
    versionnee=True,
    suit=APRES_CREATION,
)
async def modifier(
    id: IdCandidature, requete: Request, appelant: Redacteur, si_version: SiVersion = None
) -> Response:
    """Enregistre des réponses (RFC 7396) : un objet se fusionne, une liste est remplacée, null
    retire une réponse. Un brouillon accepte une réponse incomplète ou fausse : `validation` dit
    ce qui reste à faire. Seuls une clé inconnue, un type JSON faux ou un plafond dépassé sont
    refusés, et rien n'est alors enregistré.

    Après un dépôt, on peut modifier puis déposer de nouveau jusqu'à la clôture ; ensuite, comme
    après un retrait, la réponse est 409. Une version périmée (412) : relisez, puis recommencez.
    """
    services, arrivee = services_de(requete), appel_de(requete).arrivee
    projection = projection_de(requete)
    correctif = await corps_json(requete, services.settings.corps_max, MERGE_PATCH, JSON)
    compter_sous(requete, ENREGISTREMENTS, compte_de(appelant, id), poids(len(correctif)))
    faite = await brouillon.modifier(services, id, appelant, correctif, si_version, arrivee)
    return _repondre(faite.apres, arrivee, faite.examen, projection)


@routes.get(
    "/{id}",
    operation_id="lireCandidature",
    summary="Lire une candidature",
    response_model=CandidatureLue,
    responses=reponses(*SIENNE),
    openapi_extra=ERREURS_PROJETEES,
)
@Declaration(exemple=exemples.lue, versionnee=True, suit=APRES_CREATION)
async def lire(id: IdCandidature, requete: Request, appelant: Lecteur) -> Response:
    """Le dossier tel qu'enregistré, avec ce qui le sépare d'un dépôt. `ETag` en donne la version,
    à rendre dans `If-Match` pour ne rien écraser. Ce que ce jeton n'ouvre pas est introuvable.
    """
    services, projection = services_de(requete), projection_de(requete)
    arrivee = appel_de(requete).arrivee
    async with services.base.directe() as directe:
        lue = await lire_candidature(directe, id, appelant)
    return await services.etabli.faire(
        appelant.abonne, len(lue.dossier_json), _repondre, lue, arrivee, None, projection
    )


@routes.post(
    "",
    status_code=201,
    operation_id="creerCandidature",
    summary="Créer une candidature",
    response_model=CandidatureCreee,
    dependencies=[limiter(CREATIONS)],
    responses=reponses(TropDeRequetes, *CORPS, EnTeteInvalide, CREATION_EMPECHEE, CREATION_REFUSEE),
    openapi_extra=ERREURS_PROJETEES,
)
@Declaration(
    corps=Corps(_CREATION, exemples.creation),
    exemple=exemples.creee,
    versionnee=True,
    rejouable=True,
)
async def creer(requete: Request, appelant: Createur, cle: CleIdempotence = None) -> Response:
    """Ouvre un brouillon, vide ou prérempli, et donne une seule fois le jeton secret qui permet
    de le lire, de le modifier et de le déposer. Conservez ce jeton : il n'est pas enregistré.

    Une réponse fausse ou absente est gardée ; est refusé ce qui n'a pas la forme d'un dossier, et
    toute création après la clôture. Un agent connecté retrouve aussi la candidature par son compte.
    Un portail la retrouve par sa clé seule (`jeton` est nul) : son demandeur y entre par un lien
    envoyé à son adresse. Ensuite : `PATCH` à l'adresse que donne `Location`.
    """
    services, appel, projection = services_de(requete), appel_de(requete), projection_de(requete)
    octets = await corps_json(requete, services.settings.corps_max, JSON)
    compte = None if appelant is None or appelant.genre is Preuve.JETON else appelant
    portee = f"creation {compte.empreinte.hex()}" if compte else "creation"
    creee = await creation.creer(
        services,
        octets,
        appel.arrivee,
        lire_cle(cle, portee, octets),
        projection,
        compte,
        appel.origine,
        appel.abonne,
    )
    jeton = creee.jeton and creee.jeton.texte
    entetes = {"Location": f"/v1/candidatures/{creee.id}", "ETag": etiquette(1)}
    if creee.rejouee:
        entetes["Idempotency-Replayed"] = "true"
    return repondre_json(avec_jeton(creee.representation, jeton), 201, entetes)


@routes.get(
    "",
    operation_id="listerCandidatures",
    summary="Lister mes candidatures",
)
@Declaration(exemple=exemples.liste)
async def lister(services: LesServices, appelant: Candidat) -> listes.MesCandidatures:
    """Les candidatures que ce jeton ou ce compte ouvre, la plus récente d'abord ; la liste est vide
    s'il n'en ouvre aucune. `version_formulaire` y est celle du dernier enregistrement ; une
    candidature lue en entier, par son `id`, suit la version actuelle. Un portail lit les siennes
    par `GET /v1/portails/candidatures`.
    """
    async with services.base.lecture() as connexion:
        return await listes.miennes(connexion, appelant)


@routes.get(
    "/{id}/validation",
    operation_id="validerCandidature",
    summary="Vérifier une candidature",
    response_model=Validation,
    responses=reponses(*SIENNE),
    openapi_extra=ERREURS_PROJETEES,
)
@Declaration(exemple=exemples.validation, suit={**APRES_CREATION, "modifierCandidature": ICI})
async def verifier(
    id: IdCandidature, requete: Request, services: LesServices, appelant: Lecteur
) -> Response:
    """Les erreurs, les avertissements et l'avancement par section : le verdict même du dépôt.
    Rien n'est modifié. Sans erreur, `deposable` est vrai : seuls les dates de l'appel, l'état de
    la candidature et un fichier infecté peuvent encore empêcher un dépôt.
    """
    projection = projection_de(requete)
    async with services.base.directe() as directe:
        lue = await lire_candidature(directe, id, appelant)
    return await services.etabli.faire(
        appelant.abonne, len(lue.dossier_json), _donner_le_verdict, lue, projection
    )


def _repondre(
    lue: Candidature, arrivee: datetime, examen: Examen | None, projection: Projection | None
) -> Response:
    representation = representer(lue, arrivee, examen, projection)
    return repondre_json(representation, entetes={"ETag": etiquette(lue.version)})


def _donner_le_verdict(lue: Candidature, projection: Projection | None) -> Response:
    return repondre_json(en_json(presenter(lue.examen(), projection)))
