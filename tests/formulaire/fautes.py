"""Wrong values, and the last right ones: what the damages put where an answer was."""

import json
from typing import Any, Final

from hypothesis import strategies as st

from app.formulaire.section import Champ

ETRANGERES: Final[list[Any]] = [
    None,
    True,
    False,
    0,
    1,
    -1,
    2**53,
    3.5,
    1e300,
    "",
    " \u2028\u00a0",
    "oui",
    "a_recruter",
    "nouveau",
    "identique",
    "11",
    "28",
    "collectivites_outre_mer",
    "elu",
    "autre",
    "200057867",
    "2022-12-31",
    "2024-01-01",
    "2023-02-30",
    "a@b",
    "a@b.fr",
    "02 35",
    "a\0",
    "73282932000074",
    *("x" * longueur for longueur in (250, 251, 255, 1_001, 2_001, 8_001, 10_001, 40_001)),
    *(fin.join("abcdefghijk") for fin in ("\n", "\r\n", "\r", "\u2028", "\u2029")),
    [],
    {},
    [None],
    [{}],
    ["x"],
    {"inconnu": None},
    {"nom": "x", "type": "epci"},
    json.loads("[" * 90 + "]" * 90),
]
CLES: Final = [
    "inconnu",
    "nom",
    "a/b~c",
    "",
    "__proto__",
    "constructor",
    "nom\n",
    "no\u0301m",
    "\0",
]

# Blank for one engine and not for another, or no character of its own.
DOUTEUX: Final = [
    *("\n", "\r\n", "\u00a0", "\u0085", "\x1c", "\u200b", "\u180e", "\ufeff", "\u0301"),
    *("\u00ad", "\u061c", "\u1680", "\u202a", "\u2069", "\ufe0f", "\U000e0001"),
]
CHIFFRES: Final = ["٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"]
NOMBRES: Final[list[Any]] = [
    *(-1, 0, 1, 2**53 - 1, 2**53, 2**53 + 1, 10**25, 10**400),
    *(-0.0, 0.0, 1.0, 0.5, 1e3, 1e15, 2.0**53, 1e300, 5e-324),
    *("3", "1e3", True, False, None, []),
]


def fautes(champ: Champ) -> list[Any]:
    """Values at and past the limits of a field."""
    if texte := champ.texte:
        dix = fins_melangees(10)
        return [
            *(lettre * texte.limite for lettre in ("x", "🏭", "e\u0301", " ", "\u0085")),
            *(lettre * (texte.limite + 1) for lettre in ("x", "🏭", " ", "\n")),
            *(lettre * (4 * texte.limite + 1) for lettre in ("x", " ")),
            *(dix, f"{dix}\n \r\n", fins_melangees(11), "", " \u2028\u00a0", "a\0b", "abc", None),
            *DOUTEUX,
            *(
                variante
                for ecrit in PAR_GENRE.get(texte.genre, [])
                for variante in variantes(ecrit)
            ),
        ]
    if champ.element:
        longueurs = (10, 11, 41, 50, 51, 201)
        return [[], [None], [{}], {}, [[]], [None] * 60, "x", None, *([{}] * n for n in longueurs)]
    if champ.groupe:
        return [{}, None, "x", [], {"inconnu": 1}]
    if champ.choix:
        premier = next(iter(champ.choix)).value
        faux = ["", "autre chose", champ.choix.__name__, 1, None, "x" * 1_001]
        return [*faux, *variantes(premier), premier.upper(), [premier]]
    if champ.sorte is bool:
        return [None, "oui", 0, 1, 0.0, 1.0, -0.0, "true", "", []]
    if champ.sorte is int:
        return NOMBRES
    espaces = ["200 084 952", "200\u00a0084\u200b953", "200 084 95", " 2 0 0 0 8 4 9 5 2 \n"]
    return ["", "123456789", *variantes("200084952"), *espaces, 200084952, None]


PAR_GENRE: Final = {
    "date": ["2022-12-31", "2028-01-01", "2024-13-01", "2024-02-30", "1899-12-31", "2024-01-01"],
    "siret": ["7328293200007", "73282932000075", "732829320000740", "73282932 0000 74"],
    "telephone": [
        *("02 35", "0000000000", "02 35 12 34 5x", "+33 (0)2 35 12 34 56", "+32 2 123 45 67"),
        *("(02) 35 12 34 56", "(+33)\u200b2 35 12 34 56)", "(++33) 2 35 12 34 56", "+999 12 34 56"),
    ],
    "courriel": ["a@b", "a b@c.fr", "a..b@c.fr", "A <a@b.fr>", "a@b.fr", "é@forêt.fr"],
    "categorie_juridique": ["734", "73480", "7 348", "7348"],
    "siren": ["200 084 952", "200 084 95"],
}


def variantes(ecrit: str) -> list[str]:
    """A text with something doubtful before or after it; its digits in other scripts."""
    autres = [str.maketrans("0123456789", dix) for dix in CHIFFRES]
    return [
        ecrit,
        *(ecrit + douteux for douteux in DOUTEUX),
        *(douteux + ecrit for douteux in DOUTEUX),
        *(ecrit.translate(dix) for dix in autres),
    ]


def fins_melangees(lignes: int) -> str:
    fins = ["\n", "\r\n", "\r", "\u2028", "\u2029"]
    return "".join(f"l{fins[rang % 5]}" for rang in range(lignes - 1)) + "l"


N_IMPORTE_QUOI: Final[st.SearchStrategy[Any]] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    # A lone surrogate is in no text that UTF-8 can carry: see `accord`.
    | st.text(),
    lambda dedans: (
        st.lists(dedans, max_size=3)
        | st.dictionaries(st.sampled_from(CLES) | st.text(), dedans, max_size=3)
    ),
    max_leaves=5,
)
