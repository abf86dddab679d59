"""Every refusal of the service, as a problem document (RFC 9457).

Probleme
├── 400  CorpsIllisible, EnTeteInvalide, JetonDansAdresse, HttpIllisible
├── 401  JetonAbsent, JetonMalForme, JetonRefuse, AcrInsuffisant
├── 403  AccesInsuffisant, PorteeInsuffisante, AdresseRefusee
├── 404  Introuvable, RouteInconnue, LienRefuse
├── 405  MethodeRefusee
├── 406  FormatNonDisponible
├── 408  RequeteTropLente
├── 409  EtatIncompatible, CampagneFermee, CampagnePasOuverte, CleEnCours, TropDePieces,
│        FichierInfecte, TropDAcces, DernierAcces
├── 412  VersionPerimee
├── 413  CorpsTropGrand, FichierTropGrand
├── 414  AdresseTropLongue
├── 415  TypeDeContenuRefuse, FichierRefuse
├── 416  PlageInvalide
├── 422  FormeRefusee, DossierIncomplet, CleReutilisee, RequeteInvalide, ClasseurRefuse
├── 429  TropDeRequetes
├── 431  EntetesTropGrands
├── 500  ErreurInterne
└── 503  Indisponible, CourrielIndisponible
"""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from app.formulaire.messages import Ecart
from app.formulaire.projections import Projection, projeter


class Probleme(Exception):
    """A refusal. Subclasses fix the status, the stable code and what it means.

    `detail` says in French what happened this time; `erreurs` are differences of a dossier;
    further keywords become members of the document. `echec`: whether somebody who tries tokens
    would get this one, so that it counts against their address.
    """

    statut: ClassVar[HTTPStatus]
    code: ClassVar[str]
    titre: ClassVar[str]
    sens: ClassVar[str]
    echec: ClassVar[bool] = False

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


class JetonDansAdresse(Probleme):
    statut, code = HTTPStatus.BAD_REQUEST, "jeton-dans-adresse"
    titre = "Un jeton ne se met pas dans une adresse"
    sens = (
        "Les adresses sont gardées par les navigateurs et les journaux : envoyez le jeton dans "
        "l'en-tête « Authorization: Bearer … ». Celui-ci est à révoquer."
    )


class HttpIllisible(Probleme):
    statut, code = HTTPStatus.BAD_REQUEST, "http-illisible"
    titre = "Ce n'est pas une requête HTTP"
    sens = "Ce qui a été reçu ne se lit pas comme une requête HTTP/1.1 (RFC 9112)."


class JetonAbsent(Probleme):
    statut, code = HTTPStatus.UNAUTHORIZED, "jeton-absent"
    titre = "Cette adresse demande un jeton"
    sens = "Envoyez le jeton de la candidature dans l'en-tête « Authorization: Bearer … »."


class JetonMalForme(Probleme):
    statut, code = HTTPStatus.UNAUTHORIZED, "jeton-mal-forme"
    titre = "Le jeton est mal formé"
    sens = "L'en-tête Authorization ne contient pas un jeton émis par ce service."
    echec = True


class JetonRefuse(Probleme):
    statut, code = HTTPStatus.UNAUTHORIZED, "jeton-refuse"
    titre = "Ce jeton n'est pas accepté"
    sens = "Le jeton ou la clé est inconnu, expiré ou révoqué : obtenez-en un nouveau."
    echec = True


class AcrInsuffisant(Probleme):
    statut, code = HTTPStatus.UNAUTHORIZED, "acr-insuffisant"
    titre = "Le niveau d'authentification ne suffit pas"
    sens = "Authentifiez-vous de nouveau, à l'un des niveaux que WWW-Authenticate indique."


class AccesInsuffisant(Probleme):
    statut, code = HTTPStatus.FORBIDDEN, "acces-insuffisant"
    titre = "Votre accès ne le permet pas"
    sens = "Vous êtes reconnu, mais votre rôle ne donne pas le droit de faire cela."


class PorteeInsuffisante(Probleme):
    statut, code = HTTPStatus.FORBIDDEN, "portee-insuffisante"
    titre = "Cette clé n'a pas été faite pour cela"
    sens = "Il manque une portée à la clé : `portee` dit laquelle."


class AdresseRefusee(Probleme):
    statut, code = HTTPStatus.FORBIDDEN, "adresse-refusee"
    titre = "Cette clé n'est pas admise depuis votre adresse"
    sens = "La clé est limitée à certains réseaux, dont votre adresse ne fait pas partie."


