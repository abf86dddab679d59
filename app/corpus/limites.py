"""Just inside and just outside each limit.

The limits are those of the declarations: `Texte.limite` in code points, as typed; `LIGNES_MAX`,
blank lines included; the maximum of a list (`Champ.maximum`); whole numbers from 0 to 2^53 - 1; the
years of `types.JOUR` and, for an action, those of the programme.
"""

from collections.abc import Iterator
from itertools import cycle, islice
from string import ascii_lowercase
from typing import Any, Final, cast

from app.corpus.dossiers import action, dossier_d_outre_mer, dossier_integral
from app.corpus.emplacements import Place, place, places
from app.corpus.instance import Constat, Instance, Json, avec, instance
from app.formulaire.nombres import (
    DERNIERE_ANNEE,
    LIGNES_MAX,
    LISTE,
    PREMIERE_ANNEE,
    SIECLES,
    TEXTE_COURT,
    TEXTE_LONG,
    en_lettres,
)
from app.formulaire.types import ENTIER_MAX, Texte

_ACTION: Final = "/plan_action/actions/0"
_ACTIONS: Final = "/plan_action/actions"
_PARTENAIRES: Final = f"{_ACTION}/partenaires"
_BUDGET: Final = f"{_ACTION}/budget_euros"
_CONTRAT: Final = "/besoins/animation/fin_contrat"
_TERRITOIRE: Final = "/perimetre/nom_territoire"
_JUSTE: Final = en_lettres(LIGNES_MAX)
_TROP: Final = en_lettres(LIGNES_MAX + 1)
_LIBRES: Final = ("texte_court", "texte_long", "dix_lignes")

_FINS: Final = {"crlf": "\r\n", "cr": "\r", "u2028": "\u2028", "u2029": "\u2029"}
_BLANCS: Final = {
    "vide": "",
    "espaces": "   ",
    "tabulation": "\t",
    "fins-de-ligne": "\r\n\n",
    "insecable": "\u00a0",
    "insecable-fine": "\u202f",
    "cadratin": "\u2003",
    "u2028": "\u2028",
    "ideographique": "\u3000",
    "bom": "\ufeff",
    "sans-chasse": "\u200b",
    "marque-de-sens": "\u200f",
    "cesure-conditionnelle": "\u00ad",
    "ogham": "\u1680",
}


def limites() -> Iterator[Instance]:
    """Lengths, lines, lists, numbers, dates, blanks."""
    for lieu in places():
        if lieu.champ.texte:
            yield from _longueurs(lieu, lieu.champ.texte)
    yield from _hors_ascii()
    yield from _nombre_de_lignes()
    yield from _listes()
    yield from _nombres()
    yield from _dates()
    yield from _blancs()


def _cas(nom: str, titre: str, ou: Place, valeur: Any, *constats: Constat) -> Instance:
    return instance(nom, titre, ou.avec(valeur), *constats)


def _longueurs(ou: Place, texte: Texte) -> Iterator[Instance]:
    """Free texts are filled with a last word, the others with blanks after the answer."""
    limite = texte.limite
    valeur = f"{ou.reponse} " if texte.genre in _LIBRES else ou.reponse
    lettre = "x" if texte.genre in _LIBRES else " "
    titre = f"{ou.libelle} compte {limite} caractères, sa limite."
    yield _cas(f"limite-{ou.nom}-{limite}", titre, ou, valeur.ljust(limite, lettre))
    yield _cas(
        f"limite-{ou.nom}-{limite + 1}",
        f"{ou.libelle} compte {limite + 1} caractères, un de trop.",
        ou,
        valeur.ljust(limite + 1, lettre),
        (ou.pointeur, "texte_trop_long"),
    )


