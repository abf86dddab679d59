// The form drawn by JSON Forms and its Material renderers, as they are.

import type { JsonSchema, UISchemaElement } from "@jsonforms/core";
import { materialCells, materialRenderers } from "@jsonforms/material-renderers";
import { JsonForms } from "@jsonforms/react";
import { ThemeProvider } from "@mui/material/styles";
import type { ErrorObject } from "ajv";
import { useMemo, useRef } from "react";
import { afficher, type Dessin, useBrouillon, useSuivi } from "../commun/page.tsx";
import { useSansRecul } from "./sans_recul.ts";
import { useAidesLiees } from "./aides.ts";
import { francais } from "./francais.ts";
import { enLectureSeule } from "./lecture_seule.ts";
import { pieceRenderer } from "./pieces.tsx";
import { theme } from "./theme.ts";

const renderers = [...materialRenderers, pieceRenderer];
const AUCUNE: ErrorObject[] = [];
const config = { showUnfocusedDescription: true };

function Saisie({ schema, interface: ui }: Dessin) {
  const [brouillon, { dossier, validation, verifie }] = useBrouillon();
  const { ouverture } = useSuivi();
  const uischema = useMemo(
    () => enLectureSeule(ui as UISchemaElement, ouverture),
    [ui, ouverture],
  );
  const [middleware, changer] = useSansRecul(brouillon, dossier);
  const cadre = useRef<HTMLDivElement>(null);
  useAidesLiees(cadre);
  return (
    <ThemeProvider theme={theme}>
      <div ref={cadre}>
        <JsonForms
          schema={schema as JsonSchema}
          uischema={uischema}
          data={dossier}
          renderers={renderers}
          cells={materialCells}
          config={config}
          i18n={francais}
          // The service finds all that the schema finds, and says it in the words of the form.
          validationMode="ValidateAndHide"
          additionalErrors={(verifie && validation.erreurs_ajv) || AUCUNE}
          onChange={changer}
          middleware={middleware}
        />
      </div>
    </ThemeProvider>
  );
}

await afficher("jsonforms", "ajv", Saisie);
