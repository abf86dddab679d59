"""HTTP of Démarches Simplifiées' API: one address, in no document of this service's own."""

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from fastapi.routing import APIRoute
from pydantic_core import to_json

from app.acces.gardes import ADRESSE, LecteurDeDs
from app.acces.refus import JetonAbsent
from app.demarches_simplifiees.adresses_de_fichier import AdresseDeFichier
from app.demarches_simplifiees.envoi_graphql import Envoi
from app.demarches_simplifiees.lectures import Pour
from app.demarches_simplifiees.refus_de_ds import SANS_DROIT, TROP_LONG, code_de, en_graphql
from app.demarches_simplifiees.repondre_au_document import TropLourd, repondre
from app.kit.web.call import appel_de
from app.kit.web.http import JSON, LesServices, corps_json, repondre_json
from app.kit.web.json_text import lire_modele
from app.kit.web.limits import compter_echec
from app.kit.web.problems import Introuvable, Probleme
from app.pieces_jointes.pieces import trouver
from app.pieces_jointes.routes import Plage, repondre_fichier
from app.pieces_jointes.telechargement import verifier_analysee

# Whoever shows nothing is told 403 by DS, not 401.
_SANS_JETON: Final = HTTPStatus.FORBIDDEN


class RouteDeDs(APIRoute):
    """A route whose problems are told as DS tells its own."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler of FastAPI, and what becomes of its refusals."""
        traiter = super().get_route_handler()

        async def repondre(requete: Request) -> Response:
            try:
                return await traiter(requete)
            except Probleme as refus:
                return _dire(await compter_echec(requete, refus))

        return repondre


def _dire(refus: Probleme) -> Response:
    statut = int(_SANS_JETON if isinstance(refus, JetonAbsent) else refus.statut)
    if statut == HTTPStatus.TOO_MANY_REQUESTS:
        return PlainTextResponse(refus.detail, statut, refus.entetes)
    return repondre_json(to_json(en_graphql(refus.detail, code_de(statut))), statut, refus.entetes)


routes = APIRouter(tags=["Démarches Simplifiées"], route_class=RouteDeDs)

_CORPS_MAX: Final = 256 * 1024


@routes.post("/api/v2/graphql", include_in_schema=False)
async def repondre_en_graphql(
    requete: Request, services: LesServices, appelant: LecteurDeDs
) -> Response:
    """Execute a document; without a key, of those alone that describe the form."""
    demande = lire_modele(await corps_json(requete, _CORPS_MAX, JSON), Envoi).demande()
    if appelant is None and not demande.est_ouverte:
        return _refuser(403, "Sans jeton.", SANS_DROIT)
    ici = services.settings.url_api or str(requete.base_url).rstrip("/")
    abonne = appelant.abonne if appelant else appel_de(requete).abonne
    try:
        statut, corps = await repondre(Pour(services, appelant, ici), abonne, demande)
    except TropLourd:
        return _refuser(200, "Timeout", TROP_LONG)
    return repondre_json(corps, statut)


def _refuser(statut: int, message: str, code: str) -> Response:
    return repondre_json(to_json(en_graphql(message, code)), statut)


@routes.get("/api/v2/fichiers/{adresse}", include_in_schema=False, dependencies=[ADRESSE])
async def telecharger_par_adresse(
    adresse: str, requete: Request, services: LesServices, _plage: Plage = None
) -> Response:
    """A file, by an address that was given less than an hour before."""
    lue = AdresseDeFichier.lire(adresse, services.secrets(), services.horloge.maintenant())
    if lue is None:
        raise Introuvable
    async with services.base.lecture() as connexion:
        trouvee = await trouver(connexion, lue.candidature, lue.piece, deposee=True)
    verifier_analysee(trouvee)
    return await repondre_fichier(requete, trouvee)
