"""The acts of proposing a decision (T8), of reading what is proposed, of taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import AgentDecrit, agent_de, noms_des_agents
from app.acces.appelant import Appelant
from app.candidatures.corrections import demandees
from app.candidatures.details import DetailProposition
from app.candidatures.etats import Acte
from app.candidatures.evenements_instruits import EvenementProposition, EvenementPropositionRetiree
from app.candidatures.refus import EtatIncompatible
from app.formulaire.choix import Region
from app.formulaire.motifs import SANS_NUL, motif
from app.formulaire.nombres import TEXTE_LONG
from app.instruction.lieux_retenus import lieux_inconnus
from app.instruction.noter import noter
from app.instruction.queries import Instruite, ouvrir
from app.instruction.refus import (
    CorrectionOuverte,
    MotivationAbsente,
    PropositionAbsente,
    RegionNonPilote,
)
from app.instruction.refus_de_l_arrete import LotArrete
from app.instruction.tables import proposition
from app.instruction.version_lue import exiger_version
from app.kit.glossary import decrit, nomme
from app.kit.services import Services
from app.kit.web.problems import RequeteInvalide
from app.kit.web.tickets import VALIDITE

MOTIVATION_MIN: Final = 20  # characters
_NOM_MAX: Final = 200
_EPCI_MAX: Final = 60
_COMMUNES_MAX: Final = 500


@decrit("Ce que la décision dit de la candidature.")
@nomme(
    acceptee="Acceptée",
    refusee="Refusée",
    sans_suite="Sans suite",
)
class Sens(StrEnum):
    """What a decision says."""

    ACCEPTEE = "acceptee"
    REFUSEE = "refusee"
    SANS_SUITE = "sans_suite"


@decrit("Pourquoi une candidature n'est pas retenue : les critères que le formulaire annonce.")
@nomme(
    perimetre="Périmètre",
    epci_seul="EPCI seul, sans justification",
    metropole="Métropole, sans justification",
    plan_action="Plan d'action",
    gouvernance="Gouvernance",
    dossier_incomplet="Dossier incomplet",
    deja_couvert="EPCI d'un autre territoire",
    autre="Autre motif",
)
class Motif(StrEnum):
    """Why a candidature is not retained. Source: what the form says that it will be judged on."""

    PERIMETRE = "perimetre"  # of a fitting size, homogeneous, coherent
    EPCI_SEUL = "epci_seul"  # a lone EPCI has to justify it
    METROPOLE = "metropole"  # by exception, with reasons
    PLAN_ACTION = "plan_action"  # concrete, on the four axes
    GOUVERNANCE = "gouvernance"  # a binôme of an elected official and an industrialist
    DOSSIER_INCOMPLET = "dossier_incomplet"
    DEJA_COUVERT = "deja_couvert"  # its EPCI are in another territory
    AUTRE = "autre"


_Texte = StringConstraints(strip_whitespace=True, pattern=motif(SANS_NUL))


@decrit("Le territoire retenu, s'il n'est pas celui qui a été demandé.")
class TerritoireRetenu(BaseModel):
    """What would be granted, where it is not what was asked; `communes`: INSEE codes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nom: Annotated[str, _Texte, Field(min_length=1, max_length=_NOM_MAX)]
    epci: Annotated[
        list[Annotated[str, Field(pattern="^[0-9]{9}$", max_length=9)]],
        Field(max_length=_EPCI_MAX, description="SIREN des EPCI et EPT retenus."),
    ]
    communes: Annotated[
        list[Annotated[str, Field(pattern="^[0-9][0-9AB][0-9]{3}$", max_length=5)]],
        Field(max_length=_COMMUNES_MAX, description="Communes retenues seules (code INSEE)."),
    ]
    region_pilote: Annotated[
        Region | None,
        Field(strict=False, description="La région qui le pilotera ; celle du dossier si nulle."),
    ]


