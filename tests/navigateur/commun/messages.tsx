// The thread with the reviewers: what was written, what was read, and where to write.

import { useEffect, useId, useState } from "react";
import { instant } from "./instants.ts";
import { useFil, useSuivi } from "./page.tsx";
import { Refuse } from "./refuse.tsx";
import type { Formulaire } from "./service.ts";
import type { Message, PieceDeMessage } from "./service_messages.ts";

const SIGNES_MAX = 8_000;
const FICHIERS_MAX = 5;

/** Nothing before the first deposit; what is opened is read. */
export function Messages({ formulaire }: { formulaire: Formulaire }) {
  const [fil, { messages, refus }] = useFil();
  const { etat } = useSuivi();
  const [ouvert, ouvrir] = useState(false);
  const { nonLu } = fil;
  useEffect(() => {
    if (ouvert && nonLu !== null) void fil.marquerLus(nonLu);
  }, [fil, ouvert, nonLu]);
  if (etat === "brouillon") return null;
  return (
    <details onToggle={({ currentTarget }) => ouvrir(currentTarget.open)}>
      <summary>
        Messages avec le service instructeur
        <span role="status">{nonLu !== null && " : un nouveau message"}</span>
      </summary>
      <ol className="messages">
        {messages.map((message) => (
          <Echange key={message.rang} message={message} />
        ))}
      </ol>
      {refus && <Refuse refus={refus} formulaire={formulaire} />}
      {etat !== "retiree" && etat !== "supprimee" && <Ecrire />}
    </details>
  );
}

function Echange({ message: { de, service, le, texte, lu_le, pieces } }: { message: Message }) {
  const [fil] = useFil();
  const nom = service ? `Service instructeur (${service})` : "Service instructeur";
  return (
    <li>
      <p className="etat">
        <strong>{de === "instruction" ? nom : "Demandeur"}</strong>, le {instant(le)}
      </p>
      <p className="texte">{texte}</p>
      <Fichiers pieces={pieces} geste="Télécharger" faire={(piece) => void fil.enregistrer(piece)} />
      {de === "demandeur" && lu_le && (
        <p className="etat">Lu par le service instructeur le {instant(lu_le)}</p>
      )}
    </li>
  );
}

interface Liste {
  pieces: PieceDeMessage[];
  geste: string;
  faire: (piece: PieceDeMessage) => void;
}

function Fichiers({ pieces, geste, faire }: Liste) {
  if (pieces.length === 0) return null;
  return (
    <ul>
      {pieces.map((piece) => (
        <li key={piece.id}>
          {piece.nom} ({Math.ceil(piece.taille / 1024)} Kio){" "}
          <button
            type="button"
            className="lien"
            aria-label={`${geste} ${piece.nom}`}
            onClick={() => faire(piece)}
          >
            {geste}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Ecrire() {
  const [fil, { jointes }] = useFil();
  const [texte, changer] = useState("");
  const id = useId();
  return (
    <form
      className="message"
      onSubmit={async (evenement) => {
        evenement.preventDefault();
        if (await fil.ecrire(texte)) changer("");
      }}
    >
      <label htmlFor={id}>Votre message au service instructeur</label>
      <textarea
        id={id}
        rows={4}
        required
        maxLength={SIGNES_MAX}
        value={texte}
        onChange={({ target }) => changer(target.value)}
      />
      <label htmlFor={`${id}-fichier`}>Joindre un fichier ({FICHIERS_MAX} au plus)</label>
      <input
        id={`${id}-fichier`}
        type="file"
        disabled={jointes.length >= FICHIERS_MAX}
        onChange={async ({ currentTarget }) => {
          const [fichier] = currentTarget.files ?? [];
          currentTarget.value = "";
          if (fichier) await fil.joindre(fichier);
        }}
      />
      <Fichiers pieces={jointes} geste="Ne pas joindre" faire={(piece) => fil.renoncer(piece)} />
      <div className="boutons">
        <button type="submit">Envoyer</button>
      </div>
    </form>
  );
}
