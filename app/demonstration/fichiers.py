"""The files of an application: a letter of intent and a review as PDF, the plan as XLSX."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any, Final

import typst

from app.demonstration.compositions import Composition
from app.editions.francais import date_en_lettres
from app.formulaire.choix import Rubrique
from app.formulaire.nombres import DERNIERE_ANNEE, PREMIERE_ANNEE
from app.pieces_jointes.verdict import TypeFichier
from app.plan_action.modele import remplir

_COMMUN: Final = """
#let donnees = json(bytes(sys.inputs.donnees))
#let typo(texte) = texte.replace("'", "’")
#let bleu = rgb("#1f3a5f")
#set text(lang: "fr", region: "FR", font: "Libertinus Serif", size: 11pt)
#set par(justify: true, leading: 0.68em, spacing: 1.1em)
#set page(paper: "a4", margin: (x: 2.5cm, y: 2.2cm))
#set document(title: typo(donnees.titre), author: typo(donnees.organisation))
#text(size: 15pt, weight: "bold", fill: bleu, typo(donnees.organisation))
#v(-0.6em)
#line(length: 100%, stroke: 0.8pt + bleu)
"""

_LETTRE: Final = (
    _COMMUN
    + """
#align(right)[
  Délégation aux Territoires d’industrie \\
  Agence nationale de la cohésion des territoires \\
  #v(0.4em)
  Le #donnees.date
]
#v(1em)
*Objet : #typo(donnees.titre)*

Madame, Monsieur,

#for paragraphe in donnees.paragraphes { par(typo(paragraphe)) }

Nous vous prions d’agréer, Madame, Monsieur, l’expression de notre considération distinguée.
#v(1.5em)
#grid(
  columns: (1fr, 1fr),
  row-gutter: 2em,
  ..donnees.signataires.map(qui => [
    *#typo(qui.nom)* \\
    #text(size: 9.5pt)[#typo(qui.fonction) \\ #typo(qui.organisation)] \\
    #text(size: 16pt, style: "italic", fill: bleu, typo(qui.nom))
  ])
)
"""
)

_BILAN: Final = (
    _COMMUN
    + """
= #typo(donnees.titre)

Compte rendu du comité de pilotage réuni le #donnees.date, sous la présidence de
#typo(donnees.presidence).

#table(
  columns: (auto, 1fr),
  inset: 0.7em,
  stroke: 0.4pt + gray,
  table.header([*N°*], [*Constat du comité*]),
  ..donnees.constats.enumerate(start: 1).map(((rang, constat)) => (
    str(rang), typo(constat),
  )).flatten(),
)
"""
)


@dataclass(frozen=True, slots=True)
class Fichier:
    """A file to join, with its media type."""

    rubrique: Rubrique
    nom: str
    type: str
    octets: bytes

    @property
    def empreinte(self) -> str:
        """SHA-256 of the content, in hexadecimal."""
        return sha256(self.octets).hexdigest()


def produire(composition: Composition) -> list[Fichier]:
    """A file for each rubrique of the composition. Blocks for some 20 ms a PDF."""
    return [_PRODUCTEURS[rubrique](composition) for rubrique in composition.rubriques]


def _plan(composition: Composition) -> Fichier:
    return Fichier(
        Rubrique.PLAN_ACTION_OPERATIONNEL,
        f"Plan d'action - {composition.territoire.nom}.xlsx",
        TypeFichier.XLSX.value,
        remplir(composition.dossier["plan_action"]["actions"]),
    )


def _lettre(composition: Composition) -> Fichier:
    """The letter, signed by every élu and industriel of the governance."""
    dossier, nom = composition.dossier, composition.territoire.nom
    signataires = [m for m in dossier["gouvernance"]["membres"] if m["qualite"] != "autre"]
    actions = dossier["plan_action"]["actions"]
    paragraphes = [
        f"Par la présente, nous vous faisons part de notre intention de porter ensemble la "
        f"candidature du Territoire d'industrie « {nom} » à la phase "
        f"{PREMIERE_ANNEE}-{DERNIERE_ANNEE} du programme.",
        dossier["plan_action"]["priorites"],
        f"Notre plan compte {len(actions)} actions, à commencer par celle-ci : "
        f"« {actions[0]['intitule']} ». Nous nous engageons à présider ses comités, à y associer "
        "les entreprises et les communes, et à rendre compte chaque année de son avancement.",
    ]
    donnees = {
        "titre": f"lettre d'intention, Territoire d'industrie « {nom} »",
        "organisation": dossier["demandeur"]["denomination"],
        "date": date_en_lettres(composition.signee_le),
        "paragraphes": paragraphes,
        "signataires": [{**m, "nom": f"{m['prenom']} {m['nom']}"} for m in signataires],
    }
    octets = _pdf(_LETTRE, donnees, composition)
    return Fichier(
        Rubrique.LETTRES, f"Lettre d'intention - {nom}.pdf", TypeFichier.PDF.value, octets
    )


def _bilan(composition: Composition) -> Fichier:
    dossier, nom = composition.dossier, composition.territoire.nom
    elu = next(m for m in dossier["gouvernance"]["membres"] if m["qualite"] == "elu")
    donnees = {
        "titre": f"Bilan 2019-2023 du Territoire d'industrie « {nom} »",
        "organisation": dossier["demandeur"]["denomination"],
        "date": date_en_lettres(composition.signee_le),
        "presidence": f"{elu['prenom']} {elu['nom']}",
        "constats": re.split(r"(?<=\.) ", dossier["bilan"]["actions_realisees"]),
    }
    octets = _pdf(_BILAN, donnees, composition)
    return Fichier(Rubrique.BILAN, f"Bilan 2019-2023 - {nom}.pdf", TypeFichier.PDF.value, octets)


_PRODUCTEURS: Final = {
    Rubrique.PLAN_ACTION_OPERATIONNEL: _plan,
    Rubrique.LETTRES: _lettre,
    Rubrique.BILAN: _bilan,
}


def _pdf(gabarit: str, donnees: dict[str, Any], composition: Composition) -> bytes:
    """A tagged PDF; the same composition gives the same bytes."""
    signature = datetime.combine(composition.signee_le, datetime.min.time(), UTC)
    return typst.compile(
        gabarit.encode(),
        font_paths=_polices(),
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=int(signature.timestamp()),
        sys_inputs={"donnees": json.dumps(donnees)},
    )


@cache
def _polices() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)
