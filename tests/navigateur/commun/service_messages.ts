// The calls that the thread with the reviewers needs.

import { type Api, acces, type Cle, donnee } from "./appels.ts";
import type { components } from "./contrat";

export type Message = components["schemas"]["Message"];

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
  async ecrire(cle: Cle, texte: string, tentative: string): Promise<void> {
    const params = { path: { id: cle.id }, header: { "Idempotency-Key": tentative } };
    donnee(await this.#api.POST(ICI, { params, headers: acces(cle), body: { texte, pieces: [] } }));
  }

  /** Say that those up to this rank were read. */
  async marquerLus(cle: Cle, jusqu_a: number): Promise<void> {
    const params = { path: { id: cle.id } };
    donnee(await this.#api.POST(`${ICI}/lecture`, { params, headers: acces(cle), body: { jusqu_a } }));
  }
}
