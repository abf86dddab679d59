// The page of results: by keyboard, as axe sees it, and in a picture of what a window shows.

import { jouer, verifierAccessibilite } from "../commun/pilote.ts";

await jouer(async (page, entree) => {
  const rangees = page.locator("tbody tr");
  const toutes = await rangees.count();
  await verifierAccessibilite(page);
  await page.screenshot({ path: `${entree.captures}/resultats.png` });
  const region = page.getByLabel("Région");
  await region.focus();
  await region.selectOption("28");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/resultats?q=&region=28");
  await verifierAccessibilite(page);
  const normandes = await rangees.count();
  const recherche = page.getByRole("searchbox");
  await recherche.fill("petit-couronne");
  await recherche.press("Enter");
  await page.waitForURL("**/resultats?q=petit-couronne&region=28");
  await verifierAccessibilite(page);
  return { toutes, normandes, trouves: await rangees.count() };
});
