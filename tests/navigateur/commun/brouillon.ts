// A draft being filled in: what is on the screen, what the service has, and how the two meet.

import { type Cle, type Probleme, Refus } from "./appels.ts";
import { appliquer, correctif, reprendre } from "./correctif.ts";
import { Magasin, reessayer } from "./magasin.ts";
import { joindreComme, repondreComme } from "./remise.ts";
import type {
  Acces,
  Accuse,
  Candidature,
  Dossier,
  Ecouteurs,
  Modification,
  Piece,
  Projection,
  Rubrique,
  Service,
  Validation,
} from "./service.ts";

const APRES_LA_FRAPPE = 600; // ms
/** Where the browser keeps what opens the draft. */
export const MEMOIRE = "territoires-industrie.candidature";

export interface Etat {
  dossier: Dossier;
  validation: Validation;
  pieces: Piece[];
  /** Whether the service has all that is on the screen. */
  enregistre: boolean;
  /** What the last call that failed said. */
  refus: Probleme | null;
  /** The errors are shown once asked for: a blank form is no mistake. */
  verifie: boolean;
  accuse: Accuse | null;
  /** What somebody else changed last. */
  arrivee: Arrivee | null;
}

export interface Arrivee {
  le: string;
  /** Unknown to who was invited. */
  par: Acces | undefined;
  pointeurs: string[];
}

export class Brouillon extends Magasin<Etat> {
  readonly cle: Cle;
  readonly #service: Service;
  readonly #projection: Projection;
  /** The last version read of it, and the one that this page began with. */
  #version: number;
  readonly #debut: number;
  /** Versions made here. */
  readonly #miennes = new Set<number>();
  /** Who opens it; null to who may not know. */
  #acces: Acces[] | null = [];
  #enregistre: Dossier;
  #minuterie: ReturnType<typeof setTimeout> | undefined;
  #envoi: Promise<void> = Promise.resolve();
  #tentative = crypto.randomUUID();

  private constructor(
    service: Service,
    cle: Cle,
    projection: Projection,
    version: number,
    etat: Etat,
  ) {
    super(etat);
    this.#service = service;
    this.cle = cle;
    this.#projection = projection;
    this.#version = this.#debut = version;
    this.#enregistre = etat.dossier;
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
    const { dossier, validation, version } = lue;
    const pieces = await service.pieces(cle);
    const neuf = { enregistre: true, refus: null, verifie: false, accuse: null, arrivee: null };
    const etat = { dossier, validation, pieces, ...neuf };
    return new Brouillon(service, cle, projection, version, etat);
  }

