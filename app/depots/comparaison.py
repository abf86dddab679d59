"""What changed from one deposit to another."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Annotated, Final, NamedTuple
from uuid import UUID

from pydantic import Field, TypeAdapter
from pydantic_core import from_json
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.depots.accuse import PieceRecue
from app.depots.refus import VersionsDifferentes
from app.depots.tables import depot
from app.formulaire.differences import Changement, Operation, comparer
from app.formulaire.versions import VersionInconnue, rebaser
from app.kit.glossary import decrit
from app.kit.services import Services
from app.kit.web.problems import Introuvable


@decrit("Un fichier que l'un des deux dépôts compte, et l'autre non.")
@dataclass(frozen=True, slots=True)
class PieceChangee:
    """A file that one of two deposits has: `remplacement` if the other has another of that name.

    One that was given another name is a `retrait` and an `ajout` of the same content.
    """

    rubrique: str
    nom: str
    operation: Operation
    empreinte_avant: str | None
    empreinte_apres: str | None


@decrit("Ce qui change d'un dépôt à un autre : rien, si les deux listes sont vides.")
@dataclass(frozen=True, slots=True)
class Comparaison:
    """What makes the deposit of rank `a` of that of rank `de`, of the same candidature."""

    de: Annotated[int, Field(description="Le rang du dépôt dont on part.")]
    a: Annotated[int, Field(description="Le rang du dépôt auquel on arrive.")]
    changements: list[Changement]
    pieces: list[PieceChangee]


class Depose(NamedTuple):
    """What is compared of a deposit: its rank, its texts as PostgreSQL writes them."""

    rang: int
    version_formulaire: str
    instantane: str
    pieces: str


_PIECES: Final = TypeAdapter(list[PieceRecue])
_COMPARAISON: Final = TypeAdapter(Comparaison)
_DEUX: Final = select(
    depot.c.rang, depot.c.version_formulaire, depot.c.instantane, depot.c.pieces
).where(
    depot.c.candidature_id == bindparam("id"),
    depot.c.rang.in_(bindparam("rangs", expanding=True)),
)


async def lire_deux(
    connexion: AsyncConnection, candidature_id: UUID, de: int, a: int
) -> tuple[Depose, Depose]:
    """Two deposits, perhaps the same one, of a candidature that may be read.

    Raises `Introuvable` if it lacks one of them.
    """
    lignes = await connexion.execute(_DEUX, {"id": candidature_id, "rangs": [de, a]})
    deposes = {ligne.rang: Depose(*ligne) for ligne in lignes}
    if de not in deposes or a not in deposes:
        raise Introuvable
    return deposes[de], deposes[a]


async def representer_comparaison(
    services: Services, abonne: str, deux: tuple[Depose, Depose]
) -> bytes:
    """The JSON of their `Comparaison`, made beside the loop if they are large.

    Raises `VersionsDifferentes`, and `Indisponible` if there is no room for it. To be called
    without a connection: one may wait for that room.
    """
    taille = sum(len(un.instantane) + len(un.pieces) for un in deux)
    return await services.etabli.faire(abonne, taille, en_json, *deux)


def en_json(de: Depose, a: Depose) -> bytes:
    """As JSON, what `comparer_depots` tells."""
    return _COMPARAISON.dump_json(comparer_depots(de, a))


def comparer_depots(de: Depose, a: Depose) -> Comparaison:
    """What changed; raises `VersionsDifferentes` for what today's form cannot read as one.

    Deposits of one version are compared as they are. Of two, both are read as today's form does.
    """
    un, autre = from_json(de.instantane), from_json(a.instantane)
    if de.version_formulaire != a.version_formulaire:
        try:
            un = rebaser(un, de.version_formulaire).dossier
            autre = rebaser(autre, a.version_formulaire).dossier
        except VersionInconnue:
            raise VersionsDifferentes(
                versions=[de.version_formulaire, a.version_formulaire]
            ) from None
    pieces = (_PIECES.validate_json(un.pieces) for un in (de, a))
    return Comparaison(de.rang, a.rang, comparer(un, autre), comparer_pieces(*pieces))


def comparer_pieces(avant: Sequence[PieceRecue], apres: Sequence[PieceRecue]) -> list[PieceChangee]:
    """The files told apart by rubrique, name and content; those of `avant` first."""
    empreintes = defaultdict[tuple[str, str], tuple[list[str], list[str]]](lambda: ([], []))
    for cote, pieces in enumerate((avant, apres)):
        for piece in pieces:
            empreintes[piece.rubrique, piece.nom][cote].append(piece.empreinte)
    return [
        PieceChangee(*lieu, _operation(un, autre), un, autre)
        for lieu, cotes in empreintes.items()
        for un, autre in zip_longest(_sauf(*cotes), _sauf(*reversed(cotes)))
    ]


def _sauf(empreintes: list[str], communes: list[str]) -> list[str]:
    """Without what both have, as often as both do."""
    return [*(Counter(empreintes) - Counter(communes)).elements()]


def _operation(avant: str | None, apres: str | None) -> Operation:
    if avant is None:
        return Operation.AJOUT
    return Operation.REMPLACEMENT if apres else Operation.RETRAIT
