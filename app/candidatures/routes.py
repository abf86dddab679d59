"""HTTP of the drafts."""

from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from app.acces.gardes import PUBLIC, JetonPresente
from app.candidatures import brouillon, creation, listes
from app.candidatures.fusion import sans_nuls
from app.candidatures.precondition import etiquette
from app.candidatures.queries import Candidature, ouvrir
from app.candidatures.queries import lire as lire_candidature
from app.candidatures.representation import (
    CandidatureCreee,
    CandidatureLue,
    avec_jeton,
    representer,
)
from app.candidatures.validation import Validation, presenter
from app.formulaire.choix import Rubrique
from app.formulaire.conditions import pointeur
from app.formulaire.erreurs import ECARTS_MAX
from app.formulaire.evaluation import Examen, examiner
from app.formulaire.messages import ecart
from app.kit.http import (
    JSON,
    Arrivee,
    CleIdempotence,
    LesServices,
    SiVersion,
    arrivee_de,
    corps_json,
    repondre_json,
    reponses,
    services_de,
)
from app.kit.idempotency import lire_cle
from app.kit.json_text import lire_json
from app.kit.problems import (
    CampagneFermee,
    CleEnCours,
    CleReutilisee,
    CorpsIllisible,
    CorpsTropGrand,
    EnTeteInvalide,
    EtatIncompatible,
    FormeRefusee,
    Introuvable,
    JetonAbsent,
    JetonMalForme,
    RequeteInvalide,
    TypeDeContenuRefuse,
    VersionPerimee,
)

validation = APIRouter(tags=["Formulaire"])

MERGE_PATCH = "application/merge-patch+json"
CORPS = (CorpsIllisible, CorpsTropGrand, TypeDeContenuRefuse, FormeRefusee)
PORTEUR = (JetonAbsent, JetonMalForme, Introuvable, RequeteInvalide)
ECRITURE = (EnTeteInvalide, EtatIncompatible, CampagneFermee)

routes = APIRouter(prefix="/v1/candidatures", tags=["Candidatures"])


@routes.post(
    "",
    status_code=201,
    operation_id="creerCandidature",
    summary="Créer une candidature",
    response_model=CandidatureCreee,
    dependencies=[PUBLIC],
    responses=reponses(*CORPS, EnTeteInvalide, CampagneFermee, CleEnCours, CleReutilisee),
    openapi_extra={"x-corps": {JSON: "CreationCandidature"}},
)
async def creer(requete: Request, cle: CleIdempotence = None) -> Response:
    """Ouvre un brouillon, vide ou prérempli, et donne une seule fois le jeton secret qui permet
    de le lire, de le modifier et de le déposer. Conservez ce jeton : il n'est pas enregistré.
    """
    services = services_de(requete)
    octets = await corps_json(requete, services.settings.corps_max, JSON)
    corps = lire_json(octets)
    etrangers = sorted(corps.keys() - {"dossier"})[:ECARTS_MAX]
    inconnus = [ecart(pointeur(etranger), "champ_inconnu") for etranger in etrangers]
    dossier: Any = corps.get("dossier", {})
    if inconnus or not isinstance(dossier, dict):
        objet = ecart("/dossier", "type_invalide", attendu="objet")
        raise FormeRefusee(erreurs=inconnus or [objet])
    idempotence = lire_cle(cle, "creation", octets)
    creee = await creation.creer(
        services, cast(dict[str, Any], dossier), arrivee_de(requete), idempotence
    )
    entetes = {"Location": f"/v1/candidatures/{creee.id}", "ETag": etiquette(1)}
    if creee.rejouee:
        entetes["Idempotency-Replayed"] = "true"
    return repondre_json(avec_jeton(creee.representation, creee.jeton.texte), 201, entetes)


@routes.get(
    "",
    operation_id="listerCandidatures",
    summary="Lister mes candidatures",
    responses=reponses(JetonAbsent, JetonMalForme),
)
async def lister(services: LesServices, jeton: JetonPresente) -> listes.MesCandidatures:
    """Les candidatures que ce jeton ouvre ; la liste est vide s'il n'en ouvre aucune."""
    async with services.base.lecture() as connexion:
        return await listes.miennes(connexion, jeton)


