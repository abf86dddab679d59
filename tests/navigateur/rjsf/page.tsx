// The form drawn by react-jsonschema-form and its Material theme, as they are: a step per section.

import { ThemeProvider } from "@mui/material/styles";
import { useRef, useState } from "react";
import { afficher, type Dessin, useBrouillon } from "../commun/page.tsx";
import { PiecesJointes } from "../commun/pieces.tsx";
import type { Dossier, Rubrique } from "../commun/service.ts";
import { Etape } from "./etape.tsx";
import { Etapes, type Section } from "./etapes.tsx";
import "./page.css";
import { theme } from "./theme.ts";

function Saisie(dessin: Dessin) {
  const [, { validation }] = useBrouillon();
  const [choisie, choisir] = useState("demandeur");
  const cadre = useRef<HTMLDivElement>(null);
  const montrees = new Set(validation.sections.map((suivi) => suivi.section));
  const sections = dessin.formulaire.sections.filter(({ nom }) => montrees.has(nom));
  const rang = sections.findIndex(({ nom }) => nom === choisie);
  const [section, suivante] = sections.slice(Math.max(rang, 0));
  if (!section) throw new Error("le formulaire n'a pas de section");
  const aller = (vers: Section) => {
    choisir(vers.nom);
    cadre.current?.focus();
  };
  return (
    <ThemeProvider theme={theme}>
      <div className="parcours">
        <Etapes sections={sections} courante={section} aller={aller} />
        <div ref={cadre} tabIndex={-1}>
          <Etape
            key={section.nom}
            dessin={dessin}
            nom={section.nom as keyof Dossier}
            onSubmit={() => suivante && aller(suivante)}
          >
            <Pieces section={section} />
            <div className="boutons">
              {suivante && <button type="submit">Étape suivante</button>}
            </div>
          </Etape>
        </div>
      </div>
    </ThemeProvider>
  );
}

/** No schema holds a file: the section says which it asks for. */
function Pieces({ section }: { section: Section }) {
  return section.champs
    .filter(({ genre }) => genre === "fichiers")
    .map(({ nom, libelle, aide, requis }) => (
      <PiecesJointes
        key={nom}
        rubrique={nom as Rubrique}
        libelle={libelle}
        aide={aide ?? ""}
        requise={requis}
      />
    ));
}

await afficher("rjsf", "rjsf", Saisie);
