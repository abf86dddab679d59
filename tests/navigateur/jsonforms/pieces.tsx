// Where the UI schema says that files are joined, a place to join them: a renderer of our own,
// which ranks above the text that JSON Forms would show.

import {
  and,
  hasOption,
  type JsonFormsRendererRegistryEntry,
  type LabelElement,
  type RendererProps,
  rankWith,
  uiTypeIs,
} from "@jsonforms/core";
import { PiecesJointes } from "../commun/pieces.tsx";
import type { Rubrique } from "../commun/service.ts";

function Pieces({ uischema }: RendererProps) {
  const { text, options } = uischema as LabelElement;
  const [libelle = "", ...aide] = text.split("\n\n");
  const { rubrique, requise } = options as { rubrique: Rubrique; requise: boolean };
  return (
    <PiecesJointes rubrique={rubrique} libelle={libelle} aide={aide.join("\n\n")} requise={requise} />
  );
}

export const pieceRenderer: JsonFormsRendererRegistryEntry = {
  tester: rankWith(10, and(uiTypeIs("Label"), hasOption("rubrique"))),
  renderer: Pieces,
};
