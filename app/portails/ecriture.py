"""The act of a portal that writes a candidature under its own reference."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from app.acces.appelant import Appelant
from app.acces.jeton import nouveau_jeton
from app.acces.tables import portail_reference
from app.candidatures.brouillon import Modification, appliquer
from app.candidatures.creation import composer, inserer_avec
from app.candidatures.fusion import fusionner
from app.candidatures.refus import VersionPerimee
from app.candidatures.representation import CandidatureResumee, resumer
from app.candidatures.validation import Validation, presenter
from app.formulaire.projections import Projection
from app.kit.glossary import decrit
from app.kit.services import Services
from app.portails.references import retrouver
from app.portails.tri import ReponseRefusee, repartir, trier

Json = dict[str, Any]


@decrit("Ce qu'est devenu un dossier envoyé par un portail, réponse par réponse.")
@dataclass(frozen=True, slots=True)
class EcritureDuPortail:
    """What became of a dossier sent by a portal, answer by answer.

    `prises` and `inchangees` are pointers of what was sent; with `non_pris` of `refusees`, and what
    is below, they make up all of it. `validation` is the verdict on the dossier as it now stands.
    """

    reference: str
    candidature: CandidatureResumee
    prises: list[str]
    inchangees: list[str]
    refusees: list[ReponseRefusee]
    validation: Validation


@dataclass(frozen=True, slots=True)
class Ecriture:
    """A dossier written: what it changed, what was refused of it, whether it made a candidature."""

    modification: Modification
    correctif: Json
    refusees: list[ReponseRefusee]
    creee: bool

    def presenter(self, reference: str, projection: Projection | None) -> EcritureDuPortail:
        """What the portal is answered; `projection`: the shape of the errors to give as well."""
        prises, inchangees = repartir(self.correctif, self.modification.pointeurs)
        return EcritureDuPortail(
            reference,
            resumer(self.modification.lue),
            prises,
            inchangees,
            self.refusees,
            presenter(self.modification.examen, projection),
        )


async def ecrire(
    services: Services,
    appelant: Appelant,
    reference: str,
    id: UUID | None,
    envoye: Json,
    si_version: str | None,
    arrivee: datetime,
) -> Ecriture:
    """Merge what can be taken of a dossier into the candidature of this reference; make it first.

    `id`: what `trouver` gives for the reference. Sent again it changes nothing. Raises
    `FormeRefusee` for faults beyond counting, `VersionPerimee`, `CampagneFermee`,
    `EtatIncompatible`, `CorpsTropGrand`, `Introuvable` where the portal has lost access to what it
    made.
    """
    tri = trier(envoye)
    if id is None:
        if si_version is not None:
            raise VersionPerimee(
                "Aucune candidature ne porte encore cette référence.", version=0, pointeurs=[]
            )
        if creee := await _creer(services, appelant, reference, tri.correctif, arrivee):
            return Ecriture(creee, tri.correctif, tri.refusees, creee=True)
        id = await retrouver(services.base, appelant, reference)
    modifiee = await appliquer(services, id, appelant, tri.correctif, si_version, arrivee)
    return Ecriture(modifiee, tri.correctif, tri.refusees, creee=False)


class _ReferencePrise(Exception):
    """Somebody made the candidature of this reference at the same time."""


async def _creer(
    services: Services, appelant: Appelant, reference: str, correctif: Json, arrivee: datetime
) -> Modification | None:
    """Make the candidature, unless the reference has been taken meanwhile.

    Its owner's secret is told to nobody: the applicant is sent one by mail when they ask for it.
    """
    dossier, pointeurs = fusionner({}, correctif)
    neuve, examen = composer(services, dossier, arrivee, appelant)
    try:
        async with services.base.transaction() as connexion:
            await inserer_avec(connexion, neuve, nouveau_jeton(), appelant, appelant.origine)
            prise = await connexion.scalar(
                insert(portail_reference)
                .values(titulaire=appelant.titulaire, reference=reference, candidature_id=neuve.id)
                .on_conflict_do_nothing()
                .returning(portail_reference.c.candidature_id)
            )
            if prise is None:
                raise _ReferencePrise
    except _ReferencePrise:
        return None
    return Modification(neuve, examen, pointeurs)
