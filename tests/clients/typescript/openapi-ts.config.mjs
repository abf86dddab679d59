export default {
  input: "openapi.json",
  output: "genere/hey-api",
};
