// What axe finds that is not ours.

import type { Ecartee } from "../commun/pilote.ts";

// The renderer of arrays puts the button that removes an element inside the one that unfolds it;
// the page `nue` shows that it does so without us.
export const ECARTEES: Ecartee[] = [{ regle: "nested-interactive", classe: "MuiAccordionSummary-root" }];
