// `node bibliotheques.mjs NAME FOLDER`: the files of one library, written into the folder
// `produits` of one that holds a `photo.jpg` and a `capture.png`.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";

const [nom, dossier] = process.argv.slice(2);
const TEXTE = "Territoires d’industrie : réseau de chaleur, 120 000 €.";
const LIGNES = [
  ["Axe", "Titre", "Montant"],
  ["Transition", "Réseau de chaleur", 120000],
  ["Compétences", "École de production", 85000.5],
];
const photo = readFileSync(join(dossier, "photo.jpg"));
const capture = readFileSync(join(dossier, "capture.png"));
const points = (largeur, hauteur) =>
  Uint8Array.from({ length: largeur * hauteur * 4 }, (_, i) => (i % 4 === 3 ? 255 : (i * 7) % 251));

async function* sheetjs() {
  const { default: XLSX } = await import("xlsx");
  const classeur = () => {
    const neuf = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(neuf, XLSX.utils.aoa_to_sheet(LIGNES), "Plan");
    return neuf;
  };
  const long = XLSX.utils.book_new();
  const lignes = Array.from({ length: 3000 }, (_, rang) => [TEXTE, rang, new Date(0)]);
  XLSX.utils.book_append_sheet(long, XLSX.utils.aoa_to_sheet(lignes), "Plan");
  for (const bookType of ["xlsx", "ods"]) {
    const ecrire = (un, options) => XLSX.write(un, { type: "buffer", bookType, ...options });
    yield [`simple.${bookType}`, ecrire(classeur(), {})];
    yield [`comprime.${bookType}`, ecrire(classeur(), { compression: true })];
    yield [`chaines.${bookType}`, ecrire(classeur(), { bookSST: true })];
    yield [`proprietes.${bookType}`, ecrire({ ...classeur(), Props: { Title: TEXTE } }, {})];
    yield [`long.${bookType}`, ecrire(long, { compression: true })];
    const relu = XLSX.read(ecrire(classeur(), {}), { cellStyles: true });
    yield [`relu.${bookType}`, ecrire(relu, {})];
  }
}

async function* exceljs() {
  const { default: Excel } = await import("exceljs");
  const gestes = {
    simple: () => {},
    image: (classeur, feuille) => {
      for (const [extension, contenu] of Object.entries({ jpeg: photo, png: capture })) {
        feuille.addImage(classeur.addImage({ buffer: contenu, extension }), "E5:G9");
      }
    },
    protege: async (_, feuille) => feuille.protect("essai", { spinCount: 1000 }),
    formules: (_, feuille) => {
      feuille.getCell("C4").value = { formula: "SUM(C2:C3)", result: 205000.5 };
      feuille.getCell("A5").value = { text: "Lien", hyperlink: "https://www.gouv.fr" };
      feuille.getCell("A6").note = TEXTE;
    },
    tableau: (_, feuille) =>
      feuille.addTable({
        name: "Plan",
        ref: "E1",
        columns: [{ name: "Axe" }, { name: "Titre" }],
        rows: [["Transition", TEXTE]],
      }),
    dates_1904: (classeur) => (classeur.properties.date1904 = true),
  };
  for (const [geste, faire] of Object.entries(gestes)) {
    const classeur = new Excel.Workbook();
    const feuille = classeur.addWorksheet("Plan");
    feuille.addRows(LIGNES);
    await faire(classeur, feuille);
    yield [`${geste}.xlsx`, Buffer.from(await classeur.xlsx.writeBuffer())];
  }
  const flux = new PassThrough();
  const classeur = new Excel.stream.xlsx.WorkbookWriter({ stream: flux });
  const feuille = classeur.addWorksheet("Flux");
  for (let rang = 0; rang < 500; rang += 1) feuille.addRow([TEXTE, rang]).commit();
  const [contenu] = await Promise.all([buffer(flux), classeur.commit()]);
  yield ["en_flux.xlsx", contenu];
}

async function* xlsxPopulate() {
  const { default: Xlsx } = await import("xlsx-populate");
  const classeur = await Xlsx.fromBlankAsync();
  classeur.sheet(0).cell("A1").value(LIGNES);
  yield ["simple.xlsx", await classeur.outputAsync()];
  classeur.sheet(0).cell("A9").hyperlink("https://www.gouv.fr").value("Lien").style("bold", true);
  classeur.addSheet("Autre").hidden(true);
  yield ["styles.xlsx", await classeur.outputAsync()];
  const relu = await Xlsx.fromDataAsync(await classeur.outputAsync());
  yield ["relu.xlsx", await relu.outputAsync()];
}

async function* writeExcelFile() {
  const { default: ecrire } = await import("write-excel-file/node");
  const cellules = LIGNES.map((ligne) => ligne.map((value) => ({ value, type: value.constructor })));
  yield ["simple.xlsx", await ecrire(cellules).toBuffer()];
  yield ["figee.xlsx", await ecrire(cellules, { stickyRowsCount: 1, sheet: "Plan" }).toBuffer()];
}

