"""A workbook around its sheets (ECMA-376, parts 1 and 2): the least that a reader asks for."""

from collections.abc import Mapping, Sequence
from typing import Final

from app.exports.feuilles import Feuille
from app.exports.parties_exportees import Archive

_ENTETE: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OOXML: Final = "http://schemas.openxmlformats.org/"
_TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_DOCUMENT: Final = f"{_OOXML}officeDocument/2006/relationships"
_PRINCIPAL: Final = f"{_OOXML}spreadsheetml/2006/main"
# In the order of `feuille_xlsx.py`; 49 is « @ », 14 and 22 are days and instants of the reader's
# country, 1 a whole number (part 1, 18.8.30).
_STYLES: Final = (
    f'{_ENTETE}<styleSheet xmlns="{_PRINCIPAL}"><fonts count="2"><font><sz val="11"/>'
    '<name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill>'
    '<patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="7"><xf xfId="0"/>'
    '<xf numFmtId="49" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" xfId="0" applyNumberFormat="1" quotePrefix="1"/>'
    '<xf numFmtId="14" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="22" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" xfId="0" applyNumberFormat="1" applyFont="1"/>'
    '<xf numFmtId="1" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def assembler_xlsx(archive: Archive, feuilles: Sequence[Feuille]) -> None:
    """Write the parts of the package, the sheets among them."""
    rangs = range(1, len(feuilles) + 1)
    chemins = {rang: f"worksheets/sheet{rang}.xml" for rang in rangs}
    archive.texte("[Content_Types].xml", _types(chemins))
    archive.texte("_rels/.rels", _relations({1: ("officeDocument", "xl/workbook.xml")}))
    archive.texte("xl/workbook.xml", _classeur(feuilles))
    liens = {rang: ("worksheet", chemin) for rang, chemin in chemins.items()}
    liens[len(feuilles) + 1] = ("styles", "styles.xml")
    archive.texte("xl/_rels/workbook.xml.rels", _relations(liens))
    archive.texte("xl/styles.xml", _STYLES)
    for rang, feuille in enumerate(feuilles, start=1):
        archive.ajouter(f"xl/{chemins[rang]}", [feuille.partie])


def _types(chemins: Mapping[int, str]) -> str:
    parties = {"workbook.xml": "sheet.main", "styles.xml": "styles"}
    parties |= dict.fromkeys(chemins.values(), "worksheet")
    dits = "".join(
        f'<Override PartName="/xl/{chemin}" ContentType="{_TYPES}{genre}+xml"/>'
        for chemin, genre in parties.items()
    )
    return (
        f'{_ENTETE}<Types xmlns="{_OOXML}package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{dits}</Types>'
    )


def _relations(liens: Mapping[int, tuple[str, str]]) -> str:
    dites = "".join(
        f'<Relationship Id="rId{rang}" Type="{_DOCUMENT}/{genre}" Target="{cible}"/>'
        for rang, (genre, cible) in liens.items()
    )
    return (
        f'{_ENTETE}<Relationships xmlns="{_OOXML}package/2006/relationships">{dites}'
        "</Relationships>"
    )


def _classeur(feuilles: Sequence[Feuille]) -> str:
    dites = "".join(
        f'<sheet name="{feuille.table.nom}" sheetId="{rang}" r:id="rId{rang}"/>'
        for rang, feuille in enumerate(feuilles, start=1)
    )
    return (
        f'{_ENTETE}<workbook xmlns="{_PRINCIPAL}" xmlns:r="{_DOCUMENT}"><sheets>{dites}</sheets>'
        "</workbook>"
    )
