// All that is left to do, in one list: what a library shows at a field may be on another tab.

import type { Ecart, Formulaire } from "./service.ts";

type Champ = Formulaire["sections"][number]["champs"][number];

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

/** The label of each field by its pointer, where `*` stands for any element of a list. */
function libellesDe(formulaire: Formulaire): Map<string, string> {
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

function nommer(libelles: Map<string, string>, pointeur: string): string {
  const rang = /\/(\d+)(?=\/|$)/.exec(pointeur)?.[1];
  const libelle = libelles.get(pointeur.replace(/\/\d+(?=\/|$)/g, "/*"));
  const nom = libelle ?? libelles.get(pointeur.replace(/\/\d+.*$/, "")) ?? pointeur;
  return rang ? `${nom} (n° ${Number(rang) + 1})` : nom;
}
