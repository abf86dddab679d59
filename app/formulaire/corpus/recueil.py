"""The corpus: every instance, in order; made when asked for, never kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.formulaire.corpus.brouillons import brouillons
from app.formulaire.corpus.caches import caches
from app.formulaire.corpus.choix import choix
from app.formulaire.corpus.contradictions import contradictions
from app.formulaire.corpus.ensemble import ensemble
from app.formulaire.corpus.instance import Instance, UsageInstance
from app.formulaire.corpus.limites import limites
from app.formulaire.corpus.refus import refus
from app.formulaire.corpus.valides import valides

_FAMILLES = (valides, choix, limites, refus, contradictions, caches, ensemble, brouillons)


@dataclass(frozen=True, slots=True)
class InstanceResumee:
    """What an index tells of an instance; `codes` are all those expected, a draft's included."""

    nom: str
    titre: str
    usage: UsageInstance
    deposable: bool
    codes: list[str]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The instances for a version of the form."""

    version: str
    instances: list[InstanceResumee]


def instances() -> Iterator[Instance]:
    """Generate the corpus: the same every time, without chance, clock or network."""
    for famille in _FAMILLES:
        yield from famille()


def resumer(instance: Instance) -> InstanceResumee:
    """What the index tells of an instance."""
    attendu = instance.attendu
    ecarts = [*attendu.erreurs, *attendu.avertissements, *attendu.forme]
    codes = sorted({ecart.code for ecart in ecarts})
    return InstanceResumee(instance.nom, instance.titre, instance.usage, attendu.deposable, codes)