def _hors_ascii() -> Iterator[Instance]:
    """A length is counted in code points before NFC: neither UTF-16 units, bytes nor graphemes."""
    motifs = {
        "hors-bmp": ("🏭", "hors du plan de base"),
        "combinants": ("e\u0301", "de lettres suivies d'un accent combinant"),
    }
    for limite, ici in ((TEXTE_COURT, _TERRITOIRE), (TEXTE_LONG, "/perimetre/defis_fragilites")):
        ou = place(ici)
        for nom, (motif, mots) in motifs.items():
            plein = (motif * limite)[:limite]
            prefixe = f"limite-{ou.nom}-{nom}"
            titre = f"{ou.libelle} compte %d points de code {mots}, %s."
            juste, trop = titre % (limite, "sa limite"), titre % (limite + 1, "un de trop")
            yield _cas(f"{prefixe}-{limite}", juste, ou, plein)
            yield _cas(f"{prefixe}-{limite + 1}", trop, ou, plein + "x", (ici, "texte_trop_long"))


def _nombre_de_lignes() -> Iterator[Instance]:
    for ou in places():
        if ou.champ.texte and ou.champ.texte.genre == "dix_lignes":
            yield from _lignes(ou, "lf", "\n")
    ou = place("/perimetre/commentaire")
    for nom, fin in _FINS.items():
        yield from _lignes(ou, nom, fin)
    yield from _lignes(ou, "fins-melangees", "\n", *_FINS.values())
    pleines = "\n".join(islice(cycle(ascii_lowercase), LIGNES_MAX))
    yield _cas(
        "limite-perimetre-commentaire-blanches-autour",
        f"{ou.libelle} compte {_JUSTE} lignes et des lignes blanches autour, qui ne comptent pas.",
        ou,
        f"\n \r\n{pleines}\n\n\u2028 \n",
    )
    yield _cas(
        "limite-perimetre-commentaire-blanches-dedans",
        f"{ou.libelle} compte {_TROP} lignes, dont {en_lettres(LIGNES_MAX - 1)} blanches au "
        "milieu, qui comptent.",
        ou,
        "a" + "\n" * LIGNES_MAX + "b",
        (ou.pointeur, "trop_de_lignes"),
    )


def _lignes(ou: Place, nom: str, *fins: str) -> Iterator[Instance]:
    """As many lines as there may be, then one more, ended by these in turn."""
    *pleines, derniere = [f"ligne{fin}" for fin in islice(cycle(fins), LIGNES_MAX)]
    juste = f"{''.join(pleines)}ligne"
    trop = f"{''.join(pleines)}{derniere}ligne"
    code = cast(Texte, ou.champ.texte).code
    prefixe, titre = f"limite-{ou.nom}", f"{ou.libelle} compte %s lignes, finies par : {nom}."
    yield _cas(f"{prefixe}-{LIGNES_MAX}-lignes-{nom}", titre % _JUSTE, ou, juste)
    yield _cas(
        f"{prefixe}-{LIGNES_MAX + 1}-lignes-{nom}",
        titre % _TROP,
        ou,
        trop,
        (ou.pointeur, code),
    )


def _listes() -> Iterator[Instance]:
    acteur = {"nom": "Chimie Normande", "type": "industriel"}
    yield from _liste(_ACTIONS, dossier_integral(), action("Une parmi d'autres"))
    yield from _liste(_PARTENAIRES, dossier_integral(), acteur)
    # Names without a SIREN: nowhere else could so many be right.
    yield from _liste("/perimetre/epci", dossier_d_outre_mer(), {"nom": "Communes"})
    yield _cas(
        "limite-plan_action-actions-0-partenaires-0",
        "Une action sans partenaire.",
        place(_PARTENAIRES),
        [],
    )
    yield _cas(
        "limite-plan_action-actions-0",
        "Aucune action.",
        place(_ACTIONS),
        [],
        ("/plan_action/actions", "liste_vide"),
    )
    yield _cas(
        "limite-gouvernance-membres-0",
        "Aucun membre dans la gouvernance : ni élu, ni industriel.",
        place("/gouvernance/membres"),
        [],
        ("/gouvernance/membres", "binome_sans_elu"),
        ("/gouvernance/membres", "binome_sans_industriel"),
    )


