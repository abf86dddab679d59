"""Workbooks for the tests: as rows of cells, or as files."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile

from app.formulaire.plan_action import Action
from app.plan_action.cellules import Cellule, Grille
from app.plan_action.classeur import Lecture, lire_classeur
from app.plan_action.colonnes import FEUILLES
from app.plan_action.lignes import lignes
from app.plan_action.modele import modele_ods
from tests.formulaire.exemples import Json
from tests.pouponniere import confier

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_TABLE, _TEXTE, _OFFICE = (f"{{{_OASIS.format(nom)}}}" for nom in ("table", "text", "office"))


def grilles(actions: list[Json]) -> dict[str, Grille]:
    """The cells of a workbook filled with these actions, as the reading process gives them."""
    contenu = lignes(actions)
    return {
        feuille.nom: [
            [colonne.entete for colonne in feuille.colonnes],
            *(list(ligne) for ligne in contenu[feuille.nom]),
        ]
        for feuille in FEUILLES
    }


def normalisee(action: Json) -> Json:
    return Action.model_validate(action).contenu()


def avec_partenaires_d_une_ligne(actions: list[Json]) -> list[Json]:
    """The same: a name that holds several lines, or a semicolon, is taken for several partners."""
    return [
        action
        | {
            "partenaires": [
                partenaire | {"nom": re.sub(r"[;\n\r\u2028\u2029]", " ", partenaire["nom"])}
                for partenaire in action.get("partenaires", ())
            ]
        }
        for action in actions
    ]


def lire(octets: bytes, dossier: Path, nom: str = "classeur") -> Lecture:
    """Read a file by the real process."""
    chemin = dossier / nom
    chemin.write_bytes(octets)
    with chemin.open("rb") as fichier:
        return confier(lambda pouponniere: lire_classeur(pouponniere, fichier))


def zip_de(parties: dict[str, bytes]) -> bytes:
    sortie = BytesIO()
    with ZipFile(sortie, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for nom, octets in parties.items():
            archive.writestr(nom, octets)
    return sortie.getvalue()


def parties_de(octets: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(octets)) as archive:
        return {nom: archive.read(nom) for nom in archive.namelist()}


def ods_rempli(contenu: dict[str, list[list[Cellule]]]) -> bytes:
    """The ods model with these cells below its headers, written as LibreOffice writes them."""
    parties = parties_de(modele_ods())
    for prefixe in ("table", "text", "office", "style"):
        # Readers such as calamine know no other prefixes than the usual ones.
        ElementTree.register_namespace(prefixe, _OASIS.format(prefixe))
    racine = ElementTree.fromstring(parties["content.xml"])  # noqa: S314 - of our own making
    for nom, rangees in contenu.items():
        lignes_ = racine.findall(f".//{_TABLE}table[@{_TABLE}name='{nom}']/{_TABLE}table-row")
        for ligne, valeurs in zip(lignes_, rangees, strict=False):
            for cellule, valeur in zip(ligne, valeurs, strict=True):
                _remplir(cellule, valeur)
    return zip_de(parties | {"content.xml": ElementTree.tostring(racine, "UTF-8")})


def _remplir(cellule: ElementTree.Element, valeur: Cellule) -> None:
    if valeur is None:
        return
    attributs, texte = _typee(valeur)
    for ancien in list(cellule):
        cellule.remove(ancien)
    for nom, attribut in attributs.items():
        cellule.set(f"{_OFFICE}{nom}", attribut)
    for alinea in texte.split("\n"):
        ElementTree.SubElement(cellule, f"{_TEXTE}p").text = alinea


def _typee(valeur: Any) -> tuple[dict[str, str], str]:
    match valeur:
        case str():
            return {"value-type": "string"}, valeur
        case date():
            iso = valeur.isoformat()
            return {"value-type": "date", "date-value": iso}, f"{valeur:%d/%m/%Y}"
        case _:
            return {"value-type": "float", "value": str(valeur)}, f"{valeur:,} €"
