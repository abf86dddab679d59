"""The page `/resultats`: what is retained, for people. It runs no script and loads nothing."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from html import escape
from typing import Final, NamedTuple

from app.editions.francais import date_en_lettres
from app.formulaire.nombres import NOM_DU_PROGRAMME
from app.kit.clock import PARIS
from app.resultats import carte
from app.resultats.chercher_un_territoire import CARACTERES_MAX, TerritoireMontre
from app.resultats.fichiers_des_resultats import FICHIERS, SIGNE
from app.resultats.licence import LICENCE
from app.resultats.resultats_publies import SANS_CONTOURS, RegionRetenue

_STYLE: Final = (
    """
body { font: 1.05rem/1.5 system-ui, sans-serif; color: #161616; background: #fff;
  max-width: 72rem; margin: 0 auto; padding: 1rem; }
h1, h2 { line-height: 1.2; color: #000091; }
a { color: #000091; }
:focus-visible { outline: 2px solid #0a76f6; outline-offset: 2px; }
input, select, button { font: inherit; padding: .4rem .8rem; border: 1px solid #3a3a3a;
  border-radius: .2rem; background: #fff; color: #161616; }
label { display: block; }
input { box-sizing: border-box; width: 100%; max-width: 36rem; }
button { background: #000091; color: #fff; border-color: #000091; }
.defile { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: bold; padding: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .5rem; border-bottom: 1px solid #ddd; }
thead th { background: #f5f5fe; }
td:nth-child(2) { white-space: nowrap; }
"""
    + carte.STYLE
)
_EMPREINTE: Final = b64encode(sha256(_STYLE.encode()).digest()).decode()
# The one style is known by its hash; a form may be sent here, and nothing else is let in.
CSP: Final = (
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; "
    f"img-src data:; style-src 'sha256-{_EMPREINTE}'"
)
_TITRE: Final = f"{NOM_DU_PROGRAMME} : les territoires retenus"
_D_ESSAI: Final = " Bac à sable : ces résultats sont un essai."
_TOUT: Final = '<p><a href="/resultats">Tout afficher</a></p>\n'


class PageVoulue(NamedTuple):
    """What is shown: a version, its instant, its regions, of which one is chosen or none; whether
    it is a sandbox's; what is looked for, if anything."""

    version: int
    publiee_le: datetime
    regions: Sequence[RegionRetenue]
    choisie: str
    essai: bool
    q: str


def page_vide() -> bytes:
    """The page before anything is published."""
    return _page("<p>Rien n'est encore publié.</p>")


def page_des_resultats(voulue: PageVoulue, territoires: Sequence[TerritoireMontre]) -> bytes:
    """The page of a version, which shows these territories."""
    date = date_en_lettres(voulue.publiee_le.astimezone(PARIS).date())
    return _page(
        f"<p>Version {voulue.version}, publiée le {date}.{_D_ESSAI if voulue.essai else ''}</p>\n"
        f"{'' if voulue.q else _carte(territoires)}{_choix(voulue)}\n"
        f"{_tableau(voulue, territoires)}\n{_donnees()}"
    )


def _page(corps: str) -> bytes:
    return (
        '<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{_TITRE}</title>\n<link rel="icon" href="data:,">\n<style>{_STYLE}</style>\n'
        f"</head>\n<body>\n<main>\n<h1>{_TITRE}</h1>\n{corps}\n</main>\n</body>\n</html>\n"
    ).encode()


def _carte(territoires: Sequence[TerritoireMontre]) -> str:
    return carte.carte([code for code, _ in un.departements] for un in territoires) + "\n"


def _choix(voulue: PageVoulue) -> str:
    toutes = sum(une.territoires for une in voulue.regions)
    options = [f'<option value="">Toutes ({toutes})</option>']
    for une in voulue.regions:
        choisie = " selected" if une.region.value == voulue.choisie else ""
        texte = f"{escape(une.nom)} ({une.territoires})"
        options.append(f'<option value="{une.region.value}"{choisie}>{texte}</option>')
    return (
        '<form action="/resultats" role="search">\n<p><label for="q">Rechercher un territoire, une '
        "intercommunalité, une commune, un département</label>\n"
        f'<input id="q" name="q" type="search" maxlength="{CARACTERES_MAX}" '
        f'value="{escape(voulue.q[:CARACTERES_MAX])}"></p>\n<p><label for="region">Région</label>\n'
        f'<select id="region" name="region">{"".join(options)}</select>\n'
        f"<button>Afficher</button></p>\n{_TOUT if voulue.q else ''}</form>"
    )


def _tableau(voulue: PageVoulue, territoires: Sequence[TerritoireMontre]) -> str:
    if len(voulue.q) > CARACTERES_MAX:
        return f"<p>Cette recherche est trop longue : {CARACTERES_MAX} caractères au plus.</p>"
    titres = ("Territoire", "Code", "Région pilote", "Départements")
    titres += ("Intercommunalités et communes",)
    entetes = "".join(f'<th scope="col">{titre}</th>' for titre in titres)
    return (
        '<div class="defile" tabindex="0" role="region" aria-labelledby="titre">\n<table>\n'
        f'<caption id="titre">{_compte(voulue, len(territoires))}</caption>\n'
        f"<thead><tr>{entetes}</tr></thead>\n<tbody>\n"
        + "\n".join(map(_rangee, territoires))
        + "\n</tbody>\n</table>\n</div>"
    )


def _compte(voulue: PageVoulue, nombre: int) -> str:
    s = "" if nombre < 2 else "s"
    if voulue.q:
        return f"{nombre or 'Aucun'} territoire{s} trouvé{s} pour « {escape(voulue.q)} »"
    return f"{nombre} territoire{s} retenu{s}"


def _rangee(un: TerritoireMontre) -> str:
    trouvees = f"<br><strong>Dont : {escape(un.trouvees)}</strong>" if un.trouvees else ""
    return (
        f'<tr><th scope="row">{escape(un.nom)}</th><td>{escape(un.code)}</td>'
        f"<td>{escape(un.nom_de_la_region)}</td><td>{escape(un.dits_departements)}</td>"
        f"<td>{escape(un.lieux)}{trouvees}</td></tr>"
    )


def _donnees() -> str:
    liens = [
        f'<li><a href="{un.chemin}{"?tableur=true" if un.tableur else ""}">{un.titre}</a></li>'
        for un in (*FICHIERS, SIGNE)
    ]
    return (
        "<h2>Les données</h2>\n<ul>\n" + "\n".join(liens) + "\n</ul>\n"
        f'<p>Sous <a href="{LICENCE.adresse}">{LICENCE.nom}</a>. {SANS_CONTOURS} '
        f"{carte.SOURCE}</p>"
    )
