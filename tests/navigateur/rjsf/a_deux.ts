// One draft in two browsers, its owner's and that of somebody invited, who type at the same time; the
// owner has it open on another page as well.

import type { Page } from "playwright-core";
import { exiger, jouer, photographier, verifierAccessibilite } from "../commun/pilote.ts";
import { Temoin } from "../commun/temoin.ts";
import { Parcours } from "./parcours.ts";
import { Personne } from "./personne.ts";

const NOM = "Votre Nom et Prénom";
const FONCTION = "Votre fonction et votre organisation";
const COURRIEL = "Votre courriel";
const TELEPHONE = "Votre téléphone";
const UN_AUTRE = "une autre personne"; // who was invited is not told who invites
const POUR_LA_PAGE = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "Retry-After",
};
const PLEIN = { status: 503, headers: { ...POUR_LA_PAGE, "Retry-After": "1" } };
const COUPE = {
  headers: { ...POUR_LA_PAGE, "Content-Type": "text/event-stream" },
  body: "retry: 100\nid: 0\n\n",
};

await jouer(async (chezElle, entree, chezLui, ailleurs) => {
  exiger(chezLui !== undefined && ailleurs !== undefined, "il manque quelqu'un");
  const temoin = await Temoin.de(chezElle, entree);
  const [elle, lui] = [new Personne(chezElle), new Personne(chezLui)];
  const contact = temoin.sections.find(({ nom }) => nom === "contact");
  const aller = (vue: Page) => new Parcours(vue, temoin).aller(contact?.titre ?? "");
  await Promise.all([chezElle, chezLui].map(aller));

  // At the same time, each their own field.
  await Promise.all([elle.taper(NOM, "Jeanne Martin"), lui.taper(COURRIEL, "ali@exemple.fr")]);
  await Promise.all([lui.voir(NOM, "Jeanne Martin"), elle.voir(COURRIEL, "ali@exemple.fr")]);
  await Promise.all([lui.apprendre(UN_AUTRE, NOM), elle.apprendre("ali.", COURRIEL)]);
  await Promise.all([elle.enregistrement(), lui.enregistrement()]);

  // What he has not saved yet, for his clock stands still, stays as she changes that very field.
  await chezLui.clock.install();
  await chezLui.clock.pauseAt(Date.now() + 60_000);
  await lui.taper(TELEPHONE, "0235");
  await elle.champ(TELEPHONE).fill("0612345678");
  await elle.champ(COURRIEL).fill("jeanne@exemple.fr");
  await lui.voir(COURRIEL, "jeanne@exemple.fr");
  await lui.apprendre(UN_AUTRE, COURRIEL);
  await lui.taper(TELEPHONE, "123456");
  await chezLui.clock.resume();
  await elle.voir(TELEPHONE, "0235123456");
  await lui.enregistrement();

  // Cut off, sent away for a while, then unable to read, he still gets what happens.
  await chezLui.route("**/evenements/direct", (route) => route.fulfill(PLEIN), { times: 1 });
  await chezLui.route("**/evenements/direct", (route) => route.fulfill(COUPE), { times: 1 });
  const repris = chezLui.waitForRequest((demande) => demande.headers()["last-event-id"] === "0");
  await chezLui.reload();
  await Promise.all([repris, aller(chezLui)]);
  await lui.noterLesAnnonces();
  await lui.taper(FONCTION, "Chargé de mission");
  await elle.voir(FONCTION, "Chargé de mission");
  const illisible = chezLui.waitForEvent("requestfailed");
  await chezLui.route("**/candidatures/*?erreurs=rjsf", (route) => route.abort(), { times: 1 });
  await elle.champ(NOM).fill("");
  await Promise.all([illisible, lui.voir(NOM, ""), lui.apprendre(UN_AUTRE, NOM)]);
  await new Personne(ailleurs).apprendre("vous, sur une autre page", NOM);
  const annonces = await lui.annonces();
  exiger(annonces.length === 1, `ce qu'il fait lui est annoncé : ${annonces.join("\n")}`);

  for (const vue of [chezElle, chezLui]) await verifierAccessibilite(vue);
  await photographier(chezElle, entree, "rjsf-a-deux");
  return (await temoin.candidature()).dossier;
});
