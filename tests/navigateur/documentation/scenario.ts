// The page /docs, as an integrator reads it, with no network but the service.

import { type Ecartee, jouer, photographier, verifierAccessibilite } from "../commun/pilote.ts";

// Drawn by Swagger UI, unmodified: its colours, its buttons within buttons, its lists and blocks.
const DE_SWAGGER_UI: Ecartee[] = [
  { regle: "color-contrast", classe: "" },
  { regle: "nested-interactive", classe: "opblock-summary-control" },
  { regle: "scrollable-region-focusable", classe: "microlight" },
  { regle: "select-name", classe: "select" },
];

await jouer(async (page, entree) => {
  const ailleurs: string[] = [];
  await page.route("**/*", (route) => {
    const adresse = route.request().url();
    if (adresse.startsWith(entree.service)) return route.continue();
    ailleurs.push(adresse);
    return route.abort();
  });
  // Of so many operations Swagger UI draws those alone that are in sight.
  await page.setViewportSize({ width: 1280, height: 20_000 });
  await page.reload();

  await page.locator(".opblock-tag a", { hasText: "Pièces jointes" }).waitFor();
  await page.getByText("Déposer", { exact: true }).waitFor();

  const operation = page.locator(".opblock").filter({
    has: page.getByText("Modifier un brouillon", { exact: true }),
  });
  await operation.locator(".opblock-summary-control").click();
  const corps = operation.locator(".opblock-section-request-body");
  await corps.getByText("Schema", { exact: true }).click();
  await corps.getByText("Expand all").first().click();
  await corps.getByText("Etablissement SIRET", { exact: true }).waitFor();

  await verifierAccessibilite(page, DE_SWAGGER_UI);
  await photographier(page, entree, "documentation");
  return { ailleurs };
});
