"""Writes the model as an OpenDocument spreadsheet (ISO/IEC 26300:2015), with its drop-downs.

Our own, because no maintained library writes content validations. Sections named are those of
OpenDocument 1.2: part 1 is the schema, part 3 the package.
"""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from app.formulaire.types import ENTIER_MAX
from app.plan_action.colonnes import (
    CHOIX,
    FEUILLES,
    FIGEES,
    GUIDE,
    LISTES,
    PROGRAMME,
    TITRE,
    Colonne,
    Feuille,
    Sorte,
    guide,
    plage,
)

MIME: Final = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_ESPACES: Final = {
    f"xmlns:{prefixe}": _OASIS + nom
    for prefixe, nom in {
        "office": "office:1.0",
        "table": "table:1.0",
        "text": "text:1.0",
        "style": "style:1.0",
        "meta": "meta:1.0",
        "config": "config:1.0",
        "of": "of:1.2",  # only named inside formulas
    }.items()
} | {
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:ooo": "http://openoffice.org/2004/office",  # only named by the view settings
}
_RACINE: Final = _ESPACES | {"office:version": "1.2"}
_CM_PAR_CARACTERE: Final = 0.2
# Cell styles of `ods_styles.xml`, which holds what never changes.
_STYLES: Final = {Sorte.TEXTE: "Texte", Sorte.DATE: "Jour", Sorte.ENTIER: "Euros"}


def modele(cree_le: datetime) -> bytes:
    """The empty model; the same date of creation gives the same bytes."""
    styles = Path(__file__).with_name("ods_styles.xml").read_bytes()
    parties = {
        "content.xml": _octets(_contenu()),
        "styles.xml": styles,
        "meta.xml": _octets(_meta(cree_le)),
        "settings.xml": _octets(_reglages()),
    }
    sortie = BytesIO()
    with ZipFile(sortie, "w") as archive:
        # Part 3, section 3.3: first, stored, without extra field.
        archive.writestr(ZipInfo("mimetype"), MIME, ZIP_STORED)
        for nom, octets in {**parties, "META-INF/manifest.xml": _manifeste(parties)}.items():
            archive.writestr(ZipInfo(nom), octets, ZIP_DEFLATED)
    return sortie.getvalue()


def _octets(racine: Element) -> bytes:
    return tostring(racine, "UTF-8", xml_declaration=True)


def _manifeste(parties: dict[str, bytes]) -> bytes:
    racine = Element(
        "manifest:manifest",
        {"xmlns:manifest": _OASIS + "manifest:1.0", "manifest:version": "1.2"},
    )
    for chemin, genre in {"/": MIME, **dict.fromkeys(parties, "text/xml")}.items():
        attributs = {"manifest:full-path": chemin, "manifest:media-type": genre}
        SubElement(racine, "manifest:file-entry", attributs)
    return _octets(racine)


def _meta(cree_le: datetime) -> Element:
    racine = Element("office:document-meta", _RACINE)
    meta = SubElement(racine, "office:meta")
    SubElement(meta, "dc:title").text = TITRE
    SubElement(meta, "dc:language").text = "fr-FR"
    SubElement(meta, "meta:creation-date").text = f"{cree_le:%Y-%m-%dT%H:%M:%SZ}"
    return racine


def _reglages() -> Element:
    """The frozen rows and columns of each sheet, which OpenDocument leaves to the application."""
    racine = Element("office:document-settings", _RACINE)
    reglages = SubElement(racine, "office:settings")
    vues = SubElement(reglages, "config:config-item-set", {"config:name": "ooo:view-settings"})
    liste = SubElement(vues, "config:config-item-map-indexed", {"config:name": "Views"})
    vue = SubElement(liste, "config:config-item-map-entry")
    _reglage(vue, "ViewId", "string", "view1")
    tables = SubElement(vue, "config:config-item-map-named", {"config:name": "Tables"})
    for feuille in FEUILLES:
        table = SubElement(tables, "config:config-item-map-entry", {"config:name": feuille.nom})
        for sens, position in zip(("Vertical", "Horizontal"), FIGEES, strict=True):
            _reglage(table, f"{sens}SplitMode", "short", "2")
            _reglage(table, f"{sens}SplitPosition", "int", str(position))
        _reglage(table, "PositionRight", "int", str(FIGEES[1]))
        _reglage(table, "PositionBottom", "int", str(FIGEES[0]))
    return racine


def _reglage(parent: Element, nom: str, genre: str, valeur: str) -> None:
    attributs = {"config:name": nom, "config:type": genre}
    SubElement(parent, "config:config-item", attributs).text = valeur


def _contenu() -> Element:
    racine = Element("office:document-content", _RACINE)
    styles = SubElement(racine, "office:automatic-styles")
    corps = SubElement(SubElement(racine, "office:body"), "office:spreadsheet")
    validations = SubElement(corps, "table:content-validations")
    for nom, visible in (("Visible", "true"), ("Cachee", "false")):
        attributs = {"style:name": nom, "style:family": "table"}
        style = SubElement(styles, "style:style", attributs | {"style:master-page-name": "Page"})
        SubElement(style, "style:table-properties", {"table:display": visible})
    _ecrire_guide(corps, styles)
    for feuille in FEUILLES:
        _ecrire_feuille(corps, styles, feuille)
        for colonne in feuille.colonnes:
            _ecrire_validation(validations, feuille, colonne)
    _ecrire_listes(corps)
    return racine


