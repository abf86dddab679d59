// After the deposit, on the page of who applied: taken in charge, a correction asked for, made and
// answered; messages; then another, too late. A second page of theirs has heard of nothing.

import {
  attendreValeur,
  exiger,
  jouer,
  photographier,
  verifierAccessibilite,
} from "../commun/pilote.ts";
import { Temoin } from "../commun/temoin.ts";
import { Demandeur } from "./demandeur.ts";
import { echanger } from "./echange.ts";
import { gestes } from "./gestes.ts";
import { Instructeur } from "./instructeur.ts";

const APRES_LA_CLOTURE = "2023-09-25T08:00:00Z";
const PREMIERE = "2023-10-10T12:00:00Z";
const SECONDE = "2023-10-20T12:00:00Z";
const NOM = "Votre Nom et Prénom";
const COURRIEL = "Votre courriel";
const TELEPHONE = "Votre téléphone";
const PLAN = "Veuillez télécharger le plan d'action opérationnel";

await jouer(async (page, entree, sourde) => {
  const cle = entree.cles[0];
  exiger(cle !== undefined && sourde !== undefined, "il manque quelqu'un");
  const temoin = await Temoin.de(page, entree);
  const instructeur = new Instructeur(entree.service, entree.agent, cle.id, APRES_LA_CLOTURE);
  const [elle, enRetard] = [new Demandeur(page, temoin), new Demandeur(sourde, temoin)];
  const titre = (nom: string) => temoin.sections.find((une) => une.nom === nom)?.titre ?? "";
  await elle.apprendre("est déposée.");
  await modifierSansDeposer(elle, titre, entree.pieces.plan_action_operationnel ?? "");
  await sourde.route("**/evenements/direct", (route) => route.abort());
  await sourde.reload();
  await enRetard.parcours.aller(titre("contact"));
  for (const une of [elle, enRetard]) await une.ilEst(APRES_LA_CLOTURE);

  // Taken in charge: nothing may be edited any more, and the page says so by itself.
  await instructeur.prendre();
  await elle.apprendre("est en cours d'instruction.");
  await elle.seModifie();
  exiger(!(await elle.peutDeposer()), "une candidature en instruction se redépose");

  await elle.parcours.aller(titre("contact"));
  await instructeur.demander({
    motif: "incomplete",
    message: "Qui joindre ?\nEt quand finit chaque action ?",
    pointeurs: ["/contact/nom_prenom", "/plan_action/actions/*/fin"],
    rubriques: ["lettres"],
    jusqu_au: PREMIERE,
  });
  const demandee = await elle.correction("Correction n° 1 à faire");
  for (const dit of [
    "Le service instructeur vous la demande parce qu'une réponse est incomplète",
    "Qui joindre ?\nEt quand finit chaque action ?",
    "avant le mardi 10 octobre 2023 à 14:00:00 (heure de Paris)",
    "votre dépôt n° 1 comptera",
    `${titre("contact")} › ${NOM}`,
    `${titre("plan_action")} › Actions du plan d'action opérationnel › Fin`,
    `${titre("gouvernance")} › Veuillez appuyer votre candidature`,
  ]) {
    exiger(demandee.includes(dit), `« ${dit} » n'est pas dans :\n${demandee}`);
  }
  await elle.seModifie(
    ...["plan_action: root_actions_0_fin", "plan_action: root_actions_1_fin"],
    ...["gouvernance: fichiers", "gouvernance: Retirer Lettre d'élue.pdf"],
    "contact: root_nom_prenom",
  );
  await verifierAccessibilite(page);
  await photographier(page, entree, "rjsf-correction");

  // The page that has heard of nothing lets anything be typed; the service does not.
  await enRetard.champ(COURRIEL).fill("autre@exemple.fr");
  const refusee = await enRetard.refus(`Il s'agit de : « ${COURRIEL} ».`);
  exiger(refusee.includes("Pendant une correction, seul se modifie ce qui"), refusee);
  await enRetard.correction("Correction n° 1 à faire");
  await attendreValeur(enRetard.champ(COURRIEL), "jeanne.martin@seine-axe.example.fr");
  exiger(await enRetard.champ(COURRIEL).isDisabled(), "elle se laisse encore remplir");
  await verifierAccessibilite(sourde);

  // What is asked for is done, and deposited: a receipt of its own.
  await elle.champ(NOM).fill("Anne Martin");
  await elle.parcours.aller(titre("plan_action"));
  await elle.parcours.formulaire.locator("#root_actions_1_fin").fill("2027-06-30");
  await elle.parcours.aller(titre("gouvernance"));
  const lettre = entree.pieces.lettres ?? "";
  await gestes.joindre(elle.parcours.formulaire, "Veuillez appuyer votre candidature", lettre);
  await elle.parcours.enregistrement();

  // What was changed since the deposit, before the correction, cannot be deposited with it.
  await page.getByRole("button", { name: "Déposer ma correction" }).click();
  const enTrop = await elle.refus("remettez-y ce qui était déposé");
  for (const libelle of [TELEPHONE, PLAN]) exiger(enTrop.includes(`« ${libelle}`), enTrop);
  await page.getByRole("button", { name: "Remettre ce qui était déposé" }).click();
  await page.getByRole("alert").waitFor({ state: "detached" });
  await elle.parcours.aller(titre("plan_action"));
  await page.getByRole("listitem").filter({ hasText: "Plan d'action.xlsx" }).waitFor();

  const numero = await elle.parcours.deposer("Déposer ma correction");
  await verifierAccessibilite(page);
  await photographier(page, entree, "rjsf-accuse-correction");
  await page.getByRole("button", { name: "Revenir à ma candidature" }).click();
  const repondue = await elle.correction("Correction n° 1");
  exiger(repondue.includes("Vous y avez répondu par le dépôt n° 2, le lundi 25"), repondue);
  await elle.seModifie();
  exiger(!(await elle.peutDeposer()), "la correction faite, tout se redépose");

  await echanger(page, instructeur, lettre);

  // Another, not deposited in time: what was saved of it does not count, and nothing is saved any more.
  await instructeur.demander({
    motif: "obsolete",
    message: "Est-ce toujours elle ?",
    pointeurs: ["/contact/nom_prenom"],
    rubriques: [],
    jusqu_au: SECONDE,
  });
  await elle.correction("Correction n° 2 à faire");
  await elle.parcours.aller(titre("contact"));
  await elle.champ(NOM).fill("Ali Petit");
  await elle.parcours.enregistrement();
  await elle.ilEst(SECONDE);
  await elle.champ(NOM).fill("Ali Durand");
  const tardive = await elle.refus("Il fallait arriver avant");
  const butoir = "vendredi 20 octobre 2023 à 14:00:00 (heure de Paris)";
  const deuxInstants = `Arrivée : ${butoir}. Il fallait arriver avant : ${butoir}.`;
  exiger(tardive.includes(deuxInstants), tardive);
  const expiree = await elle.correction("Correction n° 2");
  exiger(expiree.includes(`Son délai est passé le ${butoir}. Votre dépôt n° 2 compte`), expiree);
  await attendreValeur(elle.champ(NOM), "Ali Petit");
  await elle.seModifie();
  await verifierAccessibilite(page);
  return { numero };
});

/** Another telephone, another workbook. */
async function modifierSansDeposer(
  elle: Demandeur,
  titre: (nom: string) => string,
  classeur: string,
): Promise<void> {
  const { formulaire } = elle.parcours;
  await elle.parcours.aller(titre("plan_action"));
  await formulaire.getByRole("button", { name: "Retirer Plan d'action.xlsx" }).click();
  await gestes.joindre(formulaire, PLAN, classeur);
  await elle.parcours.aller(titre("contact"));
  await elle.champ(TELEPHONE).fill("0612345678");
  await elle.parcours.enregistrement();
}
