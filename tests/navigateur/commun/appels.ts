// How the service is called: its refusals, the secret shown, the clock of a sandbox.

import createClient, { type Client } from "openapi-fetch";
import type { paths } from "./contrat";

/** The members that all refusals share (RFC 9457), and those that are told in words where they are. */
export interface Probleme {
  code: string;
  title: string;
  detail: string;
  pointeurs?: string[];
  arrivee?: string;
  cloture?: string;
  jusqu_au?: string;
}

/** The service said no, or could not be reached. */
export class Refus extends Error {
  readonly probleme: Probleme;
  constructor(probleme: Probleme) {
    super(probleme.detail || probleme.title);
    this.probleme = probleme;
  }
}

export const ILLISIBLE = {
  code: "illisible",
  title: "La réponse du service est illisible.",
  detail: "",
};

/** A candidature and the secret that opens it. */
export interface Cle {
  id: string;
  jeton: string;
}

/** Where a browser keeps what time a sandbox is to take it for; any other service ignores it. */
export const HORLOGE = "territoires-industrie.horloge";

export type Api = Client<paths>;

/** The calls of the contract; `horloge` says what time each is made at, in a sandbox. */
export function ouvrirApi(adresse: string, horloge: () => string | null): Api {
  return createClient<paths>({
    baseUrl: adresse,
    fetch: (requete) => {
      const heure = horloge();
      if (heure) requete.headers.set("X-Horloge", heure);
      return appeler(requete);
    },
  });
}

/** EventSource comes back to who did not answer, and gives up on who is full for now (429, 503). */
export async function ouvrirLeFlux(requete: Request): Promise<Response> {
  const reponse = await fetch(requete);
  if (reponse.status !== 429 && reponse.status !== 503) return reponse;
  const secondes = Number(reponse.headers.get("Retry-After"));
  await new Promise((suite) => setTimeout(suite, secondes * 1000));
  throw new TypeError("Le service est plein pour l'instant.");
}

export function acces(cle: Cle): { Authorization: string } {
  return { Authorization: `Bearer ${cle.jeton}` };
}

export function donnee<T>(reponse: { data?: T; error?: Probleme }): T {
  if (reponse.data === undefined) {
    throw new Refus(reponse.error ?? ILLISIBLE);
  }
  return reponse.data;
}

function appeler(requete: Request): Promise<Response> {
  return fetch(requete).catch(() => {
    throw new Refus({
      code: "injoignable",
      title: "Le service ne répond pas.",
      detail: "Le service ne répond pas. Vos réponses restent à l'écran ; réessayez.",
    });
  });
}
