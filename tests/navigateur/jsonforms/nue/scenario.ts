// What axe-core finds on the page of the library alone.

import { accessibilite, jouer } from "../../commun/pilote.ts";

await jouer(async (page) => {
  await page.locator(".MuiAccordionSummary-root").waitFor();
  const trouvees = await accessibilite(page);
  return trouvees.flatMap(({ id, nodes }) => nodes.map(({ html }) => ({ regle: id, html })));
});
