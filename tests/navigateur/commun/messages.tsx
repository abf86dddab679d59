// The thread with the reviewers: what was written, what was read, and where to write.

import { useEffect, useId, useState } from "react";
import { instant } from "./instants.ts";
import { useFil, useSuivi } from "./page.tsx";
import { Refuse } from "./refuse.tsx";
import type { Formulaire } from "./service.ts";
import type { Message } from "./service_messages.ts";

const SIGNES_MAX = 8_000;

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

function Echange({ message: { de, service, le, texte, lu_le } }: { message: Message }) {
  const nom = service ? `Service instructeur (${service})` : "Service instructeur";
  return (
    <li>
      <p className="etat">
        <strong>{de === "instruction" ? nom : "Demandeur"}</strong>, le {instant(le)}
      </p>
      <p className="texte">{texte}</p>
      {de === "demandeur" && lu_le && (
        <p className="etat">Lu par le service instructeur le {instant(lu_le)}</p>
      )}
    </li>
  );
}

function Ecrire() {
  const [fil] = useFil();
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
      <div className="boutons">
        <button type="submit">Envoyer</button>
      </div>
    </form>
  );
}
