// The same candidature, by the client of @hey-api/openapi-ts.
import { createClient } from "./genere/hey-api/client/index.js";
import {
  creerCandidature,
  deposerCandidature,
  joindrePiece,
  lireAccuseReception,
  lireCandidature,
  modifierCandidature,
  telechargerModeleXlsx,
} from "./genere/hey-api/sdk.gen.js";
import type { DepotEmpeche, DepotRefuse } from "./genere/hey-api/types.gen.js";
import { demesure, dossier, exiger, inconnu } from "./commun.js";

export async function jouer(adresse: string): Promise<void> {
  const visiteur = createClient({ baseUrl: adresse });
  const { data: creee, response: creation } = await creerCandidature({
    client: visiteur,
    body: {},
  });
  const premiere = creation?.headers.get("ETag");
  exiger(creee?.numero === null && typeof premiere === "string", "une candidature");

  const client = createClient({ baseUrl: adresse, auth: creee.jeton ?? "" });
  const path = { id: creee.id };

  const ailleurs = await lireCandidature({ client, path: { id: crypto.randomUUID() } });
  exiger(ailleurs.error?.code === "introuvable", "introuvable");

  const trop = await modifierCandidature({
    client,
    path,
    body: { contact: { nom_prenom: demesure } },
  });
  exiger(trop.error?.code === "forme-refusee", "une forme refusée");
  exiger(trop.error.erreurs[0]?.parametres.maximum !== undefined, "un plafond");

  const tot = await deposerCandidature({ client, path });
  exiger(tot.error?.status === 422 && expliquer(tot.error) === "requis", "un dossier incomplet");

  const { data: modifiee } = await modifierCandidature({
    client,
    path,
    headers: { "If-Match": premiere },
    body: dossier,
  });
  exiger(modifiee?.validation.erreurs.length === 2, "deux fichiers manquants");

  const perimee = await modifierCandidature({
    client,
    path,
    headers: { "If-Match": premiere },
    body: { contact: { courriel: null } },
  });
  exiger(perimee.error?.code === "version-perimee", "une version périmée");
  exiger(perimee.error.pointeurs.includes("/contact/courriel"), "ce qui a changé");

  const refusee = await joindrePiece({
    client,
    path,
    body: { rubrique: "lettres", fichier: inconnu },
  });
  exiger(refusee.error?.code === "fichier-refuse", "un fichier refusé");

  const { data: classeur } = await telechargerModeleXlsx({ client, parseAs: "blob" });
  exiger(classeur !== undefined, "le modèle");
  for (const rubrique of ["plan_action_operationnel", "lettres"] as const) {
    const fichier = new File([classeur], "plan.xlsx");
    const { data: piece } = await joindrePiece({ client, path, body: { rubrique, fichier } });
    exiger(piece?.rubrique === rubrique, "un fichier joint");
  }

  const { data: depot } = await deposerCandidature({
    client,
    path,
    headers: { "Idempotency-Key": crypto.randomUUID() },
  });
  exiger(depot?.depot === 1, "un dépôt");
  const { data: accuse } = await lireAccuseReception({ client, path: { ...path, rang: 1 } });
  exiger(accuse !== undefined && "accuse" in accuse, "l'accusé de réception");
  exiger(accuse.accuse.numero === depot.numero, "son numéro");
}

function expliquer(probleme: DepotEmpeche | DepotRefuse): string | undefined {
  switch (probleme.code) {
    case "dossier-incomplet":
      return probleme.erreurs[0]?.code;
    case "campagne-fermee":
      return probleme.cloture;
    case "campagne-pas-ouverte":
      return probleme.ouverture;
    case "etat-incompatible":
      return probleme.etat;
    case "fichier-infecte":
      return probleme.pieces[0]?.nom;
    case "correction-close":
      return probleme.jusqu_au;
    case "depot-hors-correction":
      return probleme.pointeurs[0];
    case "requete-invalide":
    case "cle-reutilisee":
    case "cle-en-cours":
      return probleme.detail;
  }
}
