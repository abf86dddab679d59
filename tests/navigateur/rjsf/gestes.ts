// The gestures of an applicant on what react-jsonschema-form draws with its Material theme.

import type { Locator } from "playwright-core";
import { auClavier } from "../commun/clavier.ts";
import type { Gestes } from "../commun/remplir.ts";

export const gestes: Gestes = {
  async ecrire(cadre, libelle, texte) {
    await saisie(cadre, libelle).click();
    await saisie(cadre, libelle).pressSequentially(texte);
  },

  async choisir(cadre, libelle, option) {
    const liste = deroulante(cadre, libelle);
    await question(cadre, libelle).or(liste).waitFor();
    if (await question(cadre, libelle).count()) {
      await question(cadre, libelle).getByRole("radio", { name: option, exact: true }).click();
      return;
    }
    const cherchable = (await liste.and(cadre.locator("input")).count()) > 0;
    await liste.click();
    if (cherchable) await liste.pressSequentially(option);
    await cadre.page().getByRole("option", { name: option, exact: true }).click();
  },

  async dater(cadre, libelle, jour) {
    // In which order its parts are typed depends on the language of the browser.
    await saisie(cadre, libelle).fill(jour);
  },

  async ajouter(cadre, libelle, rang) {
    const page = cadre.page();
    const titre = page.getByRole("heading", { name: libelle, exact: true });
    const liste = cadre.locator(".rjsf-field-array").filter({ has: titre });
    // Its own button comes after those of the lists within its elements.
    await liste.getByRole("button", { name: "Ajouter un élément" }).last().click();
    const racine = await liste.locator("[id$='__title']").first().getAttribute("id");
    const id = racine?.replace("__title", `_${rang}__title`);
    return liste.locator(".rjsf-field-object").filter({ has: page.locator(`[id="${id}"]`) });
  },

  groupe(cadre, libelle) {
    const titre = cadre.page().getByRole("heading", { name: libelle, exact: true });
    return cadre.locator(".rjsf-field-object").filter({ has: titre }).last();
  },

  async joindre(cadre, libelle, chemin) {
    const nom = chemin.slice(chemin.lastIndexOf("/") + 1);
    await cadre.getByLabel(libelle).setInputFiles(chemin);
    await cadre.getByRole("button", { name: `Retirer ${nom}` }).waitFor();
  },

  champ(cadre, libelle) {
    return saisie(cadre, libelle).or(question(cadre, libelle)).or(deroulante(cadre, libelle));
  },
};

export const gestesAuClavier = auClavier(gestes, saisie, question);

function question(cadre: Locator, libelle: string): Locator {
  return cadre.getByRole("radiogroup", { name: libelle, exact: true });
}

function saisie(cadre: Locator, libelle: string): Locator {
  return cadre
    .getByRole("textbox", { name: libelle, exact: true })
    .or(cadre.getByRole("spinbutton", { name: libelle, exact: true }));
}

/** Its name ends with the answer chosen. */
function deroulante(cadre: Locator, libelle: string): Locator {
  return cadre.getByRole("combobox", { name: libelle });
}
