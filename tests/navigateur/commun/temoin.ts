// What the service says, for a scenario to compare with what the page shows.

import type { Page } from "playwright-core";
import type { Cle } from "./appels.ts";
import { MEMOIRE } from "./brouillon.ts";
import type { Entree } from "./pilote.ts";
import type { Section } from "./remplir.ts";
import { type Candidature, type Formulaire, Service } from "./service.ts";

export class Temoin {
  readonly sections: Section[];
  /** The label of each EPCI, by its SIREN. */
  readonly noms: Map<string, string>;
  readonly #page: Page;
  readonly #service: Service;
  readonly #memoire: string;

  private constructor(
    page: Page,
    service: Service,
    formulaire: Formulaire,
    noms: Map<string, string>,
    memoire: string,
  ) {
    this.#page = page;
    this.#service = service;
    this.#memoire = memoire;
    this.sections = formulaire.sections;
    this.noms = noms;
  }

  /** `memoire`: under which name the page keeps what opens its draft. */
  static async de(page: Page, entree: Entree, memoire: string = MEMOIRE): Promise<Temoin> {
    const service = new Service(entree.service);
    const noms = nomsDesEpci(await service.schema());
    return new Temoin(page, service, await service.formulaire(), noms, memoire);
  }

  /** The draft that this page saves, as the service has it. */
  async candidature(): Promise<Candidature> {
    return this.#service.lire(await this.cle(), "ajv");
  }

  /** What opens it: the page keeps it in the browser. */
  async cle(): Promise<Cle> {
    const garde = await this.#page.evaluate((ou) => localStorage.getItem(ou), this.#memoire);
    return JSON.parse(String(garde));
  }
}

interface SchemaDesEpci {
  properties: {
    perimetre: {
      properties: {
        epci: { items: { properties: { siren: { oneOf: { const: string; title: string }[] } } } };
      };
    };
  };
}

function nomsDesEpci(schema: object): Map<string, string> {
  const { siren } = (schema as SchemaDesEpci).properties.perimetre.properties.epci.items.properties;
  return new Map(siren.oneOf.map((epci) => [epci.const, epci.title]));
}
