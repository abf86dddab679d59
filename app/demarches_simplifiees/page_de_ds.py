"""Pages as clients of DS ask for them: so many after a cursor, or so many before one."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple, Self

from sqlalchemy import ColumnElement, Select, tuple_

from app.demarches_simplifiees.demande_graphql import PAGE_MAX
from app.demarches_simplifiees.refus_de_ds import MAUVAISE_DEMANDE, RefusDeDs
from app.demarches_simplifiees.tables import NUMERO_MAX


def instant_de(texte: Any) -> datetime:
    """An instant that a client writes (ISO 8601), in UTC, which it is in without an offset.

    Raises `ValueError` for anything else.
    """
    if not isinstance(texte, str):
        raise ValueError
    lu = datetime.fromisoformat(texte)
    try:
        return lu.astimezone(UTC) if lu.tzinfo else lu.replace(tzinfo=UTC)
    except OverflowError as trop:
        raise ValueError from trop


class Repere(NamedTuple):
    """Where a page begins or ends: an instant, and the number of a dossier."""

    le: datetime
    numero: int

    def ecrire(self) -> str:
        """As DS writes it: it stays good for ever, and holds nothing that is secret."""
        return b64encode(f"{self.le.isoformat()};{self.numero}".encode()).decode()

    @classmethod
    def lire(cls, texte: str) -> Self:
        """The one that was written so; raises `RefusDeDs` for anything else."""
        try:
            le, _, numero = b64decode(texte, validate=True).decode().partition(";")
            lu = cls(instant_de(le), int(numero))
            if not 0 < lu.numero <= NUMERO_MAX:
                raise ValueError
        except ValueError:
            raise RefusDeDs("Curseur inconnu.", MAUVAISE_DEMANDE) from None
        return lu


class Page(NamedTuple):
    """Rows, each with its cursor, and the `PageInfo` that goes with them."""

    lignes: Sequence[tuple[Any, str]]
    infos: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PageDeDs:
    """So many, on from a place or back from it; `rebours`: the last ones come first."""

    nombre: int
    depuis: Repere | None
    en_arriere: bool
    rebours: bool

    @classmethod
    def voulue(
        cls,
        *,
        first: int | None = None,
        last: int | None = None,
        before: str | None = None,
        after: str | None = None,
        order: str | None = None,
    ) -> Self:
        """What these arguments say; raises `RefusDeDs` where they contradict each other."""
        if (first and last) or (before and after):
            raise RefusDeDs("first et last, before et after s'excluent.", MAUVAISE_DEMANDE)
        nombre = min(PAGE_MAX if first is last is None else first or last or 0, PAGE_MAX)
        if nombre < 1:
            raise RefusDeDs("Une page a au moins un dossier.", MAUVAISE_DEMANDE)
        borne = before or after
        arriere = bool(last or before)
        return cls(nombre, Repere.lire(borne) if borne else None, arriere, order == "DESC")

    @property
    def descend(self) -> bool:
        """Whether rows are to be read from the last one on."""
        return self.en_arriere != self.rebours

    def bornee(
        self, enonce: Select[*tuple[Any, ...]], *cles: ColumnElement[Any]
    ) -> Select[*tuple[Any, ...]]:
        """The rows of the page, and one more if there are others; `cles`: the instant and the
        number that they are in the order of, or the number alone."""
        if self.depuis is not None:
            ici, borne = tuple_(*cles), self.depuis[-len(cles) :]
            enonce = enonce.where(ici < borne if self.descend else ici > borne)
        ordre = [cle.desc() if self.descend else cle for cle in cles]
        return enonce.order_by(*ordre).limit(self.nombre + 1)

    def couper(self, lues: Sequence[tuple[Any, Repere]], *, de_plus: bool) -> Page:
        """These rows, read from where each stands, in the order that is asked for; `de_plus`: there
        are others.
        """
        montrees = [(ligne, repere.ecrire()) for ligne, repere in lues]
        if self.en_arriere:
            montrees.reverse()
        borne = self.depuis is not None
        return Page(
            montrees,
            {
                "startCursor": montrees[0][1] if montrees else None,
                "endCursor": montrees[-1][1] if montrees else None,
                "hasNextPage": borne if self.en_arriere else de_plus,
                "hasPreviousPage": de_plus if self.en_arriere else borne,
            },
        )
