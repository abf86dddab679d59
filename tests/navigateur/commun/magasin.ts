// What a page shows, kept apart from it: it is told of each change, and reads `etat`. No framework.

import { Refus } from "./appels.ts";

const AVANT_DE_RELIRE = 3_000; // ms, where it could not be read

/** `etat` is replaced, never changed, for a page to compare. */
export abstract class Magasin<Etat> {
  #etat: Etat;
  readonly #abonnes = new Set<() => void>();

  constructor(etat: Etat) {
    this.#etat = etat;
  }

  get etat(): Etat {
    return this.#etat;
  }

  /** Be told of each change; call what is returned to be told no more. */
  abonner = (rappel: () => void): (() => void) => {
    this.#abonnes.add(rappel);
    return () => this.#abonnes.delete(rappel);
  };

  protected poser(changement: Partial<Etat>): void {
    this.#etat = { ...this.#etat, ...changement };
    for (const rappel of this.#abonnes) rappel();
  }
}

/** Read, and later again where the service could not be; not where it opens no more to this person. */
export function reessayer(lire: () => Promise<void>): Promise<void> {
  return lire().catch((erreur: unknown) => {
    if (!(erreur instanceof Refus)) throw erreur;
    if (erreur.probleme.code === "introuvable") return;
    setTimeout(() => void reessayer(lire), AVANT_DE_RELIRE);
  });
}

/** One at a time: asked for meanwhile, however often, it is done once more after. */
export function unALaFois(acte: () => Promise<void>): () => Promise<void> {
  let enCours: Promise<void> | null = null;
  let encore = false;
  const derouler = async () => {
    while (encore) {
      encore = false;
      await acte();
    }
  };
  return () => {
    encore = true;
    enCours ??= derouler().finally(() => {
      enCours = null;
    });
    return enCours;
  };
}
