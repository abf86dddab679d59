import { defineConfig } from "@kubb/core";
import { pluginClient } from "@kubb/plugin-client";
import { pluginOas } from "@kubb/plugin-oas";
import { pluginTs } from "@kubb/plugin-ts";
import { pluginZod } from "@kubb/plugin-zod";

export default defineConfig({
  root: ".",
  input: { path: "openapi.json" },
  output: { path: "genere/kubb", extension: { ".ts": ".js" }, barrelType: false, format: false },
  plugins: [
    pluginOas({ generators: [], validate: false }),
    pluginTs({ output: { path: "types" }, enumType: "literal", emptySchemaType: "void" }),
    pluginZod({ output: { path: "zod" }, version: "4", typed: true }),
    pluginClient({ output: { path: "clients" }, client: "fetch", parser: "zod", bundle: true }),
  ],
});
