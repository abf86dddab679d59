// The uiSchema of what may be edited in part: `ui:readonly` where nothing may, which goes down by
// itself, and no element added, removed or moved in a list that is open for some of its fields.

import type { UiSchema } from "@rjsf/utils";
import { estOuvert, estOuvertEnPartie, type Ouverture } from "../commun/ouverture.ts";

const FIGEE = { addable: false, copyable: false, orderable: false, removable: false };

/** `ici`: the pointer of what `ui` draws; under `items`, any element stands for all. */
export function enLectureSeule<T extends UiSchema>(ui: T, ouverture: Ouverture, ici: string): T {
  if (estOuvert(ouverture, ici)) return ui;
  if (!estOuvertEnPartie(ouverture, ici)) return { ...ui, "ui:readonly": true };
  const dedans = Object.entries(ui).map(([nom, sous]) => {
    if (nom.startsWith("ui:")) return [nom, sous];
    return [nom, enLectureSeule(sous, ouverture, `${ici}/${nom === "items" ? "*" : nom}`)];
  });
  const options = "items" in ui ? { "ui:options": { ...ui["ui:options"], ...FIGEE } } : {};
  return { ...Object.fromEntries(dedans), ...options };
}
