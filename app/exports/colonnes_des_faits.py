"""Columns of what the service knows beside the form, and the words of their codes."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from app.exports.colonnes_exportees import Colonne, Nature
from app.kit.glossary import enumerations_nommees


def mots(classe: type[Enum]) -> Mapping[str, str]:
    """What each value of an enumeration is called, wherever it is shown."""
    nommees = enumerations_nommees()[classe.__name__]
    return {un.value: nommee.libelle for un, nommee in zip(classe, nommees, strict=True)}


def une(
    cle: str,
    titre: str,
    nature: Nature = Nature.TEXTE,
    choix: Mapping[Any, str] | None = None,
    dans: tuple[str, ...] = (),
) -> Colonne:
    """Of an element of a list, or of what stands at `dans` in it."""
    codes = None if choix is None else {str(code): libelle for code, libelle in choix.items()}
    return Colonne(cle, titre, (*dans, cle), nature, codes)


def du_dossier(
    cle: str,
    titre: str,
    nature: Nature = Nature.TEXTE,
    choix: Mapping[Any, str] | None = None,
) -> Colonne:
    """A member of a row of the list of dossiers."""
    sienne = une(cle, titre, nature, choix)
    return Colonne(cle, titre, ("candidature", cle), nature, sienne.choix, cle)
