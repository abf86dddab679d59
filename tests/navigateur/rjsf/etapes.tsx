// Where one is in the form: a step per section shown, in the order of the form, reached by a click.

import Step from "@mui/material/Step";
import StepButton from "@mui/material/StepButton";
import StepLabel from "@mui/material/StepLabel";
import Stepper from "@mui/material/Stepper";
import { estOuvert, estOuvertEnPartie } from "../commun/ouverture.ts";
import { useBrouillon, useSuivi } from "../commun/page.tsx";
import type { Formulaire } from "../commun/service.ts";

export type Section = Formulaire["sections"][number];

interface Props {
  sections: Section[];
  courante: Section;
  aller: (vers: Section) => void;
}

export function Etapes({ sections, courante, aller }: Props) {
  const [, { validation, verifie }] = useBrouillon();
  const { aFaire, ouverture } = useSuivi();
  const aCorriger = ({ pointeur, champs }: Section) =>
    aFaire !== null &&
    (estOuvert(ouverture, pointeur) ||
      estOuvertEnPartie(ouverture, pointeur) ||
      champs.some(({ nom }) => aFaire.rubriques_modifiables.some((une) => une === nom)));
  const complete = ({ nom }: Section) =>
    validation.sections.some((suivi) => suivi.section === nom && suivi.donnes >= suivi.attendus);
  const aRevoir = ({ nom }: Section) =>
    verifie && validation.erreurs.some(({ pointeur }) => pointeur.split("/")[1] === nom);
  return (
    <nav aria-label="Étapes de la candidature">
      <Stepper
        nonLinear
        orientation="vertical"
        activeStep={sections.indexOf(courante)}
        connector={null}
      >
        {sections.map((section) => (
          <Step key={section.nom} completed={complete(section) && !aRevoir(section)}>
            <StepButton
              onClick={() => aller(section)}
              optional={aCorriger(section) && <strong>À corriger</strong>}
            >
              <StepLabel error={aRevoir(section)}>{section.titre}</StepLabel>
            </StepButton>
          </Step>
        ))}
      </Stepper>
    </nav>
  );
}
