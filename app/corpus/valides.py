"""Dossiers that may be deposited: every branch of the form.

Nothing is expected of them but the warnings that `regles.py` gives to some; each is said here.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from app.corpus.completer import repondre
from app.corpus.dossiers import (
    DEMANDEUR,
    dossier_complet,
    dossier_d_outre_mer,
    dossier_integral,
    dossier_minimal,
    membre,
)
from app.corpus.instance import ABSENT, Constat, Instance, instance
from app.formulaire.choix import Rubrique
from app.formulaire.referentiels import EPCI

_ANIMATION: Final = "/besoins/animation"
_REGION: Final = "/perimetre/region"
_EPCI: Final = "/perimetre/epci"
_EPT: Final = "/perimetre/ept"
_SEUL: Final = ("/perimetre/caracteristiques_industrielles", "epci_seul")
_BILAN_VIDE: Final = ("/bilan/actions_realisees", "bilan_vide")


def valides() -> Iterator[Instance]:
    """Whole dossiers, the branches of the form, kinds of territories."""
    yield from _entiers()
    yield from _branches()
    yield from _bilan_et_gouvernance()
    yield from _perimetres()


def _entiers() -> Iterator[Instance]:
    complet = "Un dossier complet : un territoire existant de Normandie, trois rubriques."
    yield instance("valide-complet", complet, dossier_complet(), rubriques=tuple(Rubrique))
    integral = "Tous les champs du formulaire sont montrés et répondus."
    yield instance("valide-integral", integral, dossier_integral(), rubriques=tuple(Rubrique))
    minimal = "Un territoire nouveau ne répond qu'à ce qui est obligatoire."
    yield instance("valide-minimal", minimal, dossier_minimal())


def _branches() -> Iterator[Instance]:
    contact = {cle: v for cle, v in dossier_complet()["contact"].items() if "suite" in cle}
    autre = {f"/contact/{cle}": valeur for cle, valeur in contact.items()}
    yield _complet(
        "meme-contact",
        "Le demandeur est le contact pour la suite ; les réponses cachées restent.",
        {"/contact/est_contact_suite": True},
    )
    yield instance(
        "valide-minimal-autre-contact",
        "Le dossier minimal, avec un autre contact pour la suite.",
        repondre(autre, dossier_minimal()),
    )
    yield instance(
        "valide-minimal-chef-de-projet-en-poste",
        "Le dossier minimal, avec un chef de projet en poste et ce qu'il faut en dire.",
        repondre(
            {
                f"{_ANIMATION}/chef_projet_en_poste": "oui",
                f"{_ANIMATION}/organisation_porteuse": "Seine-Axe",
                f"{_ANIMATION}/poste_cofinance": False,
                f"{_ANIMATION}/chef_projet_nom": "Camille Petit",
                f"{_ANIMATION}/chef_projet_courriel": DEMANDEUR,
                f"{_ANIMATION}/demandeur_est_chef_projet": True,
            },
            dossier_minimal(),
        ),
    )
    for code in ("redecoupage", "identique"):
        yield instance(
            f"valide-minimal-{code}",
            f"Le dossier minimal d'un territoire existant ({code}), invité à un bilan.",
            repondre({"/perimetre/type_perimetre": code}, dossier_minimal()),
            _BILAN_VIDE,
        )


def _bilan_et_gouvernance() -> Iterator[Instance]:
    yield _complet(
        "bilan-vide", "Un bilan sans réponse est un avertissement.", {"/bilan": {}}, _BILAN_VIDE
    )
    yield _complet(
        "deux-binomes",
        "Deux élus, deux industriels et une autre personne dans la gouvernance.",
        {
            "/gouvernance/membres": [
                membre("elu", "Martin", "Jeanne"),
                membre("industriel", "Durand", "Paul"),
                membre("elu", "Petit", "Louis"),
                membre("industriel", "Grand", "Anne"),
                membre("autre", "Robert", "Lucie"),
            ]
        },
    )


def _perimetres() -> Iterator[Instance]:
    yield _complet(
        "ept-seul",
        "Un EPT tient lieu d'EPCI ; seul, il doit se justifier.",
        {_REGION: "11", _EPT: "200057867", _EPCI: []},
        _SEUL,
    )
    yield _complet(
        "ept-sans-liste",
        "Un EPT tient lieu d'EPCI, la liste n'est pas donnée.",
        {_REGION: "11", _EPT: "200057867", _EPCI: ABSENT},
        _SEUL,
    )
    yield _complet(
        "ept-interregional",
        "Un EPT et un EPCI d'une région voisine.",
        {_REGION: "interregional", _EPT: "200057867", _EPCI: [{"siren": "200000800"}]},
    )
    yield _complet(
        "ept-dans-la-liste",
        "Un EPT choisi parmi les EPCI, par son SIREN.",
        {_REGION: "11", _EPCI: [{"siren": "200057867"}, {"siren": "200017846"}]},
    )
    yield _complet(
        "interregional",
        "Deux EPCI de régions différentes, et « Interrégional ».",
        {_REGION: "interregional", _EPCI: [{"siren": "200084952"}, {"siren": "200039022"}]},
    )
    outre_mer = "Outre-mer, les communautés sont nommées sans SIREN."
    yield instance("valide-outre-mer", outre_mer, dossier_d_outre_mer())
    normands = (epci for epci in EPCI.values() if epci.regions == ("28",))
    sirens = [epci.siren for epci in normands if not epci.est_metropole][:17]
    yield _complet(
        "dix-sept-epci", "Dix-sept EPCI.", {_EPCI: [{"siren": siren} for siren in sirens]}
    )


def _complet(nom: str, titre: str, changements: Mapping[str, Any], *constats: Constat) -> Instance:
    return instance(f"valide-{nom}", titre, repondre(changements, dossier_complet()), *constats)
