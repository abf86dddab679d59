// A candidature from its draft to its receipt, by openapi-typescript and openapi-fetch.
import createClient from "openapi-fetch";
import type { components, paths } from "./genere/openapi-typescript.js";
import { demesure, dossier, exiger, inconnu } from "./commun.js";

type Rubrique = components["schemas"]["Rubrique"];

export async function jouer(adresse: string): Promise<void> {
  const visiteur = createClient<paths>({ baseUrl: adresse });
  const { data: creee, response: creation } = await visiteur.POST("/v1/candidatures", { body: {} });
  exiger(creee !== undefined, "une candidature");
  exiger(creee.numero === null, "pas encore de numéro");
  const premiere = creation.headers.get("ETag");
  exiger(premiere !== null, "une version");

  const chez = { id: creee.id };
  const candidat = createClient<paths>({
    baseUrl: adresse,
    headers: { Authorization: `Bearer ${creee.jeton}` },
  });

  const ailleurs = await candidat.GET("/v1/candidatures/{id}", {
    params: { path: { id: crypto.randomUUID() } },
  });
  exiger(ailleurs.error?.code === "introuvable", "introuvable");

  const trop = await candidat.PATCH("/v1/candidatures/{id}", {
    params: { path: chez },
    body: { contact: { nom_prenom: demesure } },
  });
  exiger(trop.error?.code === "forme-refusee", "une forme refusée");
  const [plafond] = trop.error.erreurs;
  exiger(plafond?.pointeur === "/contact/nom_prenom", "un pointeur");
  exiger(plafond.parametres.maximum !== undefined, "un plafond");

  const tot = await candidat.POST("/v1/candidatures/{id}/depots", { params: { path: chez } });
  exiger(tot.error?.code === "dossier-incomplet", "un dossier incomplet");
  exiger(tot.error.erreurs.length > 0, "des erreurs");

  const { data: modifiee } = await candidat.PATCH("/v1/candidatures/{id}", {
    params: { path: chez, header: { "If-Match": premiere } },
    body: dossier,
  });
  exiger(modifiee !== undefined, "une modification");
  exiger(modifiee.dossier.contact?.courriel === dossier.contact.courriel, "le courriel");
  const manquantes = modifiee.validation.erreurs.map((erreur) => erreur.pointeur);
  exiger(!modifiee.validation.deposable && manquantes.length === 2, "deux fichiers manquants");

  const perimee = await candidat.PATCH("/v1/candidatures/{id}", {
    params: { path: chez, header: { "If-Match": premiere } },
    body: { contact: { courriel: null } },
  });
  exiger(perimee.error?.code === "version-perimee", "une version périmée");
  exiger(perimee.error.pointeurs.includes("/contact/courriel"), "ce qui a changé");

  const joindre = (rubrique: Rubrique, fichier: Blob, nom: string) =>
    candidat.POST("/v1/candidatures/{id}/pieces-jointes", {
      params: { path: chez },
      body: { rubrique, fichier },
      bodySerializer: (corps) => {
        const formulaire = new FormData();
        formulaire.append("rubrique", corps.rubrique);
        formulaire.append("fichier", corps.fichier, nom);
        return formulaire;
      },
    });
  const refusee = await joindre("lettres", inconnu, "lettre.pdf");
  exiger(refusee.error?.code === "fichier-refuse", "un fichier refusé");
  exiger(refusee.error.motif === "type_refuse", "son motif");

  const { data: classeur } = await visiteur.GET("/v1/modeles/plan-action.xlsx", {
    parseAs: "blob",
  });
  exiger(classeur !== undefined, "le modèle");
  for (const rubrique of ["plan_action_operationnel", "lettres"] as const) {
    const { data: piece } = await joindre(rubrique, classeur, "plan.xlsx");
    exiger(piece?.rubrique === rubrique && piece.taille === classeur.size, "un fichier joint");
  }

  const { data: depot } = await candidat.POST("/v1/candidatures/{id}/depots", {
    params: { path: chez, header: { "Idempotency-Key": crypto.randomUUID() } },
  });
  exiger(depot?.instantane.perimetre.region === dossier.perimetre.region, "un dépôt");

  const recu = { ...chez, rang: depot.depot };
  const route = "/v1/candidatures/{id}/depots/{rang}/accuse-reception";
  const { data: accuse } = await candidat.GET(route, { params: { path: recu } });
  exiger(accuse !== undefined && "accuse" in accuse, "l'accusé de réception");
  exiger(accuse.accuse.numero === depot.numero, "son numéro");
  const { data: pdf } = await candidat.GET(route, {
    params: { path: recu },
    headers: { Accept: "application/pdf" },
    parseAs: "blob",
  });
  exiger(pdf?.type === "application/pdf", "l'accusé à imprimer");

  const { data: historique } = await candidat.GET("/v1/candidatures/{id}/evenements", {
    params: { path: chez },
  });
  exiger(historique?.evenements.map(raconter).at(-1) === depot.numero, "l'histoire");
}

function raconter(evenement: components["schemas"]["Evenement"]): string {
  switch (evenement.genre) {
    case "modifiee":
      return evenement.details.pointeurs.join();
    case "piece_jointe":
    case "piece_retiree":
      return evenement.details.rubrique;
    case "piece_refusee":
    case "piece_infectee":
      return evenement.details.virus;
    case "acces_invite":
    case "acces_ouvert":
    case "acces_renouvele":
    case "acces_revoque":
    case "adresse_demandee":
    case "adresse_confirmee":
      return evenement.details.role;
    case "exportee":
      return evenement.details.par;
    case "preavis":
      return evenement.details.effacement_le;
    case "deposee":
      return evenement.details.numero;
    case "supprimee":
      return evenement.details.motif;
    case "correction_demandee":
    case "correction_prolongee":
    case "correction_annulee":
    case "correction_repondue":
    case "correction_expiree":
      return String(evenement.details.correction);
    case "message_recu":
    case "message_envoye":
      return String(evenement.details.message);
    case "decision_consultee":
      return String(evenement.details.decision);
    case "decidee":
      return `${evenement.details.decision} ${evenement.details.sens}`;
    case "reexamen":
      return String(evenement.details.decision);
    case "creee":
    case "retiree":
    case "prise_en_instruction":
    case "rendue":
      return evenement.genre;
  }
}
