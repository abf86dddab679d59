"""Where in a deposit what is looked for was found: a text of it, the words found marked."""

import asyncio
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field
from pydantic_core import from_json
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.formulaire.choix import Region, Rubrique
from app.formulaire.texte_lu import textes_lus
from app.instruction.recherche import Terme
from app.kit.glossary import decrit
from app.publication.referentiels import sans_accents

# Characters of a window on a text, and those that it shares with the one before.
_FENETRE: Final = 1_000
_COMMUN: Final = 300
_AUTOUR: Final = 90  # characters before the first word found; twice as many after it
# A letter or a digit, what is combined with it included.
_ENTIER: Final = r"(?<![^\W_])(?:{})(?![^\W_])"
_MOT: Final = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")


@decrit("Un morceau d'un extrait.")
@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a text; `trouve`: whether it is a word that was looked for."""

    texte: Annotated[str, Field(description="Le texte, tel que déposé.")]
    trouve: Annotated[bool, Field(description="Si c'est un mot cherché.")]


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


@dataclass(frozen=True, slots=True)
class Fouille:
    """What is searched of a dossier: its number, its regions, its snapshot and its files (JSON)."""

    numero: str
    regions: Sequence[str]
    instantane: str
    pieces: str

    def textes(self) -> "Iterator[_Texte]":
        """In the order of the form; the number comes first, files and regions last."""
        yield _texte(None, "Numéro", self.numero)
        for lu in textes_lus(from_json(self.instantane)):
            yield _texte(lu.pointeur, lu.libelle, lu.texte)
        for piece in from_json(self.pieces):
            yield _texte(None, Rubrique(piece["rubrique"]).libelle, piece["nom"])
        for une in self.regions:
            yield _texte(None, "Région concernée", Region(une).libelle)


@dataclass(frozen=True, slots=True)
class _Texte:
    """A text of a dossier, and where it stands; `plat`: without case nor accents."""

    pointeur: str | None
    libelle: str
    texte: str
    plat: str


def _texte(pointeur: str | None, libelle: str, texte: str) -> _Texte:
    return _Texte(pointeur, libelle, texte, sans_accents(texte))


# Of each word that is looked for, those that have the same stem.
_Proches = Mapping[str, Collection[str]]


async def extraits(
    connexion: AsyncConnection, termes: Sequence[Terme], fouilles: Mapping[UUID, Fouille]
) -> dict[UUID, Extrait]:
    """Where each of these, found by `termes`, says it: the text that says most of it.

    No text is read beyond one that says all of it. Where nothing says a word as it is looked for,
    others have the same stem.
    """
    trouves = await asyncio.to_thread(_extraits, termes, fouilles, {})
    incertaines = {id: fouilles[id] for id, (_, tous) in trouves.items() if not tous}
    if incertaines:
        mots = await asyncio.to_thread(_mots_de, incertaines.values())
        proches = await _proches(connexion, termes, mots)
        trouves |= await asyncio.to_thread(_extraits, termes, incertaines, proches)
    return {id: extrait for id, (extrait, _) in trouves.items() if extrait}


def _mots_de(fouilles: Iterable[Fouille]) -> frozenset[str]:
    return frozenset(
        mot for une in fouilles for lu in une.textes() for mot in _MOT.findall(lu.plat)
    )


_PROCHES: Final = text(
    "SELECT voulu, array_agg(mot) AS mots FROM unnest(CAST(:voulus AS text[])) AS voulu "
    "JOIN unnest(CAST(:mots AS text[])) AS mot "
    "ON ts_lexize('french_stem', voulu) = ts_lexize('french_stem', mot) GROUP BY voulu"
)


async def _proches(
    connexion: AsyncConnection, termes: Sequence[Terme], mots: Collection[str]
) -> _Proches:
    if not mots:
        return {}
    voulus = sorted({terme.mots[0] for terme in termes if len(terme.mots) == 1})
    lignes = await connexion.execute(_PROCHES, {"voulus": voulus, "mots": sorted(mots)})
    return {ligne.voulu: ligne.mots for ligne in lignes}


def _extraits(
    termes: Sequence[Terme], fouilles: Mapping[UUID, Fouille], proches: _Proches
) -> dict[UUID, tuple[Extrait | None, bool]]:
    """Of each the passage, and whether all that is looked for was found somewhere."""
    motifs = [_motif(terme, proches) for terme in termes]
    return {id: _extrait(motifs, une.textes()) for id, une in fouilles.items()}


def _motif(terme: Terme, proches: _Proches) -> re.Pattern[str]:
    """What says it in a flat text."""
    if len(terme.mots) > 1:
        return re.compile(_ENTIER.format(r"[\W_]+".join(terme.mots)))
    (voulu,) = terme.mots
    suite = r"[^\W_]*" if terme.debut else ""
    return re.compile(_ENTIER.format("|".join([voulu + suite, *proches.get(voulu, ())])))


def _extrait(
    motifs: Sequence[re.Pattern[str]], textes: Iterable[_Texte]
) -> tuple[Extrait | None, bool]:
    meilleur, dits, vus = None, 0, set[re.Pattern[str]]()
    for lu in textes:
        presents = [motif for motif in motifs if motif.search(lu.plat)]
        vus.update(presents)
        if len(presents) > dits:
            meilleur, dits = (lu, presents), len(presents)
        if dits == len(motifs):
            break
    if meilleur is None:
        return None, False
    lu, presents = meilleur
    extrait = Extrait(lu.pointeur, lu.libelle, _segments(lu.texte, presents))
    return extrait, vus == {*motifs}


def _fenetre(texte: str, motifs: Sequence[re.Pattern[str]]) -> str:
    """The first part of a text that says some of it: to look at each word takes their square."""
    for debut in range(0, len(texte), _FENETRE - _COMMUN):
        partie = texte[debut : debut + _FENETRE]
        if any(motif.search(sans_accents(partie)) for motif in motifs):
            return partie
    return texte[:_FENETRE]


def _segments(texte: str, motifs: Sequence[re.Pattern[str]]) -> list[Segment]:
    """The passage around the first words found."""
    texte = _fenetre(texte, motifs)
    places = [lu.span() for lu in _MOT.finditer(texte)]
    plats = [sans_accents(texte[a:b]) for a, b in places]
    # Where each word begins once they are one after the other.
    debuts = [0, *accumulate(len(plat) + 1 for plat in plats)]
    trouves = [un.span() for motif in motifs for un in motif.finditer(" ".join(plats))]
    vus = [
        place
        for place, debut, plat in zip(places, debuts, plats, strict=False)
        if any(a < debut + len(plat) and debut < b for a, b in trouves)
    ]
    if not vus:
        return [Segment(texte[: 3 * _AUTOUR], trouve=False)]
    ici = next((a for a, _ in places if a >= vus[0][0] - _AUTOUR)) if vus[0][0] > _AUTOUR else 0
    loin = vus[0][0] + 2 * _AUTOUR
    fin = max(b for a, b in places if a <= loin) if loin < places[-1][0] else len(texte)
    segments = list[Segment]()
    for a, b in (vu for vu in vus if vu[0] < fin):
        segments += [Segment(texte[ici:a], trouve=False), Segment(texte[a:b], trouve=True)]
        ici = b
    segments.append(Segment(texte[ici:fin], trouve=False))
    return [segment for segment in segments if segment.texte]
