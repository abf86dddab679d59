// One section of the form, drawn by react-jsonschema-form from its part of the schema and uiSchema.

import { generateForm } from "@rjsf/mui";
import { createSchemaUtils, type ErrorSchema, type RJSFSchema, type UiSchema } from "@rjsf/utils";
import { customizeValidator } from "@rjsf/validator-ajv8";
import { type ReactNode, useMemo, useState } from "react";
import { type Dessin, useBrouillon, useSuivi } from "../commun/page.tsx";
import type { Dossier } from "../commun/service.ts";
import { templates, widgets } from "./champs.tsx";
import { traduire } from "./francais.ts";
import { enLectureSeule } from "./lecture_seule.ts";

type Reponses = Record<string, unknown>;

interface Props {
  dessin: Dessin;
  nom: keyof Dossier;
  children: ReactNode;
  onSubmit: () => void;
}

const Formulaire = generateForm<Reponses>();
const validator = customizeValidator<Reponses>();
// Apart from the one that draws, which would compile the schema anew when it changes hands.
const validatorDuDossier = customizeValidator<Reponses>();

export function Etape({ dessin, nom, children, onSubmit }: Props) {
  const [brouillon, { dossier, validation, verifie }] = useBrouillon();
  const { ouverture } = useSuivi();
  const [{ schema, interface: ui }] = useState(() => partieDe(dessin, nom, dossier));
  const uiSchema = useMemo(() => enLectureSeule(ui, ouverture, `/${nom}`), [ui, ouverture, nom]);
  // Free JSON in the contract: the library has the type of it.
  const erreurs = validation.erreurs_rjsf?.[nom] as ErrorSchema<Reponses> | undefined;
  return (
    <Formulaire
      schema={schema}
      uiSchema={uiSchema}
      validator={validator}
      widgets={widgets}
      templates={templates}
      translateString={traduire}
      formData={dossier[nom] ?? {}}
      onChange={({ formData }) => brouillon.changer({ ...dossier, [nom]: formData })}
      onSubmit={onSubmit}
      // An answer leaves with the question that it answers.
      omitExtraData
      liveOmit="onChange"
      // Otherwise the library answers for the applicant: the first choice, « non ».
      experimental_defaultFormStateBehavior={{
        emptyObjectFields: "skipDefaults",
        arrayMinItems: { populate: "never" },
        constAsDefaults: "never",
      }}
      // The service finds all that the schema finds, and says it in the words of the form.
      noValidate
      noHtml5Validate
      showErrorList={false}
      extraErrors={verifie ? erreurs : undefined}
    >
      {children}
    </Formulaire>
  );
}

/** The part of a section; its schema may stand under a condition, which the library resolves. */
function partieDe({ schema, interface: ui }: Dessin, nom: keyof Dossier, dossier: Dossier) {
  const outils = createSchemaUtils<Reponses>(validatorDuDossier, schema as RJSFSchema);
  const { properties } = outils.retrieveSchema(schema as RJSFSchema, dossier);
  const { "ui:globalOptions": communes, [nom]: deLaSection } = ui as UiSchema<Reponses>;
  return {
    schema: properties?.[nom] as RJSFSchema,
    interface: { "ui:globalOptions": communes, ...deLaSection } as UiSchema<Reponses>,
  };
}
