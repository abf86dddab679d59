// The uischema of what may be edited in part: `readonly` where nothing may, which goes down by
// itself, and no element added, removed or moved in a list that is open for some of its fields.

import {
  type ControlElement,
  isControl,
  isLayout,
  type UISchemaElement,
} from "@jsonforms/core";
import { estOuvert, estOuvertEnPartie, type Ouverture } from "../commun/ouverture.ts";

const FIGEE = { disableAdd: true, disableRemove: true, showSortButtons: false };

/** `ici`: the pointer from which the scopes of `ui` start; in the detail of a list, any element. */
export function enLectureSeule<T extends UISchemaElement>(ui: T, ouverture: Ouverture, ici = ""): T {
  if (estOuvert(ouverture, ici)) return ui;
  if (isLayout(ui)) {
    return { ...ui, elements: ui.elements.map((un) => enLectureSeule(un, ouverture, ici)) };
  }
  return isControl(ui) ? { ...ui, options: optionsDe(ui, ouverture, ici) } : ui;
}

function optionsDe({ scope, options = {} }: ControlElement, ouverture: Ouverture, ici: string) {
  const la = ici + scope.slice(1).replaceAll("/properties/", "/");
  if (estOuvert(ouverture, la)) return options;
  if (!estOuvertEnPartie(ouverture, la)) return { ...options, readonly: true };
  return { ...options, ...FIGEE, detail: enLectureSeule(options.detail, ouverture, `${la}/*`) };
}