def _liste(ici: str, base: Json, element: Json) -> Iterator[Instance]:
    ou = place(ici)
    maximum = cast(int, ou.champ.maximum)
    plafond = [(ici, "plafond_liste")] if maximum == LISTE else []
    yield instance(
        f"limite-{ou.nom}-{maximum}",
        f"{ou.libelle} compte {maximum} éléments, le maximum.",
        avec({ici: [element] * maximum}, base),
    )
    yield instance(
        f"limite-{ou.nom}-{maximum + 1}",
        f"{ou.libelle} compte {maximum + 1} éléments, un de trop.",
        avec({ici: [element] * (maximum + 1)}, base),
        (ici, "liste_trop_longue"),
        forme=plafond,
    )


def _nombres() -> Iterator[Instance]:
    ou = place(_BUDGET)
    titre = f"{ou.libelle} vaut %s."
    for nom, valeur in {"0": 0, "3-0": 3.0, "2-puissance-53-moins-1": ENTIER_MAX}.items():
        yield _cas(f"limite-{ou.nom}-{nom}", titre % valeur, ou, valeur)
    trop_loin = {"moins-1": -1, "2-puissance-53": ENTIER_MAX + 1, "1e21": 1e21}
    for nom, valeur in trop_loin.items():
        constat = (_BUDGET, "nombre_hors_limites")
        yield _cas(f"limite-{ou.nom}-{nom}", titre % valeur, ou, valeur, constat)
    yield _cas(
        f"limite-{ou.nom}-0-5",
        f"{titre % 0.5}",
        ou,
        0.5,
        (_BUDGET, "type_invalide"),
    )


def _dates() -> Iterator[Instance]:
    debut, fin = f"{_ACTION}/debut", f"{_ACTION}/fin"
    jours: list[tuple[str, str, str | None]] = [
        (debut, f"{PREMIERE_ANNEE}-01-01", None),
        (debut, f"{PREMIERE_ANNEE - 1}-12-31", "date_hors_programme"),
        (fin, f"{DERNIERE_ANNEE}-12-31", None),
        (fin, f"{DERNIERE_ANNEE + 1}-01-01", "date_hors_programme"),
        (fin, f"{PREMIERE_ANNEE + 1}-01-01", None),
        (fin, f"{PREMIERE_ANNEE}-12-31", "action_fin_avant_debut"),
        (fin, f"{PREMIERE_ANNEE + 1}-13-01", "date_hors_programme"),
        (_CONTRAT, f"{SIECLES[0]}00-01-01", None),
        (_CONTRAT, f"{SIECLES[0] - 1}99-12-31", "date_invalide"),
        (_CONTRAT, f"{SIECLES[-1]}99-12-31", None),
        (_CONTRAT, f"{SIECLES[-1] + 1}00-01-01", "date_invalide"),
        (_CONTRAT, "2024-02-29", None),
        (_CONTRAT, "2023-02-29", "date_inexistante"),
        (_CONTRAT, "2024-00-10", "date_invalide"),
        (_CONTRAT, "2024-6-1", "date_invalide"),
        (_CONTRAT, "2024-06-30T00:00:00", "date_invalide"),
    ]
    for ici, jour, code in jours:
        ou, verdict = place(ici), "refusé" if code else "accepté"
        titre = f"{ou.libelle} au {jour} : {verdict}."
        nom = f"limite-{ou.nom}-{jour.replace(':', '-').lower()}"
        yield _cas(nom, titre, ou, jour, *([(ici, code)] if code else []))


def _blancs() -> Iterator[Instance]:
    ou, libre = place(_TERRITOIRE), place("/perimetre/commentaire")
    for nom, blanc in _BLANCS.items():
        yield _cas(
            f"limite-{ou.nom}-blanc-{nom}",
            f"{ou.libelle} ne contient que du blanc ({nom}) : pas de réponse.",
            ou,
            blanc,
            (ou.pointeur, "requis"),
        )
    yield _cas(
        f"limite-{libre.nom}-blanc",
        f"{libre.libelle} ne contient que du blanc : la réponse est facultative.",
        libre,
        "".join(_BLANCS.values()),
    )
