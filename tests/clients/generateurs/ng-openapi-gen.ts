// The candidature of ../typescript, by the functions of ng-openapi-gen and Angular's HttpClient.
import "@angular/compiler";
import {
  HttpClient,
  HttpErrorResponse,
  provideHttpClient,
  withFetch,
  withInterceptors,
} from "@angular/common/http";
import {
  Injector,
  createEnvironmentInjector,
  provideZonelessChangeDetection,
  ɵINJECTOR_SCOPE,
  type EnvironmentInjector,
} from "@angular/core";
import { firstValueFrom, type Observable } from "rxjs";
import { creerCandidature } from "./genere/ng-openapi-gen/fn/candidatures/creer-candidature";
import { modifierCandidature } from "./genere/ng-openapi-gen/fn/candidatures/modifier-candidature";
import { deposerCandidature } from "./genere/ng-openapi-gen/fn/depot/deposer-candidature";
import { lireAccuseReception$Json } from "./genere/ng-openapi-gen/fn/depot/lire-accuse-reception-json";
import { lireAccuseReception$Pdf } from "./genere/ng-openapi-gen/fn/depot/lire-accuse-reception-pdf";
import { joindrePiece } from "./genere/ng-openapi-gen/fn/pieces-jointes/joindre-piece";
import { telechargerModeleXlsx } from "./genere/ng-openapi-gen/fn/plan-d-action/telecharger-modele-xlsx";
import type { ProblemeFormeRefusee } from "./genere/ng-openapi-gen/models/probleme-forme-refusee";
import type { StrictHttpResponse } from "./genere/ng-openapi-gen/strict-http-response";
import { demesure, dossier, exiger } from "./commun.js";

let jeton: string | null = null;

/** The client of an Angular application that shows nothing. */
function client(): HttpClient {
  const porter = withInterceptors([
    (requete, suite) =>
      suite(jeton ? requete.clone({ setHeaders: { Authorization: `Bearer ${jeton}` } }) : requete),
  ]);
  const racine = Injector.NULL as EnvironmentInjector;
  const fournis = [
    provideHttpClient(withFetch(), porter),
    provideZonelessChangeDetection(),
    { provide: ɵINJECTOR_SCOPE, useValue: "root" },
  ];
  return createEnvironmentInjector(fournis, racine).get(HttpClient);
}

async function corps<T>(reponse: Observable<StrictHttpResponse<T>>): Promise<T> {
  return (await firstValueFrom(reponse)).body;
}

async function refus<E>(reponse: Observable<StrictHttpResponse<object>>): Promise<E> {
  try {
    await firstValueFrom(reponse);
  } catch (erreur) {
    if (erreur instanceof HttpErrorResponse) return erreur.error;
    throw erreur;
  }
  throw new Error("attendu : un refus");
}

export async function jouer(adresse: string): Promise<void> {
  const http = client();
  const creee = await corps(creerCandidature(http, adresse, { body: {} }));
  exiger(creee.numero === null, "une candidature");
  const { id } = creee;
  jeton = creee.jeton;

  const correctif = { contact: { nom_prenom: demesure } };
  const trop = await refus<ProblemeFormeRefusee>(
    modifierCandidature(http, adresse, { id, body: correctif }),
  );
  exiger(trop.code === "forme-refusee", "une forme refusée");
  exiger(trop.erreurs[0]?.parametres.maximum !== undefined, "un plafond");

  const modifiee = await corps(modifierCandidature(http, adresse, { id, body: dossier }));
  exiger(modifiee.validation.erreurs.length === 2, "deux fichiers manquants");

  const classeur = await corps(telechargerModeleXlsx(http, adresse));
  for (const rubrique of ["plan_action_operationnel", "lettres"] as const) {
    const fichier = new File([classeur], "plan.xlsx");
    const piece = await corps(joindrePiece(http, adresse, { id, body: { rubrique, fichier } }));
    exiger(piece.rubrique === rubrique, "un fichier joint");
  }

  const cle = { "Idempotency-Key": crypto.randomUUID() };
  const depot = await corps(deposerCandidature(http, adresse, { id, ...cle }));
  const ici = { id, rang: depot.depot };
  const accuse = await corps(lireAccuseReception$Json(http, adresse, ici));
  exiger(accuse.accuse.numero === depot.numero, "l'accusé de réception");
  const imprime = await corps(lireAccuseReception$Pdf(http, adresse, ici));
  exiger(imprime.type === "application/pdf", "l'accusé à imprimer");
}
