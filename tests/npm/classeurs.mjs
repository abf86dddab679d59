// Workbooks written by two libraries of npm. One JSON request on stdin, one JSON answer on stdout:
//   [{auteur: "exceljs" | "sheetjs", feuilles: {nom: {lignes, masquees, fusions}}}] -> [base64]
// `lignes`: rows of cells {genre, valeur, format, formule}; `masquees`: hidden rows, from 0; `fusions`:
// [first row, first column, last row, last column], from 0.
import ExcelJS from "exceljs";
import XLSX from "xlsx";

const ERREURS = { "#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42 };

function valeurExcelJS({ genre, valeur, formule }) {
  if (formule) return valeur === undefined ? { formula: formule } : { formula: formule, result: valeur };
  if (genre === "date") return new Date(`${valeur}T00:00:00Z`);
  return genre === "erreur" ? { error: valeur } : valeur;
}

async function exceljs(feuilles) {
  const classeur = new ExcelJS.Workbook();
  for (const [nom, { lignes, masquees, fusions }] of Object.entries(feuilles)) {
    const page = classeur.addWorksheet(nom);
    lignes.forEach((cellules, ligne) =>
      cellules.forEach((cellule, rang) => {
        if (!cellule) return;
        const ecrite = page.getCell(ligne + 1, rang + 1);
        ecrite.value = valeurExcelJS(cellule);
        if (cellule.format) ecrite.numFmt = cellule.format;
      }),
    );
    for (const ligne of masquees) page.getRow(ligne + 1).hidden = true;
    for (const [l, c, m, d] of fusions) page.mergeCells(l + 1, c + 1, m + 1, d + 1);
  }
  return Buffer.from(await classeur.xlsx.writeBuffer()).toString("base64");
}

function celluleSheetJS({ genre, valeur, format, formule }) {
  const commune = { ...(format && { z: format }), ...(formule && { f: formule }) };
  if (genre === "erreur") return { t: "e", v: ERREURS[valeur], w: valeur, ...commune };
  if (genre === "date") {
    const jours = (Date.parse(`${valeur}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86400000;
    return { t: "n", v: jours, ...commune };
  }
  if (valeur === undefined) return { t: "n", ...commune };
  return { t: { string: "s", boolean: "b", number: "n" }[typeof valeur], v: valeur, ...commune };
}

function sheetjs(feuilles) {
  const classeur = XLSX.utils.book_new();
  for (const [nom, { lignes, masquees, fusions }] of Object.entries(feuilles)) {
    const page = { "!rows": [], "!merges": [] };
    let largeur = 0;
    lignes.forEach((cellules, ligne) =>
      cellules.forEach((cellule, rang) => {
        largeur = Math.max(largeur, rang);
        if (cellule) page[XLSX.utils.encode_cell({ r: ligne, c: rang })] = celluleSheetJS(cellule);
      }),
    );
    for (const ligne of masquees) page["!rows"][ligne] = { hidden: true };
    for (const [l, c, m, d] of fusions) page["!merges"].push({ s: { r: l, c }, e: { r: m, c: d } });
    page["!ref"] = XLSX.utils.encode_range({ s: { r: 0, c: 0 }, e: { r: lignes.length - 1, c: largeur } });
    XLSX.utils.book_append_sheet(classeur, page, nom);
  }
  return XLSX.write(classeur, { type: "base64", bookType: "xlsx" });
}

const AUTEURS = { exceljs, sheetjs };
let entree = "";
for await (const morceau of process.stdin) entree += morceau;
const ecrits = [];
for (const { auteur, feuilles } of JSON.parse(entree)) ecrits.push(await AUTEURS[auteur](feuilles));
process.stdout.write(JSON.stringify(ecrits));
