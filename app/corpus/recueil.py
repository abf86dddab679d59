"""The corpus: every instance, in order; made when asked for, never kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.corpus.brouillons import brouillons
from app.corpus.caches import caches
from app.corpus.contradictions import contradictions
from app.corpus.ensemble import ensemble
from app.corpus.instance import Instance, UsageInstance
from app.corpus.limites import limites
from app.corpus.rejets import refus
from app.corpus.reponses import choix
from app.corpus.valides import valides
from app.kit.glossary import decrit

_FAMILLES = (valides, choix, limites, refus, contradictions, caches, ensemble, brouillons)


@decrit("Ce que montre une instance du corpus.")
@dataclass(frozen=True, slots=True)
class InstanceResumee:
    """What an index tells of an instance; `codes` are all those expected, a draft's included."""

    nom: str
    titre: str
    usage: UsageInstance
    deposable: bool
    codes: list[str]


@decrit("Les instances du corpus de conformité, pour une version du formulaire.")
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
