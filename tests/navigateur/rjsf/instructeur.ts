// What reviewers do with a dossier meanwhile, by the API.

import { donnee, ouvrirApi } from "../commun/appels.ts";
import type { components } from "../commun/contrat";

type Demande = components["schemas"]["DemandeDeCorrection"];
type Echange = components["schemas"]["MessageInstruit"];

export class Instructeur {
  readonly #api;
  readonly #headers: { Authorization: string };
  readonly #path: { id: string };

  /** `cle` opens the dossier of this id; all is done at one instant of the sandbox. */
  constructor(service: string, cle: string, id: string, horloge: string) {
    this.#api = ouvrirApi(service, () => horloge);
    this.#headers = { Authorization: `Bearer ${cle}` };
    this.#path = { id };
  }

  async prendre(): Promise<void> {
    const adresse = "/v1/instruction/candidatures/{id}/prise-en-instruction";
    donnee(await this.#api.POST(adresse, { ...this.#requete, body: { affectations: [] } }));
  }

  async demander(body: Demande): Promise<void> {
    const adresse = "/v1/instruction/candidatures/{id}";
    const { version } = donnee(await this.#api.GET(adresse, this.#requete));
    const params = { path: this.#path, header: { "If-Match": `"${version}"` } };
    const options = { params, headers: this.#headers, body };
    donnee(await this.#api.POST(`${adresse}/corrections`, options));
  }

  async ecrire(texte: string, nom: string, contenu: string): Promise<void> {
    const adresse = "/v1/instruction/candidatures/{id}/messages";
    const formulaire = new FormData();
    formulaire.append("fichier", new File([contenu], nom));
    const envoi = { body: { fichier: nom }, bodySerializer: () => formulaire };
    const { id } = donnee(
      await this.#api.POST(`${adresse}/pieces-jointes`, { ...this.#requete, ...envoi }),
    );
    donnee(await this.#api.POST(adresse, { ...this.#requete, body: { texte, pieces: [id] } }));
  }

  async messages(): Promise<Echange[]> {
    const adresse = "/v1/instruction/candidatures/{id}/messages";
    return donnee(await this.#api.GET(adresse, this.#requete)).messages;
  }

  async marquerLus(jusqu_a: number): Promise<void> {
    const adresse = "/v1/instruction/candidatures/{id}/messages/lecture";
    donnee(await this.#api.POST(adresse, { ...this.#requete, body: { jusqu_a } }));
  }

  get #requete() {
    return { params: { path: this.#path }, headers: this.#headers };
  }
}
