"""Whatever a cell of the model holds, the answer to an import carries it or names it.

On workbooks drawn at random, as four libraries write them; decision 44.
"""

from io import BytesIO
from random import Random
from typing import Any, Final, cast

import pytest

from app.formulaire.types import est_blanc, nettoyer
from app.plan_action.cellules import en_texte, replier
from app.plan_action.colonnes import ACTIONS, PARTENAIRES, RENVOI, Colonne, Feuille, Sorte
from app.plan_action.defauts import Defaut, lettres
from app.plan_action.depouillement import depouiller
from app.plan_action.lecteur import feuilles_de
from tests.formulaire.exemples import Json
from tests.plan_action.classeurs_d_ailleurs import (
    DE_NPM,
    NATIFS,
    Case,
    Page,
    Pages,
    ecrire,
    ecrire_par_node,
)

LIGNES: Final = 4
TEXTES: Final = [
    *(
        "Former",
        "25 %",
        "1/2",
        "007",
        "8:30",
        "mars 2025",
        "a\nb",
        "  autour ",
        "œuf 🏭",
        "e\u0301",
    ),
    *(
        "\u200bcaché",
        "CCI ; Chimie",
        "&lt;b>",
        "EPCI",
        "foncier",
        "31/12/2024",
        "450 000 €",
    ),
    *("x" * 300, "Lever les freins au recrutement", "1,5 M€", " ", "\u200b", "TVA\tcomprise"),
]
NOMBRES: Final = [
    0,
    1,
    7,
    2024,
    450_000,
    0.25,
    3.5,
    1e15,
    12345678901234567,
    -3,
    0.123456789012,
    1e-7,
]
FORMATS: Final = [
    None,
    "General",
    "0",
    "0.00",
    "0%",
    "0.00%",
    "#,##0",
    "0000000000",
    '# ##0 "€"',
    "@",
]
FORMATS_DE_DATE: Final = ["dd/mm/yyyy", "d/m/yy", "mmmm yyyy", "dd/mm/yyyy hh:mm"]
ERREURS: Final = ["#N/A", "#REF!", "#DIV/0!", "#VALUE!"]
JOURS: Final = ["2024-01-01", "2026-12-31", "2031-05-04", "2023-02-28"]


def tirer(hasard: Random, *, odf: bool) -> Pages:
    """Two sheets whose cells hold anything, below the titles of the model."""
    pages = {
        feuille.nom: Page(
            [
                [Case("texte", colonne.entete) for colonne in feuille.colonnes],
                *([_case(hasard, c, odf=odf) for c in feuille.colonnes] for _ in range(LIGNES)),
            ]
        )
        for feuille in (ACTIONS, PARTENAIRES)
    }
    for page in pages.values():
        if hasard.random() < 0.2:
            page.masquees.append(hasard.randint(1, LIGNES))
        if hasard.random() < 0.2:
            _fusionner(hasard, page)
    return pages


def _fusionner(hasard: Random, page: Page) -> None:
    ligne, rang = hasard.randint(1, LIGNES - 1), hasard.randrange(len(page.lignes[0]) - 1)
    en_bas, a_droite = hasard.choice([(1, 0), (0, 1), (1, 1)])
    for autre in range(ligne, ligne + en_bas + 1):
        for voisin in range(rang, rang + a_droite + 1):
            if (autre, voisin) != (ligne, rang):
                page.lignes[autre][voisin] = None
    page.fusions.append((ligne, rang, ligne + en_bas, rang + a_droite))


def _case(hasard: Random, colonne: Colonne, *, odf: bool) -> Case | None:
    tirage = hasard.random()
    if tirage < 0.15:
        return None
    if tirage < 0.5:
        return _juste(hasard, colonne)
    genre = hasard.choice(
        ["texte", "texte", "nombre", "nombre", "date", "booleen", "erreur", "formule"]
    )
    match genre:
        case "texte":
            return Case("texte", hasard.choice(TEXTES))
        case "nombre":
            nombre, format_ = hasard.choice(NOMBRES), hasard.choice(FORMATS)
            return Case("nombre", nombre, None if odf else format_, montre="ainsi" if odf else None)
        case "date":
            return Case(
                "date", hasard.choice(JOURS), None if odf else hasard.choice(FORMATS_DE_DATE)
            )
        case "booleen":
            return Case("booleen", hasard.random() < 0.5)
        case "erreur":
            return Case("erreur", hasard.choice(ERREURS))
        case _:
            resultat = hasard.choice([None, 3, "Former"])
            return Case("nombre" if resultat == 3 else "texte", resultat, formule="1+2")


def _juste(hasard: Random, colonne: Colonne) -> Case:
    match colonne.sorte:
        case Sorte.NUMERO | Sorte.RENVOI:
            return Case("nombre", hasard.randint(1, LIGNES))
        case Sorte.CHOIX:
            assert colonne.choix
            return Case("texte", hasard.choice(list(colonne.choix)).libelle)
        case Sorte.DATE:
            return Case("date", hasard.choice(JOURS), "dd/mm/yyyy")
        case Sorte.ENTIER:
            return Case("nombre", hasard.choice([0, 1500, 450_000]))
        case Sorte.TEXTE:
            return Case("texte", hasard.choice(TEXTES))


