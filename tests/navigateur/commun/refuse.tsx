// A refusal, in words: the fields that it names by their labels, its instants in the time of Paris.

import type { Probleme } from "./appels.ts";
import { instant } from "./instants.ts";
import { libellesDe, nommer } from "./libelles.ts";
import type { Formulaire } from "./service.ts";

export function Refuse({ refus, formulaire }: { refus: Probleme; formulaire: Formulaire }) {
  return (
    <p role="alert" className="refus">
      {[refus.detail || refus.title, ...ou(refus, formulaire), ...quand(refus)].join(" ")}
    </p>
  );
}

function ou({ pointeurs }: Probleme, formulaire: Formulaire): string[] {
  if (!pointeurs) return [];
  const libelles = libellesDe(formulaire);
  return [`Il s'agit de : ${pointeurs.map((un) => `« ${nommer(libelles, un)} »`).join(", ")}.`];
}

function quand({ arrivee, jusqu_au, cloture }: Probleme): string[] {
  const limite = jusqu_au ?? cloture;
  if (!arrivee || !limite) return [];
  return [`Arrivée : ${instant(arrivee)}. Il fallait arriver avant : ${instant(limite)}.`];
}
