"""Opening a candidature with its secret, and the statements that its acts share, built once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic_core import from_json
from sqlalchemy import Select, Uuid, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant, Auteur
from app.acces.droits import DROITS, Role
from app.acces.liens import adopter
from app.acces.refus import AccesInsuffisant
from app.acces.tables import Preuve, acces
from app.candidatures.derniere_correction import DerniereCorrection, derniere_correction
from app.candidatures.etats import Acte, Etat
from app.candidatures.refus import CampagneFermee, EtatIncompatible
from app.candidatures.reprise import Reprise, reprendre
from app.candidatures.tables import Antivirus, candidature, piece_jointe
from app.config import Settings
from app.formulaire.annonces import Annonce, hors_brouillon
from app.formulaire.dossier import VERSION
from app.formulaire.evaluation import Examen, examiner
from app.kit.postgres.statements import EnTransaction, Ligne, Preparee, Voie
from app.kit.web.problems import Introuvable


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidature:
    """A candidature as read, the access that opened it and its role, the rubriques with a file.

    `dossier_json` is the dossier as PostgreSQL gives it, JSON text; or as today's form reads it,
    when it was last written under an older version: `reprise` then says what changed.
    `correction`: the last that reviewers asked for, unless it was answered or called off.
    """

    id: UUID
    etat: Etat
    version: int
    version_formulaire: str
    dossier_json: str
    numero: str | None
    creee_le: datetime
    modifiee_le: datetime
    acces_id: UUID
    role: Role
    revision: int
    rubriques: Sequence[str]
    reprise: Reprise | None = None
    correction: DerniereCorrection | None = None

    def dossier(self) -> dict[str, Any]:
        """The dossier as stored."""
        return from_json(self.dossier_json)

    @property
    def annonces(self) -> Sequence[Annonce]:
        """What newer versions of the form have to tell of it."""
        if self.reprise is None:
            return ()
        annonces = self.reprise.annonces
        return annonces if self.etat.en_redaction else hors_brouillon(annonces)

    def examen(self) -> Examen:
        """The verdict on it as read."""
        return examiner(self.dossier(), self.rubriques, self.annonces)

    def auteur(self, appelant: Appelant) -> Auteur:
        """Who an event of this candidature is put down to."""
        return Auteur(self.role, self.acces_id, appelant.origine)

    @property
    def a_corriger(self) -> DerniereCorrection | None:
        """The correction that says what may be edited, and until when; None where the call does."""
        return self.correction if self.etat.permet(Acte.CORRIGER) else None

    def verifier_modifiable(self, arrivee: datetime, settings: Settings) -> None:
        """Raise `EtatIncompatible`, `CampagneFermee` or `CorrectionClose` when nothing may be
        edited any more.
        """
        if self.a_corriger:
            self.a_corriger.verifier_ouverte(arrivee)
            return
        if not self.etat.permet(Acte.MODIFIER):
            raise EtatIncompatible(
                f"La candidature est à l'état « {self.etat.mots} » : elle ne se modifie plus.",
                etat=self.etat,
            )
        if arrivee >= settings.cloture:
            raise fermee(arrivee, settings)


def fermee(arrivee: datetime, settings: Settings) -> CampagneFermee:
    """The refusal of what came too late, with both instants."""
    return CampagneFermee(arrivee=arrivee, cloture=settings.cloture)


def _ouvrir() -> Select[*tuple[Any, ...]]:
    rubriques = (
        select(func.array_agg(piece_jointe.c.rubrique.distinct()))
        .where(
            piece_jointe.c.candidature_id == candidature.c.id,
            piece_jointe.c.retiree_le.is_(None),
            piece_jointe.c.antivirus != Antivirus.INFECTE.value,
        )
        .scalar_subquery()
    )
    return (
        select(
            candidature.c.id,
            candidature.c.etat,
            candidature.c.version,
            candidature.c.version_formulaire,
            candidature.c.dossier.label("dossier_json"),
            candidature.c.numero,
            candidature.c.creee_le,
            candidature.c.modifiee_le,
            acces.c.id.label("acces_id"),
            acces.c.role,
            candidature.c.revision,
            candidature.c.reponses_anciennes,
            candidature.c.correction_jusqu_au,
            rubriques.label("rubriques"),
        )
        .join(acces, acces.c.candidature_id == candidature.c.id)
        .where(candidature.c.id == bindparam("id"), acces.c.empreinte == bindparam("empreinte"))
    )


_LIRE: Final = Preparee(_ouvrir())
# What moves at each change of a candidature, its files included.
REVISIONS: Final = Preparee(
    select(candidature.c.id, candidature.c.revision).where(
        candidature.c.id == any_(bindparam("ids", type_=ARRAY(Uuid)))
    )
)
# The access as well: whoever waits for one that is being revoked finds it gone.
_VERROUILLER: Final = Preparee(_ouvrir().with_for_update(of=(candidature, acces)))


async def lire_candidature(voie: Voie, id: UUID, appelant: Appelant) -> Candidature:
    """Read the candidature that this caller opens.

    Raises `Introuvable` alike for what does not exist and for what the caller does not open,
    `AccesInsuffisant` when their role lacks what the route asks.
    """
    return await _trouver(voie, _LIRE, id, appelant)


async def ouvrir(
    connexion: AsyncConnection, id: UUID, appelant: Appelant, *, verrou: bool = False
) -> Candidature:
    """As `lire_candidature`, by a connection of the act; `verrou` locks the row till the commit."""
    enonce = _VERROUILLER if verrou else _LIRE
    return await _trouver(EnTransaction(connexion), enonce, id, appelant)


async def _trouver(voie: Voie, enonce: Preparee, id: UUID, appelant: Appelant) -> Candidature:
    ligne = await voie.ligne(enonce, id=id, empreinte=appelant.empreinte)
    if ligne is None and appelant.genre is Preuve.JETON and await adopter(voie, appelant.empreinte):
        ligne = await voie.ligne(enonce, id=id, empreinte=appelant.empreinte)
    lue = _candidature(ligne, appelant)
    if ligne is None or ligne["correction_jusqu_au"] is None:
        return lue
    return replace(lue, correction=await derniere_correction(voie, id))


def _candidature(ligne: Ligne | None, appelant: Appelant) -> Candidature:
    if ligne is None:
        raise Introuvable
    role = Role(ligne["role"])
    if appelant.droit_requis not in DROITS[role]:
        raise AccesInsuffisant(f"Le rôle « {role} » ne donne pas ce droit.")
    lue = Candidature(
        id=ligne["id"],
        etat=Etat(ligne["etat"]),
        version=ligne["version"],
        version_formulaire=ligne["version_formulaire"],
        dossier_json=ligne["dossier_json"],
        numero=ligne["numero"],
        creee_le=ligne["creee_le"],
        modifiee_le=ligne["modifiee_le"],
        acces_id=ligne["acces_id"],
        role=role,
        revision=ligne["revision"],
        rubriques=ligne["rubriques"] or (),
    )
    anciennes: str | None = ligne["reponses_anciennes"]
    if lue.version_formulaire == VERSION and anciennes is None:
        return lue
    return _reprendre(lue, anciennes)


def _reprendre(lue: Candidature, anciennes: str | None) -> Candidature:
    texte, reprise = reprendre(lue.dossier_json, lue.version_formulaire, anciennes)
    return replace(lue, dossier_json=texte, version_formulaire=VERSION, reprise=reprise)
