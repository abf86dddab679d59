// What surrounds the form that a library draws: where the candidature stands, what is asked to be
// corrected, the draft, the check, the deposit, the receipt, the messages.

import { type ComponentType, createContext, use, useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";
import "./page.css";
import { AccuseReception } from "./accuse.tsx";
import { HORLOGE, type Probleme } from "./appels.ts";
import { Arrivees } from "./arrivee.tsx";
import { Brouillon, type Etat } from "./brouillon.ts";
import { OuEnEst } from "./correction.tsx";
import { type EtatDuFil, Fil } from "./fil.ts";
import type { Magasin } from "./magasin.ts";
import { Messages } from "./messages.tsx";
import { estNulle } from "./ouverture.ts";
import { Recapitulatif } from "./recapitulatif.tsx";
import { Refuse } from "./refuse.tsx";
import { type Bibliotheque, type Formulaire, type Projection, Service } from "./service.ts";
import { ServiceDesMessages } from "./service_messages.ts";
import { type EtatDuSuivi, Suivi } from "./suivi.ts";

/** What a page gives its library. */
export interface Dessin {
  schema: object;
  interface: object;
  formulaire: Formulaire;
}

interface Candidature {
  brouillon: Brouillon;
  suivi: Suivi;
  fil: Fil;
}

const Contexte = createContext<Candidature | null>(null);

function useCandidature(): Candidature {
  const candidature = use(Contexte);
  if (!candidature) throw new Error("hors de la page d'une candidature");
  return candidature;
}

/** What a store shows now; drawn again when it changes. */
function useEtat<T>(magasin: Magasin<T>): T {
  return useSyncExternalStore(magasin.abonner, () => magasin.etat);
}

/** The draft of the page and its present state. */
export function useBrouillon(): [Brouillon, Etat] {
  const { brouillon } = useCandidature();
  return [brouillon, useEtat(brouillon)];
}

/** What became of it once deposited. */
export function useSuivi(): EtatDuSuivi {
  return useEtat(useCandidature().suivi);
}

/** What is written to the reviewers and by them. */
export function useFil(): [Fil, EtatDuFil] {
  const { fil } = useCandidature();
  return [fil, useEtat(fil)];
}

/** Load the form from the service that `reglages.json` names, and draw it. */
export async function afficher(
  bibliotheque: Bibliotheque,
  projection: Projection,
  Saisie: ComponentType<Dessin>,
): Promise<void> {
  const reglages: { service: string } = await (await fetch("reglages.json")).json();
  const service = new Service(reglages.service, () => localStorage.getItem(HORLOGE));
  const [schema, ui, formulaire, candidature] = await Promise.all([
    service.schema(),
    service.interface(bibliotheque),
    service.formulaire(),
    ouvrir(service, projection),
  ]);
  const racine = document.querySelector("#racine");
  if (!racine) throw new Error("la page n'a pas de #racine");
  createRoot(racine).render(
    <Contexte value={candidature}>
      <Page formulaire={formulaire}>
        <Saisie schema={schema} interface={ui} formulaire={formulaire} />
      </Page>
    </Contexte>,
  );
}

/** One stream for all that is told of it. */
async function ouvrir(service: Service, projection: Projection): Promise<Candidature> {
  const brouillon = await Brouillon.ouvrir(service, projection);
  const [suivi, fil] = await Promise.all([
    Suivi.ouvrir(service, brouillon),
    Fil.ouvrir(new ServiceDesMessages(service.api), brouillon.cle),
  ]);
  service.suivre(brouillon.cle, { ...brouillon.ecouteurs, ...suivi.ecouteurs, ...fil.ecouteurs });
  return { brouillon, suivi, fil };
}

function Page({ formulaire, children }: { formulaire: Formulaire; children: React.ReactNode }) {
  const [, etat] = useBrouillon();
  if (etat.accuse) return <AccuseReception accuse={etat.accuse} />;
  return (
    <main>
      <h1>{formulaire.titre}</h1>
      <details>
        <summary>À propos de cette candidature</summary>
        <p className="texte">{formulaire.introduction}</p>
      </details>
      <OuEnEst formulaire={formulaire} />
      {children}
      <p role="status" className="etat">
        {etat.enregistre ? "Toutes vos réponses sont enregistrées." : "Enregistrement…"}
      </p>
      <Arrivees formulaire={formulaire} />
      {etat.refus && <Refuse refus={etat.refus} formulaire={formulaire} />}
      {etat.refus?.code === "depot-hors-correction" && <Remettre refus={etat.refus} />}
      {etat.verifie && <Recapitulatif formulaire={formulaire} erreurs={etat.validation.erreurs} />}
      <Boutons />
      <Messages formulaire={formulaire} />
    </main>
  );
}

/** What was changed between the last deposit and the correction goes back to what was deposited. */
function Remettre({ refus: { pointeurs } }: { refus: Probleme }) {
  const [brouillon] = useBrouillon();
  const { aFaire } = useSuivi();
  if (!aFaire || !pointeurs) return null;
  return (
    <div className="boutons">
      <button
        type="button"
        className="secondaire"
        onClick={() => void brouillon.remettre(aFaire.depot, pointeurs)}
      >
        Remettre ce qui était déposé
      </button>
    </div>
  );
}

/** None where nothing may be edited: the last deposit stands. */
function Boutons() {
  const [brouillon] = useBrouillon();
  const { aFaire, ouverture } = useSuivi();
  if (estNulle(ouverture)) return null;
  return (
    <div className="boutons">
      <button type="button" className="secondaire" onClick={() => void brouillon.verifier()}>
        Vérifier ma candidature
      </button>
      <button type="button" onClick={() => void brouillon.deposer()}>
        {aFaire ? "Déposer ma correction" : "Déposer ma candidature"}
      </button>
    </div>
  );
}
