"""The job that makes an export: one at a time in a process, and for an agent.

Begun again it begins from the start: a snapshot does not outlive who took it. A try that another
one took over changes nothing any more, and what is shown as done never goes back.
"""

from contextlib import aclosing
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from app.exports.consigner_les_scellees import consigner_les_scellees
from app.exports.demande import DEMANDES
from app.exports.demander_export import EXPORTER
from app.exports.ecrire_un_export import EcritureRefusee, ecrire
from app.exports.essais import Essai, Repris, avancer, commencer, conclure
from app.exports.etats_d_export import CauseEchec
from app.exports.imprimer_les_depots import imprimer_les_depots
from app.exports.lire_les_dossiers import Lecteur, Lecture, lire_les_dossiers
from app.exports.options import Format
from app.exports.prevenir import prevoir_l_annonce
from app.kit.files.airlock import Sas
from app.kit.files.disk_errors import disque_refuse
from app.kit.files.storage import EXPORTS
from app.kit.logs import journal
from app.kit.services import Services

_PLUS_TARD: Final = timedelta(seconds=2)


async def faire_un_export(services: Services, contenu: dict[str, Any]) -> None:
    """The job: makes it, or leaves it for later while there is another one before it.

    What the database refuses is raised, for another try.
    """
    id = UUID(contenu["export"])
    if services.export_seul.locked():
        await _remettre(services, id)
        return
    async with services.export_seul:
        essai = await commencer(services, id)
        if essai is None:
            await _remettre(services, id)
        elif isinstance(essai, Essai):
            await _tenter(services, essai)


async def _remettre(services: Services, id: UUID) -> None:
    async with services.base.transaction() as connexion:
        await services.travaux.confier_tous(
            connexion, EXPORTER, [{"export": str(id)}], dans=_PLUS_TARD
        )


async def _tenter(services: Services, essai: Essai) -> None:
    fichier = uuid4()
    fin: dict[str, Any]
    try:
        fin = await _ecrire(services, essai, fichier)
    except Repris:
        return
    except EcritureRefusee as refus:
        journal.warning("export_echoue", export=str(essai.id), cause=refus.cause)
        fin = {"cause": refus.cause.value}
    except OSError as erreur:
        if not disque_refuse(erreur):
            raise
        journal.error("export_sans_disque", export=str(essai.id), erreur=erreur.strerror)
        fin = {"cause": CauseEchec.MAGASIN.value}
    le = max(services.horloge.maintenant(), essai.le)
    async with services.base.transaction() as connexion:
        garde = await conclure(connexion, essai, le, fin)
        if garde:
            await prevoir_l_annonce(services, connexion, {essai.id: essai.demande_le}, le)
    if not garde and "fichier" in fin:
        await services.magasin.supprimer(f"{EXPORTS}{fichier}")


async def _ecrire(services: Services, essai: Essai, fichier: UUID) -> dict[str, Any]:
    """What is known of the file once the store has it. Raises `EcritureRefusee`, `Repris`."""
    lecteur = Lecteur(essai.agent, essai.regions, essai.decide)
    demande = DEMANDES.validate_json(essai.demande)
    par = imprimer_les_depots if demande.format is Format.PDF else ecrire
    lues = lire_les_dossiers(services, lecteur, demande, essai.le)
    lectures = consigner_les_scellees(services, essai, lues)

    async def dire(lecture: Lecture) -> None:
        await avancer(services, essai, lecture.dossiers, lecture.total)

    async with aclosing(lectures):
        with services.magasin.sas(fichier) as sas:
            lue = await par(services, demande, essai.auteur, lectures, sas, dire)
            await _ranger(services, fichier, sas)
            expire_le = essai.le + timedelta(days=services.settings.conservation_exports)
            return {
                "fichier": fichier,
                "taille": sas.taille,
                "sha256": sas.empreinte,
                "fait": lue.dossiers,
                "expire_le": expire_le,
            }


async def _ranger(services: Services, fichier: UUID, sas: Sas) -> None:
    try:
        await services.magasin.ranger(fichier, sas, EXPORTS)
    except Exception as erreur:
        journal.warning("export_non_range", erreur=type(erreur).__name__)
        raise EcritureRefusee(CauseEchec.MAGASIN) from None
