"""Every refusal of the service, as a problem document (RFC 9457).

Probleme
├── 400  CorpsIllisible, EnTeteInvalide
├── 401  JetonAbsent, JetonMalForme
├── 404  Introuvable, RouteInconnue
├── 405  MethodeRefusee
├── 406  FormatNonDisponible
├── 409  EtatIncompatible, CampagneFermee, CampagnePasOuverte, CleEnCours, TropDePieces
├── 412  VersionPerimee
├── 413  CorpsTropGrand, FichierTropGrand
├── 415  TypeDeContenuRefuse, FichierRefuse
├── 416  PlageInvalide
├── 422  FormeRefusee, DossierIncomplet, CleReutilisee, RequeteInvalide, ClasseurRefuse
├── 500  ErreurInterne
└── 503  Indisponible
"""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from app.formulaire.messages import Ecart
from app.formulaire.projections import Projection, projeter


class Probleme(Exception):
    """A refusal. Subclasses fix the status, the stable code and what it means.

    `detail` says in French what happened this time; `erreurs` are differences of a dossier;
    further keywords become members of the document.
    """

    statut: ClassVar[HTTPStatus]
    code: ClassVar[str]
    titre: ClassVar[str]
    sens: ClassVar[str]

    def __init__(
        self,
        detail: str | None = None,
        *,
        erreurs: Iterable[Ecart] | None = None,
        entetes: Mapping[str, str] | None = None,
        **extensions: Any,
    ) -> None:
        super().__init__(detail or self.titre)
        self.detail = detail or self.sens
        self.erreurs = None if erreurs is None else list(erreurs)
        self.entetes = dict(entetes or {})
        self.extensions = extensions

    def document(self, requete: str, projection: Projection | None = None) -> dict[str, Any]:
        """The problem document of this refusal; `requete` is the id of the request.

        `projection`: the shape in which to give the errors as well.
        """
        document: dict[str, Any] = {
            "type": f"/problemes/{self.code}",
            "title": self.titre,
            "status": int(self.statut),
            "detail": self.detail,
            "code": self.code,
            "requete": requete,
            **self.extensions,
        }
        if self.erreurs is not None:
            ajv, rjsf = projeter(self.erreurs, projection)
            document |= {"erreurs": self.erreurs, "erreurs_ajv": ajv, "erreurs_rjsf": rjsf}
        return document


class CorpsIllisible(Probleme):
    statut, code = HTTPStatus.BAD_REQUEST, "corps-illisible"
    titre = "Le corps de la requête est illisible"
    sens = "Le corps n'est pas du JSON valide (RFC 8259, UTF-8), ou pas un formulaire multipart."


class EnTeteInvalide(Probleme):
    statut, code = HTTPStatus.BAD_REQUEST, "en-tete-invalide"
    titre = "Un en-tête de la requête est invalide"
    sens = "La valeur d'un en-tête ne respecte pas le format attendu."


class JetonAbsent(Probleme):
    statut, code = HTTPStatus.UNAUTHORIZED, "jeton-absent"
    titre = "Cette adresse demande un jeton"
    sens = "Envoyez le jeton de la candidature dans l'en-tête « Authorization: Bearer … »."


class JetonMalForme(Probleme):
    statut, code = HTTPStatus.UNAUTHORIZED, "jeton-mal-forme"
    titre = "Le jeton est mal formé"
    sens = "L'en-tête Authorization ne contient pas un jeton émis par ce service."


class Introuvable(Probleme):
    statut, code = HTTPStatus.NOT_FOUND, "introuvable"
    titre = "Ressource introuvable"
    sens = "Cette ressource n'existe pas, ou ce jeton n'y donne pas accès."


class RouteInconnue(Probleme):
    statut, code = HTTPStatus.NOT_FOUND, "route-inconnue"
    titre = "Adresse inconnue"
    sens = "Aucune ressource de l'API ne se trouve à cette adresse."


class MethodeRefusee(Probleme):
    statut, code = HTTPStatus.METHOD_NOT_ALLOWED, "methode-refusee"
    titre = "Méthode non prévue à cette adresse"
    sens = "Cette adresse existe, mais pas pour cette méthode HTTP."


class FormatNonDisponible(Probleme):
    statut, code = HTTPStatus.NOT_ACCEPTABLE, "format-non-disponible"
    titre = "Aucun format demandé n'est disponible"
    sens = "L'en-tête Accept n'admet aucun des formats que cette adresse peut servir."


class EtatIncompatible(Probleme):
    statut, code = HTTPStatus.CONFLICT, "etat-incompatible"
    titre = "L'état de la candidature ne le permet pas"
    sens = "Cette action n'est pas possible dans l'état actuel de la candidature."


