"""The acts on a draft once created: modify, delete."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import bindparam, delete, exists, insert, literal, select, update

from app.acces.jeton import Jeton
from app.acces.tables import acces
from app.candidatures.forme import verifier_forme
from app.candidatures.fusion import fusionner
from app.candidatures.precondition import verifier_version
from app.candidatures.queries import Candidature, consigner, lire, ouvrir
from app.candidatures.recentes import Recentes
from app.candidatures.tables import Etat, candidature, evenement, piece_jointe
from app.config import Settings
from app.formulaire.dossier import VERSION
from app.formulaire.evaluation import Examen, examiner
from app.kit.database import Directe, Preparee
from app.kit.idempotency import oublier
from app.kit.json_text import lire_json
from app.kit.problems import EtatIncompatible, Probleme
from app.kit.services import Services


def _modification(**autres: Any) -> Any:
    ouverte = exists().where(
        acces.c.candidature_id == bindparam("ici"), acces.c.empreinte == bindparam("empreinte")
    )
    ecrite = (
        update(candidature)
        .where(candidature.c.id == bindparam("ici"))
        .where(candidature.c.revision == bindparam("lue"))
        .where(candidature.c.etat == bindparam("etat_lu"))
        .where(ouverte)
        .values(
            dossier=bindparam("dossier"),
            version=candidature.c.version + 1,
            revision=candidature.c.revision + 1,
            version_formulaire=VERSION,
            modifiee_le=bindparam("le"),
            **autres,
        )
        .returning(candidature.c.id, candidature.c.version)
        .cte("ecrite")
    )
    return (
        insert(evenement)
        .from_select(
            ["candidature_id", "genre", "le", "acces_id", "version", "details"],
            select(
                ecrite.c.id,
                literal("modifiee"),
                bindparam("le", type_=evenement.c.le.type),
                bindparam("acces_id", type_=evenement.c.acces_id.type),
                ecrite.c.version,
                bindparam("details", type_=evenement.c.details.type),
            ),
        )
        .returning(evenement.c.version)
    )


_MODIFICATION: Final = Preparee(_modification())
# The first save after a new version of the form; no other one writes that column.
_REPRISE: Final = Preparee(_modification(reponses_anciennes=bindparam("anciennes")))
RECENTES: Final = Recentes()


async def modifier(
    services: Services,
    id: UUID,
    jeton: Jeton,
    correctif: bytes,
    si_version: str | None,
    arrivee: datetime,
) -> tuple[Candidature, Examen]:
    """Merge a patch (RFC 7396, JSON text) into a draft; returns it as written, and the verdict.

    Two people who patch at once both get their patch in: whoever finds that the version has moved
    reads again and merges anew. A patch that waits for a connection waits as text. Raises
    `VersionPerimee` when `si_version` (`If-Match`) is not the current version, `CorpsIllisible`,
    `FormeRefusee`, `CorpsTropGrand`, `EtatIncompatible`, `CampagneFermee`.
    """
    async with services.base.directe() as directe:
        essai = _Essai(directe, services.settings, jeton, lire_json(correctif), si_version, arrivee)
        ecrit = None
        if recente := RECENTES.prendre(id, jeton):
            with suppress(Probleme):
                ecrit = await essai.ecrire(recente)
        while ecrit is None or ecrit[0] is recente:
            ecrit = await essai.ecrire(await lire(directe, id, jeton))
    RECENTES.garder(ecrit[0], jeton)
    return ecrit


@dataclass(frozen=True, slots=True)
class _Essai:
    """A patch to write onto a candidature as it was last seen."""

    directe: Directe
    settings: Settings
    jeton: Jeton
    ajouts: dict[str, Any]
    si_version: str | None
    arrivee: datetime

    async def ecrire(self, lue: Candidature) -> tuple[Candidature, Examen] | None:
        """Merge, judge and write; `lue` itself if nothing changes, None if it is out of date."""
        lue.verifier_modifiable(self.arrivee, self.settings)
        await verifier_version(self.directe, lue, self.si_version)
        dossier, pointeurs = fusionner(lue.dossier(), self.ajouts)
        examen = examiner(dossier, lue.rubriques)
        texte = verifier_forme(dossier, examen, self.settings)
        examen.ecarts += lue.annonces(dossier)
        if not pointeurs:
            return lue, examen
        ecrite = replace(
            lue,
            dossier_json=texte,
            version=lue.version + 1,
            revision=lue.revision + 1,
            modifiee_le=self.arrivee,
            reprise=lue.reprise and lue.reprise.ecrite(),
        )
        enonce, anciennes = _MODIFICATION, dict[str, Any]()
        if lue.reprise and lue.reprise.a_ecrire:
            enonce, anciennes = _REPRISE, {"anciennes": lue.reprise.anciennes()}
            pointeurs += lue.reprise.pointeurs
        ligne = await self.directe.ligne(
            enonce,
            **anciennes,
            ici=lue.id,
            lue=lue.revision,
            etat_lu=lue.etat.value,
            empreinte=self.jeton.empreinte,
            dossier=texte,
            le=self.arrivee,
            acces_id=lue.acces_id,
            details=to_json({"pointeurs": pointeurs}).decode(),
        )
        return None if ligne is None else (ecrite, examen)


async def supprimer(
    services: Services, id: UUID, jeton: Jeton, si_version: str | None, arrivee: datetime
) -> list[UUID]:
    """Delete a draft: content, secrets, files and remembered answers go, the record stays.

    Returns the ids of the files, for the store to forget. Raises `EtatIncompatible` once it has
    been deposited (it is withdrawn, then), `VersionPerimee`.
    """
    async with services.base.transaction() as connexion:
        lue = await ouvrir(connexion, id, jeton, verrou=True)
        if lue.etat is not Etat.BROUILLON:
            raise EtatIncompatible(
                "Une candidature déposée ne se supprime pas : elle se retire.", etat=lue.etat
            )
        async with services.base.directe() as directe:
            await verifier_version(directe, lue, si_version)
        await consigner(connexion, lue, "supprimee", arrivee)
        pieces = await connexion.scalars(
            delete(piece_jointe)
            .where(piece_jointe.c.candidature_id == id)
            .returning(piece_jointe.c.id)
        )
        await oublier(connexion, id)
        await connexion.execute(delete(acces).where(acces.c.candidature_id == id))
        await connexion.execute(
            update(candidature)
            .where(candidature.c.id == id)
            .values(
                etat=Etat.SUPPRIMEE.value,
                revision=candidature.c.revision + 1,
                dossier="{}",
                reponses_anciennes=None,
                modifiee_le=arrivee,
            )
        )
        return list(pieces)
