// What surrounds the form that a library draws: the draft, the check, the deposit, the receipt.

import { type ComponentType, createContext, use, useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";
import "./page.css";
import { AccuseReception } from "./accuse.tsx";
import { HORLOGE } from "./appels.ts";
import { Arrivees } from "./arrivee.tsx";
import { Brouillon, type Etat } from "./brouillon.ts";
import { Recapitulatif } from "./recapitulatif.tsx";
import { type Bibliotheque, type Formulaire, type Projection, Service } from "./service.ts";

/** What a page gives its library. */
export interface Dessin {
  schema: object;
  interface: object;
  formulaire: Formulaire;
}

const Contexte = createContext<Brouillon | null>(null);

/** The draft of the page and its present state; drawn again when it changes. */
export function useBrouillon(): [Brouillon, Etat] {
  const brouillon = use(Contexte);
  if (!brouillon) throw new Error("hors de la page d'une candidature");
  return [brouillon, useSyncExternalStore(brouillon.abonner, () => brouillon.etat)];
}

/** Load the form from the service that `reglages.json` names, and draw it. */
export async function afficher(
  bibliotheque: Bibliotheque,
  projection: Projection,
  Saisie: ComponentType<Dessin>,
): Promise<void> {
  const reglages: { service: string } = await (await fetch("reglages.json")).json();
  const service = new Service(reglages.service, () => localStorage.getItem(HORLOGE));
  const [schema, ui, formulaire, brouillon] = await Promise.all([
    service.schema(),
    service.interface(bibliotheque),
    service.formulaire(),
    Brouillon.ouvrir(service, projection),
  ]);
  service.suivre(brouillon.cle, brouillon.ecouteurs);
  const racine = document.querySelector("#racine");
  if (!racine) throw new Error("la page n'a pas de #racine");
  createRoot(racine).render(
    <Contexte value={brouillon}>
      <Page formulaire={formulaire}>
        <Saisie schema={schema} interface={ui} formulaire={formulaire} />
      </Page>
    </Contexte>,
  );
}

function Page({ formulaire, children }: { formulaire: Formulaire; children: React.ReactNode }) {
  const [brouillon, etat] = useBrouillon();
  if (etat.accuse) return <AccuseReception accuse={etat.accuse} />;
  return (
    <main>
      <h1>{formulaire.titre}</h1>
      <details>
        <summary>À propos de cette candidature</summary>
        <p className="texte">{formulaire.introduction}</p>
      </details>
      {children}
      <p role="status" className="etat">
        {etat.enregistre ? "Toutes vos réponses sont enregistrées." : "Enregistrement…"}
      </p>
      <Arrivees formulaire={formulaire} />
      {etat.refus && (
        <p role="alert" className="refus">
          {etat.refus.detail || etat.refus.title}
        </p>
      )}
      {etat.verifie && <Recapitulatif formulaire={formulaire} erreurs={etat.validation.erreurs} />}
      <div className="boutons">
        <button type="button" className="secondaire" onClick={() => void brouillon.verifier()}>
          Vérifier ma candidature
        </button>
        <button type="button" onClick={() => void brouillon.deposer()}>
          Déposer ma candidature
        </button>
      </div>
    </main>
  );
}
