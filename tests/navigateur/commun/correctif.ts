// What has changed in a dossier, as a merge patch (RFC 7396), and what a patch makes of it.

export type Json = null | boolean | number | string | Json[] | Objet;
export interface Objet {
  [cle: string]: Json | undefined;
}

/** The patch that turns `avant` into `apres`: a list is replaced, null removes. */
export function correctif(avant: Objet, apres: Objet): Objet {
  const change: Objet = {};
  for (const cle of new Set([...Object.keys(avant), ...Object.keys(apres)])) {
    const ancien = avant[cle];
    const nouveau = apres[cle];
    if (nouveau === undefined) {
      if (ancien !== undefined) change[cle] = null;
    } else if (estObjet(ancien) && estObjet(nouveau)) {
      const dedans = correctif(ancien, nouveau);
      if (Object.keys(dedans).length > 0) change[cle] = dedans;
    } else if (JSON.stringify(ancien) !== JSON.stringify(nouveau)) {
      change[cle] = nouveau;
    }
  }
  return change;
}

/** `cible` once patched: an object merges, a list is replaced, null removes. */
export function appliquer<T extends Objet>(cible: T, change: Objet): T {
  const apres: Objet = { ...cible };
  for (const [cle, nouveau] of Object.entries(change)) {
    const ancien = apres[cle];
    if (nouveau === null) delete apres[cle];
    else if (estObjet(nouveau)) apres[cle] = appliquer(estObjet(ancien) ? ancien : {}, nouveau);
    else apres[cle] = nouveau;
  }
  return apres as T;
}

/** `cible` with what `source` has at a pointer, or nothing where it has not; a list is taken whole. */
export function reprendre<T extends Objet>(cible: T, source: Objet, pointeur: string): T {
  const [, cle, ...suite] = pointeur.split("/");
  if (cle === undefined) return source as T;
  const [ancien, voulu] = [cible[cle], source[cle]];
  const dedans = suite.length > 0 && estObjet(ancien) && estObjet(voulu);
  const valeur = dedans ? reprendre(ancien, voulu, `/${suite.join("/")}`) : voulu;
  const { [cle]: _, ...autres } = cible;
  return (valeur === undefined ? autres : { ...cible, [cle]: valeur }) as T;
}

function estObjet(valeur: Json | undefined): valeur is Objet {
  return typeof valeur === "object" && valeur !== null && !Array.isArray(valeur);
}
