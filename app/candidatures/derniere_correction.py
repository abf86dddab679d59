"""The last correction asked of a candidature: what it opens of what was deposited, until when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic_core import from_json
from sqlalchemy import and_, bindparam, column, or_, select, table

from app.candidatures.correction import (
    COLONNES,
    Correction,
    IssueCorrection,
    correction_de,
)
from app.candidatures.correction_a_faire import CorrectionAFaire
from app.candidatures.refus import CorrectionClose, HorsCorrection
from app.candidatures.tables import correction
from app.formulaire.choix import Rubrique
from app.formulaire.dossier import VERSION
from app.formulaire.ouverture import (
    debordements,
    hors,
    ou_se_rangent,
    ouverts,
    pointeurs_de,
    rubriques_ouvertes,
)
from app.formulaire.versions import rebaser
from app.kit.postgres.database import JsonText
from app.kit.postgres.statements import Preparee, Voie

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DerniereCorrection:
    """The last correction asked for, with the deposit that it is of (`depose`, `pieces`)."""

    demandee: Correction
    version_formulaire: str
    depose_json: str
    pieces: Sequence[Json]

    @property
    def nommes(self) -> frozenset[str]:
        """The pointers that it names."""
        return frozenset(self.demandee.pointeurs)

    def est_ouverte(self, arrivee: datetime) -> bool:
        """Whether what arrives then may still answer it."""
        return arrivee < self.demandee.jusqu_au

    def a_faire(self, arrivee: datetime) -> CorrectionAFaire:
        """It, as the applicant is told of it by an answer to what arrived then."""
        d = self.demandee
        return CorrectionAFaire(
            *(d.rang, d.depot, d.motif, d.message, d.pointeurs, d.rubriques),
            *(d.jusqu_au, d.demandee_le),
            modifiables=ouverts(self.nommes),
            rubriques_modifiables=self._rubriques(),
            ouverte=self.est_ouverte(arrivee),
        )

    def _rubriques(self) -> Sequence[Rubrique]:
        return rubriques_ouvertes(self.nommes, frozenset(self.demandee.rubriques))

    def verifier_ouverte(self, arrivee: datetime) -> None:
        """Raise `CorrectionClose` with both instants for what arrived too late."""
        if not self.est_ouverte(arrivee):
            raise CorrectionClose(arrivee=arrivee, jusqu_au=self.demandee.jusqu_au)

    def depose(self) -> Json:
        """The dossier deposited, as today's form reads it."""
        lu = from_json(self.depose_json)
        if self.version_formulaire == VERSION:
            return lu
        return rebaser(lu, self.version_formulaire).dossier

    def verifier_saisie(self, avant: Json, apres: Json) -> None:
        """Raise `HorsCorrection` if a save goes further from what was deposited, elsewhere."""
        if en_trop := debordements(self.nommes, self.depose(), avant, apres):
            raise HorsCorrection(pointeurs=en_trop)

    def hors(self, instantane: Json) -> list[str]:
        """The pointers of what a new deposit would change elsewhere."""
        return pointeurs_de(hors(self.nommes, self.depose(), instantane))

    def permet_fichiers(self, rubrique: Rubrique) -> bool:
        """Whether files may come and go there."""
        return rubrique in self._rubriques()

    def verifier_ajout(self, rubrique: Rubrique, nom: str, empreinte: str) -> None:
        """Raise `HorsCorrection` for a file elsewhere, unless it puts back one deposited."""
        depose = {"rubrique": rubrique.value, "nom": nom, "empreinte": empreinte}
        if not self.permet_fichiers(rubrique) and not any(
            depose.items() <= piece.items() for piece in self.pieces
        ):
            raise HorsCorrection(pointeurs=[ou_se_rangent(rubrique)])

    def verifier_retrait(self, rubrique: Rubrique, piece: UUID) -> None:
        """Raise `HorsCorrection` for a deposited file elsewhere."""
        deposees: Collection[str] = {deposee["id"] for deposee in self.pieces}
        if not self.permet_fichiers(rubrique) and str(piece) in deposees:
            raise HorsCorrection(pointeurs=[ou_se_rangent(rubrique)])


# No import: the room of the deposits is above this one.
_DEPOT: Final = table(
    "depot",
    column("candidature_id"),
    column("rang"),
    column("version_formulaire"),
    column("instantane", JsonText()),
    column("pieces", JsonText()),
)
# What was neither answered nor called off, whether or not somebody was told that it expired.
EN_SUSPENS: Final = or_(
    correction.c.issue.is_(None), correction.c.issue == IssueCorrection.EXPIREE.value
)
_DERNIERE: Final = Preparee(
    select(*COLONNES, _DEPOT.c.version_formulaire, _DEPOT.c.instantane, _DEPOT.c.pieces)
    .join(
        _DEPOT,
        and_(
            _DEPOT.c.candidature_id == correction.c.candidature_id,
            _DEPOT.c.rang == correction.c.depot,
        ),
    )
    .where(correction.c.candidature_id == bindparam("id"), EN_SUSPENS)
    .order_by(correction.c.rang.desc())
    .limit(1)
)


async def derniere_correction(voie: Voie, id: UUID) -> DerniereCorrection | None:
    """The last one of a candidature, unless it was answered or called off."""
    ligne = await voie.ligne(_DERNIERE, id=id)
    if ligne is None:
        return None
    return DerniereCorrection(
        demandee=correction_de(ligne),
        version_formulaire=ligne["version_formulaire"],
        depose_json=ligne["instantane"],
        pieces=from_json(ligne["pieces"]),
    )
