// openapi-typescript as its documentation advises where there are files: `binary` is a Blob.
import { writeFile } from "node:fs/promises";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

const [, , contrat, sortie] = argv;
const BLOB = ts.factory.createTypeReferenceNode("Blob");
const types = await openapiTS(pathToFileURL(contrat), {
  transform: (schema) => (schema.format === "binary" ? BLOB : undefined),
});
await writeFile(sortie, astToString(types));
