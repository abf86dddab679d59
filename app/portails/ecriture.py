"""The act of a portal that writes a candidature under its own reference."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from pydantic import TypeAdapter
from pydantic_core import to_json
from sqlalchemy.dialects.postgresql import insert

from app.acces.appelant import Appelant
from app.acces.jeton import nouveau_jeton
from app.acces.tables import portail_reference
from app.candidatures.brouillon import modifier_a_cote
from app.candidatures.creation import composer, inserer_avec
from app.candidatures.dossier_envoye import dossier_envoye
from app.candidatures.fusion import fusionner
from app.candidatures.precondition import exiger_nouvelle
from app.candidatures.queries import Candidature, lire_candidature
from app.candidatures.refus import VersionPerimee
from app.candidatures.representation import CandidatureResumee, resumer
from app.candidatures.validation import Validation, presenter
from app.formulaire.evaluation import Examen
from app.formulaire.projections import Projection
from app.kit.aside import ACote
from app.kit.glossary import decrit
from app.kit.services import Services
from app.portails.references import retrouver
from app.portails.tri import ReponseRefusee, Tri, repartir, trier


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
    """A dossier written: what it changed (pointers), whether it made a candidature."""

    candidature: Candidature
    examen: Examen
    changes: Sequence[str]
    tri: Tri
    creee: bool

    def en_json(self, reference: str, projection: Projection | None) -> bytes:
        """What the portal is answered; `projection`: the shape of the errors to give as well."""
        prises, inchangees = repartir(self.tri.correctif, self.changes)
        ecrite = EcritureDuPortail(
            reference,
            resumer(self.candidature),
            prises,
            inchangees,
            self.tri.refusees,
            presenter(self.examen, projection),
        )
        return _ECRITURE.dump_json(ecrite)


_ECRITURE: Final = TypeAdapter(EcritureDuPortail)


async def ecrire(
    services: Services,
    a_cote: ACote,
    appelant: Appelant,
    reference: str,
    id: UUID | None,
    envoye: bytes,
    si_version: str | None,
    sauf_version: str | None,
    arrivee: datetime,
) -> Ecriture:
    """Merge what can be taken of a dossier into the candidature of this reference; make it first.

    `id`: what `trouver` gives for the reference; `envoye`: the JSON of `{"dossier": {…}}`;
    `sauf_version`: `If-None-Match`. Sent again it changes nothing. Raises `CorpsIllisible`,
    `FormeRefusee` for faults beyond counting, `VersionPerimee`, `CampagneFermee`,
    `EtatIncompatible`, `CorpsTropGrand`, `Introuvable` where the portal has lost access to what it
    made.
    """
    tri, correctif = await a_cote.faire(len(envoye), _trier, envoye)
    if id is None:
        if si_version is not None:
            raise VersionPerimee(
                "Aucune candidature ne porte encore cette référence.", version=0, pointeurs=[]
            )
        creation = await a_cote.faire(len(envoye), _composer, services, appelant, tri, arrivee)
        if await _inserer(services, appelant, reference, creation.candidature):
            return creation
        id = await retrouver(services.base, appelant, reference)
    if sauf_version is not None:
        async with services.base.directe() as directe:
            exiger_nouvelle(await lire_candidature(directe, id, appelant), sauf_version)
    faite = await modifier_a_cote(services, a_cote, id, appelant, correctif, si_version, arrivee)
    return Ecriture(faite.apres, faite.examen, faite.pointeurs, tri, creee=False)


def _trier(envoye: bytes) -> tuple[Tri, bytes]:
    """What can be taken of it, and that as JSON."""
    tri = trier(dossier_envoye(envoye), len(envoye))
    return tri, to_json(tri.correctif)


def _composer(services: Services, appelant: Appelant, tri: Tri, arrivee: datetime) -> Ecriture:
    dossier, pointeurs = fusionner({}, tri.correctif)
    neuve, examen = composer(services, dossier, arrivee, appelant)
    return Ecriture(neuve, examen, pointeurs, tri, creee=True)


class _ReferencePrise(Exception):
    """Somebody made the candidature of this reference at the same time."""


async def _inserer(
    services: Services, appelant: Appelant, reference: str, neuve: Candidature
) -> bool:
    """Make the candidature, unless the reference has been taken meanwhile.

    Its owner's secret is told to nobody: the applicant is sent one by mail when they ask for it.
    """
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
        return False
    return True
