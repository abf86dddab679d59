// Bundles the page named on the command line, with the libraries as they are, in a folder.

import { copyFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const [page, sortie] = process.argv.slice(2);

await build({
  entryPoints: { page: `${page}/page.tsx` },
  absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
  outdir: sortie,
  bundle: true,
  format: "esm",
  jsx: "automatic",
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
});
await copyFile(new URL("index.html", import.meta.url), `${sortie}/index.html`);
