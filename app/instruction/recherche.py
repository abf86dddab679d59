"""Words that are looked for in all that was deposited, as PostgreSQL is asked for them.

`app/depots/inscription.py` says what is indexed: every word as it is, and its stem.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Uuid,
    any_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import TSQUERY, array
from sqlalchemy.ext.asyncio import AsyncConnection

from app.depots.inscription import mot_du_titre
from app.depots.tables import instruction
from app.instruction.queries import ecrit, inscrites
from app.publication.referentiels import simplifier

_SIMPLE: Final[ColumnElement[Any]] = literal_column("'pg_catalog.simple'::regconfig")
_FRANCAIS: Final[ColumnElement[Any]] = literal_column("'pg_catalog.french'::regconfig")
_GUILLEMETS: Final = str.maketrans(dict.fromkeys("«»“”„", '"'))


BEAUCOUP: Final = 1_000  # dossiers found


@dataclass(frozen=True, slots=True)
class Terme:
    """A word, or the words of a phrase one after the other, as `simplifier` makes them.

    `debut`: the beginning of a word is enough, of who is still typing.
    """

    mots: Sequence[str]
    debut: bool = False


def lire_termes(q: str) -> Sequence[Terme]:
    """All of these are looked for: phrases are between quotes, the last word may be a beginning."""
    *lus, dernier = _termes(q) or [Terme([])]
    if len(dernier.mots) == 1:
        dernier = Terme(dernier.mots, debut=True)
    return [*lus, dernier] if dernier.mots else []


def _termes(q: str) -> list[Terme]:
    return [
        terme
        for rang, morceau in enumerate(q.translate(_GUILLEMETS).split('"'))
        for terme in _du_morceau(simplifier(morceau).split(), entre_guillemets=rang % 2 == 1)
    ]


def _du_morceau(mots: Sequence[str], *, entre_guillemets: bool) -> Iterator[Terme]:
    if entre_guillemets and mots:
        yield Terme(mots)
    elif not entre_guillemets:
        yield from (Terme([mot]) for mot in mots)


def trouve(q: str, *, au_titre: bool | None = None) -> ColumnElement[bool]:
    """Whether all is in a row of `instruction`; what holds no word is in every one.

    `au_titre`: and whether its number and name have all these words, or not.
    """
    requete = _requete(q, au_titre)
    return true() if requete is None else instruction.c.recherche.op("@@")(requete)


def trouve_par_l_index(q: str, *, au_titre: bool | None = None) -> ColumnElement[bool]:
    """The same, of a query that is not known when it is planned.

    Reading all rows would be taken for cheap: the words of each are stored aside, at a cost that
    no plan counts.
    """
    requete = _requete(q, au_titre)
    if requete is None:
        return true()
    return instruction.c.recherche.op("@@")(select(requete).scalar_subquery())


def _requete(q: str, au_titre: bool | None) -> ColumnElement[Any] | None:
    if not (termes := lire_termes(q)):
        return None
    cherches = [_cherche(terme) for terme in termes]
    if au_titre is not None:
        cherches.append(_au_titre(termes, au_titre))
    return reduce(lambda a, b: a.op("&&")(b), cherches)


async def chercher(
    connexion: AsyncConnection,
    q: str,
    regions: Collection[str] | None,
    *,
    au_titre: bool | None = None,
    toutes: bool = False,
) -> ColumnElement[bool]:
    """What `trouve` is, said so that a page reads no more than it has to (`toutes`: all of them).

    Where few are found, they are named. Where many are, a page of the newest is soon full: reading
    on until it is costs less than sorting all, which the planner cannot know. It would look each of
    all of them up in turn as well, rather than read what there is and see whether it is found.
    """
    trouvees = inscrites(regions, trouve_par_l_index(q, au_titre=au_titre))
    connues = await connexion.scalar(_si_peu(trouvees))
    if connues is not None:
        ids = bindparam(None, connues, type_=ARRAY(Uuid), unique=True)
        return instruction.c.candidature_id == any_(ids)
    if toutes:
        return instruction.c.candidature_id.in_(trouvees.correlate(None)).is_(true())
    return au_fil(q, au_titre=au_titre)


def _si_peu(trouvees: Select[UUID]) -> Select[Sequence[UUID] | None]:
    """The statement of these ids in one value, null if they are many."""
    premieres = trouvees.limit(ecrit(BEAUCOUP + 1)).subquery()
    ids = func.array_agg(premieres.c.candidature_id, type_=ARRAY(Uuid))
    peu = func.count() <= BEAUCOUP
    return select(case((peu, func.coalesce(ids, array([], type_=Uuid))))).select_from(premieres)


def au_fil(q: str, *, au_titre: bool | None = None) -> ColumnElement[bool]:
    """What `trouve` is, of rows that are read in another order than that of the words."""
    return trouve(q, au_titre=au_titre).is_(true())


def _cherche(terme: Terme) -> ColumnElement[Any]:
    # Letters and digits alone, one space between them: nothing that means something in a query.
    if len(terme.mots) > 1:
        return func.phraseto_tsquery(_SIMPLE, ecrit(" ".join(terme.mots)))
    (mot,) = terme.mots
    racine = func.to_tsquery(_FRANCAIS, ecrit(mot))
    # The whole word beside its beginning: how many have it is known, and says how to go.
    tel_quel = func.to_tsquery(_SIMPLE, ecrit(f"{mot}:* | {mot}" if terme.debut else mot))
    return tel_quel.op("||")(racine)


def _au_titre(termes: Sequence[Terme], dits: bool) -> ColumnElement[Any]:
    """Whether the number and the name say all these words, or not."""
    mots = (
        f"'{mot_du_titre(mot)}'{':*' if terme.debut else ''}"
        for terme in termes
        for mot in terme.mots
    )
    return cast(ecrit(f"{'' if dits else '!'}({' & '.join(mots)})"), TSQUERY)
