"""The act of modifying a draft."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Boolean, and_, bindparam, case, exists, literal, update

from app.acces.appelant import Appelant
from app.acces.droits import DROITS, Droit
from app.acces.tables import acces
from app.candidatures import recentes
from app.candidatures.adresse import SUIT_LA_SAISIE, courriel_de
from app.candidatures.details import DetailModification
from app.candidatures.dossier_envoye import en_texte, lire_dossier, verifier_forme
from app.candidatures.evenements import EvenementModification
from app.candidatures.fusion import Json, fusionner
from app.candidatures.journal import evenement_de, parametres, sceau
from app.candidatures.precondition import convient, verifier_version
from app.candidatures.queries import Candidature, lire_candidature
from app.candidatures.tables import candidature
from app.config import Settings
from app.formulaire.dossier import VERSION
from app.formulaire.evaluation import Examen, examiner
from app.kit.aside import ACote
from app.kit.postgres.database import Base
from app.kit.postgres.statements import Preparee
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
                (and_(bindparam("le_sien", type_=Boolean()), SUIT_LA_SAISIE), _COURRIEL),
                else_=candidature.c.courriel,
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
    """A patch applied: the candidature before and after, the verdict, what changed (pointers).

    With nothing changed, `apres` is `avant`.
    """

    avant: Candidature
    apres: Candidature
    examen: Examen
    pointeurs: Sequence[str]


async def modifier(
    services: Services,
    id: UUID,
    appelant: Appelant,
    correctif: bytes,
    si_version: str | None,
    arrivee: datetime,
) -> Modification:
    """Merge a patch (RFC 7396, JSON text) into a draft.

    Two people who patch at once both get their patch in: whoever finds that the version has moved
    reads again and merges anew. No connection is held while a patch is judged. Raises
    `VersionPerimee` when `si_version` (`If-Match`) is not the current version, `CorpsIllisible`,
    `FormeRefusee`, `CorpsTropGrand`, `EtatIncompatible`, `CampagneFermee`, `CorrectionClose`,
    `HorsCorrection`.
    """
    async with services.etabli.pour(appelant.abonne) as a_cote:
        return await modifier_a_cote(services, a_cote, id, appelant, correctif, si_version, arrivee)


async def modifier_a_cote(
    services: Services,
    a_cote: ACote,
    id: UUID,
    appelant: Appelant,
    correctif: bytes,
    si_version: str | None,
    arrivee: datetime,
) -> Modification:
    """As `modifier`, for who has had other work done for the same request."""
    ajouts = await a_cote.faire(len(correctif), lire_dossier, correctif)

    async def appliquer(lue: Candidature) -> Modification:
        taille = len(correctif) + len(lue.dossier_json)
        return await a_cote.faire(taille, _appliquer, lue, ajouts, services.settings, arrivee)

    faite: Modification | None = None
    if retenue := _retenue(services, id, appelant, si_version, arrivee):
        with suppress(Probleme):
            faite = await appliquer(retenue)
            faite = faite if faite.pointeurs else None
    while faite is None or not await _ecrire(services.base, faite, appelant, arrivee):
        async with services.base.directe() as directe:
            lue = await lire_candidature(directe, id, appelant)
            lue.verifier_modifiable(arrivee, services.settings)
            await verifier_version(directe, lue, si_version)
        faite = await appliquer(lue)
    recentes.garder(services, faite.apres, appelant)
    return faite


def _retenue(
    services: Services,
    id: UUID,
    appelant: Appelant,
    si_version: str | None,
    arrivee: datetime,
) -> Candidature | None:
    """What this process wrote last, if it can be patched; None where only a reading can tell.

    It may be out of date: nothing is refused, or left unwritten, because of it.
    """
    retenue = recentes.prendre(services, id, appelant)
    if retenue is None:
        return None
    with suppress(Probleme):
        retenue.verifier_modifiable(arrivee, services.settings)
        return retenue if convient(retenue, si_version) else None
    return None


def _appliquer(
    lue: Candidature, ajouts: Json, settings: Settings, arrivee: datetime
) -> Modification:
    """Merge and judge; raises `FormeRefusee`, `CorpsTropGrand`, `HorsCorrection`."""
    dossier, pointeurs = fusionner(lue.dossier(), ajouts)
    examen = examiner(dossier, lue.rubriques, lue.annonces)
    verifier_forme(examen)
    texte = en_texte(dossier, settings)
    if not pointeurs:
        return Modification(lue, lue, examen, ())
    if lue.a_corriger:
        lue.a_corriger.verifier_saisie(lue.dossier(), dossier)
    ecrite = replace(
        lue,
        dossier_json=texte,
        version=lue.version + 1,
        revision=lue.revision + 1,
        modifiee_le=arrivee,
        reprise=lue.reprise and lue.reprise.ecrite(),
    )
    return Modification(lue, ecrite, examen, pointeurs)


async def _ecrire(base: Base, faite: Modification, appelant: Appelant, arrivee: datetime) -> bool:
    """Write what changed, with its event; False if what it was made from is out of date."""
    if not faite.pointeurs:
        return True
    lue, enonce, anciennes, consignes = faite.avant, _MODIFICATION, Json(), faite.pointeurs
    if lue.reprise and lue.reprise.a_ecrire:
        enonce, anciennes = _REPRISE, {"anciennes": lue.reprise.anciennes()}
        consignes = [*consignes, *lue.reprise.pointeurs]
    le_sien = _donne_son_adresse(lue, faite.pointeurs)
    evenement = EvenementModification(DetailModification(consignes))
    ligne = await base.ecrire(
        enonce,
        **anciennes,
        ici=lue.id,
        lue=lue.revision,
        etat_lu=lue.etat.value,
        empreinte=appelant.empreinte,
        dossier=faite.apres.dossier_json,
        courriel=courriel_de(faite.examen.reponses) if le_sien else None,
        le_sien=le_sien,
        **parametres(lue.auteur(appelant), arrivee, evenement.texte()),
    )
    return ligne is not None


def _donne_son_adresse(lue: Candidature, pointeurs: Sequence[str]) -> bool:
    """Whether a save may say where a lost secret is sent: that of who may deposit."""
    ecrite = not {"/demandeur", "/demandeur/courriel"}.isdisjoint(pointeurs)
    return ecrite and Droit.DEPOSER in DROITS[lue.role]