@routes.get(
    "/{id}",
    operation_id="lireCandidature",
    summary="Lire une candidature",
    response_model=CandidatureLue,
    responses=reponses(*PORTEUR),
)
async def lire(id: UUID, requete: Request, jeton: JetonPresente) -> Response:
    """Le dossier tel qu'enregistré, avec ce qui le sépare d'un dépôt."""
    async with services_de(requete).base.directe() as directe:
        lue = await lire_candidature(directe, id, jeton)
    return _repondre(lue)


@routes.patch(
    "/{id}",
    operation_id="modifierCandidature",
    summary="Modifier un brouillon",
    response_model=CandidatureLue,
    responses=reponses(*CORPS, *PORTEUR, *ECRITURE, VersionPerimee),
    openapi_extra={"x-corps": {MERGE_PATCH: "DossierCorrectif", JSON: "DossierCorrectif"}},
)
async def modifier(
    id: UUID, requete: Request, jeton: JetonPresente, si_version: SiVersion = None
) -> Response:
    """Enregistre des réponses (RFC 7396) : un objet se fusionne, une liste est remplacée, null
    retire une réponse. Un brouillon accepte une réponse incomplète ou fausse : `validation` dit
    ce qui reste à faire. Seuls une clé inconnue, un type JSON faux ou un plafond dépassé sont
    refusés, et rien n'est alors enregistré.
    """
    services, arrivee = services_de(requete), arrivee_de(requete)
    correctif = await corps_json(requete, services.settings.corps_max, MERGE_PATCH, JSON)
    lue, examen = await brouillon.modifier(services, id, jeton, correctif, si_version, arrivee)
    return _repondre(lue, examen)


@routes.delete(
    "/{id}",
    status_code=204,
    operation_id="supprimerCandidature",
    summary="Supprimer un brouillon",
    responses=reponses(*PORTEUR, EnTeteInvalide, EtatIncompatible, VersionPerimee),
)
async def supprimer(
    id: UUID,
    services: LesServices,
    jeton: JetonPresente,
    arrivee: Arrivee,
    si_version: SiVersion = None,
) -> None:
    """Efface le contenu, les fichiers et le jeton d'un brouillon jamais déposé."""
    pieces = await brouillon.supprimer(services, id, jeton, si_version, arrivee)
    await services.magasin.effacer(pieces)


@routes.get(
    "/{id}/validation",
    operation_id="validerCandidature",
    summary="Vérifier une candidature",
    responses=reponses(*PORTEUR),
)
async def verifier(id: UUID, services: LesServices, jeton: JetonPresente) -> Validation:
    """Les erreurs, les avertissements et l'avancement par section : le verdict même du dépôt."""
    async with services.base.directe() as directe:
        lue = await lire_candidature(directe, id, jeton)
    return presenter(examiner(lue.dossier(), lue.rubriques))


@routes.get(
    "/{id}/evenements",
    operation_id="listerEvenements",
    summary="Lire l'historique",
    responses=reponses(*PORTEUR),
)
async def historique(
    id: UUID,
    services: LesServices,
    jeton: JetonPresente,
    apres: Annotated[
        str | None, Query(pattern="^[0-9]{1,18}$", description="Curseur : `suivant` d'une page.")
    ] = None,
    limite: Annotated[int, Query(ge=1, le=100, description="Événements par page.")] = 50,
) -> listes.Historique:
    """Ce qui est arrivé à la candidature, du plus ancien au plus récent."""
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, jeton)
        return await listes.historique(connexion, lue, int(apres or 0), limite)


@validation.post(
    "/v1/validation",
    operation_id="validerDossier",
    summary="Vérifier un dossier sans l'enregistrer",
    dependencies=[PUBLIC],
    responses=reponses(*CORPS, RequeteInvalide),
    openapi_extra={"x-corps": {JSON: "DossierBrouillon"}},
)
async def verifier_a_blanc(
    requete: Request,
    services: LesServices,
    rubriques: Annotated[
        list[Rubrique],
        Query(alias="rubrique", description="Rubriques où un fichier serait joint."),
    ] = [],  # noqa: B006 -- FastAPI copies defaults
) -> Validation:
    """Le verdict même d'un dépôt, sur un dossier donné en entier ; rien n'est enregistré."""
    corps = await corps_json(requete, services.settings.corps_max, JSON)
    return presenter(examiner(sans_nuls(lire_json(corps)), rubriques))


def _repondre(lue: Candidature, examen: Examen | None = None) -> Response:
    return repondre_json(representer(lue, examen), entetes={"ETag": etiquette(lue.version)})
