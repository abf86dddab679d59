"""HTTP of the notes that reviewers take on a dossier."""

from typing import Final

from fastapi import APIRouter, Request, Response

from app.acces.gardes import Instructeur, RedacteurInstruction
from app.candidatures.une_fois import cle_de
from app.instruction import exemples
from app.instruction.annoter import annoter
from app.instruction.dossier_routes import CORPS, CORPS_MAX, REJEU, SIEN
from app.instruction.notes import Note, NoteAPrendre, Notes, notes_de
from app.instruction.queries import ouvrir
from app.instruction.refus import NOTE_EMPECHEE
from app.instruction.version_lue import etiquette
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import JSON, Arrivee, CleIdempotence, IdCandidature, LesServices, corps_json
from app.kit.web.json_text import lire_modele
from app.kit.web.problems import Introuvable

_CHEMIN: Final = "/{id}/notes"

routes = APIRouter(prefix="/v1/instruction/candidatures", tags=["Instruction"])


@routes.get(
    _CHEMIN,
    operation_id="listerNotes",
    summary="Lire les notes d'un dossier",
    responses=reponses(*SIEN),
)
@Declaration(exemple=exemples.notes)
async def lister(id: IdCandidature, services: LesServices, appelant: Instructeur) -> Notes:
    """Les notes de ceux qui instruisent, de la plus ancienne à la plus récente. Le demandeur n'en
    voit jamais rien.
    """
    async with services.base.lecture() as connexion:
        await ouvrir(connexion, id, appelant)
        return Notes(await notes_de(connexion, id))


@routes.post(
    _CHEMIN,
    status_code=201,
    operation_id="annoterDossier",
    summary="Prendre une note sur un dossier",
    responses=reponses(*CORPS, Introuvable, *REJEU, NOTE_EMPECHEE),
)
@Declaration(
    corps=Corps(NoteAPrendre, exemples.note_a_prendre),
    exemple=exemples.note,
    versionnee=True,
    rejouable=True,
)
async def creer(
    id: IdCandidature,
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: RedacteurInstruction,
    arrivee: Arrivee,
    cle: CleIdempotence = None,
) -> Note:
    """Ajoute une note, sur une section ou un champ du formulaire si vous le dites ; chaque région
    concernée peut en prendre, qu'elle pilote ou non. Une note ne se récrit pas : une autre la
    corrige. Cinq cents par dossier au plus (409).
    """
    corps = await corps_json(requete, CORPS_MAX, JSON)
    voulue = lire_modele(corps, NoteAPrendre)
    sienne = cle_de(cle, "note", id, appelant, corps)
    fait = await annoter(services, id, voulue, appelant, arrivee, sienne)
    reponse.headers.update({"ETag": etiquette(fait.resultat), **fait.entetes})
    async with services.base.lecture() as connexion:
        [prise] = await notes_de(connexion, id, fait.resultat)
    return prise
