// What is written to the reviewers, and by them.

import { type Cle, type Probleme, Refus } from "./appels.ts";
import { Magasin, reessayer, unALaFois } from "./magasin.ts";
import type { Ecouteurs } from "./service.ts";
import type { Message, ServiceDesMessages } from "./service_messages.ts";

export interface EtatDuFil {
  /** Oldest first. */
  messages: Message[];
  /** What the last call that failed said. */
  refus: Probleme | null;
}

export class Fil extends Magasin<EtatDuFil> {
  readonly #service: ServiceDesMessages;
  readonly #cle: Cle;
  readonly #relire: () => Promise<void>;
  /** What is being sent, and its key: sent again for want of an answer, it is one message. */
  #envoi = { texte: "", cle: "" };

  private constructor(service: ServiceDesMessages, cle: Cle, messages: Message[]) {
    super({ messages, refus: null });
    this.#service = service;
    this.#cle = cle;
    this.#relire = unALaFois(async () => this.poser({ messages: await service.lire(cle) }));
  }

  static async ouvrir(service: ServiceDesMessages, cle: Cle): Promise<Fil> {
    return new Fil(service, cle, await service.lire(cle));
  }

  get ecouteurs(): Ecouteurs {
    const relire = () => void reessayer(this.#relire);
    return { message_recu: relire, message_envoye: relire };
  }

  /** The rank of the last message of theirs that nobody has said read; none: null. */
  get nonLu(): number | null {
    const deux = this.etat.messages.filter(({ de, lu_le }) => de === "instruction" && !lu_le);
    return deux.at(-1)?.rang ?? null;
  }

  /** Whether it was sent. */
  async ecrire(texte: string): Promise<boolean> {
    if (texte !== this.#envoi.texte) this.#envoi = { texte, cle: crypto.randomUUID() };
    const envoye = await this.#tenter(() =>
      this.#service.ecrire(this.#cle, texte, this.#envoi.cle),
    );
    if (envoye) this.#envoi = { texte: "", cle: "" };
    return envoye;
  }

  /** Nobody presses a button for it: where it is refused, as to who may only read, nothing is said. */
  async marquerLus(jusquA: number): Promise<void> {
    try {
      await this.#service.marquerLus(this.#cle, jusquA);
      await this.#relire();
    } catch (erreur) {
      if (!(erreur instanceof Refus)) throw erreur;
    }
  }

  async #tenter(acte: () => Promise<void>): Promise<boolean> {
    this.poser({ refus: null });
    try {
      await acte();
      await this.#relire();
      return true;
    } catch (erreur) {
      if (!(erreur instanceof Refus)) throw erreur;
      this.poser({ refus: erreur.probleme });
      return false;
    }
  }
}
