// What somebody else has just changed, said once where nobody is disturbed.

import type { Arrivee } from "./brouillon.ts";
import { libellesDe, nommer } from "./libelles.ts";
import { useBrouillon } from "./page.tsx";
import type { Formulaire } from "./service.ts";

const HEURE = new Intl.DateTimeFormat("fr", { timeStyle: "medium", timeZone: "Europe/Paris" });
const NOMMEES = 3;

/** Always there, empty or not: a screen reader says what comes into it. */
export function Arrivees({ formulaire }: { formulaire: Formulaire }) {
  const [, { arrivee }] = useBrouillon();
  return (
    <p role="status" className="etat">
      {arrivee && dire(arrivee, formulaire)}
    </p>
  );
}

function dire({ le, par, pointeurs }: Arrivee, formulaire: Formulaire): string {
  const libelles = libellesDe(formulaire);
  const noms = [...new Set(pointeurs.map((pointeur) => nommer(libelles, pointeur)))];
  const suite = noms.length > NOMMEES ? "…" : "";
  const quoi = noms.slice(0, NOMMEES).join(", ") + suite;
  return `Modifié à ${HEURE.format(new Date(le))} par ${nomDe(par)} : ${quoi}`;
}

function nomDe(par: Arrivee["par"]): string {
  if (par?.le_votre) return "vous, sur une autre page";
  return par?.courriel ?? "une autre personne";
}