class CampagneFermee(Probleme):
    statut, code = HTTPStatus.CONFLICT, "campagne-fermee"
    titre = "L'appel à candidatures est clos"
    sens = "La requête est arrivée à la clôture de l'appel ou après."


class CampagnePasOuverte(Probleme):
    statut, code = HTTPStatus.CONFLICT, "campagne-pas-ouverte"
    titre = "L'appel à candidatures n'est pas ouvert"
    sens = "La requête est arrivée avant l'ouverture de l'appel."


class CleEnCours(Probleme):
    statut, code = HTTPStatus.CONFLICT, "cle-en-cours"
    titre = "Une requête de même clé est en cours"
    sens = "Une requête portant la même Idempotency-Key n'est pas terminée : réessayez."


class TropDePieces(Probleme):
    statut, code = HTTPStatus.CONFLICT, "trop-de-pieces"
    titre = "Le nombre maximal de fichiers est atteint"
    sens = "Supprimez un fichier avant d'en joindre un autre."


class VersionPerimee(Probleme):
    statut, code = HTTPStatus.PRECONDITION_FAILED, "version-perimee"
    titre = "La candidature a changé entre-temps"
    sens = "La version donnée dans If-Match n'est plus la version actuelle."


class CorpsTropGrand(Probleme):
    statut, code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "corps-trop-grand"
    titre = "Le corps de la requête est trop grand"
    sens = "Le corps, ou le dossier qui en résulterait, dépasse la taille acceptée."


class FichierTropGrand(Probleme):
    statut, code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "fichier-trop-grand"
    titre = "Le fichier est trop grand"
    sens = "Le fichier dépasse la taille acceptée."


class TypeDeContenuRefuse(Probleme):
    statut, code = HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "type-de-contenu-refuse"
    titre = "Type de contenu non pris en charge"
    sens = "L'en-tête Content-Type n'est pas de ceux que cette adresse accepte."


class FichierRefuse(Probleme):
    statut, code = HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "fichier-refuse"
    titre = "Ce fichier ne peut pas être joint"
    sens = "Le contenu du fichier n'est pas d'un type accepté, ou n'est pas sain."


class PlageInvalide(Probleme):
    statut, code = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "plage-invalide"
    titre = "La plage demandée est hors du fichier"
    sens = "L'en-tête Range ne désigne aucun octet du fichier."


class FormeRefusee(Probleme):
    statut, code = HTTPStatus.UNPROCESSABLE_ENTITY, "forme-refusee"
    titre = "Le dossier n'a pas la forme attendue"
    sens = "Une clé est inconnue, un type JSON ne convient pas ou un plafond est dépassé."


class DossierIncomplet(Probleme):
    statut, code = HTTPStatus.UNPROCESSABLE_ENTITY, "dossier-incomplet"
    titre = "Le dossier ne peut pas encore être déposé"
    sens = "Corrigez les erreurs indiquées, puis déposez de nouveau."


class CleReutilisee(Probleme):
    statut, code = HTTPStatus.UNPROCESSABLE_ENTITY, "cle-reutilisee"
    titre = "Cette clé a servi à une autre requête"
    sens = "Une Idempotency-Key ne vaut que pour une seule requête : prenez-en une nouvelle."


class RequeteInvalide(Probleme):
    statut, code = HTTPStatus.UNPROCESSABLE_ENTITY, "requete-invalide"
    titre = "Un paramètre de la requête est invalide"
    sens = "Un paramètre d'adresse ou un champ de formulaire ne convient pas."


class ClasseurRefuse(Probleme):
    statut, code = HTTPStatus.UNPROCESSABLE_ENTITY, "classeur-refuse"
    titre = "Le classeur comporte des erreurs"
    sens = "Corrigez les cellules indiquées, puis importez de nouveau : rien n'a été modifié."


class ErreurInterne(Probleme):
    statut, code = HTTPStatus.INTERNAL_SERVER_ERROR, "erreur-interne"
    titre = "Le service a rencontré une erreur"
    sens = "L'erreur est consignée sous l'identifiant de la requête : indiquez-le au support."


class Indisponible(Probleme):
    statut, code = HTTPStatus.SERVICE_UNAVAILABLE, "indisponible"
    titre = "Le service est momentanément indisponible"
    sens = "Réessayez dans quelques instants."


def catalogue() -> dict[str, type[Probleme]]:
    """Every kind of problem, by code."""
    return {classe.code: classe for classe in Probleme.__subclasses__()}
