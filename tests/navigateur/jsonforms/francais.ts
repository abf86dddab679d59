// JSON Forms asks here for every text that is neither in the schema nor in the UI schema.

import type { JsonFormsI18nState, Translator } from "@jsonforms/core";

const TEXTES: Record<string, string> = {
  removeTooltip: "Retirer",
  removeAriaLabel: "Retirer cet élément",
  noDataMessage: "Rien pour le moment.",
  "enum.none": "Aucune réponse",
};

/** The key is `plan_action.actions.addTooltip`, the text that JSON Forms would show « Add to … ». */
const translate = ((cle: string, defaut?: string) => {
  const dernier = cle.slice(cle.lastIndexOf(".") + 1);
  if (dernier === "addTooltip") return defaut?.replace(/^Add to/, "Ajouter :");
  return TEXTES[cle] ?? TEXTES[dernier] ?? defaut;
}) as Translator;

export const francais: JsonFormsI18nState = { locale: "fr", translate };
