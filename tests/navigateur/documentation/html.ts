// The page without a library: first steps, a list, then the files and the deposit of a whole dossier.

import { exiger, jouer, verifierAccessibilite } from "../commun/pilote.ts";
import { Service } from "../commun/service.ts";
import { Temoin } from "../commun/temoin.ts";
import { ecrire, enregistre, MEMOIRE, premiersPas } from "./premiers_pas.ts";

await jouer(async (page, entree) => {
  const brouillon = await premiersPas(page, entree, {
    ouvrir: () => page.getByLabel("Votre Nom et Prénom").waitFor(),
    verifier: async () => {},
    choisir: async (_, reponse) => {
      await page.getByLabel("Êtes-vous le contact").selectOption({ label: reponse });
    },
  });
  const temoin = await Temoin.de(page, entree, MEMOIRE);
  await verifierAccessibilite(page);

  const epci = page.getByRole("group", { name: "Quel sera le périmètre" }).first();
  await epci.getByRole("button", { name: /^Ajouter/ }).click();
  await epci.getByRole("button", { name: /^Ajouter/ }).click();
  const siren = epci.getByRole("group", { name: "n° 2" }).getByRole("textbox").first();
  await ecrire(siren, "200010700");
  await enregistre(page, '[{"siren":"200010700"}]', () =>
    epci.getByRole("button", { name: /^Retirer .* n° 1$/ }).click(),
  );
  const { perimetre } = (await temoin.candidature()).dossier;
  exiger(perimetre?.epci?.[0]?.siren === "200010700", "la liste n'est pas celle de l'écran");

  await new Service(entree.service).modifier(await temoin.cle(), entree.dossier, "ajv");
  await page.reload();
  for (const [rubrique, chemin] of Object.entries(entree.pieces)) {
    const section = temoin.sections.find(({ champs }) => champs.some(({ nom }) => nom === rubrique));
    const champ = section?.champs.find(({ nom }) => nom === rubrique);
    exiger(champ !== undefined, rubrique);
    await Promise.all([
      page.waitForResponse((recue) => recue.url().endsWith("/pieces-jointes") && recue.ok()),
      page.getByLabel(champ.libelle).setInputFiles(chemin),
    ]);
  }
  await page.getByRole("button", { name: "Déposer" }).click();
  const etat = page.getByRole("status").filter({ hasText: "déposée" });
  const numero = (await etat.innerText()).replace(/.* |\.$/g, "");
  return { brouillon, numero, cle: await temoin.cle() };
});
