// The look, by Material UI's own theme: questions are long, so they stand above their answer.

import { frFR } from "@mui/material/locale";
import { createTheme } from "@mui/material/styles";

const AU_DESSUS = {
  position: "static",
  transform: "none",
  whiteSpace: "normal",
  maxWidth: "100%",
} as const;

/** What may only be read is to be read as well. */
const LISIBLE = "#3a3a3a";

export const theme = createTheme(
  {
    palette: { primary: { main: "#000091" }, error: { main: "#ce0500" } },
    typography: { fontFamily: "inherit", h5: { fontSize: "1.25rem", fontWeight: 700 } },
    components: {
      // Help texts hold paragraphs and lists, and are no headings.
      MuiTypography: {
        defaultProps: { variantMapping: { h5: "h2", subtitle2: "div", caption: "div" } },
        styleOverrides: { subtitle2: { whiteSpace: "pre-line" } },
      },
      MuiInputLabel: {
        defaultProps: { shrink: true },
        styleOverrides: { root: { ...AU_DESSUS, color: "#161616", marginBottom: "0.25rem" } },
      },
      MuiFormLabel: {
        styleOverrides: { root: { color: "#161616", "&.Mui-disabled": { color: LISIBLE } } },
      },
      MuiInputBase: {
        styleOverrides: {
          root: { "&.Mui-disabled": { background: "#eee" } },
          input: { "&.Mui-disabled": { WebkitTextFillColor: LISIBLE } },
        },
      },
      MuiFormControlLabel: {
        styleOverrides: { label: { "&.Mui-disabled": { color: LISIBLE } } },
      },
      MuiFormHelperText: { styleOverrides: { root: { margin: 0 } } },
      MuiOutlinedInput: { defaultProps: { notched: false } },
    },
  },
  frFR,
);
