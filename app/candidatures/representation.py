"""A candidature as the API gives it, written once: the dossier's text is passed through."""

from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Final
from uuid import UUID

from pydantic import Field, TypeAdapter
from pydantic_core import from_json, to_json

from app.candidatures.correction_a_faire import CorrectionAFaire
from app.candidatures.etats import Etat
from app.candidatures.queries import Candidature
from app.candidatures.recentes import DOSSIER_RETENU
from app.candidatures.tables import candidature
from app.candidatures.validation import Validation, en_json, presenter
from app.formulaire.dossier import Dossier
from app.formulaire.evaluation import Examen, examiner
from app.formulaire.forme import forme
from app.formulaire.projections import Projection
from app.kit.glossary import decrit
from app.kit.memory import de_personnes
from app.kit.postgres.statements import Ligne

if TYPE_CHECKING:
    DossierBrouillon = dict[str, Any]
else:
    DossierBrouillon = forme(Dossier)


@decrit("Ce qui identifie une candidature et dit où elle en est.")
@dataclass(frozen=True, slots=True)
class CandidatureResumee:
    """What identifies a candidature and tells where it stands."""

    id: UUID
    etat: Etat
    numero: str | None
    version: int
    version_formulaire: str
    creee_le: datetime
    modifiee_le: datetime


@decrit("Une candidature : son dossier tel qu'enregistré, et le verdict sur ce dossier.")
@dataclass(frozen=True, slots=True)
class CandidatureLue(CandidatureResumee):
    """A candidature with its dossier as stored and the verdict on it."""

    dossier: DossierBrouillon
    validation: Validation
    correction: Annotated[
        CorrectionAFaire | None,
        Field(
            description="La correction demandée, tant qu'elle n'a eu ni réponse ni annulation : "
            "elle se fait tant qu'elle est `ouverte`, avant `jusqu_au`."
        ),
    ]


@decrit("Une candidature qui vient d'être créée, avec son jeton secret, montré cette seule fois.")
@dataclass(frozen=True, slots=True)
class CandidatureCreee(CandidatureLue):
    """A candidature just created, with its secret: `jeton` is shown this once, and to no key."""

    jeton: Annotated[
        str | None,
        Field(description="Le jeton secret, montré cette seule fois ; nul pour une clé d'API."),
    ]


_RESUME: Final = TypeAdapter(CandidatureResumee)
_A_FAIRE: Final = TypeAdapter[CorrectionAFaire | None](CorrectionAFaire | None)
_RELECTURES: Final = 128


COLONNES_DU_RESUME: Final = [candidature.c[champ.name] for champ in fields(CandidatureResumee)]


def resume_de(ligne: Ligne) -> CandidatureResumee:
    """The summary of a row that has these columns."""
    return CandidatureResumee(
        id=ligne["id"],
        etat=Etat(ligne["etat"]),
        numero=ligne["numero"],
        version=ligne["version"],
        version_formulaire=ligne["version_formulaire"],
        creee_le=ligne["creee_le"],
        modifiee_le=ligne["modifiee_le"],
    )


def resumer(lue: Candidature) -> CandidatureResumee:
    """What a list shows of a candidature."""
    return CandidatureResumee(
        id=lue.id,
        etat=lue.etat,
        numero=lue.numero,
        version=lue.version,
        version_formulaire=lue.version_formulaire,
        creee_le=lue.creee_le,
        modifiee_le=lue.modifiee_le,
    )


def representer(
    lue: Candidature,
    arrivee: datetime,
    examen: Examen | None = None,
    projection: Projection | None = None,
) -> bytes:
    """The JSON of a `CandidatureLue`, for a request that arrived then; `examen` when the caller has
    the verdict already.

    `projection`: the shape in which to give its errors as well.
    """
    dossier = lue.dossier_json.encode()
    if lue.reprise:
        examen = examen or lue.examen()
    return b'%b,"dossier":%b,"validation":%b,"correction":%b}' % (
        _RESUME.dump_json(resumer(lue))[:-1],
        dossier,
        _validation(examen, projection)
        if examen
        else _relire(dossier, tuple(lue.rubriques), projection),
        _A_FAIRE.dump_json(lue.a_corriger and lue.a_corriger.a_faire(arrivee)),
    )


def _validation(examen: Examen, projection: Projection | None) -> bytes:
    return en_json(presenter(examen, projection))


def _relire(dossier: bytes, rubriques: tuple[str, ...], projection: Projection | None) -> bytes:
    """The verdict depends on the content alone: what is read again is not judged again."""
    relire = _relue if len(dossier) <= DOSSIER_RETENU else _relue.__wrapped__
    return relire(dossier, rubriques, projection)


@de_personnes
@lru_cache(_RELECTURES)
def _relue(dossier: bytes, rubriques: tuple[str, ...], projection: Projection | None) -> bytes:
    return _validation(examiner(from_json(dossier), rubriques), projection)


def avec_jeton(representation: bytes, jeton: str | None) -> bytes:
    """The JSON of a `CandidatureCreee`."""
    return b'%b,"jeton":%b}' % (representation[:-1], to_json(jeton))
