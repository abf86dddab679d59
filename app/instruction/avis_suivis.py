"""The opinions asked on a dossier, and what was answered, as reviewers read them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import AgentDecrit, noms_des_agents
from app.avis.pieces_d_avis import Pieces, pieces_nommees
from app.avis.queries import reponses_de
from app.avis.refus import AvisAbsent
from app.avis.reponse import ReponseEnvoyee
from app.avis.tables import avis, avis_rendu
from app.avis.vocabulaire import Fonction, NomDeSection, SensAvis
from app.instruction.queries import Instruite
from app.kit.glossary import decrit, nomme


@decrit(
    "Où en est un avis demandé : attendu, en retard (son échéance est passée), rendu, révoqué, ou "
    "clos (la candidature ne s'instruit plus, ou ce qui en est décidé est arrêté)."
)
@nomme(
    attendu="Attendu",
    en_retard="En retard",
    rendu="Rendu",
    revoque="Révoqué",
    clos="Clos sans réponse",
)
class StatutAvis(StrEnum):
    """Where an opinion stands."""

    ATTENDU = "attendu"
    EN_RETARD = "en_retard"
    RENDU = "rendu"
    REVOQUE = "revoque"
    CLOS = "clos"


@decrit("Un avis demandé, et sa dernière réponse.")
@dataclass(frozen=True, slots=True)
class AvisSuivi:
    """An opinion that was asked for, and the answer that counts."""

    id: UUID
    depot: Annotated[int, Field(description="Le dépôt montré, le dernier à la demande.")]
    courriel: Annotated[str, Field(description="L'adresse de qui est consulté.")]
    fonction: Annotated[Fonction, Field(description="À quel titre il l'est.")]
    question: Annotated[str, Field(description="Ce qui lui est demandé.")]
    sections: Annotated[
        Sequence[NomDeSection], Field(description="Les sections du formulaire montrées.")
    ]
    echeance: Annotated[datetime, Field(description="Une réponse s'envoie avant cet instant.")]
    demande_le: Annotated[datetime, Field(description="L'instant où il a été demandé.")]
    par: Annotated[AgentDecrit, Field(description="Qui l'a demandé.")]
    statut: StatutAvis
    revoque_le: Annotated[
        datetime | None, Field(description="L'instant où il a été révoqué, s'il l'a été.")
    ]
    reponse: Annotated[
        ReponseEnvoyee | None, Field(description="La réponse qui compte, s'il y en a une.")
    ]


@decrit("Un avis demandé, et toutes ses réponses.")
@dataclass(frozen=True, slots=True)
class AvisDetaille(AvisSuivi):
    """The same, with all that was sent."""

    reponses: Annotated[
        Sequence[ReponseEnvoyee], Field(description="Les réponses envoyées ; la dernière compte.")
    ]


@decrit("Les avis demandés sur un dossier, du premier au dernier.")
@dataclass(frozen=True, slots=True)
class AvisSuivis:
    """All those of a dossier, oldest first."""

    avis: Annotated[list[AvisSuivi], Field(description="Les avis, du premier au dernier.")]


def _enonce(id: UUID) -> Select[*tuple[Any, ...]]:
    dernier = and_(avis_rendu.c.avis_id == avis.c.id, avis_rendu.c.envoi == avis.c.envois)
    return (
        select(avis, avis_rendu.c.texte, avis_rendu.c.pieces)
        .outerjoin(avis_rendu, dernier)
        .where(avis.c.candidature_id == id)
        .order_by(avis.c.version)
    )


async def avis_de(connexion: AsyncConnection, lue: Instruite, le: datetime) -> list[AvisSuivi]:
    """Those of a dossier that the caller may see, as of this instant."""
    lignes = (await connexion.execute(_enonce(lue.id))).all()
    agents = await noms_des_agents(connexion, frozenset(ligne.agent for ligne in lignes))
    nommees = {piece for ligne in lignes for piece in ligne.pieces or ()}
    vus = _Vus(agents, await pieces_nommees(connexion, nommees), lue.consultable, le)
    return [vus.suivi(ligne) for ligne in lignes]


async def un_avis_de(
    connexion: AsyncConnection, lue: Instruite, voulu: UUID, le: datetime
) -> AvisDetaille:
    """One of them, with all that was sent; raises `AvisAbsent`."""
    ligne = (await connexion.execute(_enonce(lue.id).where(avis.c.id == voulu))).one_or_none()
    if ligne is None:
        raise AvisAbsent
    agents = await noms_des_agents(connexion, frozenset([ligne.agent]))
    reponses = await reponses_de(connexion, voulu)
    pieces = Pieces((une.id, une) for reponse in reponses for une in reponse.pieces)
    suivi = _Vus(agents, pieces, lue.consultable, le).suivi(ligne)
    telle = {champ.name: getattr(suivi, champ.name) for champ in fields(suivi)}
    return AvisDetaille(**telle, reponses=reponses)


@dataclass(frozen=True, slots=True)
class _Vus:
    """What the rows of a dossier's opinions are read with."""

    agents: dict[UUID, AgentDecrit]
    pieces: Pieces
    consultable: bool
    le: datetime

    def suivi(self, ligne: Any) -> AvisSuivi:
        return AvisSuivi(
            id=ligne.id,
            depot=ligne.depot,
            courriel=ligne.courriel,
            fonction=Fonction(ligne.fonction),
            question=ligne.question,
            sections=[NomDeSection(nom) for nom in ligne.sections],
            echeance=ligne.echeance,
            demande_le=ligne.demande_le,
            par=self.agents.get(ligne.agent) or AgentDecrit(ligne.agent, None, None, None),
            statut=_statut(ligne, self.le, consultable=self.consultable),
            revoque_le=ligne.revoque_le,
            reponse=self._reponse(ligne) if ligne.envois else None,
        )

    def _reponse(self, ligne: Any) -> ReponseEnvoyee:
        sens, pieces = SensAvis(ligne.sens), self.pieces.de(ligne.pieces)
        return ReponseEnvoyee(ligne.envois, sens, ligne.texte, ligne.rendu_le, pieces)


def _statut(ligne: Any, le: datetime, *, consultable: bool) -> StatutAvis:
    if ligne.envois:
        return StatutAvis.RENDU
    if ligne.revoque_le:
        return StatutAvis.REVOQUE
    if not consultable:
        return StatutAvis.CLOS
    return StatutAvis.ATTENDU if le < ligne.echeance else StatutAvis.EN_RETARD
