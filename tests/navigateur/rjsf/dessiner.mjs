// The whole form as the library and its Material theme draw it by themselves, nothing registered:
// {schema, interface, dossier} as JSON on stdin -> HTML.

import { text } from "node:stream/consumers";
import Form from "@rjsf/mui";
import validator from "@rjsf/validator-ajv8";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";

const { schema, interface: uiSchema, dossier: formData } = JSON.parse(await text(process.stdin));
const experimental_defaultFormStateBehavior = {
  emptyObjectFields: "skipDefaults",
  arrayMinItems: { populate: "never" },
  constAsDefaults: "never",
};
const reglages = { schema, uiSchema, validator, formData, experimental_defaultFormStateBehavior };
process.stdout.write(renderToStaticMarkup(createElement(Form, reglages)));
