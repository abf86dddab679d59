"""Where in a deposit what is looked for was found: a text of it, the words found marked."""

import asyncio
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, NamedTuple
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.formulaire.texte_lu import TexteLu
from app.instruction.fouille import ENTRE, Autour, Fouille, Partie
from app.instruction.passage import Segment, passage_de
from app.instruction.recherche import Terme
from app.kit.glossary import decrit

_ENTIER: Final = r"(?<![^\W_])(?:{})(?![^\W_])"


@decrit("Où ce qui est cherché a été trouvé : un passage du dernier dépôt.")
@dataclass(frozen=True, slots=True)
class Extrait:
    """A passage of the last deposit, in the order of the text."""

    pointeur: Annotated[
        str | None,
        Field(description="La réponse (RFC 6901) ; nul pour le numéro, une région ou un fichier."),
    ]
    libelle: Annotated[str, Field(description="Comment le formulaire nomme cet endroit.")]
    segments: Annotated[list[Segment], Field(description="Le passage, du début à la fin.")]


class _Motif(NamedTuple):
    """How what is looked for is said: in `indices` at least, which is soon seen."""

    indices: Sequence[str]
    exact: re.Pattern[str]

    def dans(self, plat: str) -> bool:
        """Whether a text without case nor accents says it."""
        return any(indice in plat for indice in self.indices) and bool(self.exact.search(plat))


# Of each word that is looked for, those that have the same stem.
_Proches = Mapping[str, Collection[str]]


async def extraits(
    connexion: AsyncConnection, termes: Sequence[Terme], fouilles: Mapping[UUID, Fouille]
) -> dict[UUID, Extrait]:
    """Where each of these, found by `termes`, says it: the text that says most of it.

    No text is read beyond one that says all of it. Where nothing says a word as it is looked for,
    others have the same stem.
    """
    mots = set[str]()
    trouves = await asyncio.to_thread(_extraits, termes, fouilles, {}, mots)
    incertaines = {id: fouilles[id] for id, (_, tous) in trouves.items() if not tous}
    if incertaines and mots:
        proches = await _proches(connexion, _seuls(termes), mots)
        trouves |= await asyncio.to_thread(_extraits, termes, incertaines, proches, mots)
    return {id: extrait for id, (extrait, _) in trouves.items() if extrait}


def _seuls(termes: Sequence[Terme]) -> list[str]:
    """The words that are looked for by their stem too: those of a phrase are not."""
    return sorted({terme.mots[0] for terme in termes if len(terme.mots) == 1})


_PROCHES: Final = text(
    "SELECT voulu, array_agg(mot) AS mots FROM unnest(CAST(:voulus AS text[])) AS voulu "
    "JOIN unnest(CAST(:mots AS text[])) AS mot "
    "ON ts_lexize('french_stem', voulu) = ts_lexize('french_stem', mot) GROUP BY voulu"
)


async def _proches(
    connexion: AsyncConnection, voulus: Sequence[str], mots: Collection[str]
) -> _Proches:
    lignes = await connexion.execute(_PROCHES, {"voulus": voulus, "mots": sorted(mots)})
    return {ligne.voulu: ligne.mots for ligne in lignes}


def _extraits(
    termes: Sequence[Terme], fouilles: Mapping[UUID, Fouille], proches: _Proches, mots: set[str]
) -> dict[UUID, tuple[Extrait | None, bool]]:
    """Of each the passage, and whether all that is looked for was found somewhere.

    `mots` receives the words read that may have the stem of one looked for: it keeps the first two
    letters of a word.
    """
    motifs = [_motif(terme, proches) for terme in termes]
    debuts = "|".join({seul[:2] for seul in _seuls(termes)})
    parents = re.compile(rf"(?<![^\W_])(?:{debuts})[^\W_]*") if debuts else None

    def lues(une: Fouille) -> Iterator[Partie]:
        for partie in une.parties():
            mots.update(parents.findall(partie.plat) if parents else ())
            yield partie

    return {id: _extrait(motifs, lues(une)) for id, une in fouilles.items()}


def _motif(terme: Terme, proches: _Proches) -> _Motif:
    """What says it in a flat text."""
    if len(terme.mots) > 1:
        suivis = r"[\W_]+".join(terme.mots)
        return _Motif(terme.mots[:1], re.compile(_ENTIER.format(suivis)))
    (voulu,) = terme.mots
    suite = r"[^\W_]*" if terme.debut else ""
    autres = proches.get(voulu, ())
    exact = re.compile(_ENTIER.format("|".join([voulu + suite, *autres])))
    return _Motif([voulu, *autres], exact)


def _extrait(motifs: Sequence[_Motif], parties: Iterable[Partie]) -> tuple[Extrait | None, bool]:
    meilleur, dits, vus = None, list[_Motif](), set[re.Pattern[str]]()
    for lu, presents in _disant(motifs, parties):
        vus.update(motif.exact for motif in presents)
        if len(presents) > len(dits):
            meilleur, dits = lu, presents
        if len(dits) == len(motifs):
            break
    if meilleur is None:
        return None, False
    segments = passage_de(meilleur.texte, [motif.exact for motif in dits])
    return Extrait(meilleur.pointeur, meilleur.libelle, segments), vus == {
        motif.exact for motif in motifs
    }


def _disant(
    motifs: Sequence[_Motif], parties: Iterable[Partie]
) -> Iterator[tuple[TexteLu | Autour, list[_Motif]]]:
    """The texts that say some of it, and what they say of it."""
    for partie in parties:
        if possibles := [motif for motif in motifs if motif.dans(partie.plat)]:
            for lu, plat in zip(partie.textes, partie.plat.split(ENTRE), strict=True):
                if presents := [motif for motif in possibles if motif.dans(plat)]:
                    yield lu, presents
