// The page of react-jsonschema-form: first steps.

import { jouer } from "../commun/pilote.ts";
import { premiersPas } from "./premiers_pas.ts";

await jouer((page, entree) =>
  premiersPas(page, entree, {
    ouvrir: () => page.getByLabel("Votre Nom et Prénom").waitFor(),
    verifier: () => page.getByRole("button", { name: "Vérifier" }).click(),
    choisir: (_, reponse) =>
      page
        .locator('[id="root_contact_est_contact_suite"]')
        .getByRole("radio", { name: reponse })
        .check(),
  }),
);
