// What became of a candidature since it was deposited: where it stands, what is asked to be
// corrected, and so what may still be edited.

import type { Cle } from "./appels.ts";
import type { Brouillon } from "./brouillon.ts";
import { Magasin, reessayer, unALaFois } from "./magasin.ts";
import { type Ouverture, ouvertureDe } from "./ouverture.ts";
import type { Candidature, Correction, CorrectionAFaire, Ecouteurs, Service } from "./service.ts";

export interface EtatDuSuivi {
  etat: Candidature["etat"];
  numero: string | null;
  /** The one to be made, by the service's clock; null when there is none. */
  aFaire: CorrectionAFaire | null;
  /** The last one asked for, and what became of it. */
  derniere: Correction | null;
  ouverture: Ouverture;
}

const GENRES = [
  ...(["deposee", "retiree", "prise_en_instruction", "rendue"] as const),
  ...(["correction_demandee", "correction_prolongee", "correction_annulee"] as const),
  ...(["correction_repondue", "correction_expiree"] as const),
];

export class Suivi extends Magasin<EtatDuSuivi> {
  /** Many events may come at once, the first time above all. */
  readonly relire: () => Promise<void>;

  private constructor(service: Service, brouillon: Brouillon, etat: EtatDuSuivi) {
    super(etat);
    const lue = unALaFois(async () => this.poser(await lire(service, brouillon.cle)));
    this.relire = () => reessayer(lue);
    // What is refused may be so for what happened since: the stream may be late, or cut.
    let refus = brouillon.etat.refus;
    brouillon.abonner(() => {
      const nouveau = refus !== brouillon.etat.refus;
      refus = brouillon.etat.refus;
      if (nouveau && refus) void this.relire();
    });
  }

  static async ouvrir(service: Service, brouillon: Brouillon): Promise<Suivi> {
    return new Suivi(service, brouillon, await lire(service, brouillon.cle));
  }

  get ecouteurs(): Ecouteurs {
    return Object.fromEntries(GENRES.map((genre) => [genre, () => void this.relire()]));
  }
}

async function lire(service: Service, cle: Cle): Promise<EtatDuSuivi> {
  const [{ etat, numero, correction }, corrections, campagne] = await Promise.all([
    service.lire(cle),
    service.corrections(cle),
    service.campagne(),
  ]);
  const derniere = corrections.at(-1) ?? null;
  // It is there until it is answered or called off, too late or not.
  const aFaire = correction?.ouverte ? correction : null;
  const ouverture = ouvertureDe(etat, aFaire, campagne.ouverte);
  return { etat, numero, aFaire, derniere, ouverture };
}
