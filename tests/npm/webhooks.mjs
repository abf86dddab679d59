// What `standardwebhooks` says of requests: a JSON list of {secret, headers, body} on stdin, a JSON
// list on stdout: null for each that it accepts, its message for the others.
import { Webhook } from "standardwebhooks";

const lues = [];
for await (const morceau of process.stdin) lues.push(morceau);

function juger({ secret, headers, body }) {
  try {
    new Webhook(secret).verify(body, headers);
    return null;
  } catch (refus) {
    return refus.message;
  }
}

console.log(JSON.stringify(JSON.parse(Buffer.concat(lues)).map(juger)));
