"""Where in a deposit what is looked for was found: a text of it, the words found marked."""

import asyncio
import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from os.path import commonprefix
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.formulaire.texte_lu import nommer
from app.instruction.fouille import ENTRE, Fouille, Partie
from app.instruction.passage import Segment, passage_de
from app.instruction.recherche import Terme
from app.kit.glossary import decrit

_PREMIERES: Final = 5  # of a page: the other forms that they say are looked for in the rest


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


_ENTRE_MOTS: Final = rf"(?:[^\w{ENTRE}]|_)+"
# What says a word or a phrase in a flat text.
_Motif = re.Pattern[str]
# Of each word that is looked for, those that have the same stem.
_Proches = Mapping[str, Collection[str]]


async def extraits(
    connexion: AsyncConnection, termes: Sequence[Terme], fouilles: Mapping[UUID, Fouille]
) -> dict[UUID, Extrait]:
    """Where each of these, found by `termes`, says it: the text that says most of it.

    No text is read beyond one that says all of it. Where nothing says a word as it is looked for,
    others have the same stem: those that the first few say are looked for in the rest at once,
    for a dossier that does not say it is read to its end.
    """
    trouves: dict[UUID, tuple[Extrait | None, bool]] = {}
    proches: _Proches = {}
    toutes = [*fouilles.items()]
    for lot in filter(None, (dict(toutes[:_PREMIERES]), dict(toutes[_PREMIERES:]))):
        mots = set[str]()
        trouves |= await asyncio.to_thread(_extraits, termes, lot, proches, mots)
        incertaines = {id: une for id, une in lot.items() if not trouves[id][1]}
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

    `mots` receives, of those where it was not, the words that may have the stem of one looked for:
    it keeps the first two letters of a word.
    """
    motifs = [_motif(terme, proches) for terme in termes]
    debuts = "|".join({_commence(seul[:2]) for seul in _seuls(termes)})
    parents = re.compile(rf"(?:{debuts})[^\W_]*") if debuts else None
    trouves: dict[UUID, tuple[Extrait | None, bool]] = {}
    for id, une in fouilles.items():
        plats = list[str]()
        trouves[id] = _extrait(motifs, une.parties(), plats)
        if parents and not trouves[id][1]:
            mots.update(*map(parents.findall, plats))
    return trouves


def _commence(debut: str) -> str:
    """The beginning of a word: what is before is looked at only where its letters are."""
    return rf"{debut}(?<![^\W_]{debut})"


def _motif(terme: Terme, proches: _Proches) -> _Motif:
    """What says it in a flat text."""
    voulu, *suivants = terme.mots
    autres = () if suivants else proches.get(voulu, ())
    debut = commonprefix([voulu, *autres])  # noqa: RUF071 -- of words, not of paths
    suite = _ENTRE_MOTS.join(["", *suivants]) + (r"[^\W_]*" if terme.debut else "")
    fins = "|".join([voulu[len(debut) :] + suite, *(autre[len(debut) :] for autre in autres)])
    return re.compile(rf"{_commence(debut)}(?:{fins})(?![^\W_])")


def _extrait(
    motifs: Sequence[_Motif], parties: Iterable[Partie], plats: list[str]
) -> tuple[Extrait | None, bool]:
    """`plats` receives what was read."""
    meilleur, dits, vus = None, list[_Motif](), set[_Motif]()
    for partie in parties:
        plats.append(partie.plat)
        possibles = [motif for motif in motifs if motif.search(partie.plat)]
        vus.update(possibles)
        if len(possibles) > len(dits):
            rang, presents = _dit_le_plus(possibles, partie)
            if len(presents) > len(dits):
                meilleur, dits = partie.textes[rang], presents
        if len(dits) == len(motifs):
            break
    if meilleur is None:
        return None, False
    lieu, texte = meilleur
    endroit = (None, lieu) if isinstance(lieu, str) else nommer(lieu)
    return Extrait(*endroit, passage_de(texte, dits)), vus.issuperset(motifs)


def _dit_le_plus(motifs: Sequence[_Motif], partie: Partie) -> tuple[int, list[_Motif]]:
    """The rank of the text that says most of it, the first such one, and what it says."""
    fins = [*accumulate(len(texte) + len(ENTRE) for texte in partie.plat.split(ENTRE))]
    dits = defaultdict[int, list[_Motif]](list)
    for motif in motifs:
        for rang in {bisect(fins, un.start()) for un in motif.finditer(partie.plat)}:
            dits[rang].append(motif)
    return min(dits.items(), key=lambda un: (-len(un[1]), un[0]))