  get ecouteurs(): Ecouteurs {
    return { modifiee: (modification) => void reessayer(() => this.#apprendre(modification)) };
  }

  /** Somebody typed: saved a moment after the last key. */
  changer(dossier: Dossier): void {
    if (!differents(this.etat.dossier, dossier)) return;
    this.poser({ dossier, enregistre: false });
    clearTimeout(this.#minuterie);
    this.#minuterie = setTimeout(() => void this.#tenter(() => this.#enregistrer()), APRES_LA_FRAPPE);
  }

  /** Show what separates the draft from a deposit. */
  verifier(): Promise<void> {
    return this.#tenter(async () => {
      await this.#enregistrer();
      this.poser({ verifie: true });
    });
  }

  joindre(rubrique: Rubrique, fichier: File): Promise<void> {
    return this.#tenter(async () => {
      const piece = await this.#service.joindre(this.cle, rubrique, fichier);
      this.poser({ pieces: [...this.etat.pieces, piece] });
      await this.#revoir();
    });
  }

  retirer(piece: Piece): Promise<void> {
    return this.#tenter(async () => {
      await this.#service.retirer(this.cle, piece);
      this.poser({ pieces: this.etat.pieces.filter((une) => une.id !== piece.id) });
      await this.#revoir();
    });
  }

  deposer(): Promise<void> {
    return this.#tenter(async () => {
      await this.#enregistrer();
      this.poser({ verifie: true });
      const rang = await this.#service.deposer(this.cle, this.#tentative);
      this.poser({ accuse: await this.#service.accuse(this.cle, rang) });
    });
  }

  /** Where it differs at these pointers from the deposit of this rank, back to what that one had. */
  remettre(rang: number, pointeurs: string[]): Promise<void> {
    return this.#tenter(async () => {
      const depot = await this.#service.depot(this.cle, rang);
      this.poser({ dossier: repondreComme(depot, this.etat.dossier, pointeurs) });
      await this.#enregistrer();
      const jointes = this.etat.pieces;
      this.poser({ pieces: await joindreComme(this.#service, this.cle, depot, jointes, pointeurs) });
      await this.#revoir();
    });
  }

  /** From the receipt, back to the candidature. */
  revenir(): void {
    this.poser({ accuse: null });
  }

  accuseEnPdf(accuse: Accuse): Promise<Blob> {
    return this.#service.accuseEnPdf(this.cle, accuse.depot);
  }

  /** One patch at a time, until the service has what is on the screen. */
  #enregistrer(): Promise<void> {
    clearTimeout(this.#minuterie);
    return this.#aSonTour(async () => {
      const { dossier } = this.etat;
      const change = correctif(this.#enregistre, dossier);
      if (Object.keys(change).length > 0) {
        const lue = await this.#service.modifier(this.cle, change, this.#projection);
        this.#miennes.add(lue.version);
        this.#recevoir(lue, dossier);
      }
      this.poser({ enregistre: !differents(this.#enregistre, this.etat.dossier) });
    });
  }

  /** Somebody saved: read it, unless a later version was; say so, unless it was here. */
  #apprendre(modification: Modification): Promise<void> {
    const { version, le, acces, details } = modification;
    if (version <= this.#debut) return Promise.resolve();
    return this.#aSonTour(async () => {
      if (this.#miennes.has(version)) return;
      if (version > this.#version) {
        this.#recevoir(await this.#service.lire(this.cle, this.#projection), this.#enregistre);
      }
      this.poser({ arrivee: { le, par: await this.#qui(acces), pointeurs: details.pointeurs } });
    });
  }

  /** What the service has, and on top of it what was changed on the screen since it was `envoye`. */
  #recevoir({ dossier, version, validation }: Candidature, envoye: Dossier): void {
    const fusionne = appliquer(dossier, correctif(envoye, this.etat.dossier));
    this.#enregistre = dossier;
    this.#version = version;
    this.#tentative = crypto.randomUUID();
    this.poser(
      differents(this.etat.dossier, fusionne) ? { validation, dossier: fusionne } : { validation },
    );
  }

  async #qui(acces: string | null): Promise<Acces | undefined> {
    const connu = () => this.#acces?.find(({ id }) => id === acces);
    if (this.#acces && !connu()) this.#acces = await this.#service.acces(this.cle).catch(() => null);
    return connu();
  }

  /** Saving and reading one after another: what is compared was read last. */
  #aSonTour(acte: () => Promise<void>): Promise<void> {
    this.#envoi = this.#envoi.catch(() => undefined).then(acte);
    return this.#envoi;
  }

  async #revoir(): Promise<void> {
    const { validation } = await this.#service.lire(this.cle, this.#projection);
    this.#tentative = crypto.randomUUID();
    this.poser({ validation });
  }

  async #tenter(acte: () => Promise<void>): Promise<void> {
    this.poser({ refus: null });
    try {
      await acte();
    } catch (erreur) {
      if (!(erreur instanceof Refus)) throw erreur;
      this.poser({ refus: erreur.probleme });
      this.#renoncer(erreur.probleme);
    }
  }

  /** What a correction does not let anybody change is again as the service has it. */
  #renoncer({ code, pointeurs }: Probleme): void {
    const refuses = code === "correction-close" ? [""] : code === "hors-correction" && pointeurs;
    if (!refuses) return;
    const dossier = refuses.reduce(
      (ecran, pointeur) => reprendre(ecran, this.#enregistre, pointeur),
      this.etat.dossier,
    );
    this.poser({ dossier, enregistre: !differents(this.#enregistre, dossier) });
  }
}

function differents(avant: Dossier, apres: Dossier): boolean {
  return Object.keys(correctif(avant, apres)).length > 0;
}
