// What the three scenarios share: the dossier, a way to insist, the name of a problem.
import exemple from "./exemple.json";

/** The complete dossier that the documentation shows. */
export const dossier = exemple;

/** Longer than any text of a draft may be. */
export const demesure = "x".repeat(100_000);

/** Not an extension, a signature or a structure that the form accepts. */
export const inconnu = new File(["bonjour"], "lettre.pdf");

export function exiger(condition: boolean, attendu: string): asserts condition {
  if (!condition) throw new Error(`attendu : ${attendu}`);
}
