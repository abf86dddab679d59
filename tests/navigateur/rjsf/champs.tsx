// Registered in place of the theme's own, as react-jsonschema-form documents: help bound to the
// input that it explains, a name for a group of buttons, a search in what is too long to unroll.

import Autocomplete, { createFilterOptions } from "@mui/material/Autocomplete";
import TextField from "@mui/material/TextField";
import { generateTemplates, generateWidgets } from "@rjsf/mui";
import { ariaDescribedByIds } from "@rjsf/utils";
import type { BaseInputTemplateProps, EnumOptionsType, WidgetProps } from "@rjsf/utils";
import type { ComponentType } from "react";

const LISTE_LONGUE = 50;
const { BaseInputTemplate } = generateTemplates();
const { RadioWidget, SelectWidget } = generateWidgets();

function fourni<P>(composant: ComponentType<P> | undefined): ComponentType<P> {
  if (!composant) throw new Error("Le thème ne fournit pas ce composant.");
  return composant;
}

const Saisie = fourni<BaseInputTemplateProps>(BaseInputTemplate);
const Boutons = fourni<WidgetProps>(RadioWidget);
const Deroulante = fourni<WidgetProps>(SelectWidget);

function SaisieExpliquee(props: BaseInputTemplateProps) {
  const htmlInput = { "aria-describedby": ariaDescribedByIds(props.id) };
  return <Saisie {...props} slotProps={{ htmlInput }} />;
}

function BoutonsNommes(props: WidgetProps) {
  const mui = { "aria-label": props.label };
  return <Boutons {...props} options={{ ...props.options, mui }} />;
}

function Liste(props: WidgetProps) {
  if ((props.options.enumOptions ?? []).length > LISTE_LONGUE) return <Recherche {...props} />;
  const SelectDisplayProps = { "aria-describedby": ariaDescribedByIds(props.id) };
  const mui = { rjsfSlotProps: { select: { SelectDisplayProps } } };
  return <Deroulante {...props} options={{ ...props.options, mui }} />;
}

const filtrer = createFilterOptions<EnumOptionsType>({ limit: 50 });

function Recherche(props: WidgetProps) {
  const { id, label, required, value, options, rawErrors, onChange, onBlur, onFocus } = props;
  const { disabled, readonly } = props;
  const possibles = options.enumOptions ?? [];
  return (
    <Autocomplete
      id={id}
      options={possibles}
      filterOptions={filtrer}
      disabled={disabled || readonly}
      value={possibles.find((possible) => possible.value === value) ?? null}
      onChange={(_, choisi) => onChange(choisi?.value)}
      onBlur={() => onBlur(id, value)}
      onFocus={() => onFocus(id, value)}
      noOptionsText="Aucun résultat"
      renderInput={(parametres) => (
        <TextField
          {...parametres}
          label={label}
          required={required}
          error={(rawErrors ?? []).length > 0}
          placeholder="Tapez quelques lettres"
          slotProps={{
            htmlInput: { ...parametres.inputProps, "aria-describedby": ariaDescribedByIds(id) },
          }}
        />
      )}
    />
  );
}

export const templates = { BaseInputTemplate: SaisieExpliquee };
export const widgets = { RadioWidget: BoutonsNommes, SelectWidget: Liste };
