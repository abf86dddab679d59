// The place where files are attached, at their rubrique of the form.

import { useId } from "react";
import { recoitDesFichiers } from "./ouverture.ts";
import { useBrouillon, useSuivi } from "./page.tsx";
import type { Rubrique } from "./service.ts";

interface Demande {
  rubrique: Rubrique;
  libelle: string;
  aide: string;
  requise: boolean;
}

export function PiecesJointes({ rubrique, libelle, aide, requise }: Demande) {
  const [brouillon, etat] = useBrouillon();
  const modifiable = recoitDesFichiers(useSuivi().ouverture, rubrique);
  const id = useId();
  const jointes = etat.pieces.filter((piece) => piece.rubrique === rubrique);
  const manque = etat.validation.erreurs.find(
    (erreur) => erreur.code === "piece_manquante" && erreur.pointeur.endsWith(`/${rubrique}`),
  );
  return (
    <div className="pieces">
      <p id={`${id}-libelle`} className="libelle">
        {libelle}
        {requise && <span aria-hidden="true"> *</span>}
      </p>
      <p id={`${id}-aide`} className="texte aide">
        {aide}
      </p>
      <input
        id={id}
        type="file"
        className="masque"
        multiple
        disabled={!modifiable}
        aria-labelledby={`${id}-libelle ${id}-bouton`}
        aria-describedby={`${id}-aide ${id}-erreur`}
        onChange={async ({ currentTarget }) => {
          const fichiers = [...(currentTarget.files ?? [])];
          currentTarget.value = "";
          for (const fichier of fichiers) await brouillon.joindre(rubrique, fichier);
        }}
      />
      <label id={`${id}-bouton`} htmlFor={id} className="bouton" hidden={!modifiable}>
        Choisir des fichiers
      </label>
      <p id={`${id}-erreur`} className="erreur">
        {etat.verifie && manque?.message}
      </p>
      <ul>
        {jointes.map((piece) => (
          <li key={piece.id}>
            {piece.nom} ({Math.ceil(piece.taille / 1024)} Kio){" "}
            {modifiable && (
              <button
                type="button"
                className="lien"
                aria-label={`Retirer ${piece.nom}`}
                onClick={() => void brouillon.retirer(piece)}
              >
                Retirer
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
