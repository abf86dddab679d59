// A draft being filled in: what is on the screen, what the service has, and how the two meet.
// No framework here: a page is told of each change, and reads `etat`.

import { correctif } from "./correctif.ts";
import {
  type Accuse,
  type Cle,
  type Dossier,
  type Piece,
  type Projection,
  Refus,
  type Rubrique,
  type Service,
  type Validation,
} from "./service.ts";

const APRES_LA_FRAPPE = 600; // ms
const MEMOIRE = "territoires-industrie.candidature";

/** A value replaced, never changed, for a page to compare. */
export interface Etat {
  dossier: Dossier;
  validation: Validation;
  pieces: Piece[];
  /** Whether the service has all that is on the screen. */
  enregistre: boolean;
  /** What the last call that failed said. */
  refus: string | null;
  /** The errors are shown once asked for: a blank form is no mistake. */
  verifie: boolean;
  accuse: Accuse | null;
}

export class Brouillon {
  readonly #service: Service;
  readonly #cle: Cle;
  readonly #projection: Projection;
  readonly #abonnes = new Set<() => void>();
  #enregistre: Dossier;
  #minuterie: ReturnType<typeof setTimeout> | undefined;
  #envoi: Promise<void> = Promise.resolve();
  #tentative = crypto.randomUUID();
  #etat: Etat;

  private constructor(service: Service, cle: Cle, projection: Projection, etat: Etat) {
    this.#service = service;
    this.#cle = cle;
    this.#projection = projection;
    this.#enregistre = etat.dossier;
    this.#etat = etat;
  }

  /** Take up the draft that this browser began, or begin one. */
  static async ouvrir(service: Service, projection: Projection): Promise<Brouillon> {
    const connue = localStorage.getItem(MEMOIRE);
    const cle: Cle = connue ? JSON.parse(connue) : await service.creer();
    const lue = await service.lire(cle, projection).catch((erreur: unknown) => {
      if (!(connue && erreur instanceof Refus && erreur.probleme.code === "introuvable")) throw erreur;
      return null; // deleted since
    });
    if (!lue) {
      localStorage.removeItem(MEMOIRE);
      return Brouillon.ouvrir(service, projection);
    }
    localStorage.setItem(MEMOIRE, JSON.stringify({ id: cle.id, jeton: cle.jeton }));
    const { dossier, validation } = lue;
    const pieces = await service.pieces(cle);
    const neuf = { enregistre: true, refus: null, verifie: false, accuse: null };
    return new Brouillon(service, cle, projection, { dossier, validation, pieces, ...neuf });
  }

  get etat(): Etat {
    return this.#etat;
  }

  /** Be told of each change; call what is returned to be told no more. */
  abonner = (rappel: () => void): (() => void) => {
    this.#abonnes.add(rappel);
    return () => this.#abonnes.delete(rappel);
  };

  /** Somebody typed: saved a moment after the last key. */
  changer(dossier: Dossier): void {
    if (Object.keys(correctif(this.#etat.dossier, dossier)).length === 0) return;
    this.#changer({ dossier, enregistre: false });
    clearTimeout(this.#minuterie);
    this.#minuterie = setTimeout(() => void this.#tenter(() => this.#enregistrer()), APRES_LA_FRAPPE);
  }

  /** Show what separates the draft from a deposit. */
  verifier(): Promise<void> {
    return this.#tenter(async () => {
      await this.#enregistrer();
      this.#changer({ verifie: true });
    });
  }

  joindre(rubrique: Rubrique, fichier: File): Promise<void> {
    return this.#tenter(async () => {
      const piece = await this.#service.joindre(this.#cle, rubrique, fichier);
      this.#changer({ pieces: [...this.#etat.pieces, piece] });
      await this.#revoir();
    });
  }

  retirer(piece: Piece): Promise<void> {
    return this.#tenter(async () => {
      await this.#service.retirer(this.#cle, piece);
      this.#changer({ pieces: this.#etat.pieces.filter((une) => une.id !== piece.id) });
      await this.#revoir();
    });
  }

  deposer(): Promise<void> {
    return this.#tenter(async () => {
      await this.#enregistrer();
      this.#changer({ verifie: true });
      const rang = await this.#service.deposer(this.#cle, this.#tentative);
      this.#changer({ accuse: await this.#service.accuse(this.#cle, rang) });
    });
  }

  accuseEnPdf(accuse: Accuse): Promise<Blob> {
    return this.#service.accuseEnPdf(this.#cle, accuse.depot);
  }

  /** One patch at a time, until the service has what is on the screen. */
  #enregistrer(): Promise<void> {
    clearTimeout(this.#minuterie);
    this.#envoi = this.#envoi.catch(() => undefined).then(async () => {
      const { dossier } = this.#etat;
      const change = correctif(this.#enregistre, dossier);
      if (Object.keys(change).length > 0) {
        const lue = await this.#service.modifier(this.#cle, change, this.#projection);
        this.#enregistre = dossier;
        this.#tentative = crypto.randomUUID();
        this.#changer({ validation: lue.validation });
      }
      this.#changer({ enregistre: this.#etat.dossier === dossier });
    });
    return this.#envoi;
  }

  async #revoir(): Promise<void> {
    const { validation } = await this.#service.lire(this.#cle, this.#projection);
    this.#tentative = crypto.randomUUID();
    this.#changer({ validation });
  }

  async #tenter(acte: () => Promise<void>): Promise<void> {
    this.#changer({ refus: null });
    try {
      await acte();
    } catch (erreur) {
      if (!(erreur instanceof Refus)) throw erreur;
      this.#changer({ refus: erreur.message });
    }
  }

  #changer(changement: Partial<Etat>): void {
    this.#etat = { ...this.#etat, ...changement };
    for (const rappel of this.#abonnes) rappel();
  }
}
