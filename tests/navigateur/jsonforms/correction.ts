// A correction on the page of JSON Forms: what may be edited, and nothing else; then deposited.

import type { Page } from "playwright-core";
import { exiger, jouer, photographier, verifierAccessibilite } from "../commun/pilote.ts";
import { Temoin } from "../commun/temoin.ts";
import { ECARTEES } from "./ecartees.ts";

const AXES = ["recrutement", "transition", "innovation", "foncier"];
/** The axis of each of two actions, and a name. */
const ATTENDUES = [...AXES, ...AXES, "#/properties/contact/properties/nom_prenom-input"];

await jouer(async (page, entree) => {
  const temoin = await Temoin.de(page, entree);
  await page.getByRole("heading", { name: "Correction n° 1 à faire" }).waitFor();
  const vues: string[] = [];
  for (const { titre } of temoin.sections) {
    const onglet = page.getByRole("tab", { name: titre, exact: true });
    if ((await onglet.count()) === 0) continue;
    await onglet.click();
    for (const element of await page.locator("main .MuiAccordionSummary-root").all()) {
      await element.click();
    }
    vues.push(...(await ceQuiSeModifie(page)));
  }
  exiger(JSON.stringify(vues) === JSON.stringify(ATTENDUES), `se modifie : ${vues.join(", ")}`);
  await verifierAccessibilite(page, ECARTEES);
  await photographier(page, entree, "jsonforms-correction");

  // The library tells the page a moment later, which says until then that all is saved.
  const enregistree = page.waitForResponse((reponse) => reponse.request().method() === "PATCH");
  await page.getByRole("textbox", { name: "Votre Nom et Prénom", exact: true }).fill("Anne Martin");
  await enregistree;
  await page.getByText("Toutes vos réponses sont enregistrées.").waitFor();
  await page.getByRole("button", { name: "Déposer ma correction" }).click();
  await page.getByRole("heading", { name: "Votre candidature est déposée" }).waitFor();
  return {};
});

function ceQuiSeModifie(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const gestes = "input, textarea, [role=combobox], [role=spinbutton], button";
    const panneau = document.querySelector("main > div:has([role=tab])");
    return [...(panneau?.querySelectorAll<HTMLInputElement>(gestes) ?? [])]
      .filter((geste) => !geste.matches("[role=tab], [aria-expanded], [aria-hidden=true]"))
      .filter((geste) => geste.checkVisibility())
      .filter((geste) => !geste.matches(":disabled, [aria-disabled=true], [readonly]"))
      .map(({ id, type, value, ariaLabel }) => id || (type === "radio" ? value : (ariaLabel ?? type)));
  });
}
