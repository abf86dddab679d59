"""Drafts: what an autosave may send, and what it is refused for.

A draft is refused for its shape alone: known keys, JSON types, `MARGE` times the limits. What a
deposit would say of it is stated as well: what it lacks (`manques.py`), and the codes of the
answers that are too long or half typed.
"""

from collections.abc import Iterator
from typing import Any, Final, cast

from app.corpus.dossiers import action, dossier_complet
from app.corpus.emplacements import Place, place, places
from app.corpus.instance import Constat, Instance, Json, UsageInstance, avec, instance
from app.corpus.manques import fichiers_manquants, reponses_manquantes
from app.formulaire.dossier import SECTIONS
from app.formulaire.nombres import MARGE, TEXTE_COURT

_ACTEUR: Final = {"nom": "Chimie Normande", "type": "industriel"}
_A_MOITIE: Final[dict[str, tuple[Any, str]]] = {
    "/demandeur/courriel": ("direction@seine", "courriel_invalide"),
    "/demandeur/siret": ("732 829", "siret_invalide"),
    "/perimetre/region": ("Norm", "choix_invalide"),
    "/perimetre/epci/0/siren": ("2000", "epci_inconnu"),
    "/plan_action/actions/0/debut": ("2024-", "date_hors_programme"),
    "/besoins/animation/fin_contrat": ("30/06", "date_invalide"),
    "/contact/telephone": ("02 35", "telephone_invalide"),
    "/contact/suite_nom_prenom": ("", "requis"),
}
_SANS_FORME: Final[dict[str, tuple[Any, str]]] = {
    "/demandeur/siret": (73282932000074, "type_invalide"),
    "/perimetre/epci": ({"siren": "200084952"}, "type_invalide"),
    "/contact/est_contact_suite": ("non", "type_invalide"),
    "/contact/fax": ("02 35 12 34 56", "champ_inconnu"),
    "/annexe": ({}, "champ_inconnu"),
}


def brouillons() -> Iterator[Instance]:
    """Drafts under way, kept though wrong, refused."""
    yield from _en_cours()
    yield from _gardes_ou_refuses()
    genres = {ou.champ.texte.genre: ou for ou in places() if ou.champ.texte}
    for ou in genres.values():
        yield from _plafond(ou, "texte_trop_long", cast(Any, ou.champ.texte).limite)
    yield from _plafond(place("/perimetre/region"), "choix_invalide", TEXTE_COURT)
    yield from _plafond(place("/perimetre/epci/0/siren"), "epci_inconnu", TEXTE_COURT)
    yield from _liste(place("/plan_action/actions"), action("Une parmi tant d'autres"))
    yield from _liste(place("/plan_action/actions/0/partenaires"), _ACTEUR)


def _en_cours() -> Iterator[Instance]:
    complet = dossier_complet()
    yield _incomplet("vide", "Un brouillon qui vient d'être ouvert.", {})
    vides: Json = {nom: {} for nom in SECTIONS}
    yield _incomplet("sections-vides", "Chaque section est là, sans réponse.", vides)
    for nom, section in SECTIONS.items():
        titre = f"Seule la section « {section.titre} » est remplie."
        # The territory exists: a bilan is expected.
        bilan = [("/bilan/actions_realisees", "bilan_vide")] if nom == "perimetre" else []
        yield _incomplet(f"section-{nom}", titre, {nom: complet[nom]}, *bilan)


def _incomplet(nom: str, titre: str, dossier: Json, *constats: Constat) -> Instance:
    manques = [*reponses_manquantes(dossier), *fichiers_manquants(())]
    return _brouillon(nom, titre, dossier, *manques, *constats, rubriques=())


def _gardes_ou_refuses() -> Iterator[Instance]:
    cas = (
        ("a-moitie-tape", "Des réponses à moitié tapées sont gardées.", _A_MOITIE),
        ("sans-forme", "Des types faux et des clés inconnues sont refusés ensemble.", _SANS_FORME),
    )
    for nom, titre, fautes in cas:
        changements = {pointeur: valeur for pointeur, (valeur, _) in fautes.items()}
        constats = [(pointeur, code) for pointeur, (_, code) in fautes.items()]
        yield _brouillon(nom, titre, avec(changements, dossier_complet()), *constats)
    dossier = dossier_complet()
    dossier["contact"]["a/b~c"] = "?"
    constat = ("/contact/a~1b~0c", "champ_inconnu")
    yield _brouillon(
        "cle-echappee", "Une clé inconnue contient / et ~ (RFC 6901).", dossier, constat
    )


def _plafond(ou: Place, code: str, limite: int) -> Iterator[Instance]:
    plafond, titre = MARGE * limite, f"{ou.libelle} compte %d caractères : %s."
    constat, trop = (ou.pointeur, code), plafond + 1
    yield _brouillon(
        f"{ou.nom}-{plafond}",
        titre % (plafond, "gardés"),
        ou.avec("x" * plafond),
        constat,
    )
    yield _brouillon(
        f"{ou.nom}-{trop}",
        titre % (trop, "refusés"),
        ou.avec("x" * trop),
        constat,
        forme=[(ou.pointeur, "plafond_texte")],
    )


def _liste(ou: Place, element: Json) -> Iterator[Instance]:
    plafond = MARGE * cast(int, ou.champ.maximum)
    titre, constat = f"{ou.libelle} compte %d éléments : %s.", (ou.pointeur, "liste_trop_longue")
    pleine, trop = [element] * plafond, plafond + 1
    yield _brouillon(
        f"{ou.nom}-{plafond}",
        titre % (plafond, "gardés"),
        ou.avec(pleine),
        constat,
    )
    yield _brouillon(
        f"{ou.nom}-{trop}",
        titre % (trop, "refusés"),
        ou.avec([*pleine, element]),
        constat,
        forme=[(ou.pointeur, "plafond_liste")],
    )


def _brouillon(nom: str, titre: str, dossier: Json, *constats: Constat, **autres: Any) -> Instance:
    return instance(
        f"brouillon-{nom}", titre, dossier, *constats, usage=UsageInstance.BROUILLON, **autres
    )
