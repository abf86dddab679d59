// What ajv finds, and other engines. One JSON request a line on stdin, one JSON answer a line on stdout:
//   {schemas: {nom: {dialecte: schema}}}        -> true: those that the others name
//   {instance, contre: [[nom, cle, dialecte]]}  -> for each, the pointers found wrong in the instance
//                                                  (or in its member `cle`)
//   {instance, contre, selon: moteur}           -> the same, by an engine of moteurs.mjs
//   {instance, dites: "nom dialecte"}           -> the errors as ajv writes them
//   {motifs, textes, drapeaux: [...]}           -> for each flag, motif and text, whether it matches
import { createInterface } from "node:readline";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { MOTEURS, pointeur } from "./moteurs.mjs";

const AJV = { "2020-12": Ajv2020, "draft-07": Ajv };
const valideurs = {};
let publies;
// Of each other engine, those that were asked for.
const lecteurs = {};

// Each is compiled when it is first asked for.
function valideur(nom, dialecte) {
  // What is judged once or twice is not worth three times as long to compile.
  const options = { allErrors: true, strict: true, code: { optimize: false } };
  return (valideurs[`${nom} ${dialecte}`] ??= new AJV[dialecte](options)
    .addVocabulary(["x-regles-serveur"])
    .compile(publies[nom][dialecte]));
}

function fautes(valider, instance) {
  return valider(instance) ? [] : valider.errors.filter(estUneFaute);
}

function lieux(valider, instance) {
  return [...new Set(fautes(valider, instance).map(lieu))];
}

// `if` and `propertyNames` repeat what is said below them, `contains` what each element lacks.
function estUneFaute({ keyword, schemaPath, propertyName }) {
  return keyword !== "if" && propertyName === undefined && !schemaPath.includes("/contains/");
}

// A missing or unknown key is found where it would be.
function lieu({ instancePath, keyword, params }) {
  const cles = {
    required: params.missingProperty,
    additionalProperties: params.additionalProperty,
    propertyNames: params.propertyName,
  };
  if (!(keyword in cles)) return instancePath;
  return instancePath + pointeur(cles[keyword]);
}

function essayer(motifs, textes, drapeaux) {
  return drapeaux.map((drapeau) =>
    motifs.map((motif) => {
      const expression = new RegExp(motif, drapeau);
      return textes.map((texte) => expression.test(texte));
    }),
  );
}

async function lieuxSelon(moteur, instance, nom, cle, dialecte) {
  lecteurs[`${moteur} ${nom} ${dialecte}`] ??= await MOTEURS[moteur](publies[nom][dialecte], dialecte);
  const trouver = lecteurs[`${moteur} ${nom} ${dialecte}`];
  return [...new Set(trouver(cle === null ? instance : instance[cle]))];
}

async function repondre({ schemas, instance, contre, selon, dites, motifs, textes, drapeaux }) {
  if (schemas) return Boolean((publies = schemas));
  if (motifs) return essayer(motifs, textes, drapeaux);
  if (dites) return fautes(valideur(...dites.split(" ")), instance);
  if (selon) return Promise.all(contre.map((un) => lieuxSelon(selon, instance, ...un)));
  return contre.map(([nom, cle, dialecte]) =>
    lieux(valideur(nom, dialecte), cle === null ? instance : instance[cle]),
  );
}

for await (const ligne of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await repondre(JSON.parse(ligne))));
}
