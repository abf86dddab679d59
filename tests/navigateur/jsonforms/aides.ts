// JSON Forms draws help and error below an input, and binds them to it nowhere: a screen reader
// would not tell them. This binds them (`aria-describedby`), as they come and go.

import { type RefObject, useEffect } from "react";

const TEXTE = ".MuiFormHelperText-root";
const SAISIES = [
  ".MuiInputBase-input:not([aria-hidden])",
  ".MuiPickersInputBase-root",
  "fieldset.MuiFormControl-root",
].join();

export function useAidesLiees(cadre: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = cadre.current;
    if (!element) return;
    const observateur = new MutationObserver(() => lier(element));
    observateur.observe(element, { childList: true, subtree: true, characterData: true });
    lier(element);
    return () => observateur.disconnect();
  }, [cadre]);
}

function lier(cadre: HTMLElement): void {
  for (const saisie of cadre.querySelectorAll(SAISIES)) {
    const textes = textesDe(saisie).filter((texte) => texte.textContent);
    for (const texte of textes) texte.id ||= `aide-${crypto.randomUUID()}`;
    const lien = textes.map((texte) => texte.id).join(" ");
    if (lien) saisie.setAttribute("aria-describedby", lien);
    else saisie.removeAttribute("aria-describedby");
  }
}

/** The texts below an input: in its frame, or right after it. */
function textesDe(saisie: Element): Element[] {
  const cadre = saisie.closest(".MuiFormControl-root");
  const textes = [...(cadre?.querySelectorAll(`:scope > ${TEXTE}`) ?? [])];
  let suivant = (saisie.closest(".MuiAutocomplete-root") ?? cadre)?.nextElementSibling;
  for (; suivant?.matches(TEXTE); suivant = suivant.nextElementSibling) textes.push(suivant);
  return textes;
}