@decrit("Une décision à proposer.")
class Proposition(BaseModel):
    """A decision proposed; `motivation` and `motifs` may be missing where it accepts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sens: Annotated[Sens, Field(strict=False)]
    motifs: Annotated[
        list[Annotated[Motif, Field(strict=False)]],
        Field(max_length=len(Motif), description="Pourquoi, parmi les critères annoncés."),
    ] = []
    motivation: Annotated[
        Annotated[str, _Texte, Field(max_length=TEXTE_LONG)] | None,
        Field(description="Pourquoi, en toutes lettres ; le demandeur la lira."),
    ] = None
    territoire_retenu: Annotated[
        TerritoireRetenu | None,
        Field(description="Ce qui serait retenu, si ce n'est pas ce qui a été demandé."),
    ] = None


@decrit("La décision proposée d'un dossier.")
@dataclass(frozen=True, slots=True)
class PropositionLue:
    """What is proposed of a dossier, by whom, on which deposit."""

    version: Annotated[int, Field(description="La version du dossier qu'elle a faite.")]
    depot: Annotated[int, Field(description="Le dépôt sur lequel elle porte.")]
    par: Annotated[AgentDecrit, Field(description="Qui propose.")]
    le: datetime
    sens: Sens
    motifs: Annotated[Sequence[Motif], Field(description="Pourquoi, parmi les critères annoncés.")]
    motivation: Annotated[str | None, Field(description="Pourquoi, en toutes lettres.")]
    territoire_retenu: Annotated[
        TerritoireRetenu | None,
        Field(description="Ce qui serait retenu, si ce n'est pas ce qui a été demandé."),
    ]


async def proposer(
    services: Services,
    id: UUID,
    voulue: Proposition,
    appelant: Appelant,
    si_version: str | None,
    arrivee: datetime,
) -> int:
    """Propose a decision, in place of the one proposed before if any; the version that it makes.

    Raises `Introuvable`, `RegionNonPilote`, `PreconditionRequise`, `InstructionPerimee`,
    `EtatIncompatible`, `LotArrete`, `CorrectionOuverte`, `MotivationAbsente`, `RequeteInvalide` for
    EPCI or communes that nobody knows.
    """
    await _verifier(voulue)
    async with services.base.transaction() as connexion:
        lue = await _ouvrir(connexion, id, appelant, si_version)
        await _verifier_correction(connexion, id, arrivee)
        fait = EvenementProposition(DetailProposition(lue.version + 1))
        version = await noter(connexion, id, fait, appelant, arrivee)
        await connexion.execute(
            insert(proposition).values(
                candidature_id=id,
                version=version,
                depot=lue.rang,
                sens=voulue.sens.value,
                contenu=voulue.model_dump_json(),
                agent=agent_de(appelant),
                le=arrivee,
            )
        )
    return version


async def retirer_la_proposition(
    services: Services,
    id: UUID,
    appelant: Appelant,
    si_version: str | None,
    arrivee: datetime,
) -> int:
    """Take back what is proposed, which stays on record; the version that it makes.

    Raises `PropositionAbsente`, and what `proposer` raises of a dossier.
    """
    async with services.base.transaction() as connexion:
        await _ouvrir(connexion, id, appelant, si_version)
        if await proposition_de(connexion, id) is None:
            raise PropositionAbsente
        await reprendre_la_proposition(connexion, id, arrivee)
        return await noter(connexion, id, EvenementPropositionRetiree(), appelant, arrivee)


async def _ouvrir(
    connexion: AsyncConnection, id: UUID, appelant: Appelant, si_version: str | None
) -> Instruite:
    lue = await ouvrir(connexion, id, appelant, verrou=True)
    await exiger_version(connexion, lue, si_version)
    exiger_le_pilote(lue, appelant)
    if not lue.etat.permet(Acte.PROPOSER):
        raise EtatIncompatible(
            f"La candidature est à l'état « {lue.etat.mots} » : une décision se propose pendant "
            "l'instruction.",
            etat=lue.etat,
        )
    if lue.arretee:
        raise LotArrete
    return lue


async def _verifier_correction(connexion: AsyncConnection, id: UUID, arrivee: datetime) -> None:
    # An answer in time may still come back: until then the last one is as good as open.
    for une in await demandees(connexion, id, arrivee - VALIDITE):
        if une.suivie.issue is None:
            raise CorrectionOuverte(correction=une.suivie.rang, jusqu_au=une.suivie.jusqu_au)


def exiger_le_pilote(lue: Instruite, appelant: Appelant) -> None:
    """Raise `RegionNonPilote` unless the caller reviews the region that leads, or all."""
    if appelant.regions is not None and lue.region_pilote not in appelant.regions:
        pilote = lue.region_pilote and Region(lue.region_pilote)
        raise RegionNonPilote(region_pilote=pilote or None)


def est_motivee(voulue: Proposition) -> bool:
    """Whether a decision says why, which one that accepts need not."""
    motivee = bool(voulue.motifs) and len(voulue.motivation or "") >= MOTIVATION_MIN
    return motivee or voulue.sens is Sens.ACCEPTEE


async def _verifier(voulue: Proposition) -> None:
    if not est_motivee(voulue):
        raise MotivationAbsente
    retenu = voulue.territoire_retenu
    if retenu and (inconnus := await lieux_inconnus(retenu.epci, retenu.communes)):
        raise RequeteInvalide(
            "Un code n'est celui d'aucun EPCI, ou d'aucune commune.", parametres=inconnus
        )


async def reprendre_la_proposition(connexion: AsyncConnection, id: UUID, le: datetime) -> None:
    """What was proposed of a dossier whose rows are locked is no more; it stays on record."""
    await connexion.execute(
        update(proposition)
        .where(proposition.c.candidature_id == id, proposition.c.retiree_le.is_(None))
        .values(retiree_le=le)
    )


_LIRE: Final = (
    select(proposition)
    .where(proposition.c.candidature_id == bindparam("id"))
    .order_by(proposition.c.version.desc())
    .limit(1)
)


async def proposition_de(connexion: AsyncConnection, id: UUID) -> PropositionLue | None:
    """What is proposed of a dossier as things stand; None where nothing is, or no more."""
    ligne: Any = (await connexion.execute(_LIRE, {"id": id})).one_or_none()
    if ligne is None or ligne.retiree_le:
        return None
    agents = await noms_des_agents(connexion, frozenset([ligne.agent]))
    par = agents.get(ligne.agent) or AgentDecrit(ligne.agent, None, None, None)
    lue = Proposition.model_validate_json(ligne.contenu)
    return PropositionLue(
        *(ligne.version, ligne.depot, par, ligne.le),
        *(lue.sens, lue.motifs, lue.motivation, lue.territoire_retenu),
    )
