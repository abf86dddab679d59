// What the scenarios take from Node and from the page, no more.

declare const process: { stdout: { write(texte: string): void } };

declare const axe: typeof import("axe-core");

declare module "node:fs" {
  export function readFileSync(fichier: string | number, codage: "utf-8"): string;
}

declare module "node:url" {
  export function fileURLToPath(adresse: string | URL): string;
}

interface ImportMeta {
  resolve(module: string): string;
}
