// Two providers of identities, real ones, for the tests; prints their addresses, as JSON.
//
// « proconnect » is set as ProConnect is: opaque tokens without audience, secrets in the body,
// signed answers and accounts. « ressources » issues signed access tokens for the API, and opaque
// ones, about which its answers are not signed.
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import { Provider, errors } from '../../npm/node_modules/oidc-provider/lib/index.js';

const API = 'https://api.exemple.gouv.fr';
const SECRET = 'secret & partage:avec/des+signes %';
const comptes = new Map();

const cle = (type, options, alg) => ({
  ...generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }),
  alg,
  use: 'sig',
  kid: `cle-${alg}`,
});

const client = (client_id, autres = {}) => ({
  client_id,
  client_secret: SECRET,
  grant_types: ['compte', 'client_credentials'],
  response_types: [],
  redirect_uris: [],
  ...autres,
});

// What a browser would do in five steps: an account, whatever it holds, and a token that opens it.
async function donnerUnJeton(provider, ctx) {
  const { client, params } = ctx.oidc;
  const { sub, jeton = {}, compte = {}, scope = 'openid email siret idp_acr' } = JSON.parse(params.demande);
  comptes.set(sub, { jeton, compte });
  const grant = new provider.Grant({ clientId: client.clientId, accountId: sub });
  grant.addOIDCScope(scope);
  const commun = { client, accountId: sub, grantId: await grant.save(), scope };
  const acces = new provider.AccessToken({ ...commun, gty: 'compte' });
  if (params.resource) {
    acces.resourceServer = new provider.ResourceServer(params.resource, {
      scope,
      accessTokenFormat: 'jwt',
      accessTokenTTL: 300,
      jwt: { sign: { alg: params.alg || 'RS256' } },
    });
  }
  const rafraichissement = new provider.RefreshToken({ ...commun, gty: 'compte' });
  const identite = new provider.IdToken({ sub }, { ctx });
  identite.scope = 'openid';
  ctx.body = {
    access_token: await acces.save(),
    refresh_token: await rafraichissement.save(),
    id_token: await identite.issue({ use: 'idtoken' }),
    token_type: 'Bearer',
  };
}

async function servir(configuration) {
  const serveur = createServer().listen(0, '127.0.0.1');
  await new Promise((pret) => serveur.once('listening', pret));
  const emetteur = `http://127.0.0.1:${serveur.address().port}/api/v2`;
  const provider = new Provider(emetteur, {
    jwks: { keys: [cle('rsa', { modulusLength: 2048 }, 'RS256'), cle('ec', { namedCurve: 'P-256' }, 'ES256')] },
    clientDefaults: { grant_types: ['compte'], response_types: [] },
    responseTypes: ['code'],
    claims: { email: ['email', 'email_verified'], siret: ['siret'], idp_acr: ['idp_acr'] },
    scopes: ['openid'],
    findAccount: (_, sub) => comptes.has(sub) && { accountId: sub, claims: () => ({ sub, ...comptes.get(sub).compte }) },
    extraTokenClaims: (_, jeton) => comptes.get(jeton.accountId)?.jeton,
    ttl: { AccessToken: (_, jeton) => jeton.resourceServer?.accessTokenTTL ?? 60, RefreshToken: 600, Grant: 600, ClientCredentials: 60, IdToken: 600 },
    ...configuration,
    features: {
      devInteractions: { enabled: false },
      introspection: { enabled: true, allowedPolicy: () => true },
      jwtUserinfo: { enabled: true },
      revocation: { enabled: true, allowedPolicy: () => true },
      clientCredentials: { enabled: true },
      ...configuration.features,
    },
  });
  provider.registerGrantType('compte', (ctx) => donnerUnJeton(provider, ctx), ['demande', 'resource', 'alg'], []);
  provider.on('server_error', (_, erreur) => console.error(erreur));
  const repondre = provider.callback();
  serveur.on('request', (requete, reponse) => {
    requete.url = requete.url.replace(/^\/api\/v2/, '');
    repondre(requete, reponse);
  });
  return emetteur;
}

const proconnect = await servir({
  tokenEndpointAuthMethods: ['client_secret_post'],
  clients: ['front', 'autre-front', 'api', 'api-es256'].map((nom) =>
    client(nom, {
      token_endpoint_auth_method: 'client_secret_post',
      userinfo_signed_response_alg: 'RS256',
      introspection_signed_response_alg: nom === 'api-es256' ? 'ES256' : 'RS256',
    }),
  ),
  features: { resourceIndicators: { enabled: false }, jwtIntrospection: { enabled: true } },
});
const ressources = await servir({
  tokenEndpointAuthMethods: ['client_secret_basic'],
  clients: ['front', 'api'].map((nom) => client(nom)),
  features: {
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (_, indicateur) => {
        if (indicateur !== API) throw new errors.InvalidTarget();
        return { scope: 'openid', accessTokenFormat: 'jwt', accessTokenTTL: 300 };
      },
    },
  },
});
console.log(JSON.stringify({ proconnect, ressources, secret: SECRET, api: API }));
process.stdin.on('end', () => process.exit(0)).resume(); // with the tests that started it
