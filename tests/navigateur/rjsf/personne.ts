// One of those who fill in the same draft: what they do on their page, what they see come.

import type { Locator, Page } from "playwright-core";
import { attendreValeur } from "../commun/pilote.ts";

export class Personne {
  readonly page: Page;
  /** What the status lines say. */
  readonly etat: Locator;

  constructor(page: Page) {
    this.page = page;
    this.etat = page.getByRole("status");
  }

  champ(libelle: string): Locator {
    return this.page.getByRole("textbox", { name: libelle, exact: true });
  }

  /** Add to what is there, as fast as a hand does. */
  async taper(libelle: string, texte: string): Promise<void> {
    await this.champ(libelle).press("End");
    await this.champ(libelle).pressSequentially(texte, { delay: 50 });
  }

  /** Until the field holds this, nothing done on this page. */
  voir(libelle: string, valeur: string): Promise<void> {
    return attendreValeur(this.champ(libelle), valeur);
  }

  /** Until the page tells that this person has changed this. */
  async apprendre(qui: string, libelle: string): Promise<void> {
    await this.etat.filter({ hasText: `par ${qui}` }).filter({ hasText: libelle }).waitFor();
  }

  /** From now on, what the page tells of others, in order. */
  async noterLesAnnonces(): Promise<void> {
    await this.page.evaluate(() => {
      const vues = new Set<string>();
      new MutationObserver(() => {
        for (const { textContent } of document.querySelectorAll("[role=status]")) {
          if (textContent.startsWith("Modifié")) vues.add(textContent);
        }
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
      Object.assign(window, { annonces: vues });
    });
  }

  annonces(): Promise<string[]> {
    return this.page.evaluate(() => {
      const { annonces } = window as Window & { annonces?: Set<string> };
      return [...(annonces ?? [])];
    });
  }

  async enregistrement(): Promise<void> {
    await this.etat.getByText("Toutes vos réponses sont enregistrées.").waitFor();
  }
}
