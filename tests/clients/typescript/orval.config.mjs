export default {
  fetch: {
    input: "openapi.json",
    output: { target: "genere/orval/api.ts", schemas: "genere/orval/modeles", client: "fetch" },
  },
};
