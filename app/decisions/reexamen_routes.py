"""HTTP of decisions that are taken back."""

from typing import Final

from fastapi import APIRouter, Request, Response
from pydantic import TypeAdapter

from app.acces.gardes import Decideur
from app.candidatures.une_fois import cle_de
from app.decisions import exemples
from app.decisions.decisions_instruites_routes import RangDeDecision
from app.decisions.gestes_demandes import ReexamenVoulu
from app.decisions.reexaminer import ReexamenOuvert, reexaminer
from app.decisions.refus import REEXAMEN_EMPECHE
from app.instruction.dossier_routes import CORPS, REJEU, SiVersionLue
from app.instruction.geste import Geste
from app.instruction.refus import PILOTAGE_REFUSE, InstructionPerimee, PreconditionRequise
from app.instruction.version_lue import etiquette
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import (
    JSON,
    Arrivee,
    CleIdempotence,
    IdCandidature,
    LesServices,
    corps_json,
)
from app.kit.web.json_text import lire_modele
from app.kit.web.problems import Introuvable, ParametreRefuse, RequeteInvalide

_CORPS_MAX: Final = 65_536  # bytes: two reasons, however they are escaped
_OUVERT: Final = TypeAdapter(ReexamenOuvert)

routes = APIRouter(prefix="/v1/instruction/candidatures/{id}/decisions", tags=["Décisions"])


@routes.post(
    "/{rang}/reexamen",
    operation_id="reexaminerDecision",
    summary="Rapporter une décision publiée",
    responses=reponses(
        *CORPS,
        Introuvable,
        *REJEU,
        InstructionPerimee,
        PreconditionRequise,
        PILOTAGE_REFUSE,
        REEXAMEN_EMPECHE,
    ),
)
@Declaration(
    corps=Corps(ReexamenVoulu, exemples.reexamen_voulu),
    exemple=exemples.reexamen,
    versionnee=True,
    rejouable=True,
)
async def creer_reexamen(
    id: IdCandidature,
    rang: RangDeDecision,
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: Decideur,
    arrivee: Arrivee,
    si_version: SiVersionLue = None,
    cle: CleIdempotence = None,
) -> ReexamenOuvert:
    """La candidature est à nouveau en instruction ; la décision reste lisible, dite rapportée, et
    une autre la suivra. Qui ne décide que pour des régions ne rapporte que les décisions des
    dossiers qu'elles pilotent (403). `If-Match` est requis (428) : la version du dossier.
    """
    corps = await corps_json(requete, _CORPS_MAX, JSON)
    voulu = lire_modele(corps, ReexamenVoulu)
    if voulu.sans_fondement:
        faute = ParametreRefuse("body", "/fondement", "fondement_absent")
        raise RequeteInvalide("Un retrait dit sur quel fondement.", parametres=[faute])
    sienne = cle_de(cle, f"reexamen {rang}", id, appelant, corps)
    geste = Geste(appelant, arrivee, si_version, sienne)
    fait = await reexaminer(services, id, rang, voulu, geste)
    reponse.headers.update({"ETag": etiquette(fait.resultat["version"]), **fait.entetes})
    return _OUVERT.validate_python(fait.resultat["reexamen"])
