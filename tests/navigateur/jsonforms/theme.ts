// The look, by Material UI's own theme: questions are long, so they stand above their answer.

import { frFR } from "@mui/material/locale";
import { createTheme } from "@mui/material/styles";
import { frFR as datesFrFR } from "@mui/x-date-pickers/locales";

const AU_DESSUS = {
  position: "static",
  transform: "none",
  whiteSpace: "normal",
  maxWidth: "100%",
} as const;

/** No gap in the frame for a label that is not in it. */
const SANS_ENCOCHE = { top: 0, "& legend": { display: "none" } } as const;

const AIDE = {
  margin: "0.25rem 0 0",
  color: "#3a3a3a",
  fontSize: "0.875rem",
  whiteSpace: "pre-line",
  "&.Mui-error": { color: "#ce0500" },
} as const;

const ONGLET = {
  maxWidth: "none",
  border: "1px solid #ddd",
  borderTopWidth: 3,
  textTransform: "none",
  "&.MuiTab-textColorInherit": { opacity: 1 },
  "&.Mui-selected": { borderTopColor: "#000091", color: "#000091", fontWeight: 700 },
} as const;

export const theme = createTheme(
  {
    palette: { primary: { main: "#000091" }, error: { main: "#ce0500" } },
    typography: {
      fontFamily: "inherit",
      h6: { fontSize: "1rem", fontWeight: 400, whiteSpace: "pre-line", margin: "0.5rem 0" },
    },
    components: {
      MuiButtonBase: { defaultProps: { disableRipple: true } },
      MuiTypography: { defaultProps: { variantMapping: { h6: "p" } } },
      MuiFormControl: { styleOverrides: { root: { marginTop: "1.25rem" } } },
      MuiInputLabel: {
        defaultProps: { shrink: true },
        styleOverrides: { root: { ...AU_DESSUS, color: "#161616", marginBottom: "0.25rem" } },
      },
      MuiFormLabel: { styleOverrides: { root: { color: "#161616" } } },
      MuiFormHelperText: { styleOverrides: { root: AIDE } },
      MuiOutlinedInput: {
        defaultProps: { notched: false },
        styleOverrides: { inputMultiline: { minHeight: "6rem" }, notchedOutline: SANS_ENCOCHE },
      },
      MuiAppBar: {
        styleOverrides: { root: { background: "none", boxShadow: "none", color: "#161616" } },
      },
      MuiTabs: {
        styleOverrides: {
          list: { display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(13rem, 1fr))" },
          indicator: { display: "none" },
        },
      },
      MuiTab: { styleOverrides: { root: ONGLET } },
      // The rank of an element has a label, which no plain box may have.
      MuiAvatar: { defaultProps: { role: "img" } },
    },
  },
  frFR,
  datesFrFR,
);
