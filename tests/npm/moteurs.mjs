// Two engines beside ajv, and where each finds an instance wrong.
import { Validator } from "@cfworker/json-schema";
import { registerSchema, validate } from "@hyperjump/json-schema/draft-2020-12";
import "@hyperjump/json-schema/draft-07";

// The `$id` of a schema is its address, from the root of the service that answers.
const SERVICE = "https://territoires.example";
// What only says that something below, or beside, is wrong.
const CFWORKER_REPETE = new Set(
  ["$ref", "allOf", "if", "properties", "items", "additionalProperties", "propertyNames"],
);

export const MOTEURS = {
  "@cfworker/json-schema": async (schema, dialecte) => {
    const valideur = new Validator(schema, dialecte === "draft-07" ? "7" : dialecte, false);
    return (instance) =>
      valideur
        .validate(instance)
        .errors.filter((e) => !CFWORKER_REPETE.has(e.keyword))
        .filter((e) => !e.keywordLocation.includes("/contains/"))
        .map((e) => {
          const ici = decodeURI(e.instanceLocation.slice(1));
          // Which member lacks is only in the message.
          return e.keyword === "required" ? ici + pointeur(/"(.*)"\.$/.exec(e.error)[1]) : ici;
        });
  },
  "@hyperjump/json-schema": async (schema, dialecte) => {
    const adresse = new URL(schema.$id, SERVICE).href;
    registerSchema(schema, adresse);
    const valider = await validate(adresse);
    return (instance) => {
      const { errors = [] } = valider(instance, "BASIC");
      return errors
        .filter((e) => !e.absoluteKeywordLocation.includes("/contains/"))
        .flatMap(({ keyword, instanceLocation, absoluteKeywordLocation }) => {
          // The name of a property is told as `#*/name`.
          const ici = decodeURI(instanceLocation.replace(/^#\*?/, ""));
          if (!keyword.endsWith("/required")) return [ici];
          const dus = suivre(schema, new URL(absoluteKeywordLocation).hash.slice(1));
          const objet = suivre(instance, ici);
          return dus.filter((cle) => !Object.hasOwn(objet, cle)).map((cle) => ici + pointeur(cle));
        });
    };
  },
};

export function pointeur(cle) {
  return `/${cle.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

function suivre(valeur, ou) {
  const parties = ou.split("/").slice(1);
  const cles = parties.map((partie) => partie.replaceAll("~1", "/").replaceAll("~0", "~"));
  return cles.reduce((noeud, cle) => noeud[cle], valeur);
}
