// What is written to the reviewers, and by them.

import { type Cle, type Probleme, Refus } from "./appels.ts";
import { Magasin, reessayer, unALaFois } from "./magasin.ts";
import type { Ecouteurs } from "./service.ts";
import type { Message, PieceDeMessage, ServiceDesMessages } from "./service_messages.ts";
import { telecharger } from "./telecharger.ts";

export interface EtatDuFil {
  /** Oldest first. */
  messages: Message[];
  /** Files sent for the message being written. */
  jointes: PieceDeMessage[];
  /** What the last call that failed said. */
  refus: Probleme | null;
}

export class Fil extends Magasin<EtatDuFil> {
  readonly #service: ServiceDesMessages;
  readonly #cle: Cle;
  readonly #relire: () => Promise<void>;
  /** What is being sent, and its key: sent again for want of an answer, it is one message. */
  #envoi = { message: "", cle: "" };

  private constructor(service: ServiceDesMessages, cle: Cle, messages: Message[]) {
    super({ messages, jointes: [], refus: null });
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

  /** Whether it was sent, with the files that were for it. */
  async ecrire(texte: string): Promise<boolean> {
    const corps = { texte, pieces: this.etat.jointes.map(({ id }) => id) };
    const message = JSON.stringify(corps);
    if (message !== this.#envoi.message) this.#envoi = { message, cle: crypto.randomUUID() };
    return this.#tenter(async () => {
      await this.#service.ecrire(this.#cle, corps, this.#envoi.cle);
      this.#envoi = { message: "", cle: "" };
      this.poser({ jointes: [] });
      await this.#relire();
    });
  }

  async joindre(fichier: File): Promise<void> {
    await this.#tenter(async () => {
      const piece = await this.#service.joindre(this.#cle, fichier);
      this.poser({ jointes: [...this.etat.jointes, piece] });
    });
  }

  /** It goes with no message: the service forgets it by itself. */
  renoncer(piece: PieceDeMessage): void {
    this.poser({ jointes: this.etat.jointes.filter((une) => une !== piece) });
  }

  async enregistrer(piece: PieceDeMessage): Promise<void> {
    await this.#tenter(async () => {
      telecharger(await this.#service.contenu(this.#cle, piece), piece.nom);
    });
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
      return true;
    } catch (erreur) {
      if (!(erreur instanceof Refus)) throw erreur;
      this.poser({ refus: erreur.probleme });
      return false;
    }
  }
}