def _ecrire_guide(corps: Element, styles: Element) -> None:
    table = _table(corps, GUIDE, "Visible")
    for largeur in (26, 100):
        _ecrire_colonne(table, styles, largeur)
    for gauche, droite in guide():
        ligne = SubElement(table, "table:table-row")
        _ecrire_texte(ligne, gauche, "Nom" if droite else "Titre")
        _ecrire_texte(ligne, droite, "Consigne")


def _ecrire_feuille(corps: Element, styles: Element, feuille: Feuille) -> None:
    table = _table(corps, feuille.nom, "Visible")
    for colonne in feuille.colonnes:
        dessous = "Brut" if colonne.sorte is Sorte.TEXTE else "Default"
        _ecrire_colonne(table, styles, colonne.largeur, dessous)
    entete = SubElement(SubElement(table, "table:table-header-rows"), "table:table-row")
    for colonne in feuille.colonnes:
        _ecrire_texte(entete, colonne.entete, "Entete")
    for numero in range(1, feuille.lignes + 1):
        ligne = SubElement(table, "table:table-row")
        for colonne in feuille.colonnes:
            cellule = SubElement(ligne, "table:table-cell", _attributs(feuille, colonne))
            if colonne.sorte is Sorte.NUMERO:
                cellule.attrib |= {"office:value-type": "float", "office:value": str(numero)}
                SubElement(cellule, "text:p").text = str(numero)


def _ecrire_listes(corps: Element) -> None:
    table = _table(corps, LISTES, "Cachee")
    SubElement(table, "table:table-column", {"table:number-columns-repeated": str(len(CHOIX))})
    for rang in range(1 + max(map(len, CHOIX))):
        ligne = SubElement(table, "table:table-row")
        for choix in CHOIX:
            textes = [choix.__name__, *(c.libelle for c in choix)]
            _ecrire_texte(ligne, textes[rang] if rang < len(textes) else "", "Default")


def _table(corps: Element, nom: str, style: str) -> Element:
    return SubElement(corps, "table:table", {"table:name": nom, "table:style-name": style})


def _ecrire_colonne(
    table: Element, styles: Element, largeur: int, dessous: str = "Default"
) -> None:
    nom = f"Colonne{largeur}"
    if all(style.get("style:name") != nom for style in styles):
        style = SubElement(
            styles, "style:style", {"style:name": nom, "style:family": "table-column"}
        )
        taille = {"style:column-width": f"{largeur * _CM_PAR_CARACTERE:.1f}cm"}
        SubElement(style, "style:table-column-properties", taille)
    attributs = {"table:style-name": nom, "table:default-cell-style-name": dessous}
    SubElement(table, "table:table-column", attributs)


def _ecrire_texte(ligne: Element, texte: str, style: str) -> None:
    cellule = SubElement(ligne, "table:table-cell", {"table:style-name": style})
    if texte:
        cellule.set("office:value-type", "string")
        SubElement(cellule, "text:p").text = texte


def _attributs(feuille: Feuille, colonne: Colonne) -> dict[str, str]:
    return {
        "table:style-name": _STYLES.get(colonne.sorte, "Reponse"),
        "table:content-validation-name": _nom(feuille, colonne),
    }


def _nom(feuille: Feuille, colonne: Colonne) -> str:
    return f"{feuille.nom}{feuille.colonnes.index(colonne)}"


def _ecrire_validation(validations: Element, feuille: Feuille, colonne: Colonne) -> None:
    lettre = chr(ord("A") + feuille.colonnes.index(colonne))
    attributs = {
        "table:name": _nom(feuille, colonne),
        "table:base-cell-address": f"{feuille.nom}.{lettre}2",
        "table:allow-empty-cell": "true",
    }
    if condition := _condition(colonne):
        attributs["table:condition"] = f"of:{condition}"
    validation = SubElement(validations, "table:content-validation", attributs)
    affiche = {"table:title": colonne.titre, "table:display": "true"}
    SubElement(SubElement(validation, "table:help-message", affiche), "text:p").text = colonne.aide
    arret = affiche | {"table:message-type": "stop"}
    SubElement(SubElement(validation, "table:error-message", arret), "text:p").text = colonne.refus


def _condition(colonne: Colonne) -> str:
    """Part 1, section 19.599; empty where any value will do."""
    if source := plage(colonne):
        feuille, rang, premiere, derniere = source
        lettre = chr(ord("A") + rang)
        cellules = f"[${feuille}.${lettre}${premiere + 1}:.${lettre}${derniere + 1}]"
        return f"cell-content-is-in-list({cellules})"
    match colonne.sorte:
        case Sorte.TEXTE:
            return f"cell-content-text-length()<={colonne.limite}"
        case Sorte.DATE:
            bornes = ",".join(f"DATE({jour.year};{jour.month};{jour.day})" for jour in PROGRAMME)
            return f"cell-content-is-date() and cell-content-is-between({bornes})"
        case Sorte.ENTIER:
            entier = f"cell-content-is-between(0,{ENTIER_MAX})"
            return f"cell-content-is-whole-number() and {entier}"
        case _:
            return ""
