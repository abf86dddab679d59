"""The act of reading a filled workbook into the draft's actions: all of it, or nothing."""

from datetime import datetime
from tempfile import TemporaryFile
from uuid import UUID

import anyio.to_thread
from pydantic_core import to_json

from app.acces.appelant import Appelant
from app.candidatures.brouillon import Modification, modifier
from app.candidatures.queries import lire_candidature
from app.kit.files.upload import Envoi
from app.kit.services import Services
from app.kit.web.problems import RequeteInvalide
from app.plan_action.classeur import Lecture, lire_classeur
from app.plan_action.refus import ClasseurRefuse

CLASSEUR_MAX = 5 * 1024 * 1024


async def importer(
    services: Services,
    id: UUID,
    appelant: Appelant,
    envoi: Envoi,
    si_version: str | None,
    arrivee: datetime,
) -> Modification:
    """Replace the actions of a draft by those of a workbook (xlsx or ods).

    Token and state are checked before a byte of it is read. Raises `ClasseurRefuse`, naming the
    faults by sheet, row and column; `Indisponible` when too many wait; and what `modifier` raises.
    """
    async with services.base.directe() as directe:
        lue = await lire_candidature(directe, id, appelant)
    lue.verifier_modifiable(arrivee, services.settings)
    lecture = await _lire(services, envoi)
    if envoi.textes:
        raise RequeteInvalide("Seul le champ « fichier » est attendu.")
    if lecture.defauts:
        raise ClasseurRefuse(defauts=lecture.defauts)
    correctif = to_json({"plan_action": {"actions": lecture.actions}})
    return await modifier(services, id, appelant, correctif, si_version, arrivee)


async def _lire(services: Services, envoi: Envoi) -> Lecture:
    with TemporaryFile(prefix="ti-classeur-") as fichier:
        async for morceau in envoi.contenu:
            await anyio.to_thread.run_sync(fichier.write, morceau)
        await anyio.to_thread.run_sync(fichier.seek, 0)
        async with services.classeurs.prendre(envoi.abonne) as place:
            return await place.faire(lire_classeur(services.pouponniere, fichier))
