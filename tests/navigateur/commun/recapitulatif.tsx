// All that is left to do, in one list: what a library shows at a field may be on another tab.

import { libellesDe, nommer } from "./libelles.ts";
import type { Ecart, Formulaire } from "./service.ts";

export function Recapitulatif({ formulaire, erreurs }: { formulaire: Formulaire; erreurs: Ecart[] }) {
  if (erreurs.length === 0) {
    return <p className="succes">Votre candidature est complète : vous pouvez la déposer.</p>;
  }
  const libelles = libellesDe(formulaire);
  return (
    <section aria-labelledby="a-revoir" className="a-revoir">
      <h2 id="a-revoir">
        {erreurs.length === 1 ? "1 réponse à revoir" : `${erreurs.length} réponses à revoir`}
      </h2>
      <ul>
        {erreurs.map((erreur) => (
          <li key={erreur.pointeur + erreur.code}>
            <strong>{nommer(libelles, erreur.pointeur)} :</strong> {erreur.message}
          </li>
        ))}
      </ul>
    </section>
  );
}
