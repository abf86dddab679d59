"""The act of finding territories by a few words: what the page shows of them, or their communes."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

from app.publication.referentiels import sans_accents, simplifier

CARACTERES_MAX: Final = 100
_MOTS_MAX: Final = 10
_COMMUNES_DITES: Final = 5


class TerritoireMontre(NamedTuple):
    """A row: its code, its name, its region and its départements (INSEE code, then name), its EPCI
    and communes in words; `trouvees`: those of the communes of its EPCI that were looked for."""

    code: str
    nom: str
    region: str
    nom_de_la_region: str
    departements: Sequence[tuple[str, str]]
    lieux: str
    trouvees: str = ""

    @property
    def dits_departements(self) -> str:
        return ", ".join(f"{nom} ({code})" for code, nom in self.departements)

    @property
    def texte(self) -> str:
        """All that is shown."""
        dit = self.code, self.nom, self.nom_de_la_region, self.dits_departements, self.lieux
        return " ".join(dit)


@dataclass(frozen=True, slots=True)
class _Mot:
    """A word that is looked for: its beginning is enough, but of a number."""

    motif: re.Pattern[str]

    @classmethod
    def lire(cls, mot: str) -> "_Mot":
        fin = r"(?![^\W_])" if mot.isdigit() else ""
        return cls(re.compile(rf"(?<![^\W_]){re.escape(mot)}{fin}"))

    def est_dans(self, texte: str) -> bool:
        return bool(self.motif.search(texte))


def chercher(
    territoires: Iterable[TerritoireMontre], q: str, communes: str
) -> Iterator[TerritoireMontre]:
    """Those that have every word of `q`: accents, case and punctuation do not matter.

    What a territory does not show may be one of its communes, of the table `communes`: it is then
    told which. To be called beside the loop, with at most `CARACTERES_MAX` characters.
    """
    # One letter may stand for eighteen once it is simplified.
    dits = dict.fromkeys(simplifier(q)[:CARACTERES_MAX].split())
    mots = [_Mot.lire(mot) for mot in islice(dits, _MOTS_MAX)]
    siennes = _par_territoire(communes)
    for un in territoires:
        texte = sans_accents(un.texte)
        absents = [mot for mot in mots if not mot.est_dans(texte)]
        if not absents:
            yield un
        elif trouvees := _trouvees(siennes.get(un.code, ()), absents):
            yield un._replace(trouvees=trouvees)


def _par_territoire(communes: str) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Of each code: its communes, as they are and as they are looked for."""
    _, *rangees = csv.reader(io.StringIO(communes, newline=""))
    # All at once: one by one takes ten times longer.
    textes = sans_accents("\n".join(f"{nom} {code}" for code, nom, *_ in rangees)).split("\n")
    siennes = dict[str, list[tuple[str, str]]]()
    for (code, nom, territoires, _), texte in zip(rangees, textes, strict=True):
        for territoire in territoires.split(" ; "):
            siennes.setdefault(territoire, []).append((f"{nom} ({code})", texte))
    return siennes


def _trouvees(communes: Sequence[tuple[str, str]], mots: Sequence[_Mot]) -> str:
    noms = [nom for nom, texte in communes if all(mot.est_dans(texte) for mot in mots)]
    autres = len(noms) - _COMMUNES_DITES
    suite = [f"et {autres} autre{'s' if autres > 1 else ''}"] if autres > 0 else []
    return "; ".join(noms[:_COMMUNES_DITES] + suite)