def perdues(auteur: str, pages: Pages, octets: bytes) -> list[str]:
    """The cells that hold something, and of which the answer says nothing."""
    actions, defauts = depouiller(feuilles_de(BytesIO(octets)))
    lignes = _repondantes(ACTIONS, pages[ACTIONS.nom])
    assert len(actions) == len(lignes), (auteur, pages)
    trouvees = _non_dites(auteur, ACTIONS, pages, dict(zip(lignes, actions, strict=True)), defauts)
    partenaires = [p for action in actions for p in action.get("partenaires", ())]
    # Each belongs to the action of its number; that its words are kept is what matters here.
    melange = dict.fromkeys(_repondantes(PARTENAIRES, pages[PARTENAIRES.nom]), partenaires)
    return trouvees + _non_dites(auteur, PARTENAIRES, pages, melange, defauts)


def _non_dites(
    auteur: str, feuille: Feuille, pages: Pages, lues: dict[int, Any], defauts: list[Defaut]
) -> list[str]:
    dits = {(d.ligne, d.colonne) for d in defauts if d.feuille == feuille.nom}
    # Told once: a row that is hidden, one of partners that names no action.
    entieres = {
        d.ligne
        for d in defauts
        if d.feuille == feuille.nom and (d.code == "ligne_masquee" or d.titre == RENVOI.titre)
    }
    return [
        f"{auteur} : {feuille.nom} {lettres(rang)}{ligne + 1} {case}"
        for ligne, cases in enumerate(pages[feuille.nom].lignes)
        for rang, (colonne, case) in enumerate(zip(feuille.colonnes, cases, strict=True))
        if ligne in lues and case and colonne.chemin and not _vide(case)
        if (ligne + 1, lettres(rang)) not in dits and ligne + 1 not in entieres
        if not any(_porte(reponses, colonne, case) for reponses in _liste(lues[ligne]))
    ]


def _liste(lues: Any) -> list[Json]:
    return cast(list[Json], lues) if isinstance(lues, list) else [lues]


def _repondantes(feuille: Feuille, page: Page) -> list[int]:
    return [
        ligne
        for ligne, cases in enumerate(page.lignes)
        if ligne
        and any(
            case and colonne.chemin and not _vide(case)
            for colonne, case in zip(feuille.colonnes, cases, strict=True)
        )
    ]


def _vide(case: Case) -> bool:
    return case.formule is None and est_blanc(case.valeur)


def _porte(reponses: Json, colonne: Colonne, case: Case) -> bool:
    """Whether the answers have what the cell shows, at its place."""
    portee: Any = reponses
    for cle in colonne.chemin:
        portee = portee.get(cle, {})
    if colonne.sorte is Sorte.CHOIX and colonne.choix:
        connus = {replier(choix.libelle): choix.value for choix in colonne.choix}
        return portee in (connus.get(replier(str(case.valeur))), case.valeur)
    if colonne.sorte is Sorte.ENTIER:
        return portee == case.valeur or case.genre == "texte"
    if colonne.sorte is Sorte.DATE:
        return portee == case.valeur or case.genre == "texte"
    return nettoyer(str(portee)) in _montres(case)


def _montres(case: Case) -> set[str]:
    """What a spreadsheet may show of a cell in a column of texts."""
    if case.montre:
        return {case.montre}
    match case.valeur:
        case str() if case.genre == "texte":
            return {nettoyer(case.valeur)}
        case bool():
            return {en_texte(case.valeur)}
        case int() | float():
            decimales = (
                f"{case.valeur:.2f}",
                f"{100 * case.valeur:.0f}%",
                f"{100 * case.valeur:.2f}%",
            )
            simples = {
                f"{case.valeur:.0f}",
                f"{case.valeur:,.0f}",
                f"{case.valeur:,.2f}",
                f"{case.valeur:g}",
                *decimales,
            }
            return {
                simple.replace(",", "\u202f").replace(".", ",")
                for simple in (*simples, str(case.valeur))
            }
        case _:
            return set()


def _classeurs(nombre: int) -> list[str]:
    """What was lost in as many workbooks of each library."""
    hasard = Random(11)  # noqa: S311 - draws tests
    trouvees: list[str] = []
    for auteur in NATIFS:
        for _ in range(nombre):
            pages = tirer(hasard, odf=auteur == "odfdo")
            trouvees += perdues(auteur, pages, ecrire(auteur, pages))
    demandes = [(auteur, tirer(hasard, odf=False)) for auteur in DE_NPM for _ in range(nombre)]
    for (auteur, pages), octets in zip(demandes, ecrire_par_node(demandes), strict=True):
        trouvees += perdues(auteur, pages, octets)
    return trouvees


def test_rien_n_est_perdu_de_quelques_classeurs_de_quatre_bibliotheques() -> None:
    assert _classeurs(10) == []


@pytest.mark.verify
def test_rien_n_est_perdu_de_deux_mille_classeurs_de_quatre_bibliotheques() -> None:
    assert _classeurs(500) == []
