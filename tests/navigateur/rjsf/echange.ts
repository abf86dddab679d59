// Messages with files, from both sides: the page of who applied, and the reviewer by the API.

import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { exiger, verifierAccessibilite } from "../commun/pilote.ts";
import type { Instructeur } from "./instructeur.ts";

/** They write, it is read; they are answered, and read it. */
export async function echanger(
  page: Page,
  instructeur: Instructeur,
  lettre: string,
): Promise<void> {
  const fil = page.getByText("Messages avec le service instructeur");
  const texteDeLaLettre = readFileSync(lettre, "utf-8");
  await instructeur.ecrire("Le plan est-il voté ?\nDe quand ?", "Modèle.pdf", texteDeLaLettre);
  await fil.getByText("un nouveau message").waitFor();
  await fil.click();
  const recu = page.getByRole("listitem").filter({ hasText: "Service instructeur (DREETS Normandie)" });
  const texte = await recu.innerText();
  exiger(texte.includes("Le plan est-il voté ?\nDe quand ?"), texte);
  await fil.getByText("un nouveau message").waitFor({ state: "detached" });
  const enregistre = page.waitForEvent("download");
  await recu.getByRole("button", { name: "Télécharger Modèle.pdf" }).click();
  const copie = readFileSync(await (await enregistre).path(), "utf-8");
  exiger(copie === texteDeLaLettre, "le fichier du service n'est pas celui qui est donné");
  await page.getByLabel("Joindre un fichier").setInputFiles(lettre);
  await page.getByRole("button", { name: "Ne pas joindre lettre.pdf" }).click();
  await page.getByLabel("Joindre un fichier").setInputFiles(lettre);
  await page.getByRole("button", { name: "Ne pas joindre lettre.pdf" }).waitFor();
  await page.getByLabel("Votre message au service instructeur").fill("Oui, en juin.");
  await page.getByRole("button", { name: "Envoyer" }).click();
  const envoye = page.getByRole("listitem").filter({ hasText: "Oui, en juin." });
  await envoye.waitFor();
  await verifierAccessibilite(page);

  const [question, reponse] = await instructeur.messages();
  exiger(question?.lu_le !== null, "rien ne dit le message lu");
  exiger(reponse?.texte === "Oui, en juin.", `reçu : ${JSON.stringify(reponse)}`);
  exiger(reponse.pieces.length === 1, `fichiers : ${JSON.stringify(reponse.pieces)}`);
  await instructeur.marquerLus(reponse.rang);
  await page.reload();
  await fil.click();
  await envoye.getByText("Lu par le service instructeur").waitFor();
}
