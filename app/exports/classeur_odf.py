"""A spreadsheet around its tables (ISO/IEC 26300, parts 1 and 3): the least that a reader asks."""

from collections.abc import Sequence
from typing import Final

from app.exports.feuille_xlsx import nom_de_colonne
from app.exports.feuilles import Feuille
from app.exports.parties_exportees import Archive, Partie

MIME: Final = "application/vnd.oasis.opendocument.spreadsheet"
_ENTETE: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_ESPACES: Final = " ".join(
    f'xmlns:{prefixe}="{_OASIS}{nom}"'
    for prefixe, nom in {
        "office": "office:1.0",
        "table": "table:1.0",
        "text": "text:1.0",
        "style": "style:1.0",
        "number": "datastyle:1.0",
        "fo": "xsl-fo-compatible:1.0",
        "config": "config:1.0",
    }.items()
)
_JOUR: Final = (
    '<number:day number:style="long"/><number:text>/</number:text>'
    '<number:month number:style="long"/><number:text>/</number:text>'
    '<number:year number:style="long"/>'
)
_HEURE: Final = (
    '<number:text> </number:text><number:hours number:style="long"/>'
    '<number:text>:</number:text><number:minutes number:style="long"/>'
    '<number:text>:</number:text><number:seconds number:style="long"/>'
)
_LARGEURS: Final = {"Cnombre": "2.5cm", "Cjour": "2.5cm", "Cinstant": "4cm", "Ctexte": "6cm"}


def debut_du_contenu(partie: Partie) -> None:
    """What stands before the tables: their styles."""
    colonnes = "".join(
        f'<style:style style:name="{nom}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{largeur}"/></style:style>'
        for nom, largeur in _LARGEURS.items()
    )
    partie.ecrire(
        f'{_ENTETE}<office:document-content {_ESPACES} office:version="1.2">'
        f'<office:automatic-styles><number:date-style style:name="FJour">{_JOUR}'
        f'</number:date-style><number:date-style style:name="FInstant">{_JOUR}{_HEURE}'
        '</number:date-style><number:text-style style:name="FTexte"><number:text-content/>'
        f"</number:text-style>{colonnes}{_style('Jour', 'FJour')}{_style('Instant', 'FInstant')}"
        f'{_style("Saisi", "FTexte")}<style:style style:name="Entete" style:family="table-cell" '
        'style:data-style-name="FTexte"><style:text-properties fo:font-weight="bold"/>'
        "</style:style></office:automatic-styles><office:body><office:spreadsheet>"
    )


def _style(nom: str, donnee: str) -> str:
    return (
        f'<style:style style:name="{nom}" style:family="table-cell" '
        f'style:data-style-name="{donnee}"/>'
    )


def fin_du_contenu(partie: Partie, feuilles: Sequence[Feuille]) -> None:
    """What stands after the tables: where each is filtered."""
    plages = "".join(
        f'<table:database-range table:name="Filtre{rang}" table:display-filter-buttons="true" '
        f'table:target-range-address="{_plage(feuille)}"/>'
        for rang, feuille in enumerate(feuilles)
    )
    partie.ecrire(
        f"<table:database-ranges>{plages}</table:database-ranges></office:spreadsheet>"
        "</office:body></office:document-content>"
    )


def _plage(feuille: Feuille) -> str:
    nom, derniere = feuille.table.nom, nom_de_colonne(len(feuille.colonnes))
    return f"{nom}.A2:{nom}.{derniere}{feuille.lignes + 2}"


def assembler_ods(archive: Archive, contenu: Sequence[Partie], feuilles: Sequence[Feuille]) -> None:
    """Write the files of the package; part 3, section 3.3: `mimetype` first, as it is."""
    archive.texte("mimetype", MIME)
    archive.texte("META-INF/manifest.xml", _manifeste())
    archive.texte("settings.xml", _reglages(feuilles))
    archive.ajouter("content.xml", contenu)


def _manifeste() -> str:
    fichiers = {"/": MIME, "content.xml": "text/xml", "settings.xml": "text/xml"}
    dits = "".join(
        f'<manifest:file-entry manifest:full-path="{chemin}" manifest:media-type="{genre}"/>'
        for chemin, genre in fichiers.items()
    )
    return (
        f'{_ENTETE}<manifest:manifest xmlns:manifest="{_OASIS}manifest:1.0" '
        f'manifest:version="1.2">{dits}</manifest:manifest>'
    )


def _reglages(feuilles: Sequence[Feuille]) -> str:
    """The first two rows of each table stay in sight: the format leaves it to the application."""
    tables = "".join(
        f'<config:config-item-map-entry config:name="{feuille.table.nom}">'
        '<config:config-item config:name="VerticalSplitMode" config:type="short">2'
        '</config:config-item><config:config-item config:name="VerticalSplitPosition" '
        'config:type="int">2</config:config-item><config:config-item config:name="PositionBottom" '
        'config:type="int">2</config:config-item></config:config-item-map-entry>'
        for feuille in feuilles
    )
    return (
        f'{_ENTETE}<office:document-settings {_ESPACES} office:version="1.2"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        f'<config:config-item-map-named config:name="Tables">{tables}'
        "</config:config-item-map-named></config:config-item-map-entry>"
        "</config:config-item-map-indexed></config:config-item-set></office:settings>"
        "</office:document-settings>"
    )
