// What the core of JSON Forms makes of the UI schema, without a page: on the standard input, the
// schema, the UI schema and dossiers; on the output, the fields that it shows for each dossier.

import { readFileSync } from "node:fs";
import {
  composePaths,
  createAjv,
  isControl,
  isLayout,
  isVisible,
  type JsonSchema,
  Resolve,
  toDataPath,
  type UISchemaElement,
} from "@jsonforms/core";

interface Entree {
  schema: JsonSchema;
  interface: UISchemaElement;
  dossiers: object[];
}

const entree: Entree = JSON.parse(readFileSync(0, "utf-8"));
const ajv = createAjv();

const montres = entree.dossiers.map((dossier) => [
  ...montresDe(entree.interface, entree.schema, dossier, ""),
]);
process.stdout.write(JSON.stringify(montres));

/** The paths of the fields shown; an element of a list is looked at in its own schema. */
function* montresDe(
  element: UISchemaElement,
  schema: JsonSchema,
  dossier: object,
  ici: string,
): Generator<string> {
  if (!isVisible(element, dossier, ici, ajv, {})) return;
  if (isControl(element)) {
    const la = composePaths(ici, toDataPath(element.scope));
    const regle = Resolve.schema(schema, element.scope, schema);
    if (!regle) throw new Error(`${element.scope} ne mène à rien dans le schéma`);
    const detail: UISchemaElement | undefined = element.options?.["detail"];
    if (!detail) yield la;
    const longueur: number = detail ? (Resolve.data(dossier, la) ?? []).length : 0;
    for (let rang = 0; detail && rang < longueur; rang++) {
      yield* montresDe(detail, regle.items as JsonSchema, dossier, `${la}.${rang}`);
    }
  } else if (isLayout(element)) {
    for (const dessous of element.elements) yield* montresDe(dessous, schema, dossier, ici);
  }
}