async function* docx() {
  const d = await import("docx");
  const paragraphe = new d.Paragraph({ children: [new d.TextRun(TEXTE)] });
  const ligne = (valeurs) =>
    new d.TableRow({
      children: valeurs.map((v) => new d.TableCell({ children: [new d.Paragraph(String(v))] })),
    });
  const images = { jpg: photo, png: capture };
  const contenus = {
    simple: [paragraphe],
    tableau: [new d.Table({ rows: LIGNES.map(ligne) })],
    images: Object.entries(images).map(([type, data]) => {
      const image = new d.ImageRun({ type, data, transformation: { width: 200, height: 150 } });
      return new d.Paragraph({ children: [image] });
    }),
    lien: [
      new d.Paragraph({
        children: [
          new d.ExternalHyperlink({
            link: "https://www.gouv.fr",
            children: [new d.TextRun("Lien")],
          }),
        ],
      }),
    ],
    sommaire: [new d.TableOfContents("Sommaire"), paragraphe],
  };
  for (const [variante, children] of Object.entries(contenus)) {
    const document = new d.Document({ title: TEXTE, sections: [{ children }] });
    yield [`${variante}.docx`, await d.Packer.toBuffer(document)];
  }
}

async function* docxtemplater() {
  const d = await import("docx");
  const { default: PizZip } = await import("pizzip");
  const { default: Gabarit } = await import("docxtemplater");
  const paragraphes = ["{nom}", "{#lignes}{.}{/lignes}"].map((texte) => new d.Paragraph(texte));
  const modele = await d.Packer.toBuffer(new d.Document({ sections: [{ children: paragraphes }] }));
  for (const compression of ["STORE", "DEFLATE"]) {
    const gabarit = new Gabarit(new PizZip(modele), { paragraphLoop: true });
    gabarit.render({ nom: TEXTE, lignes: ["un", "deux"] });
    const contenu = gabarit.getZip().generate({ type: "nodebuffer", compression });
    yield [`${compression.toLowerCase()}.docx`, contenu];
  }
}

async function* jszip() {
  const d = await import("docx");
  const { default: JSZip } = await import("jszip");
  const section = { children: [new d.Paragraph(TEXTE)] };
  const depart = await d.Packer.toBuffer(new d.Document({ sections: [section] }));
  const variantes = {
    stocke: { compression: "STORE" },
    comprime: { compression: "DEFLATE", compressionOptions: { level: 9 } },
    en_flux: { compression: "DEFLATE", streamFiles: true },
    unix: { platform: "UNIX", comment: "JSZip" },
  };
  for (const [variante, options] of Object.entries(variantes)) {
    const archive = await JSZip.loadAsync(depart);
    archive.folder("customXml").file("item1.xml", "<a/>");
    yield [`${variante}.docx`, await archive.generateAsync({ type: "nodebuffer", ...options })];
  }
}

async function* pdfkit() {
  const { default: PDFDocument } = await import("pdfkit");
  const ecrire = async (options, faire = () => {}) => {
    const pdf = new PDFDocument({ info: { Title: TEXTE }, ...options });
    const lu = buffer(pdf);
    pdf.fontSize(14).text(TEXTE, { link: "https://www.gouv.fr" });
    faire(pdf);
    pdf.end();
    return lu;
  };
  yield ["simple.pdf", await ecrire({})];
  yield ["non_compresse.pdf", await ecrire({ compress: false })];
  for (const version of ["1.3", "1.5", "1.7", "1.7ext3"]) {
    const options = { pdfVersion: version, ownerPassword: "auteur" };
    yield [`protege_${version}.pdf`, await ecrire(options)];
  }
  yield ["images.pdf", await ecrire({}, (pdf) => pdf.image(photo).image(capture))];
  const formulaire = (pdf) => pdf.initForm().formText("commune", 72, 200, 200, 20);
  yield ["formulaire.pdf", await ecrire({}, formulaire)];
  const joindre = (pdf) => pdf.file(Buffer.from("<facture/>"), { name: "facture.xml" });
  yield ["piece_jointe.pdf", await ecrire({}, joindre)];
  yield ["piece_non_compressee.pdf", await ecrire({ compress: false }, joindre)];
  yield ["balise.pdf", await ecrire({ tagged: true, lang: "fr-FR", pdfVersion: "1.7" })];
  const signets = (pdf) => [pdf.outline.addItem("Un"), pdf.addPage()];
  yield ["signets.pdf", await ecrire({}, signets)];
}

