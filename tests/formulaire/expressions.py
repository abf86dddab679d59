"""RE2, which Go runs, and PCRE, which PHP and Perl run: whether they recognise a text."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

# Neither has types, nor stubs that say some.
_re2: Final[Any] = import_module("re2")
_pcre2: Final[Any] = import_module("pcre2")


def selon_re2(motif: str, textes: Sequence[str]) -> list[bool]:
    """Whether RE2 matches each text; raises `re2.error` when it does not read the pattern."""
    expression = _re2.compile(motif)
    return [expression.search(texte) is not None for texte in textes]


def selon_pcre(motif: str, textes: Sequence[str]) -> list[bool]:
    """Whether PCRE matches each text, read as UTF-8; raises when it does not read the pattern."""
    expression = _pcre2.compile(motif)
    return [expression.search(texte) is not None for texte in textes]
