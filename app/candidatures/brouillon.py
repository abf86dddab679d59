"""The act of modifying a draft."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Boolean, bindparam, case, exists, literal, update

from app.acces.appelant import Appelant
from app.acces.droits import DROITS, Droit
from app.acces.tables import acces
from app.candidatures import recentes
from app.candidatures.dossier_envoye import lire_json, verifier_forme
from app.candidatures.evenements import DetailModification, EvenementModification
from app.candidatures.fusion import fusionner
from app.candidatures.journal import evenement_de, parametres, sceau
from app.candidatures.precondition import verifier_version
from app.candidatures.queries import Candidature, courriel_de, lire_candidature
from app.candidatures.tables import candidature
from app.formulaire.dossier import VERSION
from app.formulaire.evaluation import Examen, examiner
from app.kit.postgres.database import Directe, Preparee
from app.kit.services import Services
from app.kit.web.problems import Probleme

_MODIFIEE: Final = literal(EvenementModification.genre)
_COURRIEL: Final = bindparam("courriel", type_=candidature.c.courriel.type)


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
            courriel=case(
                (bindparam("le_sien", type_=Boolean()), _COURRIEL), else_=candidature.c.courriel
            ),
            chaine=sceau(
                candidature.c.chaine, candidature.c.id, candidature.c.version + 1, _MODIFIEE
            ),
            **autres,
        )
        .returning(candidature.c.id, candidature.c.version, candidature.c.chaine)
        .cte("ecrite")
    )
    return evenement_de(ecrite, _MODIFIEE).returning(literal(1))


_MODIFICATION: Final = Preparee(_modification())
# The first save after a new version of the form; no other one writes that column.
_REPRISE: Final = Preparee(_modification(reponses_anciennes=bindparam("anciennes")))


@dataclass(frozen=True, slots=True)
class Modification:
    """A patch applied: the candidature as written, the verdict on it, what changed (pointers)."""

    lue: Candidature
    examen: Examen
    pointeurs: Sequence[str]


async def modifier(
    services: Services,
    id: UUID,
    appelant: Appelant,
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
        ajouts = lire_json(correctif)
        essai = _Essai(directe, services, appelant, ajouts, si_version, arrivee)
        ecrite = await essai.aboutir(id)
    return ecrite.lue, ecrite.examen


async def appliquer(
    services: Services,
    id: UUID,
    appelant: Appelant,
    ajouts: dict[str, Any],
    si_version: str | None,
    arrivee: datetime,
) -> Modification:
    """As `modifier`, for a patch that has been read; tells what it changed."""
    async with services.base.directe() as directe:
        essai = _Essai(directe, services, appelant, ajouts, si_version, arrivee)
        return await essai.aboutir(id)


@dataclass(frozen=True, slots=True)
class _Essai:
    """A patch to write onto a candidature as it was last seen."""

    directe: Directe
    services: Services
    appelant: Appelant
    ajouts: dict[str, Any]
    si_version: str | None
    arrivee: datetime

    async def aboutir(self, id: UUID) -> Modification:
        """Write, from what is remembered if it still holds, else from what is read."""
        ecrite = None
        if recente := recentes.prendre(self.services, id, self.appelant):
            with suppress(Probleme):
                ecrite = await self.ecrire(recente)
        while ecrite is None or ecrite.lue is recente:
            ecrite = await self.ecrire(await lire_candidature(self.directe, id, self.appelant))
        recentes.garder(self.services, ecrite.lue, self.appelant)
        return ecrite

    async def ecrire(self, lue: Candidature) -> Modification | None:
        """Merge, judge and write; `lue` itself if nothing changes, None if it is out of date."""
        lue.verifier_modifiable(self.arrivee, self.services.settings)
        await verifier_version(self.directe, lue, self.si_version)
        dossier, pointeurs = fusionner(lue.dossier(), self.ajouts)
        examen = examiner(dossier, lue.rubriques, lue.annonces)
        texte = verifier_forme(dossier, examen, self.services.settings)
        if not pointeurs:
            return Modification(lue, examen, ())
        ecrite = replace(
            lue,
            dossier_json=texte,
            version=lue.version + 1,
            revision=lue.revision + 1,
            modifiee_le=self.arrivee,
            reprise=lue.reprise and lue.reprise.ecrite(),
        )
        enonce, anciennes, consignes = _MODIFICATION, dict[str, Any](), pointeurs
        if lue.reprise and lue.reprise.a_ecrire:
            enonce, anciennes = _REPRISE, {"anciennes": lue.reprise.anciennes()}
            consignes = [*pointeurs, *lue.reprise.pointeurs]
        ligne = await self.directe.ligne(
            enonce,
            **anciennes,
            ici=lue.id,
            lue=lue.revision,
            etat_lu=lue.etat.value,
            empreinte=self.appelant.empreinte,
            dossier=texte,
            courriel=courriel_de(dossier),
            le_sien=_donne_son_adresse(lue, pointeurs),
            **parametres(
                lue.auteur(self.appelant),
                self.arrivee,
                EvenementModification(DetailModification(consignes)).texte(),
            ),
        )
        return None if ligne is None else Modification(ecrite, examen, pointeurs)


def _donne_son_adresse(lue: Candidature, pointeurs: Sequence[str]) -> bool:
    """Whether a save says where a lost secret is sent.

    What a co-editor writes there changes the dossier, and not that: the owner's secret would else
    be theirs for the asking.
    """
    ecrite = not {"/demandeur", "/demandeur/courriel"}.isdisjoint(pointeurs)
    return ecrite and Droit.DEPOSER in DROITS[lue.role]
