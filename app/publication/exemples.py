"""What is published, as the examples of the contract show it: little of what is long."""

from itertools import islice
from typing import Any

from app.corpus.caches import caches
from app.corpus.instance import Instance
from app.corpus.recueil import Corpus, resumer
from app.formulaire.dossier import VERSION
from app.formulaire.schemas_publies import schema_publie
from app.publication.referentiels import Elements, chercher


def schema() -> dict[str, Any]:
    """The shortest of the schemas."""
    return schema_publie("contact-depot")


def corpus() -> Corpus:
    """The index, of three instances."""
    return Corpus(VERSION, [resumer(une) for une in islice(caches(), 3)])


def instance() -> Instance:
    """One of them."""
    return next(caches())


def elements() -> Elements:
    """The EPCI that are found by a word."""
    return chercher("epci", "havre", None, 20)
