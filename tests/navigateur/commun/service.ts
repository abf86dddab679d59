// The calls that a form needs, typed by the contract (`contrat.d.ts` is generated from openapi.json).

import { EventSource } from "eventsource";
import {
  type Api,
  acces,
  type Cle,
  donnee,
  ILLISIBLE,
  ouvrirApi,
  ouvrirLeFlux,
  Refus,
} from "./appels.ts";
import type { components } from "./contrat";

type Schemas = components["schemas"];
export type Dossier = Schemas["DossierBrouillon"];
export type Correctif = Schemas["DossierCorrectif"];
export type Candidature = Schemas["CandidatureLue"];
export type Validation = Schemas["Validation"];
export type Ecart = Schemas["Ecart"];
export type Formulaire = Schemas["FormulaireDecrit"];
export type Piece = Schemas["PieceJointe"];
export type Rubrique = Schemas["Rubrique"];
export type Acces = Schemas["Acces"];
/** A save of the draft: which answers it changed, by which access, what version that made. */
export type Modification = Schemas["EvenementModification"];
export type Accuse = Schemas["Accuse"];
export type Campagne = Schemas["Campagne"];
/** The correction to be made, with all that may be edited for it. */
export type CorrectionAFaire = Schemas["CorrectionAFaire"];
/** One that was asked for, and what became of it by the service's clock. */
export type Correction = Schemas["CorrectionSuivie"];
export type Depot = Schemas["DepotLu"];
export type Bibliotheque = Schemas["Bibliotheque"];
/** How the errors are also told: ready for JSON Forms (`ajv`), ready for RJSF (`rjsf`). */
export type Projection = "ajv" | "rjsf";
type Evenement = Schemas["Evenement"];
/** What to do of each kind of event. */
export type Ecouteurs = {
  [Genre in Evenement["genre"]]?: (evenement: Extract<Evenement, { genre: Genre }>) => void;
};

export class Service {
  readonly #adresse: string;
  readonly api: Api;

  constructor(adresse: string, horloge: () => string | null = () => null) {
    this.#adresse = adresse;
    this.api = ouvrirApi(adresse, horloge);
  }

  async formulaire(): Promise<Formulaire> {
    return donnee(await this.api.GET("/v1/formulaire"));
  }

  /** The schema for form libraries, in the dialect that both of them read. */
  async schema(): Promise<object> {
    const path = { nom: "dossier-formulaire" } as const;
    const params = { path, query: { dialecte: "draft-07" as const } };
    return donnee(await this.api.GET("/v1/schemas/{nom}", { params }));
  }

  async interface(bibliotheque: Bibliotheque): Promise<object> {
    const params = { path: { bibliotheque } };
    return donnee(await this.api.GET("/v1/schemas/ui/{bibliotheque}", { params }));
  }

  async creer(): Promise<Cle> {
    const { id, jeton } = donnee(await this.api.POST("/v1/candidatures", { body: {} }));
    if (jeton === null) throw new Refus(ILLISIBLE); // only a key is given none
    return { id, jeton };
  }

  async lire(cle: Cle, erreurs?: Projection): Promise<Candidature> {
    const params = { path: { id: cle.id }, query: erreurs ? { erreurs } : {} };
    return donnee(await this.api.GET("/v1/candidatures/{id}", { params, headers: acces(cle) }));
  }

  /** Without If-Match: the patches of two people who fill in different fields both stand. */
  async modifier(cle: Cle, body: Correctif, erreurs: Projection): Promise<Candidature> {
    const params = { path: { id: cle.id }, query: { erreurs } };
    const headers = { ...acces(cle), "Content-Type": "application/merge-patch+json" };
    return donnee(await this.api.PATCH("/v1/candidatures/{id}", { params, body, headers }));
  }

  /** Be told of what happens, from the first on; it comes back by itself where it left off. */
  suivre(cle: Cle, ecouteurs: Ecouteurs): void {
    // The platform's own EventSource sends no `Authorization`.
    const evenements = new EventSource(`${this.#adresse}/v1/candidatures/${cle.id}/evenements/direct`, {
      fetch: (adresse, init) =>
        ouvrirLeFlux(new Request(adresse, { ...init, headers: { ...init.headers, ...acces(cle) } })),
    });
    for (const [genre, rappel] of Object.entries(ecouteurs)) {
      evenements.addEventListener(genre, ({ data }) => rappel(JSON.parse(data)));
    }
  }

