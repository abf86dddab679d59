// JSON Forms takes the `data` that it is given for new whenever any of its properties changes. It
// tells what is typed a moment later: what it is given back may be behind what it holds, and would
// undo it. Only what comes from elsewhere replaces what it holds.

import { type Middleware, UPDATE_CORE } from "@jsonforms/core";
import { useCallback, useRef } from "react";
import type { Brouillon } from "../commun/brouillon.ts";
import type { Dossier } from "../commun/service.ts";

type Dire = (dit: { data: Dossier }) => void;

export function useSansRecul(brouillon: Brouillon, dossier: Dossier): [Middleware, Dire] {
  const dit = useRef(dossier);
  const ailleurs = useRef<Dossier | null>(null);
  if (dossier !== dit.current) {
    dit.current = dossier;
    ailleurs.current = dossier;
  }
  const middleware = useCallback<Middleware>((etat, action, reduire) => {
    const recule = action.type === UPDATE_CORE && action.data !== ailleurs.current;
    return reduire(etat, recule ? { ...action, data: etat.data } : action);
  }, []);
  const changer = useCallback<Dire>(
    ({ data }) => {
      ailleurs.current = null;
      dit.current = data;
      brouillon.changer(data);
      dit.current = brouillon.etat.dossier; // the former one, where nothing differs
    },
    [brouillon],
  );
  return [middleware, changer];
}
