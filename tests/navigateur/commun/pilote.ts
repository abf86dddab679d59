// Drives Debian's Chromium: what every scenario starts with, looks at and leaves behind.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { AxeResults, NodeResult } from "axe-core";
import { chromium, type Locator, type Page } from "playwright-core";
import type { Cle } from "./appels.ts";
import { MEMOIRE } from "./brouillon.ts";

/** What pytest gives a scenario, as JSON on its standard input. */
export interface Entree {
  /** Of the page. */
  adresse: string;
  /** Of the service. */
  service: string;
  dossier: Reponses;
  /** What opens the candidature, for each person who does from the start. */
  cles: Cle[];
  /** The key of who reviews it, if somebody does. */
  agent: string;
  /** The file to attach under each rubrique. */
  pieces: Record<string, string>;
  /** Where screenshots go. */
  captures: string;
  /** The browser's program. */
  chromium: string;
}

export type Reponse = string | number | boolean | Reponses | Reponses[];
export interface Reponses {
  [nom: string]: Reponse;
}

const AXE = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf-8");
const DRAPEAUX = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];
const DELAI = 15_000; // ms after which a wait is a failure

/**
 * Play a scenario in a browser of its own; what it returns is written on the standard output.
 * It is given the page of each of `cles`, of who begins where there is none.
 */
export async function jouer<T>(
  scenario: (page: Page, entree: Entree, ...autres: Page[]) => Promise<T>,
): Promise<void> {
  const entree: Entree = JSON.parse(readFileSync(0, "utf-8"));
  const navigateur = await chromium.launch({
    executablePath: entree.chromium,
    args: DRAPEAUX,
  });
  const plaintes: string[] = [];
  const ouvrir = async (memoire: Record<string, string>) => {
    const contexte = await navigateur.newContext({
      locale: "fr-FR",
      timezoneId: "Europe/Paris",
      viewport: { width: 1280, height: 900 },
      reducedMotion: "reduce",
    });
    contexte.setDefaultTimeout(DELAI);
    await contexte.addInitScript((garde) => Object.assign(localStorage, garde), memoire);
    const page = await contexte.newPage();
    page.on("pageerror", (erreur) => plaintes.push(erreur.message));
    await page.goto(entree.adresse);
    return page;
  };
  try {
    const page = await ouvrir(memoireDe(entree.cles[0]));
    const autres = await Promise.all(entree.cles.slice(1).map(memoireDe).map(ouvrir));
    const sortie = await scenario(page, entree, ...autres);
    exiger(plaintes.length === 0, `erreurs dans la page : ${plaintes.join("\n")}`);
    process.stdout.write(JSON.stringify(sortie));
  } finally {
    await navigateur.close();
  }
}

function memoireDe(cle: Cle | undefined): Record<string, string> {
  return cle ? { [MEMOIRE]: JSON.stringify(cle) } : {};
}

export function exiger(condition: boolean, sinon: string): asserts condition {
  if (!condition) throw new Error(sinon);
}

/** Wait until a field holds this, whoever put it there. */
export async function attendreValeur(champ: Locator, valeur: string): Promise<void> {
  await champ.page().waitForFunction(
    ([element, voulue]) => element instanceof HTMLInputElement && element.value === voulue,
    [await champ.elementHandle(), valeur] as const,
  );
}

/** A rule of axe that a library breaks by itself, at the elements of a class. */
export interface Ecartee {
  regle: string;
  classe: string;
}

/** Fail on any serious or critical finding of axe-core, but for those set aside. */
export async function verifierAccessibilite(page: Page, ecartees: Ecartee[] = []): Promise<void> {
  const graves = (await accessibilite(page)).flatMap(({ id, help, nodes }) =>
    nodes
      .filter((noeud) => !ecartees.some((une) => une.regle === id && estDe(une.classe, noeud)))
      .map((noeud) => `${id} (${help}) : ${noeud.html}`),
  );
  exiger(graves.length === 0, `accessibilité :\n${graves.join("\n")}`);
}

/** The serious and critical findings. */
export async function accessibilite(page: Page): Promise<AxeResults["violations"]> {
  await page.evaluate(finDesAnimations);
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => axe.run());
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical");
}

/** Half faded in, a text lacks contrast; what turns for ever is left to turn. */
async function finDesAnimations(): Promise<void> {
  const finies = document
    .getAnimations()
    .filter((une) => une.effect?.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(finies.map((une) => une.finished));
}

function estDe(classe: string, { html }: NodeResult): boolean {
  return html.slice(0, html.indexOf(">")).includes(classe);
}

/** A picture of the page, in its whole length, for the documentation. */
export async function photographier(page: Page, { captures }: Entree, nom: string): Promise<void> {
  await page.evaluate(() => scrollTo(0, 0)); // what sticks to the window would be drawn half-way
  await page.screenshot({ path: `${captures}/${nom}.png`, fullPage: true });
}
