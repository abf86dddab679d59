// A person's first minutes on a page of the documentation, whatever draws it.

import type { Locator, Page } from "playwright-core";
import { type Entree, exiger } from "../commun/pilote.ts";
import { Temoin } from "../commun/temoin.ts";

/** Under which name the pages of the documentation keep what opens their draft. */
export const MEMOIRE = "candidature";

/** Where the pages differ. */
export interface Gestes {
  /** Go to the section « contact ». */
  ouvrir(page: Page): Promise<void>;
  /** Ask for the errors to be shown. */
  verifier(page: Page): Promise<void>;
  /** Answer « Êtes-vous le contact pour la suite ? ». */
  choisir(page: Page, reponse: "Oui" | "Non"): Promise<void>;
}

/** Type, be told of an error, mend it, see a question come and go; what the draft holds then. */
export async function premiersPas(page: Page, entree: Entree, gestes: Gestes): Promise<object> {
  await gestes.ouvrir(page);
  const temoin = await Temoin.de(page, entree, MEMOIRE);
  const courriel = page.getByLabel("Votre courriel");

  await ecrire(page.getByLabel("Votre Nom et Prénom"), "Jeanne Martin");
  await ecrire(courriel, "jeanne@");
  const { validation } = await temoin.candidature();
  const erreur = validation.erreurs.find(({ pointeur }) => pointeur === "/contact/courriel");
  exiger(erreur?.code === "courriel_invalide", "le service ne voit pas l'erreur");
  await gestes.verifier(page);
  const message = page.getByText(erreur.message);
  await message.waitFor();
  exiger((await autourDe(courriel)).includes(erreur.message), "l'erreur n'est pas à son champ");
  await ecrire(courriel, "jeanne@exemple.fr");
  await message.waitFor({ state: "detached" });

  const autre = page.getByLabel("Courriel du contact");
  exiger(!(await autre.isVisible()), "une question conditionnelle est montrée d'emblée");
  await enregistre(page, "false", () => gestes.choisir(page, "Non"));
  await autre.waitFor();
  await ecrire(autre, "paul@exemple.fr");
  await enregistre(page, "true", () => gestes.choisir(page, "Oui"));
  await autre.waitFor({ state: "hidden" });
  return (await temoin.candidature()).dossier;
}

/** Answer a question and leave it, then wait until the service has taken the answer. */
export function ecrire(saisie: Locator, reponse: string): Promise<void> {
  return enregistre(saisie.page(), JSON.stringify(reponse), async () => {
    await saisie.fill(reponse);
    await saisie.blur();
  });
}

/** Do something, and wait until the service has taken what it says. */
export async function enregistre(page: Page, contenu: string, acte: () => Promise<void>): Promise<void> {
  const [reponse] = await Promise.all([
    page.waitForResponse((recue) => {
      const demande = recue.request();
      return demande.method() === "PATCH" && (demande.postData() ?? "").includes(contenu);
    }),
    acte(),
  ]);
  exiger(reponse.ok(), `${contenu} : ${reponse.status()}`);
}

/** The text of the largest frame around an input that holds no other one. */
function autourDe(saisie: Locator): Promise<string> {
  return saisie.evaluate((element) => {
    const seule = (cadre: Element) => cadre.querySelectorAll("input, textarea, select").length === 1;
    let cadre = element;
    while (cadre.parentElement && seule(cadre.parentElement)) cadre = cadre.parentElement;
    return cadre.textContent ?? "";
  });
}
