// The same candidature, by orval's client, which calls the global `fetch`.
import {
  creerCandidature,
  deposerCandidature,
  joindrePiece,
  lireAccuseReception,
  lireCandidature,
  modifierCandidature,
  telechargerModeleXlsx,
} from "./genere/orval/api.js";
import { demesure, dossier, exiger, inconnu } from "./commun.js";

export async function jouer(): Promise<void> {
  const creation = await creerCandidature({});
  exiger(creation.status === 201, "une candidature");
  const { id, jeton } = creation.data;
  const premiere = creation.headers.get("ETag");
  exiger(premiere !== null, "une version");
  const headers = { Authorization: `Bearer ${jeton}` };

  const ailleurs = await lireCandidature(crypto.randomUUID(), {}, { headers });
  exiger(ailleurs.status === 404 && ailleurs.data.code === "introuvable", "introuvable");

  const correctif = { contact: { nom_prenom: demesure } };
  const trop = await modifierCandidature(id, correctif, {}, { headers });
  exiger(trop.status === 422 && trop.data.code === "forme-refusee", "une forme refusée");
  exiger(trop.data.erreurs[0]?.parametres.maximum !== undefined, "un plafond");

  const tot = await deposerCandidature(id, {}, { headers });
  exiger(tot.status === 422 && tot.data.code === "dossier-incomplet", "un dossier incomplet");
  exiger(tot.data.erreurs.length > 0, "des erreurs");

  const gardee = { headers: { ...headers, "If-Match": premiere } };
  const modifiee = await modifierCandidature(id, dossier, {}, gardee);
  exiger(modifiee.status === 200, "une modification");
  exiger(modifiee.data.validation.erreurs.length === 2, "deux fichiers manquants");

  const perimee = await modifierCandidature(id, { contact: { courriel: null } }, {}, gardee);
  exiger(perimee.status === 412 && perimee.data.code === "version-perimee", "une version périmée");
  exiger(perimee.data.pointeurs.includes("/contact/courriel"), "ce qui a changé");

  const refusee = await joindrePiece(id, { rubrique: "lettres", fichier: inconnu }, { headers });
  exiger(refusee.status === 415 && refusee.data.code === "fichier-refuse", "un fichier refusé");

  const modele = await telechargerModeleXlsx();
  exiger(modele.status === 200, "le modèle");
  for (const rubrique of ["plan_action_operationnel", "lettres"] as const) {
    const fichier = new File([modele.data], "plan.xlsx");
    const piece = await joindrePiece(id, { rubrique, fichier }, { headers });
    exiger(piece.status === 201 && piece.data.rubrique === rubrique, "un fichier joint");
  }

  const cle = { headers: { ...headers, "Idempotency-Key": crypto.randomUUID() } };
  const depot = await deposerCandidature(id, {}, cle);
  exiger(depot.status === 201, "un dépôt");
  const accuse = await lireAccuseReception(id, depot.data.depot, { headers });
  // Of an answer with two media types orval makes a Blob, whichever came.
  exiger(accuse.status === 200 && accuse.data instanceof Blob, "l'accusé de réception");
  exiger((await accuse.data.text()).includes(depot.data.numero), "son numéro");
}
