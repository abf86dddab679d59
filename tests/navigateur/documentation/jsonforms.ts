// The page of Vue and JSON Forms: first steps.

import { jouer } from "../commun/pilote.ts";
import { premiersPas } from "./premiers_pas.ts";

await jouer((page, entree) =>
  premiersPas(page, entree, {
    ouvrir: () => page.getByText("Notre point de contact pour la suite du dossier").click(),
    verifier: () => page.getByRole("button", { name: "Vérifier" }).click(),
    choisir: async (_, reponse) => {
      await page.getByLabel("Êtes-vous le contact").selectOption({ label: reponse });
    },
  }),
);
