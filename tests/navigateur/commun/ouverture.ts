// What may be edited of a candidature, by pointers of the form: `*` stands for any element of a list.

import type { Candidature, CorrectionAFaire, Rubrique } from "./service.ts";

export interface Ouverture {
  /** Sections and fields, with all that is below them; "" is the whole dossier. */
  pointeurs: readonly string[];
  /** Where files come and go; null: wherever the form asks for some. */
  rubriques: readonly Rubrique[] | null;
}

const ENTIERE: Ouverture = { pointeurs: [""], rubriques: null };
const NULLE: Ouverture = { pointeurs: [], rubriques: [] };

/** By the state of a candidature, the correction to be made, and whether the call is open. */
export function ouvertureDe(
  etat: Candidature["etat"],
  aFaire: CorrectionAFaire | null,
  appelOuvert: boolean,
): Ouverture {
  if (aFaire) return { pointeurs: aFaire.modifiables, rubriques: aFaire.rubriques_modifiables };
  return appelOuvert && (etat === "brouillon" || etat === "deposee") ? ENTIERE : NULLE;
}

/** Whether nothing may be edited. */
export function estNulle({ pointeurs, rubriques }: Ouverture): boolean {
  return pointeurs.length === 0 && rubriques?.length === 0;
}

/** Whether this and all below it may be edited. */
export function estOuvert({ pointeurs }: Ouverture, ici: string): boolean {
  return pointeurs.some((ouvert) => `${ici}/`.startsWith(`${ouvert}/`));
}

/** Whether something below this may be. */
export function estOuvertEnPartie({ pointeurs }: Ouverture, ici: string): boolean {
  return pointeurs.some((ouvert) => ouvert.startsWith(`${ici}/`));
}

export function recoitDesFichiers({ rubriques }: Ouverture, rubrique: Rubrique): boolean {
  return rubriques === null || rubriques.includes(rubrique);
}
