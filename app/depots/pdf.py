"""The receipt as a tagged PDF (PDF/UA-1), for those who print or file it.

The JSON receipt is the one that is signed; this says the same to a human eye.
"""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import typst

from app.depots.accuse import CONSTATS, PARIS, Accuse, date_en_lettres

# What the fonts bundled in typst can draw: Latin, Greek, Cyrillic, usual punctuation. PDF/UA
# forbids a missing glyph, so an emoji in a file name would otherwise deny the whole receipt. A mark
# is drawn within its letter only: beside some letters, no font has a glyph for it.
_DESSINABLES = re.compile(
    r"[ -~\u00a1-\u00ac\u00ae-\u04ff\u1e00-\u1fff\u2010-\u2027\u2030-\u203a\u20ac\u2116\u2122]"
)
_MOT_LONG = re.compile(r"[^\s\u200b]{30,}")
_INSECABLES = re.compile(r" (?=[:;])|(?<= [LR]\.) |(?<=\bart\.) ")


def accuse_pdf(accuse: Accuse) -> bytes:
    """The PDF of a receipt: same receipt, same bytes. Blocks for some 20 ms.

    Raises `typst.TypstError` if the document breaks PDF/UA-1, which no content should cause.
    """
    return typst.compile(
        _gabarit(),
        font_paths=_polices(),
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=int(accuse.recu_le.timestamp()),
        sys_inputs={"accuse": json.dumps(_donnees(accuse))},
    )


@cache
def _gabarit() -> bytes:
    return Path(__file__).with_name("accuse.typ").read_bytes()


@cache
def _polices() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def _donnees(accuse: Accuse) -> dict[str, Any]:
    """The receipt as the template wants it: JSON data, so that no content is taken for markup."""
    recu = accuse.recu_le.astimezone(PARIS)
    jour = date_en_lettres(recu.date())
    return {
        **accuse.model_dump(mode="json"),
        "bac_a_sable": accuse.bac_a_sable is True,
        "recu_le": f"le {jour} à {recu:%H h %M min %S s} (heure de Paris)",
        "constat": CONSTATS[accuse.constate_par] if accuse.constate_par else None,
        "demandeur": {
            "denomination": _affichable(accuse.demandeur.denomination),
            "siret": _par_groupes(accuse.demandeur.siret),
        },
        "nom_territoire": _affichable(accuse.nom_territoire),
        "version_formulaire": _affichable(accuse.version_formulaire),
        "pieces": [
            {
                "nom": _affichable(piece.nom),
                "taille": f"{piece.taille:,}".replace(",", "\u202f"),
                "empreinte": piece.empreinte,
            }
            for piece in accuse.pieces
        ],
        "mentions": [_INSECABLES.sub("\u00a0", mention) for mention in accuse.mentions],
    }


def _affichable(texte: str) -> str:
    """`texte` with what cannot be drawn written `[U+1F600]`, and long words made breakable."""
    dessine = "".join(_caractere(c) for c in unicodedata.normalize("NFC", texte))
    return _MOT_LONG.sub(lambda mot: re.sub(".{10}", "\\g<0>\u200b", mot[0]), dessine)


def _caractere(c: str) -> str:
    categorie = unicodedata.category(c)
    if categorie == "Zs":
        return " "
    if categorie[0] != "M" and c.isprintable() and _DESSINABLES.match(c):
        return c
    return f"[U+{ord(c):04X}]"


def _par_groupes(siret: str) -> str:
    """`200 057 990 00016`: a SIREN by three, then the NIC."""
    return "\u00a0".join((siret[:3], siret[3:6], siret[6:9], siret[9:]))
