// Who applied, in front of the page once it is deposited: what it lets them do, what it tells them.

import type { Locator, Page } from "playwright-core";
import { HORLOGE } from "../commun/appels.ts";
import { exiger } from "../commun/pilote.ts";
import type { Temoin } from "../commun/temoin.ts";
import { Parcours } from "./parcours.ts";

export class Demandeur {
  readonly parcours: Parcours;
  readonly #page: Page;
  readonly #temoin: Temoin;

  constructor(page: Page, temoin: Temoin) {
    this.parcours = new Parcours(page, temoin);
    this.#page = page;
    this.#temoin = temoin;
  }

  /** The sandbox takes it for this time, from the next call of the page. */
  async ilEst(heure: string): Promise<void> {
    const ou = HORLOGE;
    await this.#page.evaluate(([cle, le]) => localStorage.setItem(cle, le), [ou, heure] as const);
  }

  champ(libelle: string): Locator {
    return this.#page.getByRole("textbox", { name: libelle, exact: true });
  }

  /** Until this is told of where the candidature stands. */
  async apprendre(mots: string): Promise<void> {
    await this.#page.getByRole("status").filter({ hasText: mots }).waitFor();
  }

  /** What the page says of this correction, once it does. */
  async correction(titre: string): Promise<string> {
    const section = this.#page.getByRole("region", { name: titre, exact: true });
    return (await section.innerText()).replaceAll("\u202f", " ").replaceAll("\u00a0", " ");
  }

  /** What the last thing tried was refused for. */
  async refus(mots: string): Promise<string> {
    const alerte = this.#page.getByRole("alert").filter({ hasText: mots });
    return (await alerte.innerText()).replaceAll("\u202f", " ").replaceAll("\u00a0", " ");
  }

  /** Exactly this may be answered, attached, added or taken away, section after section. */
  async seModifie(...attendus: string[]): Promise<void> {
    const vus: string[] = [];
    for (const { nom, titre } of this.#temoin.sections) {
      if ((await this.parcours.etape(titre).count()) === 0) continue;
      await this.parcours.aller(titre);
      vus.push(...(await this.#page.evaluate(ceQuiSeModifie)).map((un) => `${nom}: ${un}`));
    }
    const ecart = `se modifie : ${JSON.stringify(vus)}, attendu : ${JSON.stringify(attendus)}`;
    exiger(JSON.stringify(vus) === JSON.stringify(attendus), ecart);
  }

  async peutDeposer(): Promise<boolean> {
    return (await this.#page.getByRole("button", { name: "Déposer", exact: false }).count()) > 0;
  }
}

function ceQuiSeModifie(): string[] {
  const gestes = "input, textarea, [role=combobox], button:not([type=submit])";
  return [...document.querySelectorAll<HTMLInputElement>(`form.rjsf :is(${gestes})`)]
    .filter((geste) => !geste.matches(":disabled, [aria-disabled=true], [readonly], [aria-hidden]"))
    .map(({ id, type, ariaLabel, title, textContent }) => {
      if (type === "file") return "fichiers";
      return id.startsWith("root_") ? id : (ariaLabel ?? (title || textContent));
    });
}
