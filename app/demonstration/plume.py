"""Writes the sections of an application: invented persons and texts, the same at each run."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any, NamedTuple

from stdnum import luhn

from app.demonstration.phrases import (
    ACTEURS,
    ACTIONS,
    BILANS,
    CARACTERISTIQUES,
    CONDUITE,
    DEFIS,
    ENTREPRISES,
    EPCI_SEUL,
    FILIERES,
    FINANCEMENTS,
    FONCTIONS,
    FORMATIONS,
    FORMES,
    INDICATEURS,
    INGENIERIE,
    INVESTISSEMENTS,
    LIGNES,
    METROPOLE,
    NOMS,
    ORGANISATIONS,
    PAR_REGION,
    PRENOMS,
    PRIORITES,
    SERVICES,
    SITES,
    SOUTIENS,
    TELEPHONES,
)
from app.demonstration.territoires import Territoire
from app.formulaire.choix import Ept, Region, TypePerimetre
from app.formulaire.nombres import ACTIONS_MAX, DERNIERE_ANNEE, LIGNES_MAX, PREMIERE_ANNEE

Json = dict[str, Any]


class _Personne(NamedTuple):
    prenom: str
    nom: str


class Plume:
    """Writes the sections of one territory: methods are to be called once, in the form's order."""

    def __init__(self, alea: Random, territoire: Territoire) -> None:
        self._alea = alea
        self._territoire = territoire
        self._filieres = [FILIERES[nom] for nom in alea.sample(PAR_REGION[territoire.region], 2)]
        noms = iter(alea.sample(NOMS, 16))
        self._entreprises = [nom.format(nom=next(noms)) for nom in alea.sample(ENTREPRISES, 4)]
        self._personnes = map(_Personne, alea.sample(PRENOMS, 12), noms)
        self._domaine = f"{_en_ascii(territoire.nom)[:40].strip('-')}.example.fr"
        self._adresse = alea.choice(("economie@", "contact@", "direction@")) + self._domaine
        self._technicien = next(self._personnes)
        self._en_poste = alea.random() < (
            0.25 if territoire.type_perimetre is TypePerimetre.NOUVEAU else 0.8
        )

    def demandeur(self) -> Json:
        porteur = self._territoire.epci[0]
        forme, categorie = FORMES[porteur.type]
        siret = _siret(porteur.siren, self._alea.randint(1, 9))
        lisible = f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"
        return {
            "courriel": self._adresse,
            "siret": self._alea.choice((siret, lisible)),
            "denomination": porteur.nom,
            "forme_juridique": forme,
            "categorie_juridique": categorie,
        }

    def perimetre(self) -> Json:
        territoire = self._territoire
        ept = [epci for epci in territoire.epci if epci.type == "EPT"]
        justification = METROPOLE if any(e.est_metropole for e in territoire.epci) else EPCI_SEUL
        a_justifier = justification is METROPOLE or len(territoire.epci) == 1
        return {
            "epci": [
                {"siren": epci.siren, "nom": epci.nom}
                for epci in territoire.epci
                if epci not in ept
            ],
            **({"ept": Ept(ept[0].siren).value} if ept else {}),
            "region": self._region(),
            "type_perimetre": territoire.type_perimetre.value,
            "caracteristiques_industrielles": self._texte(
                CARACTERISTIQUES, 4, *([justification] if a_justifier else [])
            ),
            "defis_fragilites": self._texte(DEFIS, 3),
            "nom_territoire": territoire.nom,
            **self._commentaire(0.8),
        }

    def plan_action(self) -> Json:
        nombre = self._alea.choice((3, 4, 4, 5, 5, 5, 6, 7, ACTIONS_MAX))
        axes = self._alea.sample(list(ACTIONS), len(ACTIONS))
        tirages = {
            axe: iter(self._alea.sample([*ACTIONS[axe].items()], len(ACTIONS[axe]))) for axe in axes
        }
        choisis = [axes[rang % len(axes)] for rang in range(nombre)]
        return {
            "priorites": self._texte(PRIORITES, 3),
            "actions": [self._action(axe, *next(tirages[axe])) for axe in choisis],
            **self._commentaire(0.4),
        }

    def bilan(self) -> Json:
        """The section under its name, or nothing for a new territory; a few leave it empty."""
        if self._territoire.type_perimetre is TypePerimetre.NOUVEAU:
            return {}
        if self._alea.random() < 0.12:
            return {"bilan": {}}
        return {"bilan": {"actions_realisees": self._texte(BILANS, 4)}}

    def gouvernance(self) -> Json:
        binomes = 2 if self._alea.random() < 0.2 else 1
        membres = [
            self._membre(qualite, rang)
            for rang in range(binomes)
            for qualite in ("elu", "industriel")
        ]
        if self._alea.random() < 0.4:
            membres.append(self._membre("autre", 0))
        return {
            "membres": membres,
            **({"soutiens": self._texte(SOUTIENS, 3)} if self._alea.random() < 0.9 else {}),
            **self._commentaire(0.4),
        }

    def besoins(self) -> Json:
        besoins: Json = {"animation": self._animation()}
        if self._alea.random() < 0.7:
            besoins["ingenierie"] = {"projets_complexes": self._texte(INGENIERIE, 2)}
        if self._alea.random() < 0.8:
            besoins["financement"] = {
                "filieres_prioritaires": self._texte(INVESTISSEMENTS, 2),
                "projets_formation": self._texte(FORMATIONS, 1),
            }
        besoins["autres"] = {
            "ami_rebond_industriel": self._alea.choice(("oui", "non_eligible", "non", "inconnu")),
            "sites_france_2030": self._texte(SITES, 1),
        }
        return besoins

    def contact(self) -> Json:
        """The chef de projet follows the application, or whoever signs it does."""
        if self._alea.random() < 0.6:
            return {**self._coordonnees(self._technicien), "est_contact_suite": True}
        signataire = self._coordonnees(next(self._personnes))
        suite = self._coordonnees(self._technicien)
        return {
            **signataire,
            "est_contact_suite": False,
            **{f"suite_{nom}": valeur for nom, valeur in suite.items()},
        }

    def _region(self) -> str:
        """The form asks for "Interrégional" across regions; part of the applicants overlook it."""
        a_cheval = len({region for epci in self._territoire.epci for region in epci.regions}) > 1
        if a_cheval and self._alea.random() < 0.6:
            return Region.INTERREGIONAL.value
        return self._territoire.region

    def _action(self, axe: str, intitule: str, description: str) -> Json:
        alea, mots = self._alea, self._mots()
        debut = date(alea.randint(PREMIERE_ANNEE + 1, DERNIERE_ANNEE - 1), alea.randint(1, 12), 1)
        fin = date(alea.randint(debut.year + 1, DERNIERE_ANNEE), alea.randint(1, 12), 28)
        porteur, *partenaires = self._acteurs(alea.randint(1, 3))
        action: Json = {
            "intitule": intitule.format(**mots),
            "axe": axe,
            "description": f"{description.format(**mots)} {self._texte(CONDUITE, 1)}",
            "porteur": porteur,
            "partenaires": partenaires,
            "debut": debut.isoformat(),
            "fin": fin.isoformat(),
        }
        if alea.random() < 0.85:
            action["budget_euros"] = alea.randrange(30, 2_500, 10) * 1_000
            action["financements"] = alea.choice(FINANCEMENTS[axe])
        if alea.random() < 0.8:
            action["indicateurs"] = self._texte(INDICATEURS[axe], 1)
        return action

    def _acteurs(self, nombre: int) -> list[Json]:
        """So many actors, each of another type."""
        return [
            {"nom": self._alea.choice(ACTEURS[sorte]).format(**self._mots()), "type": sorte}
            for sorte in self._alea.sample(list(ACTEURS), nombre)
        ]

    def _membre(self, qualite: str, rang: int) -> Json:
        personne, mots = next(self._personnes), self._mots()
        organisation = "{epci}" if qualite == "elu" else self._alea.choice(ORGANISATIONS[qualite])
        return {
            "qualite": qualite,
            "nom": personne.nom,
            "prenom": personne.prenom,
            "fonction": FONCTIONS[qualite][rang],
            "organisation": organisation.format(**mots),
            "courriel": self._courriel(personne),
        }

    def _animation(self) -> Json:
        alea = self._alea
        if not self._en_poste:
            souhait = "futur_chef_projet" if alea.random() < 0.85 else "non"
            return {"chef_projet_en_poste": "a_recruter", "souhait_cofinancement": souhait}
        chef = self._technicien
        animation: Json = {
            "chef_projet_en_poste": "oui",
            "organisation_porteuse": self._territoire.epci[0].nom,
            "poste_cofinance": alea.random() < 0.7,
            "souhait_cofinancement": alea.choice(("renouvellement", "renouvellement", "non")),
            "chef_projet_nom": f"{chef.prenom} {chef.nom}",
            "chef_projet_courriel": self._courriel(chef),
            "demandeur_est_chef_projet": alea.random() < 0.5,
        }
        if animation["demandeur_est_chef_projet"]:
            animation["chef_projet_courriel"] = self._adresse
        if alea.random() < 0.8:
            fin = date(alea.randint(2023, 2025), alea.randint(10, 12), 30)
            animation["fin_contrat"] = fin.isoformat()
        if alea.random() < 0.8:
            animation["chef_projet_telephone"] = self._telephone()
        return animation

    def _coordonnees(self, personne: _Personne) -> Json:
        chef = personne is self._technicien and self._en_poste
        fonction = "Chef de projet Territoire d'industrie" if chef else self._alea.choice(SERVICES)
        return {
            "nom_prenom": f"{personne.nom} {personne.prenom}",
            "fonction_organisation": f"{fonction}, {self._territoire.epci[0].nom}",
            "courriel": self._courriel(personne),
            "telephone": self._telephone(),
        }

    def _courriel(self, personne: _Personne) -> str:
        return f"{_en_ascii(personne.prenom)}.{_en_ascii(personne.nom)}@{self._domaine}"

    def _telephone(self) -> str:
        a, b, c = TELEPHONES[self._territoire.region]
        d, e = self._alea.randint(0, 99), self._alea.randint(0, 99)
        national = f"{a} {b} {c} {d:02} {e:02}"
        return self._alea.choice(
            (national, national.replace(" ", ""), national.replace(" ", "."), "+33 " + national[1:])
        )

    def _commentaire(self, chance: float) -> Json:
        """Up to the lines that the form allows, with the line ends of a browser at times."""
        if self._alea.random() > chance:
            return {}
        lignes = self._alea.sample(LIGNES, self._alea.choice((2, 4, 7, LIGNES_MAX)))
        return {"commentaire": self._alea.choice(("\n", "\r\n")).join(lignes)}

    def _texte(self, phrases: Sequence[str], nombre: int, *ajouts: str) -> str:
        """Sentences drawn from `phrases`, in their order, then those of `ajouts`."""
        rangs = sorted(self._alea.sample(range(len(phrases)), nombre))
        return " ".join(p.format(**self._mots()) for p in [*(phrases[r] for r in rangs), *ajouts])

    def _mots(self) -> Json:
        """What fills the blanks of a sentence, drawn anew for each."""
        alea = self._alea
        return {
            **alea.choice(self._filieres)._asdict(),
            "territoire": self._territoire.nom,
            "epci": alea.choice(self._territoire.epci).nom,
            "industriel": alea.choice(self._entreprises),
            "nom": alea.choice(NOMS),
            "prenom": alea.choice(PRENOMS),
            "petit": alea.randint(3, 12),
            "taux": alea.randint(17, 42),
            "nombre": alea.randrange(20, 150, 5),
            "milliers": alea.randint(2, 14),
        }


def _en_ascii(texte: str) -> str:
    """`Cœur de Maine` → `coeur-de-maine`, for an address."""
    decompose = unicodedata.normalize("NFKD", texte.casefold().replace("œ", "oe"))
    sans_accent = "".join(c for c in decompose if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", sans_accent).strip("-")


def _siret(siren: str, rang: int) -> str:
    """A SIRET of this SIREN: the establishment's rank on four digits, then the Luhn digit."""
    base = f"{siren}{rang:04}"
    return base + luhn.calc_check_digit(base)
