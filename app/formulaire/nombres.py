"""The numbers of the form's rules, each written here and nowhere else.

Declarations, patterns, messages, schemas, UI schemas, corpus and workbook take them from here. The
words of the original form (« En 10 lignes maximum », « 2023-2027 » in its titles) are its own: they
stay as they are.
"""

from typing import Final

# Lengths of answers, in code points as typed (decision 0009).
TEXTE_COURT: Final = 250
TEXTE_LONG: Final = 10_000
TEXTE_EN_LIGNES: Final = 2_000
TEXTE_CODE: Final = 50  # a SIRET, a telephone number, a date, with the blanks that people put in
COURRIEL_MAX: Final = 254  # RFC 5321, 4.5.3.1.3: a path of 256, its brackets apart

LIGNES_MAX: Final = 10
CHIFFRES_MIN: Final = 6  # of a telephone number, wherever it is from
CHIFFRES_MAX: Final = 18
SIECLES: Final = (19, 20)  # those that a date may be of: from 1900 to 2099

# The programme, and the division of France that it starts from.
PREMIERE_ANNEE: Final = 2023
DERNIERE_ANNEE: Final = 2027
MILLESIME: Final = 2023

ACTIONS_MAX: Final = 10
PARTENAIRES_MAX: Final = 50
LISTE: Final = 2_000  # every EPCI and EPT of France fits
MARGE: Final = 4  # how many times its limits a draft may hold

NOM_DU_PROGRAMME: Final = f"Territoires d'industrie {PREMIERE_ANNEE}-{DERNIERE_ANNEE}"

_LETTRES: Final = (  # noqa: SIM905 - two lines of words, rather than twenty
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf vingt"
).split()


def en_chiffres(nombre: int) -> str:
    """A number in figures, with the narrow spaces of French: `10 000`."""
    return f"{nombre:,}".replace(",", "\u202f")


def en_lettres(nombre: int) -> str:
    """A natural number as a French sentence writes it: in words up to twenty, then in figures."""
    return _LETTRES[nombre] if nombre < len(_LETTRES) else en_chiffres(nombre)
