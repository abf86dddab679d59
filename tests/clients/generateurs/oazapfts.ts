// The candidature of ../typescript, by the client of oazapfts.
import {
  creerCandidature,
  defaults,
  deposerCandidature,
  joindrePiece,
  lireAccuseReception,
  modifierCandidature,
} from "./genere/oazapfts.js";
import { demesure, dossier, exiger, inconnu } from "./commun.js";

export async function jouer(adresse: string): Promise<void> {
  defaults.baseUrl = adresse;
  const creation = await creerCandidature({});
  exiger(creation.status === 201, "une candidature");
  const { id, jeton } = creation.data;
  defaults.headers = { Authorization: `Bearer ${jeton}` };

  const trop = await modifierCandidature(id, { contact: { nom_prenom: demesure } });
  exiger(trop.status === 422 && trop.data.code === "forme-refusee", "une forme refusée");
  exiger(trop.data.erreurs[0]?.parametres.maximum !== undefined, "un plafond");

  const modifiee = await modifierCandidature(id, dossier);
  exiger(modifiee.status === 200, "une modification");
  exiger(modifiee.data.validation.erreurs.length === 2, "deux fichiers manquants");

  const refusee = await joindrePiece(id, { rubrique: "lettres", fichier: inconnu });
  exiger(refusee.status === 415 && refusee.data.code === "fichier-refuse", "un fichier refusé");

  // Where a refusal may be JSON, its client reads the bytes of a file as text.
  const modele = await fetch(`${adresse}/v1/modeles/plan-action.xlsx`);
  for (const rubrique of ["plan_action_operationnel", "lettres"] as const) {
    const fichier = new File([await modele.clone().blob()], "plan.xlsx");
    const piece = await joindrePiece(id, { rubrique, fichier });
    exiger(piece.status === 201 && piece.data.rubrique === rubrique, "un fichier joint");
  }

  const depot = await deposerCandidature(id, { idempotencyKey: crypto.randomUUID() });
  exiger(depot.status === 201, "un dépôt");
  const accuse = await lireAccuseReception(id, depot.data.depot);
  exiger(accuse.status === 200, "l'accusé de réception");
  exiger(accuse.data.accuse.numero === depot.data.numero, "son numéro");
}
