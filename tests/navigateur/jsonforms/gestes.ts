// The gestures of an applicant on what JSON Forms draws: with the mouse, or by the keyboard alone.

import type { Locator } from "playwright-core";
import { auClavier as gestesAuClavier } from "../commun/clavier.ts";
import type { Gestes } from "../commun/remplir.ts";

export const aLaSouris: Gestes = {
  async ecrire(cadre, libelle, texte) {
    await saisie(cadre, libelle).click();
    await saisie(cadre, libelle).pressSequentially(texte);
  },

  async choisir(cadre, libelle, option) {
    const boutons = question(cadre, libelle);
    const liste = saisie(cadre, libelle);
    await boutons.or(liste).waitFor();
    if (await boutons.count()) {
      await boutons.getByRole("radio", { name: option, exact: true }).click();
      return;
    }
    await liste.click();
    await liste.pressSequentially(option);
    await cadre.page().getByRole("option", { name: option, exact: true }).click();
  },

  async dater(cadre, libelle, jour) {
    const [annee = "", mois = "", quantieme = ""] = jour.split("-");
    await question(cadre, libelle).getByRole("spinbutton", { name: "Jour" }).click();
    // Emptied first: over a date of June, the picker does not read the 31.
    await cadre.page().keyboard.press("Control+A");
    await cadre.page().keyboard.press("Delete");
    await cadre.page().keyboard.type(quantieme + mois + annee);
  },

  async ajouter(cadre, libelle, rang) {
    await boutonAjouter(cadre, libelle).click();
    return deplier(cadre, libelle, rang);
  },

  groupe(cadre, libelle) {
    const titre = cadre.page().locator(".MuiCardHeader-root").getByText(libelle, { exact: true });
    return cadre.locator(".MuiCard-root").filter({ has: titre });
  },

  async joindre(cadre, libelle, chemin) {
    const nom = chemin.slice(chemin.lastIndexOf("/") + 1);
    await cadre.getByLabel(libelle).setInputFiles(chemin);
    await cadre.getByRole("button", { name: `Retirer ${nom}` }).waitFor();
  },

  champ(cadre, libelle) {
    return saisie(cadre, libelle).or(question(cadre, libelle));
  },
};

export const auClavier = gestesAuClavier(aLaSouris, saisie, question);

/** Unfold an element of a list; its frame. */
export async function deplier(cadre: Locator, libelle: string, rang: number): Promise<Locator> {
  const liste = boutonAjouter(cadre, libelle).locator(
    "xpath=ancestor::*[contains(@class, 'MuiToolbar-root')]/following-sibling::*[1]",
  );
  const element = liste.locator(":scope > .MuiAccordion-root").nth(rang);
  await element.locator(".MuiAccordionSummary-root").first().click();
  return element.locator(".MuiAccordionDetails-root").first();
}

function boutonAjouter(cadre: Locator, libelle: string): Locator {
  return cadre.getByRole("button", { name: `Ajouter : ${libelle}`, exact: true });
}

/** A group of inputs under one question: radio buttons, the parts of a date. */
function question(cadre: Locator, libelle: string): Locator {
  return cadre.getByRole("group", { name: libelle, exact: true });
}

function saisie(cadre: Locator, libelle: string): Locator {
  const [texte, liste, nombre] = (["textbox", "combobox", "spinbutton"] as const).map((role) =>
    cadre.getByRole(role, { name: libelle, exact: true }),
  ) as [Locator, Locator, Locator];
  return texte.or(liste).or(nombre);
}
