// The page of react-jsonschema-form: first steps, then what somebody else saves.

import { attendreValeur, jouer } from "../commun/pilote.ts";
import { Service } from "../commun/service.ts";
import { Temoin } from "../commun/temoin.ts";
import { MEMOIRE, premiersPas } from "./premiers_pas.ts";

await jouer(async (page, entree) => {
  const brouillon = await premiersPas(page, entree, {
    ouvrir: () => page.getByLabel("Votre Nom et Prénom").waitFor(),
    verifier: () => page.getByRole("button", { name: "Vérifier" }).click(),
    choisir: (_, reponse) =>
      page
        .locator('[id="root_contact_est_contact_suite"]')
        .getByRole("radio", { name: reponse })
        .check(),
  });
  const cle = await (await Temoin.de(page, entree, MEMOIRE)).cle();
  const ailleurs = { contact: { telephone: "0235123456" } };
  await new Service(entree.service).modifier(cle, ailleurs, "rjsf");
  await attendreValeur(page.getByLabel("Votre téléphone"), ailleurs.contact.telephone);
  await page.getByRole("status").getByText("Une autre personne").waitFor();
  return brouillon;
});
