// The candidature of ../typescript, by kubb's client, which checks each answer by its zod schema.
import { setConfig } from "./genere/kubb/.kubb/fetch.js";
import { creerCandidature } from "./genere/kubb/clients/creerCandidature.js";
import { deposerCandidature } from "./genere/kubb/clients/deposerCandidature.js";
import { joindrePiece } from "./genere/kubb/clients/joindrePiece.js";
import { lireAccuseReception } from "./genere/kubb/clients/lireAccuseReception.js";
import { listerEvenements } from "./genere/kubb/clients/listerEvenements.js";
import { modifierCandidature } from "./genere/kubb/clients/modifierCandidature.js";
import { dossierCorrectifSchema } from "./genere/kubb/zod/dossierCorrectifSchema.js";
import { problemeFormeRefuseeSchema } from "./genere/kubb/zod/problemeFormeRefuseeSchema.js";
import { demesure, dossier, exiger } from "./commun.js";

export async function jouer(adresse: string): Promise<void> {
  setConfig({ baseURL: adresse, headers: { "Content-Type": "application/json" } });
  const creee = await creerCandidature({});
  exiger(creee.numero === null, "une candidature");
  const { id, jeton } = creee;
  const headers = { Authorization: `Bearer ${jeton}` };
  setConfig({ baseURL: adresse, headers: { ...headers, "Content-Type": "application/json" } });

  const correctif = { contact: { nom_prenom: demesure } };
  exiger(!dossierCorrectifSchema.safeParse(correctif).success, "un texte trop long pour zod");
  const refus = await fetch(`${adresse}/v1/candidatures/${id}`, {
    method: "PATCH",
    headers: { ...headers, "Content-Type": "application/json" },
    body: JSON.stringify(correctif),
  });
  const trop = problemeFormeRefuseeSchema.parse(await refus.json());
  exiger(trop.erreurs[0]?.parametres.maximum !== undefined, "un plafond");

  const modifiee = await modifierCandidature(id, dossier);
  exiger(modifiee.validation.erreurs.length === 2, "deux fichiers manquants");

  // The type of a form with files is for the browser to say.
  setConfig({ baseURL: adresse, headers });
  // Its client reads every answer as JSON.
  const modele = await fetch(`${adresse}/v1/modeles/plan-action.xlsx`);
  for (const rubrique of ["plan_action_operationnel", "lettres"] as const) {
    const fichier = new File([await modele.clone().blob()], "plan.xlsx");
    const piece = await joindrePiece(id, { rubrique, fichier });
    exiger(piece.rubrique === rubrique, "un fichier joint");
  }

  const depot = await deposerCandidature(id, undefined, {
    "Idempotency-Key": crypto.randomUUID(),
  });
  const accuse = await lireAccuseReception(id, depot.depot);
  exiger(accuse.accuse.numero === depot.numero, "l'accusé de réception");
  const { evenements } = await listerEvenements(id);
  exiger(evenements.at(-1)?.genre === "deposee", "l'histoire");
}
