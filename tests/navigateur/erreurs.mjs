// What the form libraries make of the projected errors. A JSON request on stdin, an answer on stdout:
//   {schema, essais: [{dossier, erreurs_ajv, erreurs_rjsf, chemins: [["contact", "courriel"]], page}]}
//   -> for each: `jsonforms`, the messages at the control of each path; `affiches`, those same when
//      the library validates as well; `rjsf`, the list of errors [path, message] that it makes of the
//      tree; `refait`, the tree that it builds from that list; `page`, the form as HTML, if asked.
import { text } from "node:stream/consumers";
import { Actions, coreReducer, createAjv, getErrorAt } from "@jsonforms/core";
import Form from "@rjsf/core";
import { ErrorSchemaBuilder, toErrorList } from "@rjsf/utils";
import validator from "@rjsf/validator-ajv8";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";

const ajv = createAjv();

function messages({ dossier, erreurs_ajv, chemins }, schema, validationMode) {
  const options = { ajv, additionalErrors: erreurs_ajv, validationMode };
  const core = coreReducer(undefined, Actions.init(dossier, schema, undefined, options));
  return chemins.map((chemin) =>
    getErrorAt(chemin.join("."))({ jsonforms: { core } }).map(({ message }) => message),
  );
}

function listees(arbre) {
  return toErrorList(arbre).map(({ property, message }) => [
    property.split(".").filter(Boolean),
    message,
  ]);
}

function refaire(erreurs) {
  const arbre = new ErrorSchemaBuilder();
  for (const [chemin, message] of erreurs) arbre.addErrors(message, chemin);
  return arbre.ErrorSchema;
}

function page({ dossier, erreurs_rjsf }, schema) {
  const options = { schema, validator, formData: dossier, extraErrors: erreurs_rjsf };
  return renderToStaticMarkup(createElement(Form, { ...options, showErrorList: false }));
}

const { schema, essais } = JSON.parse(await text(process.stdin));
const reponses = essais.map((essai) => {
  const rjsf = listees(essai.erreurs_rjsf);
  return {
    jsonforms: messages(essai, schema, "NoValidation"),
    affiches: messages(essai, schema, "ValidateAndShow"),
    rjsf,
    refait: refaire(rjsf),
    page: essai.page ? page(essai, schema) : null,
  };
});
process.stdout.write(JSON.stringify(reponses));
