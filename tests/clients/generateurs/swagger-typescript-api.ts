// The candidature of ../typescript, by the client of swagger-typescript-api.
import { Api } from "./genere/swagger-typescript-api/api.js";
import { demesure, dossier, exiger, inconnu } from "./commun.js";

export async function jouer(adresse: string): Promise<void> {
  const client = new Api<string>({
    baseUrl: adresse,
    securityWorker: (jeton) => (jeton ? { headers: { Authorization: `Bearer ${jeton}` } } : {}),
  });
  const { data: creee } = await client.v1.creerCandidature({});
  exiger(creee.numero === null, "une candidature");
  client.setSecurityData(creee.jeton);
  const { id } = creee;

  const trop = await client.v1.modifierCandidature(id, { contact: { nom_prenom: demesure } });
  exiger("code" in trop.error && trop.error.code === "forme-refusee", "une forme refusée");
  exiger(trop.error.erreurs[0]?.parametres.maximum !== undefined, "un plafond");

  const { data: modifiee } = await client.v1.modifierCandidature(id, dossier);
  exiger(modifiee.validation.erreurs.length === 2, "deux fichiers manquants");

  const refus = await client.v1.joindrePiece(id, { rubrique: "lettres", fichier: inconnu });
  exiger(refus.error.code === "fichier-refuse", "un fichier refusé");
  // It types a file that is answered as what it is, and leaves its bytes to the response.
  const modele = await client.v1.telechargerModeleXlsx();
  const fichier = new File([await modele.blob()], "plan.xlsx");
  for (const rubrique of ["plan_action_operationnel", "lettres"] as const) {
    const { data: piece } = await client.v1.joindrePiece(id, { rubrique, fichier });
    exiger(piece.rubrique === rubrique, "un fichier joint");
  }

  const cle = { headers: { "Idempotency-Key": crypto.randomUUID() } };
  const { data: depot } = await client.v1.deposerCandidature(id, {}, cle);
  const { data: accuse } = await client.v1.lireAccuseReception(id, depot.depot);
  exiger(accuse.accuse.numero === depot.numero, "l'accusé de réception");
}
