"""What who is consulted reads: the question, the deposit as they are shown it, what they wrote."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field, TypeAdapter
from sqlalchemy import ColumnElement, Text, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.avis.queries import LECTURE, AvisOuvert, ouvrir_avis, reponses_de
from app.avis.reponse import ReponseEbauchee, ReponseEnvoyee
from app.avis.vocabulaire import Fonction, NomDeSection
from app.candidatures.representation import DossierBrouillon
from app.depots.accuse import PieceRecue
from app.depots.tables import depot
from app.formulaire.choix import Rubrique
from app.formulaire.ouverture import ou_se_rangent
from app.kit.glossary import decrit
from app.kit.services import Services
from app.kit.web.problems import Introuvable
from app.pieces_jointes.pieces import trouver
from app.pieces_jointes.representation import PieceJointe

_PIECES: Final = TypeAdapter(list[PieceRecue])


@decrit("Un avis demandé, sans le dossier.")
@dataclass(frozen=True, slots=True)
class AvisResume:
    """An opinion that is asked for, as who is consulted reads it, the deposit apart."""

    numero: str
    depot: int
    recu_le: datetime
    version_formulaire: str
    fonction: Annotated[Fonction, Field(description="À quel titre vous êtes consulté.")]
    question: Annotated[str, Field(description="Ce qui vous est demandé.")]
    echeance: Annotated[datetime, Field(description="Une réponse s'envoie avant cet instant.")]
    ouvert: Annotated[bool, Field(description="Si une réponse peut encore être envoyée.")]
    lisible_avant: Annotated[
        datetime, Field(description="Rien ne se lit plus à partir de cet instant.")
    ]
    sections: Annotated[list[NomDeSection], Field(description="Les sections montrées.")]
    pieces: list[PieceRecue]
    brouillon: Annotated[
        ReponseEbauchee | None, Field(description="La réponse qui se prépare, s'il y en a une.")
    ]
    reponses: Annotated[
        list[ReponseEnvoyee], Field(description="Les réponses envoyées ; la dernière compte.")
    ]


@decrit("Un avis demandé, avec ce qui est montré du dépôt.")
@dataclass(frozen=True, slots=True)
class AvisConsulte(AvisResume):
    """An opinion that is asked for, with the sections of the deposit that are shown."""

    instantane: DossierBrouillon


_RESUME: Final = TypeAdapter(AvisResume)


async def consulter(services: Services, appelant: Appelant, arrivee: datetime) -> bytes:
    """The JSON of an `AvisConsulte`; raises `JetonRefuse`."""
    async with services.base.lecture() as connexion:
        lu = await ouvrir_avis(connexion, appelant, arrivee)
        c = depot.c
        lues = (c.recu_le, c.version_formulaire, c.pieces, _montre(lu.sections))
        depose = await _depose(connexion, lu, *lues)
        reponses = await reponses_de(connexion, lu.id)
    return _montrer(lu, depose, reponses, arrivee)


async def piece_consultee(
    services: Services, appelant: Appelant, id: UUID, arrivee: datetime
) -> PieceJointe:
    """A file of the deposit that is shown; raises `JetonRefuse`, `Introuvable`."""
    async with services.base.lecture() as connexion:
        lu = await ouvrir_avis(connexion, appelant, arrivee)
        depose = await _depose(connexion, lu, depot.c.pieces)
        if id not in {piece.id for piece in _montrees(depose.pieces, lu.sections)}:
            raise Introuvable
        return await trouver(connexion, lu.candidature_id, id, deposee=True)


async def _depose(connexion: AsyncConnection, lu: AvisOuvert, *lues: ColumnElement[Any]) -> Any:
    ici = depot.c.candidature_id == lu.candidature_id, depot.c.rang == lu.depot
    return (await connexion.execute(select(*lues).where(*ici))).one()


def _montre(sections: Collection[str]) -> ColumnElement[str]:
    """The JSON of these sections of a deposit: the others do not leave the database."""
    section = func.jsonb_each(depot.c.instantane).table_valued("key", "value")
    siennes = func.jsonb_object_agg(section.c.key, section.c.value)
    montre = select(func.coalesce(cast(siennes, Text), "{}")).where(section.c.key.in_(sections))
    return montre.correlate(depot).scalar_subquery().label("montre")


def _montrer(lu: AvisOuvert, depose: Any, reponses: list[ReponseEnvoyee], le: datetime) -> bytes:
    ebauche = lu.brouillon and ReponseEbauchee.model_validate_json(lu.brouillon)
    resume = AvisResume(
        numero=lu.numero,
        depot=lu.depot,
        recu_le=depose.recu_le,
        version_formulaire=depose.version_formulaire,
        fonction=Fonction(lu.fonction),
        question=lu.question,
        echeance=lu.echeance,
        ouvert=le < lu.echeance,
        lisible_avant=lu.echeance + LECTURE,
        sections=[NomDeSection(nom) for nom in lu.sections],
        pieces=_montrees(depose.pieces, lu.sections),
        brouillon=ebauche or None,
        reponses=reponses,
    )
    return b'%b,"instantane":%b}' % (_RESUME.dump_json(resume)[:-1], depose.montre.encode())


def _montrees(pieces: str, sections: Collection[str]) -> list[PieceRecue]:
    rubriques = rubriques_de(sections)
    return [une for une in _PIECES.validate_json(pieces) if une.rubrique in rubriques]


def rubriques_de(sections: Collection[str]) -> Sequence[Rubrique]:
    """The places for files of these sections."""
    return [une for une in Rubrique if ou_se_rangent(une).split("/")[1] in sections]
