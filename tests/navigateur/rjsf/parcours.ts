// What an applicant does and sees on the page, besides filling it in.

import type { Locator, Page } from "playwright-core";
import { exiger } from "../commun/pilote.ts";
import type { Temoin } from "../commun/temoin.ts";
import { gestes } from "./gestes.ts";

const PERIMETRE = "Le périmètre de votre Territoire d'industrie est :";
const REDECOUPAGE = "Issu d'un redécoupage d'anciens Territoires d'industrie";
const EN_POSTE =
  "Un chef de projet Territoire d'industrie est-il déjà en poste dans votre territoire ?";
const ORGANISATION = "Quelle organisation porte actuellement le poste du chef de projet ?";
const CONTACT = "Êtes-vous le contact pour la suite de la candidature ?";

export class Parcours {
  readonly formulaire: Locator;
  readonly #page: Page;
  readonly #temoin: Temoin;

  constructor(page: Page, temoin: Temoin) {
    this.#page = page;
    this.#temoin = temoin;
    this.formulaire = page.locator("form.rjsf");
  }

  etape(titre: string): Locator {
    const etapes = this.#page.getByRole("navigation", { name: "Étapes de la candidature" });
    return etapes.getByRole("button", { name: titre });
  }

  async aller(titre: string): Promise<void> {
    await this.etape(titre).click();
    await this.formulaire.getByRole("heading", { name: titre, exact: true }).waitFor();
  }

  /** Go through every step shown; the answers on the screen, as text. */
  async toutVoir(): Promise<string> {
    await this.etape(this.#titre("demandeur")).waitFor();
    const vues: string[] = [];
    for (const { titre } of this.#temoin.sections) {
      if ((await this.etape(titre).count()) === 0) continue;
      await this.aller(titre);
      vues.push(titre, ...(await this.#page.evaluate(reponsesAffichees)));
    }
    return vues.join("\n");
  }

  async leBilanSuitLePerimetre(): Promise<void> {
    const bilan = this.etape(this.#titre("bilan"));
    exiger((await bilan.count()) === 0, "le bilan est demandé à un territoire inconnu");
    await gestes.choisir(this.formulaire, PERIMETRE, REDECOUPAGE);
    await bilan.waitFor();
    await gestes.choisir(this.formulaire, PERIMETRE, "Complètement nouveau");
    await bilan.waitFor({ state: "detached" });
  }

  async leChefDeProjetVaEtVient(): Promise<void> {
    const organisation = gestes.champ(this.formulaire, ORGANISATION);
    exiger((await organisation.count()) === 0, "un chef de projet est supposé");
    await gestes.choisir(this.formulaire, EN_POSTE, "Oui");
    await gestes.ecrire(this.formulaire, ORGANISATION, "Le Havre");
    await this.enregistrement();
    await gestes.choisir(this.formulaire, EN_POSTE, "Non, il est à recruter");
    await organisation.waitFor({ state: "detached" });
    await this.enregistrement();
    const { besoins } = (await this.#temoin.candidature()).dossier;
    exiger(
      JSON.stringify(besoins) === '{"animation":{"chef_projet_en_poste":"a_recruter"}}',
      `une réponse cachée reste : ${JSON.stringify(besoins)}`,
    );
  }

  async lAutreContactVaEtVient(): Promise<void> {
    const autre = gestes.champ(this.formulaire, "Courriel du contact");
    await gestes.choisir(this.formulaire, CONTACT, "Non");
    await autre.waitFor();
    await gestes.choisir(this.formulaire, CONTACT, "Oui");
    await autre.waitFor({ state: "detached" });
  }

  /** Every help text below a field is told by the field itself. */
  async lesAidesSontLiees(): Promise<void> {
    const orphelines = await this.#page.evaluate(aidesOrphelines);
    exiger(orphelines.length === 0, `aides liées à aucune saisie : ${orphelines.join(", ")}`);
  }

  /** In a list, an error that only the service can tell. */
  async leServiceRefuseUneAction(): Promise<void> {
    await this.aller(this.#titre("plan_action"));
    await this.#refuser(
      this.formulaire.locator("#root_actions_1_fin"),
      "2023-06-30",
      "L'action se termine avant d'avoir commencé.",
    );
  }

  async leServiceRefuseUnSiret(voir: () => Promise<void>): Promise<void> {
    await this.aller(this.#titre("demandeur"));
    await this.#refuser(
      this.formulaire.getByRole("textbox", { name: "Etablissement SIRET", exact: true }),
      "732 829 320 00075",
      "Ce SIRET comporte une erreur : sa clé de contrôle est fausse.",
      voir,
    );
  }

  /** Deposit; the number on the receipt. */
  async deposer(bouton = "Déposer ma candidature"): Promise<string> {
    await this.#page.getByRole("button", { name: bouton }).click();
    await this.#page.getByRole("heading", { name: "Votre candidature est déposée" }).waitFor();
    return this.#page.locator("#numero").innerText();
  }

  async enregistrement(): Promise<void> {
    const etat = this.#page.getByRole("status");
    await etat.getByText("Toutes vos réponses sont enregistrées.").waitFor();
  }

  /** Give a wrong answer, read what its field then says, give the right one again. */
  async #refuser(
    champ: Locator,
    faux: string,
    message: string,
    voir: () => Promise<void> = async () => {},
  ): Promise<void> {
    const juste = await champ.inputValue();
    const dit = champ.and(this.#page.getByRole("textbox", { description: message }));
    await champ.fill(faux);
    await this.#page.getByRole("button", { name: "Vérifier ma candidature" }).click();
    await dit.waitFor();
    await voir();
    await champ.fill(juste);
    await dit.waitFor({ state: "detached" });
  }

  #titre(nom: string): string {
    const section = this.#temoin.sections.find((une) => une.nom === nom);
    exiger(section !== undefined, `aucune section ${nom}`);
    return section.titre;
  }
}

function reponsesAffichees(): string[] {
  const saisies = "input, textarea, [role=combobox]";
  const reponses = [...document.querySelectorAll<HTMLInputElement>(`form :is(${saisies})`)]
    .filter(({ id }) => id.startsWith("root_"))
    .map(({ id, type, checked, value, textContent }) =>
      type === "radio" ? `${id}: ${checked}` : `${id}: ${value ?? textContent}`,
    );
  const pieces = [...document.querySelectorAll("form .pieces li")];
  return [...reponses, ...pieces.map(({ textContent }) => textContent ?? "")];
}

function aidesOrphelines(): string[] {
  const saisies = "input, textarea, [role=combobox], [role=radiogroup]";
  return [...document.querySelectorAll("form .MuiTypography-caption [id$='__description']")]
    .map(({ id }) => id)
    .filter((id) => !document.querySelector(`[aria-describedby~="${id}"]:is(${saisies})`));
}
