// What react-jsonschema-form says by itself; all the rest comes from the service, in French.
import { englishStringTranslator, TranslatableString } from "@rjsf/utils";

const FRANCAIS: Partial<Record<TranslatableString, string>> = {
  [TranslatableString.AddItemButton]: "Ajouter un élément",
  [TranslatableString.MoveUpButton]: "Monter cet élément",
  [TranslatableString.MoveDownButton]: "Descendre cet élément",
  [TranslatableString.RemoveButton]: "Retirer cet élément",
  [TranslatableString.ArrayItemTitle]: "Élément",
  [TranslatableString.EmptyArray]: "Aucun élément pour l'instant.",
};

export function traduire(texte: TranslatableString, parametres?: string[]): string {
  return FRANCAIS[texte] ?? englishStringTranslator(texte, parametres);
}