class Introuvable(Probleme):
    statut, code = HTTPStatus.NOT_FOUND, "introuvable"
    titre = "Ressource introuvable"
    sens = "Cette ressource n'existe pas, ou ce jeton n'y donne pas accès."
    echec = True


class RouteInconnue(Probleme):
    statut, code = HTTPStatus.NOT_FOUND, "route-inconnue"
    titre = "Adresse inconnue"
    sens = "Aucune ressource de l'API ne se trouve à cette adresse."


class LienRefuse(Probleme):
    statut, code = HTTPStatus.NOT_FOUND, "lien-refuse"
    titre = "Ce lien ne fonctionne pas"
    sens = "Il a déjà servi, il a expiré ou il n'a jamais existé : demandez-en un autre."
    echec = True


class MethodeRefusee(Probleme):
    statut, code = HTTPStatus.METHOD_NOT_ALLOWED, "methode-refusee"
    titre = "Méthode non prévue à cette adresse"
    sens = "Cette adresse existe, mais pas pour cette méthode HTTP."


class FormatNonDisponible(Probleme):
    statut, code = HTTPStatus.NOT_ACCEPTABLE, "format-non-disponible"
    titre = "Aucun format demandé n'est disponible"
    sens = "L'en-tête Accept n'admet aucun des formats que cette adresse peut servir."


class RequeteTropLente(Probleme):
    statut, code = HTTPStatus.REQUEST_TIMEOUT, "requete-trop-lente"
    titre = "La requête arrive trop lentement"
    sens = "La suite de la requête n'est pas arrivée à temps : recommencez sur un meilleur réseau."


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


class FichierInfecte(Probleme):
    statut, code = HTTPStatus.CONFLICT, "fichier-infecte"
    titre = "Un fichier joint contient un virus"
    sens = (
        "L'antivirus l'a reconnu après l'envoi. Il n'est plus délivré et empêche le dépôt : "
        "retirez-le, puis joignez-en un sain."
    )


class TropDAcces(Probleme):
    statut, code = HTTPStatus.CONFLICT, "trop-d-acces"
    titre = "Le nombre maximal d'accès est atteint"
    sens = "Révoquez un accès avant d'inviter une autre personne."


class DernierAcces(Probleme):
    statut, code = HTTPStatus.CONFLICT, "dernier-acces"
    titre = "C'est le dernier accès du propriétaire"
    sens = "Révoqué, plus personne ne pourrait déposer cette candidature : renouvelez le jeton."


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


class AdresseTropLongue(Probleme):
    statut, code = HTTPStatus.REQUEST_URI_TOO_LONG, "adresse-trop-longue"
    titre = "L'adresse demandée est trop longue"
    sens = "L'adresse et ses paramètres dépassent la longueur acceptée."


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


class TropDeRequetes(Probleme):
    statut, code = HTTPStatus.TOO_MANY_REQUESTS, "trop-de-requetes"
    titre = "Trop de requêtes en peu de temps"
    sens = "Attendez le nombre de secondes que donne Retry-After, puis recommencez."


class EntetesTropGrands(Probleme):
    statut, code = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "en-tetes-trop-grands"
    titre = "Les en-têtes de la requête sont trop grands"
    sens = "Les en-têtes sont trop nombreux, ou dépassent ensemble la taille acceptée."


class ErreurInterne(Probleme):
    statut, code = HTTPStatus.INTERNAL_SERVER_ERROR, "erreur-interne"
    titre = "Le service a rencontré une erreur"
    sens = "L'erreur est consignée sous l'identifiant de la requête : indiquez-le au support."


class Indisponible(Probleme):
    statut, code = HTTPStatus.SERVICE_UNAVAILABLE, "indisponible"
    titre = "Le service est momentanément indisponible"
    sens = "Réessayez dans quelques instants."


class CourrielIndisponible(Probleme):
    statut, code = HTTPStatus.SERVICE_UNAVAILABLE, "courriel-indisponible"
    titre = "Le service n'envoie pas de courriel"
    sens = "Ce service n'a pas de serveur de courriel : cette action n'est pas possible ici."


def catalogue() -> dict[str, type[Probleme]]:
    """Every kind of problem, by code."""
    return {classe.code: classe for classe in Probleme.__subclasses__()}
