"""Refusals as problem documents (RFC 9457), and those that HTTP itself raises.

Those of a room are in its `refus.py`.

Probleme
├── 400  CorpsIllisible, EnTeteInvalide, JetonDansAdresse, HttpIllisible
├── 404  Introuvable, RouteInconnue
├── 405  MethodeRefusee
├── 406  FormatNonDisponible
├── 408  RequeteTropLente
├── 409  CleEnCours
├── 413  CorpsTropGrand, FichierTropGrand
├── 414  AdresseTropLongue
├── 415  TypeDeContenuRefuse
├── 416  PlageInvalide
├── 422  CleReutilisee, RequeteInvalide
├── 429  TropDeRequetes
├── 431  EntetesTropGrands
├── 500  ErreurInterne
└── 503  Indisponible, CourrielIndisponible
"""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from functools import cache
from http import HTTPStatus
from typing import Annotated, Any, ClassVar, Final, Self, dataclass_transform

from pydantic import Field as Decrit

from app.kit.glossary import decrit
from app.kit.web.readiness import Sante


@dataclass_transform(kw_only_default=True, eq_default=False, field_specifiers=(field,))
@dataclass(eq=False, kw_only=True, repr=False)
class Probleme(Exception):
    """A refusal. Subclasses fix the status, the stable code and what it means.

    `detail` says in French what happened this time. The fields of a subclass are members of its
    document; one that has a default may be left out. `echec`: whether somebody who tries tokens
    would get this one, so that it counts against their address.
    """

    statut: ClassVar[HTTPStatus]
    code: ClassVar[str]
    titre: ClassVar[str]
    sens: ClassVar[str]
    echec: ClassVar[bool] = False

    detail: str = field(default="", kw_only=False)
    entetes: Mapping[str, str] = field(default_factory=dict[str, str])

    def __init_subclass__(cls) -> None:
        dataclass(eq=False, kw_only=True, repr=False)(cls)
        catalogue.cache_clear()

    def __post_init__(self) -> None:
        self.detail = self.detail or self.sens
        super().__init__(self.detail)

    @classmethod
    def champs(cls) -> Iterator["Field[Any]"]:
        """The members that this kind adds to those of RFC 9457."""
        return (champ for champ in fields(cls) if champ.name not in _COMMUNS)

    @classmethod
    def exemple(cls) -> Self:
        """One as the contract shows it; a kind that has members to fill overrides it."""
        return cls()

    def document(self, requete: str, parametres: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The problem document of this refusal.

        `requete` is the id of the request, `parametres` those of its query: they may ask for more.
        """
        return {
            "type": f"/problemes/{self.code}",
            "title": self.titre,
            "status": int(self.statut),
            "detail": self.detail,
            "code": self.code,
            "requete": requete,
            **self.membres(parametres or {}),
        }

    def membres(self, parametres: Mapping[str, str]) -> dict[str, Any]:
        """What this kind adds to the document."""
        donnes = {champ.name: (getattr(self, champ.name), champ.default) for champ in self.champs()}
        return {nom: v for nom, (v, defaut) in donnes.items() if defaut is MISSING or v is not None}


_COMMUNS = {champ.name for champ in fields(Probleme)}


FAUTES_MAX: Final = 50
"""Parameters told at once: each takes many times the bytes that can cause it."""


@decrit("Un paramètre qui ne convient pas.")
@dataclass(frozen=True, slots=True)
class ParametreRefuse:
    """A parameter that does not suit."""

    dans: Annotated[str, Decrit(description="Où il se trouve : `path`, `query`, `header`…")]
    nom: str
    type: Annotated[str, Decrit(description="Ce qui ne convient pas, en un mot stable.")]


@cache
def catalogue() -> dict[str, type[Probleme]]:
    """Every kind of problem, by code; those of one status together."""
    genres = [classe for classe in _sous(Probleme) if "code" in vars(classe)]
    return {un.code: un for un in sorted(genres, key=lambda un: (un.statut, un.code))}


def _sous(classe: type[Probleme]) -> Iterator[type[Probleme]]:
    for sous in classe.__subclasses__():
        yield sous
        yield from _sous(sous)


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


class Introuvable(Probleme):
    statut, code = HTTPStatus.NOT_FOUND, "introuvable"
    titre = "Ressource introuvable"
    sens = "Cette ressource n'existe pas, ou ce jeton n'y donne pas accès."
    echec = True


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


class RequeteTropLente(Probleme):
    statut, code = HTTPStatus.REQUEST_TIMEOUT, "requete-trop-lente"
    titre = "La requête arrive trop lentement"
    sens = "La suite de la requête n'est pas arrivée à temps : recommencez sur un meilleur réseau."


class CleEnCours(Probleme):
    statut, code = HTTPStatus.CONFLICT, "cle-en-cours"
    titre = "Une requête de même clé est en cours"
    sens = "Une requête portant la même Idempotency-Key n'est pas terminée : réessayez."


class CorpsTropGrand(Probleme):
    statut, code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "corps-trop-grand"
    titre = "Le corps de la requête est trop grand"
    sens = "Le corps, ou le dossier qui en résulterait, dépasse la taille acceptée."


ALLEGER: Final = (
    "Selon ce qu'il contient : numérisez-le à nouveau avec une résolution plus basse (150 ou 200 "
    "points par pouce), enregistrez les photos au format JPEG, retirez ou compressez les images "
    "du document, ou partagez-le en plusieurs fichiers."
)
"""What to do with a file that is too large, for somebody who is no technician."""


class FichierTropGrand(Probleme):
    statut, code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "fichier-trop-grand"
    titre = "Le fichier est trop grand"
    sens = f"Le fichier dépasse la taille acceptée. {ALLEGER}"
    maximum: int

    @classmethod
    def exemple(cls) -> Self:
        return cls(maximum=52_428_800)


class AdresseTropLongue(Probleme):
    statut, code = HTTPStatus.REQUEST_URI_TOO_LONG, "adresse-trop-longue"
    titre = "L'adresse demandée est trop longue"
    sens = "L'adresse et ses paramètres dépassent la longueur acceptée."


class TypeDeContenuRefuse(Probleme):
    statut, code = HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "type-de-contenu-refuse"
    titre = "Type de contenu non pris en charge"
    sens = "L'en-tête Content-Type n'est pas de ceux que cette adresse accepte."


class PlageInvalide(Probleme):
    statut, code = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "plage-invalide"
    titre = "La plage demandée est hors du fichier"
    sens = "L'en-tête Range ne désigne aucun octet du fichier."


class CleReutilisee(Probleme):
    statut, code = HTTPStatus.UNPROCESSABLE_ENTITY, "cle-reutilisee"
    titre = "Cette clé a servi à une autre requête"
    sens = "Une Idempotency-Key ne vaut que pour une seule requête : prenez-en une nouvelle."


class RequeteInvalide(Probleme):
    statut, code = HTTPStatus.UNPROCESSABLE_ENTITY, "requete-invalide"
    titre = "Un paramètre de la requête est invalide"
    sens = "Un paramètre d'adresse ou un champ de formulaire ne convient pas."
    parametres: list[ParametreRefuse] | None = None

    @classmethod
    def exemple(cls) -> Self:
        return cls(parametres=[ParametreRefuse("path", "id", "uuid_parsing")])


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
    sante: Sante | None = None


class CourrielIndisponible(Probleme):
    statut, code = HTTPStatus.SERVICE_UNAVAILABLE, "courriel-indisponible"
    titre = "Le service n'envoie pas de courriel"
    sens = "Ce service n'a pas de serveur de courriel : cette action n'est pas possible ici."
