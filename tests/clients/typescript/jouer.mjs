// Play a compiled scenario: node jouer.mjs <module> <address of the service>
import { argv } from "node:process";

const [, , scenario, adresse] = argv;
const { fetch } = globalThis;
// orval's client calls paths alone, as a page does that the service itself has given.
globalThis.fetch = (quoi, options) =>
  fetch(typeof quoi === "string" ? new URL(quoi, adresse) : quoi, options);
const { jouer } = await import(scenario);
await jouer(adresse);
