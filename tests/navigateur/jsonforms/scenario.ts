// A whole application on the page of JSON Forms, from the blank form to the receipt.

import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import {
  exiger,
  jouer,
  photographier,
  type Reponses,
  verifierAccessibilite,
} from "../commun/pilote.ts";
import { Remplissage } from "../commun/remplir.ts";
import { Temoin } from "../commun/temoin.ts";
import { ECARTEES } from "./ecartees.ts";
import { aLaSouris, auClavier, deplier } from "./gestes.ts";

const ENREGISTRE = "Toutes vos réponses sont enregistrées.";
const AU_CLAVIER = ["demandeur", "contact"];
const ACTIONS = "Actions du plan d'action opérationnel";
const SIRET = "Etablissement SIRET";
// What no schema can tell: a digit that does not check, an action that ends before it starts.
const FAUX_SIRET = "732 829 320 00075";
const TROP_TOT = "2023-06-30";

await jouer(async (page, entree) => {
  const temoin = await Temoin.de(page, entree);
  const tape = structuredClone(entree.dossier);
  const demandeur = tape["demandeur"] as Reponses;
  const [action] = (tape["plan_action"] as Reponses)["actions"] as [Reponses];
  const juste = { siret: String(demandeur["siret"]), fin: String(action["fin"]) };
  demandeur["siret"] = FAUX_SIRET;
  action["fin"] = TROP_TOT;

  const formulaire = page.locator("main");
  await verifierAccessibilite(page, ECARTEES);
  for (const section of temoin.sections) {
    const gestes = AU_CLAVIER.includes(section.nom) ? auClavier : aLaSouris;
    await ouvrir(page, section.titre);
    await new Remplissage(gestes, tape, entree.pieces, temoin.noms).section(section, formulaire);
    if (section.nom === "perimetre") {
      await leBilanVaEtVient(page);
      await page.getByText(ENREGISTRE).waitFor();
      await photographier(page, entree, "jsonforms-section");
    }
    if (section.nom === "contact") await lAutreContactVaEtVient(page);
    await verifierAccessibilite(page, ECARTEES);
  }
  await page.getByText(ENREGISTRE).waitFor();
  const brouillon = (await temoin.candidature()).dossier;

  await page.reload();
  await ouvrir(page, "Identité du demandeur");
  const siret = page.getByRole("textbox", { name: SIRET });
  exiger((await siret.inputValue()) === FAUX_SIRET, "la page rechargée a perdu le SIRET");

  await page.getByRole("button", { name: "Vérifier ma candidature" }).click();
  await page.getByRole("heading", { name: "2 réponses à revoir" }).waitFor();
  const [cle, ordre] = (await temoin.candidature()).validation.erreurs_ajv ?? [];
  exiger(cle?.keyword === "siret_cle", "le service ne refuse pas le SIRET");
  exiger((await aideDe(siret)).includes(cle.message), "l'erreur n'est pas dite au SIRET");
  await verifierAccessibilite(page, ECARTEES);
  await photographier(page, entree, "jsonforms-erreur");

  await siret.focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type(juste.siret);
  await page.getByRole("textbox", { name: "Catégorie juridique" }).focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  await page.getByRole("heading", { name: "1 réponse à revoir" }).waitFor();
  exiger(!(await aideDe(siret)).includes(cle.message), "l'erreur du SIRET reste après correction");

  await ouvrir(page, "Votre plan d'action");
  const premiere = await deplier(formulaire, ACTIONS, 0);
  const fin = premiere.getByRole("group", { name: "Fin", exact: true });
  exiger((await aideDe(fin)).includes(ordre?.message ?? "?"), "l'erreur n'est pas dite à la date");
  await aLaSouris.dater(premiere, "Fin", juste.fin);
  await page.getByText("Votre candidature est complète").waitFor();

  await page.getByRole("button", { name: "Déposer ma candidature" }).click();
  await page.getByRole("heading", { name: "Votre candidature est déposée" }).waitFor();
  await verifierAccessibilite(page, ECARTEES);
  await photographier(page, entree, "jsonforms-accuse");
  const telechargement = page.waitForEvent("download");
  await page.getByRole("button", { name: "Télécharger l'accusé de réception" }).click();
  return {
    cle: await temoin.cle(),
    tape,
    brouillon,
    numero: await page.locator("#numero").innerText(),
    recu_le: await page.locator("#recu-le").innerText(),
    imprime: readFileSync(await (await telechargement).path(), "utf-8").slice(0, 5),
  };
});

async function ouvrir(page: Page, titre: string): Promise<void> {
  const onglet = page.getByRole("tab", { name: titre, exact: true });
  await onglet.focus();
  await page.keyboard.press("Enter");
  await page.locator("main .MuiGrid-root").first().waitFor();
}

async function leBilanVaEtVient(page: Page): Promise<void> {
  const onglet = page.getByRole("tab", { name: /bilan du programme/ });
  await onglet.waitFor();
  await page.getByRole("radio", { name: "Complètement nouveau" }).click();
  await onglet.waitFor({ state: "detached" });
  await page.getByRole("radio", { name: /^Identique/ }).click();
  await onglet.waitFor();
}

async function lAutreContactVaEtVient(page: Page): Promise<void> {
  const autre = page.getByRole("textbox", { name: "Courriel du contact" });
  await page.getByRole("radio", { name: "Oui" }).click();
  await autre.waitFor({ state: "detached" });
  await page.getByRole("radio", { name: "Non" }).click();
  await autre.waitFor();
}

/** What a screen reader tells of a field besides its name. */
async function aideDe(champ: ReturnType<Page["locator"]>): Promise<string> {
  return champ.evaluate((element) =>
    (element.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent ?? "")
      .join(" "),
  );
}
