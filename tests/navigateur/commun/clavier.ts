// The keyboard alone: the focus goes from answer to answer by Tab, in the order of the form.

import type { Locator } from "playwright-core";
import { exiger } from "./pilote.ts";
import type { Gestes } from "./remplir.ts";

type Trouver = (cadre: Locator, libelle: string) => Locator;

/** The same gestures without the mouse; where a library draws a text, and a group of buttons. */
export function auClavier(gestes: Gestes, texte: Trouver, boutons: Trouver): Gestes {
  return {
    ...gestes,

    async ecrire(cadre, libelle, reponse) {
      await tabuler(texte(cadre, libelle));
      await cadre.page().keyboard.type(reponse);
    },

    async choisir(cadre, libelle, option) {
      const possibles = boutons(cadre, libelle);
      await tabuler(possibles.getByRole("radio").first());
      await cadre.page().keyboard.press("Space");
      const voulu = possibles.getByRole("radio", { name: option, exact: true });
      while (!(await voulu.isChecked())) await cadre.page().keyboard.press("ArrowDown");
    },
  };
}

async function tabuler(vers: Locator): Promise<void> {
  await vers.waitFor();
  await vers.page().keyboard.press("Tab");
  const atteint = await vers.evaluate((element) => element === document.activeElement);
  exiger(atteint, `Tab ne mène pas à ${vers}`);
}
