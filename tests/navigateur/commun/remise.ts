// Back to a deposit, where a draft differs from it: what a correction neither opens nor lets stand.

import type { Cle } from "./appels.ts";
import { reprendre } from "./correctif.ts";
import type { Depot, Dossier, Piece, Rubrique, Service } from "./service.ts";

/** `dossier` with what was deposited at these pointers. */
export function repondreComme({ instantane }: Depot, dossier: Dossier, pointeurs: string[]): Dossier {
  return pointeurs.reduce((ecran, pointeur) => reprendre(ecran, instantane, pointeur), dossier);
}

/** The files of these places as they were deposited; all those of the candidature, then. */
export async function joindreComme(
  service: Service,
  cle: Cle,
  { pieces: deposees }: Depot,
  jointes: Piece[],
  pointeurs: string[],
): Promise<Piece[]> {
  const ici = (piece: Signe) => pointeurs.some((lieu) => lieu.endsWith(`/${piece.rubrique}`));
  const enTrop = jointes.filter((piece) => ici(piece) && !deposees.some(memeQue(piece)));
  for (const piece of enTrop) await service.retirer(cle, piece);
  const absentes = deposees.filter((piece) => ici(piece) && !jointes.some(memeQue(piece)));
  for (const { id, rubrique, nom } of absentes) {
    const fichier = new File([await service.contenu(cle, id)], nom);
    await service.joindre(cle, rubrique as Rubrique, fichier);
  }
  return service.pieces(cle);
}

/** By what the service tells files apart. */
type Signe = Record<"rubrique" | "nom" | "empreinte", string>;

function memeQue(une: Signe): (autre: Signe) => boolean {
  return ({ rubrique, nom, empreinte }) =>
    rubrique === une.rubrique && nom === une.nom && empreinte === une.empreinte;
}