async function* pdfLib() {
  const { PDFDocument } = await import("pdf-lib");
  const pdf = await PDFDocument.create();
  pdf.setTitle(TEXTE);
  const page = pdf.addPage();
  page.drawText("Lettre d'engagement");
  yield ["simple.pdf", await pdf.save()];
  yield ["sans_flux_d_objets.pdf", await pdf.save({ useObjectStreams: false })];
  page.drawImage(await pdf.embedJpg(photo), { width: 200, height: 150 });
  page.drawImage(await pdf.embedPng(capture), { width: 200, height: 150 });
  yield ["images.pdf", await pdf.save()];
  const champ = pdf.getForm().createTextField("commune");
  champ.setText("Albi");
  champ.addToPage(page, { y: 400 });
  yield ["formulaire.pdf", await pdf.save()];
  pdf.getForm().flatten();
  yield ["aplati.pdf", await pdf.save()];
  await pdf.attach(Buffer.from("<facture/>"), "facture.xml", { mimeType: "text/xml" });
  yield ["piece_jointe.pdf", await pdf.save()];
  const fusion = await PDFDocument.load(await pdf.save());
  for (const copiee of await fusion.copyPages(pdf, [0])) fusion.addPage(copiee);
  yield ["fusion.pdf", await fusion.save({ addDefaultPage: false })];
}

async function* jspdf() {
  const { jsPDF } = await import("jspdf");
  const variantes = {
    simple: {},
    compresse: { compress: true },
    paysage: { orientation: "landscape", format: "a3" },
    protege: { encryption: { ownerPassword: "auteur", userPermissions: ["print"] } },
  };
  for (const [variante, options] of Object.entries(variantes)) {
    const pdf = new jsPDF(options);
    pdf.text("Lettre d'engagement", 10, 10);
    pdf.textWithLink("Lien", 10, 20, { url: "https://www.gouv.fr" });
    pdf.addImage(photo, "JPEG", 10, 30, 50, 40).addImage(capture, "PNG", 10, 80, 50, 40);
    yield [`${variante}.pdf`, Buffer.from(pdf.output("arraybuffer"))];
  }
}

async function* pngjs() {
  const { PNG } = await import("pngjs");
  const png = new PNG({ width: 40, height: 30 });
  png.data.set(points(40, 30));
  for (const colorType of [0, 2, 4, 6]) {
    yield [`couleurs_${colorType}.png`, PNG.sync.write(png, { colorType })];
  }
  const seize = { bitDepth: 16, inputColorType: 6, inputHasAlpha: true };
  yield ["16_bits.png", PNG.sync.write(png, seize)];
  yield ["relu.png", PNG.sync.write(PNG.sync.read(capture))];
  yield ["en_flux.png", await buffer(png.pack().pipe(new PassThrough()))];
}

async function* jpegJs() {
  const { default: jpeg } = await import("jpeg-js");
  const image = { data: points(40, 30), width: 40, height: 30 };
  for (const qualite of [1, 50, 100]) {
    yield [`qualite_${qualite}.jpg`, jpeg.encode(image, qualite).data];
  }
  yield ["relu.jpg", jpeg.encode(jpeg.decode(photo), 80).data];
  const commente = { ...image, comments: [TEXTE] };
  yield ["commentaire.jpg", jpeg.encode(commente, 80).data];
}

async function* upng() {
  const { default: UPNG } = await import("upng-js");
  const images = [points(40, 30).buffer, points(40, 30).reverse().buffer];
  yield ["simple.png", Buffer.from(UPNG.encode(images.slice(0, 1), 40, 30, 0))];
  yield ["palette.png", Buffer.from(UPNG.encode(images.slice(0, 1), 40, 30, 16))];
  yield ["animee.png", Buffer.from(UPNG.encode(images, 40, 30, 0, [100, 100]))];
}

async function* sharp() {
  const { default: vips } = await import("sharp");
  const image = () => vips(photo).resize(320);
  yield ["simple.jpg", await image().jpeg().toBuffer()];
  yield ["progressive.jpg", await image().jpeg({ progressive: true, quality: 40 }).toBuffer()];
  yield ["mozjpeg.jpg", await image().jpeg({ mozjpeg: true }).toBuffer()];
  yield ["metadonnees.jpg", await image().keepMetadata().withIccProfile("p3").jpeg().toBuffer()];
  yield ["cmjn.jpg", await image().toColourspace("cmyk").jpeg().toBuffer()];
  yield ["grise.jpg", await image().greyscale().jpeg().toBuffer()];
  yield ["simple.png", await image().png().toBuffer()];
  yield ["palette.png", await image().png({ palette: true, colours: 16 }).toBuffer()];
  yield ["entrelacee.png", await image().png({ progressive: true }).toBuffer()];
  yield ["16_bits.png", await image().toColourspace("rgb16").png().toBuffer()];
  yield ["metadonnees.png", await image().keepMetadata().png().toBuffer()];
}

const BIBLIOTHEQUES = {
  "docx": docx,
  "docxtemplater": docxtemplater,
  "exceljs": exceljs,
  "jpeg-js": jpegJs,
  "jspdf": jspdf,
  "jszip": jszip,
  "pdf-lib": pdfLib,
  "pdfkit": pdfkit,
  "pngjs": pngjs,
  "sharp": sharp,
  "upng-js": upng,
  "write-excel-file": writeExcelFile,
  "xlsx": sheetjs,
  "xlsx-populate": xlsxPopulate,
};
for await (const [variante, contenu] of BIBLIOTHEQUES[nom]()) {
  writeFileSync(join(dossier, "produits", variante), contenu);
}
