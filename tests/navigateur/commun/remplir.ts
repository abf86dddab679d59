// Fills in a whole form as an applicant does, section after section, from the form as data: what
// to type, what must be on the screen, what must not. How, each library's own gestures tell.

import type { Locator } from "playwright-core";
import { exiger, type Reponse, type Reponses } from "./pilote.ts";
import type { Formulaire } from "./service.ts";

export type Section = Formulaire["sections"][number];
export type Champ = Section["champs"][number];

/** What a hand does on a page of the library, within a frame: the section, or an element of a list. */
export interface Gestes {
  ecrire(cadre: Locator, libelle: string, texte: string): Promise<void>;
  choisir(cadre: Locator, libelle: string, option: string): Promise<void>;
  dater(cadre: Locator, libelle: string, jour: string): Promise<void>;
  /** Add an element to a list; its frame. */
  ajouter(cadre: Locator, libelle: string, rang: number): Promise<Locator>;
  groupe(cadre: Locator, libelle: string): Locator;
  joindre(cadre: Locator, libelle: string, chemin: string): Promise<void>;
  /** Whatever is drawn for a field. */
  champ(cadre: Locator, libelle: string): Locator;
}

export class Remplissage {
  readonly #gestes: Gestes;
  readonly #dossier: Reponses;
  readonly #pieces: Record<string, string>;
  readonly #noms: Map<string, string>;

  /** `noms` are the labels of the EPCI by SIREN. */
  constructor(
    gestes: Gestes,
    dossier: Reponses,
    pieces: Record<string, string>,
    noms: Map<string, string>,
  ) {
    this.#gestes = gestes;
    this.#dossier = dossier;
    this.#pieces = pieces;
    this.#noms = noms;
  }

  async section(section: Section, cadre: Locator): Promise<void> {
    const reponses = this.#dossier[section.nom];
    if (estGroupe(reponses)) await this.#champs(section.champs, reponses, cadre);
  }

  async #champs(champs: Champ[], reponses: Reponses, cadre: Locator): Promise<void> {
    for (const champ of champs) {
      if (!this.montre(champ)) {
        const dessine = await this.#gestes.champ(cadre, champ.libelle).count();
        exiger(dessine === 0, `« ${champ.libelle} » est montré sans que sa condition tienne`);
        continue;
      }
      const piece = this.#pieces[champ.nom];
      if (champ.genre === "fichiers" && piece) {
        await this.#gestes.joindre(cadre, champ.libelle, piece);
      }
      const reponse = reponses[champ.nom];
      if (reponse !== undefined) await this.#repondre(champ, reponse, cadre);
    }
  }

  /** Whether the answers to give show this field. */
  montre(champ: Pick<Champ, "condition">): boolean {
    if (!champ.condition) return true;
    let lue: Reponse | undefined = this.#dossier;
    for (const cle of champ.condition.pointeur.split("/").slice(1)) {
      lue = estGroupe(lue) ? lue[cle] : undefined;
    }
    return champ.condition.valeurs.some((valeur) => valeur === lue);
  }

  async #repondre(champ: Champ, reponse: Reponse, cadre: Locator): Promise<void> {
    const { libelle } = champ;
    if (Array.isArray(reponse)) {
      for (const [rang, element] of reponse.entries()) {
        const dedans = await this.#gestes.ajouter(cadre, libelle, rang);
        await this.#champs(champ.champs ?? [], element, dedans);
      }
    } else if (estGroupe(reponse)) {
      await this.#champs(champ.champs ?? [], reponse, this.#gestes.groupe(cadre, libelle));
    } else if (champ.genre === "date") {
      await this.#gestes.dater(cadre, libelle, String(reponse));
    } else if (["choix", "oui_non", "siren"].includes(champ.genre)) {
      await this.#gestes.choisir(cadre, libelle, this.#option(champ, reponse));
    } else {
      await this.#gestes.ecrire(cadre, libelle, String(reponse));
    }
  }

  #option(champ: Champ, reponse: string | number | boolean): string {
    if (typeof reponse === "boolean") return reponse ? "Oui" : "Non";
    const choix = champ.choix?.find(({ code }) => code === reponse)?.libelle;
    return choix ?? this.#noms.get(String(reponse)) ?? String(reponse);
  }
}

function estGroupe(reponse: Reponse | undefined): reponse is Reponses {
  return typeof reponse === "object" && !Array.isArray(reponse);
}
