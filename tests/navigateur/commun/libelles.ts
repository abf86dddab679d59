// What the fields are called, for pointers to be shown.

import type { Formulaire, Rubrique } from "./service.ts";

type Champ = Formulaire["sections"][number]["champs"][number];

/** The label of each field by its pointer, where `*` stands for any element of a list. */
export function libellesDe(formulaire: Formulaire): Map<string, string> {
  const libelles = new Map<string, string>();
  const noter = (champ: Champ) => {
    libelles.set(champ.pointeur, champ.libelle);
    champ.champs?.forEach(noter);
  };
  for (const section of formulaire.sections) {
    libelles.set(section.pointeur, section.titre);
    section.champs.forEach(noter);
  }
  return libelles;
}

/** How a person calls the field at a pointer. */
export function nommer(libelles: Map<string, string>, pointeur: string): string {
  const rang = /\/(\d+)(?=\/|$)/.exec(pointeur)?.[1];
  const libelle = libelles.get(pointeur.replace(/\/\d+(?=\/|$)/g, "/*"));
  const nom = libelle ?? libelles.get(pointeur.replace(/\/\d+.*$/, "")) ?? pointeur;
  return rang ? `${nom} (n° ${Number(rang) + 1})` : nom;
}

/** What may be edited, named from the section down: pointers of the form, places for files. */
export function situer(
  formulaire: Formulaire,
  pointeurs: readonly string[],
  rubriques: readonly Rubrique[],
): string[] {
  const libelles = libellesDe(formulaire);
  const places = rubriques.map((une) => [...libelles.keys()].find((la) => la.endsWith(`/${une}`)));
  return [...pointeurs, ...places.filter((place) => place !== undefined)].map((pointeur) => {
    const parties = pointeur.split("/").slice(1);
    const noms = parties.map((_, rang) => libelles.get(`/${parties.slice(0, rang + 1).join("/")}`));
    return noms.filter((nom) => nom !== undefined).join(" › ");
  });
}
