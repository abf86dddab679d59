// The calls that the thread with the reviewers needs.

import { type Api, acces, type Cle, donnee } from "./appels.ts";
import type { components } from "./contrat";

type Schemas = components["schemas"];
export type Message = Schemas["Message"];
export type PieceDeMessage = Schemas["PieceDeMessage"];

const ICI = "/v1/candidatures/{id}/messages";

export class ServiceDesMessages {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** What was written to the reviewers and by them, oldest first. */
  async lire(cle: Cle): Promise<Message[]> {
    const lus: Message[] = [];
    for (let apres: string | null | undefined; apres !== null; ) {
      const query = apres ? { apres, limite: 100 } : { limite: 100 };
      const params = { path: { id: cle.id }, query };
      const page = donnee(await this.#api.GET(ICI, { params, headers: acces(cle) }));
      lus.push(...page.messages);
      apres = page.suivant;
    }
    return lus;
  }

  /** Write to the reviewers; the same `tentative` sent again is still one message. */
  async ecrire(cle: Cle, body: Schemas["MessageAEnvoyer"], tentative: string): Promise<void> {
    const params = { path: { id: cle.id }, header: { "Idempotency-Key": tentative } };
    donnee(await this.#api.POST(ICI, { params, headers: acces(cle), body }));
  }

  /** Send a file that a message will name. */
  async joindre(cle: Cle, fichier: File): Promise<PieceDeMessage> {
    const formulaire = new FormData();
    formulaire.append("fichier", fichier);
    return donnee(
      await this.#api.POST(`${ICI}/pieces-jointes`, {
        params: { path: { id: cle.id } },
        headers: acces(cle),
        body: { fichier: fichier.name }, // its shape; what is sent is the form above
        bodySerializer: () => formulaire,
      }),
    );
  }

  async contenu(cle: Cle, piece: PieceDeMessage): Promise<Blob> {
    const params = { path: { id: cle.id, piece: piece.id } };
    const adresse = `${ICI}/pieces-jointes/{piece}/contenu` as const;
    return donnee(await this.#api.GET(adresse, { params, headers: acces(cle), parseAs: "blob" }));
  }

  /** Say that those up to this rank were read. */
  async marquerLus(cle: Cle, jusqu_a: number): Promise<void> {
    const params = { path: { id: cle.id } };
    donnee(await this.#api.POST(`${ICI}/lecture`, { params, headers: acces(cle), body: { jusqu_a } }));
  }
}
