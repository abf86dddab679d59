// A whole application on the page of react-jsonschema-form, from the blank form to the receipt.

import { exiger, jouer, photographier, verifierAccessibilite } from "../commun/pilote.ts";
import { Remplissage } from "../commun/remplir.ts";
import { Temoin } from "../commun/temoin.ts";
import { gestes, gestesAuClavier } from "./gestes.ts";
import { Parcours } from "./parcours.ts";

const AU_CLAVIER = ["demandeur", "contact"];

await jouer(async (page, entree) => {
  const temoin = await Temoin.de(page, entree);
  const parcours = new Parcours(page, temoin);

  await parcours.toutVoir();
  await parcours.enregistrement();
  const { dossier } = await temoin.candidature();
  exiger(Object.keys(dossier).length === 0, `la page répond seule : ${JSON.stringify(dossier)}`);

  for (const section of temoin.sections) {
    await parcours.aller(section.titre);
    if (section.nom === "perimetre") await parcours.leBilanSuitLePerimetre();
    if (section.nom === "besoins") await parcours.leChefDeProjetVaEtVient();
    if (section.nom === "contact") await parcours.lAutreContactVaEtVient();
    await parcours.aller(section.titre);
    const mains = AU_CLAVIER.includes(section.nom) ? gestesAuClavier : gestes;
    const remplissage = new Remplissage(mains, entree.dossier, entree.pieces, temoin.noms);
    await remplissage.section(section, parcours.formulaire);
    await parcours.lesAidesSontLiees();
    await verifierAccessibilite(page);
    if (section.nom === "perimetre") await photographier(page, entree, "rjsf-section");
  }
  await parcours.enregistrement();
  const { dossier: brouillon } = await temoin.candidature();

  await parcours.leServiceRefuseUneAction();
  await parcours.leServiceRefuseUnSiret(async () => {
    await verifierAccessibilite(page);
    await photographier(page, entree, "rjsf-erreur");
  });

  const avant = await parcours.toutVoir();
  await parcours.enregistrement();
  await page.reload();
  const apres = await parcours.toutVoir();
  exiger(avant === apres, `rechargée, la page ne montre plus les mêmes réponses :\n${apres}`);

  const numero = await parcours.deposer();
  await verifierAccessibilite(page);
  await photographier(page, entree, "rjsf-accuse");
  return { cle: await temoin.cle(), brouillon, numero };
});
