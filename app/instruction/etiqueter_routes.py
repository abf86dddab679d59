"""HTTP of the labels of a dossier."""

from fastapi import APIRouter, Request, Response

from app.acces.gardes import RedacteurInstruction
from app.instruction import exemples
from app.instruction.dossier_routes import CORPS, CORPS_MAX, SIEN, VERSION, SiVersionLue
from app.instruction.etiqueter import EtiquettesVoulues, etiqueter
from app.instruction.etiquettes import Etiquettes
from app.instruction.version_lue import etiquette as etiquette_de_version
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import JSON, Arrivee, IdCandidature, LesServices, corps_json
from app.kit.web.json_text import lire_modele

routes = APIRouter(prefix="/v1/instruction/candidatures", tags=["Instruction"])


@routes.put(
    "/{id}/etiquettes",
    operation_id="etiqueterDossier",
    summary="Étiqueter un dossier",
    responses=reponses(*CORPS, *SIEN, *VERSION),
)
@Declaration(
    corps=Corps(EtiquettesVoulues, exemples.etiquettes_voulues),
    exemple=exemples.etiquettes,
    versionnee=True,
)
async def ecrire(
    id: IdCandidature,
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: RedacteurInstruction,
    arrivee: Arrivee,
    si_version: SiVersionLue = None,
) -> Etiquettes:
    """Met ces étiquettes sur le dossier, et nulle autre : chaque région concernée le peut. Les
    mêmes, redites, ne changent rien. Le demandeur n'en voit rien.
    """
    voulues = lire_modele(await corps_json(requete, CORPS_MAX, JSON), EtiquettesVoulues)
    siennes, version = await etiqueter(services, id, voulues, appelant, si_version, arrivee)
    reponse.headers["ETag"] = etiquette_de_version(version)
    return siennes
