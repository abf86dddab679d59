// The receipt: shown, and given to print.

import { instant } from "./instants.ts";
import { useBrouillon } from "./page.tsx";
import type { Accuse } from "./service.ts";
import { telecharger } from "./telecharger.ts";

export function AccuseReception({ accuse }: { accuse: Accuse }) {
  const [brouillon] = useBrouillon();
  const imprimer = async () => {
    const nom = `accuse-reception-${accuse.numero}-${accuse.depot}.pdf`;
    telecharger(await brouillon.accuseEnPdf(accuse), nom);
  };
  return (
    <main>
      <h1>Votre candidature est déposée</h1>
      <dl>
        <dt>Numéro</dt>
        <dd id="numero">{accuse.numero}</dd>
        <dt>Reçue le</dt>
        <dd id="recu-le">{instant(accuse.recu_le)}</dd>
        <dt>Demandeur</dt>
        <dd>
          {accuse.demandeur.denomination} ({accuse.demandeur.siret})
        </dd>
        <dt>Territoire</dt>
        <dd>{accuse.nom_territoire}</dd>
        <dt>Fichiers</dt>
        <dd>
          <ul>
            {accuse.pieces.map((piece) => (
              <li key={piece.id}>{piece.nom}</li>
            ))}
          </ul>
        </dd>
      </dl>
      {accuse.mentions.map((mention) => (
        <p key={mention} className="texte">
          {mention}
        </p>
      ))}
      <div className="boutons">
        <button type="button" className="secondaire" onClick={() => brouillon.revenir()}>
          Revenir à ma candidature
        </button>
        <button type="button" onClick={() => void imprimer()}>
          Télécharger l'accusé de réception (PDF)
        </button>
      </div>
    </main>
  );
}