  /** Who else opens it, told to an owner alone. */
  async acces(cle: Cle): Promise<Acces[]> {
    const params = { path: { id: cle.id } };
    return donnee(
      await this.api.GET("/v1/candidatures/{id}/acces", { params, headers: acces(cle) }),
    ).acces;
  }

  async pieces(cle: Cle): Promise<Piece[]> {
    const params = { path: { id: cle.id } };
    const adresse = "/v1/candidatures/{id}/pieces-jointes";
    return donnee(await this.api.GET(adresse, { params, headers: acces(cle) })).pieces;
  }

  async joindre(cle: Cle, rubrique: Rubrique, fichier: File): Promise<Piece> {
    const formulaire = new FormData();
    formulaire.append("rubrique", rubrique);
    formulaire.append("fichier", fichier);
    return donnee(
      await this.api.POST("/v1/candidatures/{id}/pieces-jointes", {
        params: { path: { id: cle.id } },
        headers: acces(cle),
        body: { rubrique, fichier: fichier.name }, // its shape; what is sent is the form below
        bodySerializer: () => formulaire,
      }),
    );
  }

  async retirer(cle: Cle, piece: Piece): Promise<void> {
    const params = { path: { id: cle.id, piece: piece.id } };
    const adresse = "/v1/candidatures/{id}/pieces-jointes/{piece}";
    const { error } = await this.api.DELETE(adresse, { params, headers: acces(cle) });
    if (error) throw new Refus(error);
  }

  /** Deposit; the same `tentative` sent again is still one deposit. Its rank, from 1. */
  async deposer(cle: Cle, tentative: string): Promise<number> {
    const params = { path: { id: cle.id }, header: { "Idempotency-Key": tentative } };
    const adresse = "/v1/candidatures/{id}/depots";
    return donnee(await this.api.POST(adresse, { params, headers: acces(cle) })).depot;
  }

  async accuse(cle: Cle, rang: number): Promise<Accuse> {
    const params = { path: { id: cle.id, rang } };
    const adresse = "/v1/candidatures/{id}/depots/{rang}/accuse-reception";
    const signe = donnee(await this.api.GET(adresse, { params, headers: acces(cle) }));
    if (typeof signe === "string") throw new Refus(ILLISIBLE); // the PDF, which was not asked for
    return signe.accuse;
  }

  /** The receipt to print: a link cannot carry the secret, so the bytes are fetched here. */
  async accuseEnPdf(cle: Cle, rang: number): Promise<Blob> {
    const reponse = await this.api.GET("/v1/candidatures/{id}/depots/{rang}/accuse-reception", {
      params: { path: { id: cle.id, rang } },
      headers: { ...acces(cle), Accept: "application/pdf" },
      parseAs: "blob",
    });
    return donnee(reponse);
  }

  async campagne(): Promise<Campagne> {
    return donnee(await this.api.GET("/v1/campagne"));
  }

  /** The corrections asked for, oldest first. */
  async corrections(cle: Cle): Promise<Correction[]> {
    const params = { path: { id: cle.id } };
    const adresse = "/v1/candidatures/{id}/corrections";
    return donnee(await this.api.GET(adresse, { params, headers: acces(cle) })).corrections;
  }

  /** A deposit, with what it froze. */
  async depot(cle: Cle, rang: number): Promise<Depot> {
    const params = { path: { id: cle.id, rang } };
    const adresse = "/v1/candidatures/{id}/depots/{rang}";
    return donnee(await this.api.GET(adresse, { params, headers: acces(cle) }));
  }

  /** A file of the candidature, or of one of its deposits. */
  async contenu(cle: Cle, piece: string): Promise<Blob> {
    const params = { path: { id: cle.id, piece } };
    const adresse = "/v1/candidatures/{id}/pieces-jointes/{piece}/contenu";
    return donnee(await this.api.GET(adresse, { params, headers: acces(cle), parseAs: "blob" }));
  }
}
