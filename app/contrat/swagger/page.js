// Shows the contract with Swagger UI, in the words of its readers.

const spec = await (await fetch("/openapi.json")).json();

// Generated clients take the names of the tags, which are ASCII; people read the French ones.
const noms = new Map(spec.tags.map((tag) => [tag.name, tag["x-displayName"]]));
for (const tag of spec.tags) tag.name = noms.get(tag.name);
for (const operation of Object.values(spec.paths).flatMap((methodes) => Object.values(methodes))) {
  operation.tags = operation.tags.map((tag) => noms.get(tag));
}

// Of a field it shows the key and the description, not the label: that goes into the description.
for (const { properties = {} } of Object.values(spec.components.schemas)) {
  for (const champ of Object.values(properties).filter(({ title }) => title)) {
    champ.description = [`**${champ.title}**`, champ.description].filter(Boolean).join("\n\n");
  }
}

SwaggerUIBundle({
  spec,
  dom_id: "#api",
  deepLinking: true,
  persistAuthorization: false,
  validatorUrl: null,
});
