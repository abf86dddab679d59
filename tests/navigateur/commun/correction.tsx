// Where a candidature stands, and the last correction that the reviewers asked for.

import { useId } from "react";
import { instant } from "./instants.ts";
import { situer } from "./libelles.ts";
import { useSuivi } from "./page.tsx";
import type { Correction, CorrectionAFaire, Formulaire } from "./service.ts";
import type { EtatDuSuivi } from "./suivi.ts";

/** Every state, in the words of the service. */
const ETATS: Record<EtatDuSuivi["etat"], string> = {
  brouillon: "en cours de rédaction",
  deposee: "déposée",
  en_instruction: "en cours d'instruction",
  acceptee: "acceptée",
  refusee: "refusée",
  sans_suite: "sans suite",
  retiree: "retirée",
  supprimee: "effacée",
};

const MOTIFS: Record<Correction["motif"], string> = {
  incorrecte: "une réponse est incorrecte",
  incomplete: "une réponse est incomplète",
  obsolete: "une réponse n'est plus à jour",
};

export function OuEnEst({ formulaire }: { formulaire: Formulaire }) {
  const { etat, numero, aFaire, derniere } = useSuivi();
  const jusquAu = aFaire && instant(aFaire.jusqu_au);
  return (
    <>
      <p role="status" className="situation">
        Votre candidature {numero && `n° ${numero} `}est {ETATS[etat]}.
        {jusquAu && ` Le service instructeur vous demande une correction, avant le ${jusquAu}.`}
      </p>
      {aFaire && <AFaire correction={aFaire} formulaire={formulaire} />}
      {!aFaire && derniere && <Finie correction={derniere} />}
    </>
  );
}

function AFaire({ correction, formulaire }: { correction: CorrectionAFaire; formulaire: Formulaire }) {
  const id = useId();
  const { modifiables, rubriques_modifiables, jusqu_au } = correction;
  return (
    <section aria-labelledby={id} className="correction">
      <h2 id={id}>Correction n° {correction.rang} à faire</h2>
      <p>Le service instructeur vous la demande parce qu'{MOTIFS[correction.motif]} :</p>
      <blockquote className="texte">{correction.message}</blockquote>
      <p>
        Déposez de nouveau votre candidature avant le <strong>{instant(jusqu_au)}</strong> ; sinon,
        votre dépôt n° {correction.depot} comptera tel qu'il est. Seul se modifie :
      </p>
      <ul>
        {situer(formulaire, modifiables, rubriques_modifiables).map((nom) => (
          <li key={nom}>{nom}</li>
        ))}
      </ul>
    </section>
  );
}

function Finie({ correction }: { correction: Correction }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="correction">
      <h2 id={id}>Correction n° {correction.rang}</h2>
      <blockquote className="texte">{correction.message}</blockquote>
      <p>{fin(correction)}</p>
    </section>
  );
}

function fin(correction: Correction): string {
  const { issue, depot, depot_reponse, jusqu_au, close_le, motif_annulation } = correction;
  if (issue === "repondue") {
    const comment = correction.sans_changement ? "sans rien changer au" : "par le";
    const quand = instant(close_le ?? jusqu_au);
    return `Vous y avez répondu ${comment} dépôt n° ${depot_reponse}, le ${quand}.`;
  }
  if (issue === "annulee") {
    return `Elle n'est plus demandée${motif_annulation ? ` : ${motif_annulation}` : "."}`;
  }
  return (
    `Son délai est passé le ${instant(jusqu_au)}. Votre dépôt n° ${depot} compte tel qu'il est : ` +
    "ce qui a été modifié depuis n'en fait pas partie, et plus rien ne se modifie."
  );
}
