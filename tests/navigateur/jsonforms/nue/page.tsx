// JSON Forms and its Material renderers with nothing of ours: the least list of objects with
// nesting, drawn by default. It shows which faults of accessibility are the library's own.

import { materialCells, materialRenderers } from "@jsonforms/material-renderers";
import { JsonForms } from "@jsonforms/react";
import { createRoot } from "react-dom/client";

const porteur = { type: "object", properties: { nom: { type: "string" } } };
const actions = { type: "array", items: { type: "object", properties: { porteur } } };

const racine = document.querySelector("#racine");
if (!racine) throw new Error("la page n'a pas de #racine");
createRoot(racine).render(
  <main>
    <JsonForms
      schema={{ type: "object", properties: { actions } }}
      data={{ actions: [{}] }}
      renderers={materialRenderers}
      cells={materialCells}
    />
  </main>,
);
