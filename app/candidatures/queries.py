"""Opening a candidature with its secret, and the statements that its acts share, built once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic_core import from_json
from sqlalchemy import Select, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.jeton import Jeton
from app.acces.tables import acces
from app.candidatures.reprise import Reprise, reprendre
from app.candidatures.tables import Etat, candidature, evenement, piece_jointe
from app.config import Settings
from app.formulaire.annonces import a_dire
from app.formulaire.dossier import VERSION
from app.formulaire.evaluation import Examen, examiner
from app.formulaire.messages import Ecart
from app.kit.database import Directe, Preparee
from app.kit.problems import CampagneFermee, EtatIncompatible, Introuvable


@dataclass(frozen=True, slots=True)
class Candidature:
    """A candidature as read, the secret that opened it (`acces_id`), the rubriques with a file.

    `dossier_json` is the dossier as PostgreSQL gives it, JSON text; or as today's form reads it,
    when it was last written under an older version: `reprise` then says what changed.
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
    revision: int
    rubriques: Sequence[str]
    reprise: Reprise | None = None

    def dossier(self) -> dict[str, Any]:
        """The dossier as stored."""
        return from_json(self.dossier_json)

    def annonces(self, dossier: dict[str, Any]) -> list[Ecart]:
        """What is to be told of newer versions of the form, the dossier being now this one."""
        if self.reprise is None:
            return []
        brouillon = self.etat is Etat.BROUILLON
        return a_dire(self.reprise.annonces, dossier, brouillon=brouillon)

    def examen(self) -> Examen:
        """The verdict on it as read, changes of the form included."""
        dossier = self.dossier()
        examen = examiner(dossier, self.rubriques)
        examen.ecarts += self.annonces(dossier)
        return examen

    def verifier_modifiable(self, arrivee: datetime, settings: Settings) -> None:
        """Raise `EtatIncompatible` or `CampagneFermee` when nothing may be edited any more."""
        if self.etat not in (Etat.BROUILLON, Etat.DEPOSEE):
            raise EtatIncompatible(
                f"La candidature est à l'état « {self.etat} » : elle ne se modifie plus.",
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
            piece_jointe.c.candidature_id == candidature.c.id, piece_jointe.c.retiree_le.is_(None)
        )
        .scalar_subquery()
    )
    return (
        select(
            candidature.c.id,
            candidature.c.etat,
            candidature.c.version,
            candidature.c.version_formulaire,
            candidature.c.dossier,
            candidature.c.numero,
            candidature.c.creee_le,
            candidature.c.modifiee_le,
            acces.c.id,
            candidature.c.revision,
            candidature.c.reponses_anciennes,
            rubriques,
        )
        .join(acces, acces.c.candidature_id == candidature.c.id)
        .where(candidature.c.id == bindparam("id"), acces.c.empreinte == bindparam("empreinte"))
    )


_OUVRIR: Final = _ouvrir()
_LIRE: Final = Preparee(_OUVRIR)
_MARQUER: Final = (
    update(candidature)
    .where(candidature.c.id == bindparam("ici"))
    .values(revision=candidature.c.revision + 1)
)
_OUVRIR_ET_VERROUILLER: Final = _OUVRIR.with_for_update(of=candidature)


async def ouvrir(
    connexion: AsyncConnection, id: UUID, jeton: Jeton, *, verrou: bool = False
) -> Candidature:
    """Read the candidature that this secret opens; `verrou` locks its row until the commit.

    Raises `Introuvable` alike for what does not exist and for what this secret does not open.
    """
    requete = _OUVRIR_ET_VERROUILLER if verrou else _OUVRIR
    lignes = await connexion.execute(requete, {"id": id, "empreinte": jeton.empreinte})
    return _candidature(lignes.one_or_none())


async def lire(directe: Directe, id: UUID, jeton: Jeton) -> Candidature:
    """As `ouvrir`, by the shortest way: outside of any transaction."""
    return _candidature(await directe.ligne(_LIRE, id=id, empreinte=jeton.empreinte))


def _candidature(colonnes: Iterable[Any] | None) -> Candidature:
    if colonnes is None:
        raise Introuvable
    id, etat, *milieu, anciennes, rubriques = colonnes
    lue = Candidature(id, Etat(etat), *milieu, rubriques=rubriques or ())
    if lue.version_formulaire == VERSION and anciennes is None:
        return lue
    return _reprendre(lue, anciennes)


def _reprendre(lue: Candidature, anciennes: str | None) -> Candidature:
    texte, reprise = reprendre(lue.dossier_json, lue.version_formulaire, anciennes)
    return replace(lue, dossier_json=texte, version_formulaire=VERSION, reprise=reprise)


async def marquer(connexion: AsyncConnection, lue: Candidature) -> None:
    """Tell that something of a candidature changed: a file, a state; its dossier did not."""
    await connexion.execute(_MARQUER, {"ici": lue.id})


async def consigner(
    connexion: AsyncConnection,
    lue: Candidature,
    genre: str,
    le: datetime,
    details: str = "{}",
) -> None:
    """Append an event to the record of a candidature; `details` is JSON text."""
    await connexion.execute(
        insert(evenement),
        {
            "candidature_id": lue.id,
            "genre": genre,
            "le": le,
            "acces_id": lue.acces_id,
            "version": lue.version,
            "details": details,
        },
    )
