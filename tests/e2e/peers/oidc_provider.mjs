// A provider of OpenID Connect of the npm package oidc-provider on 127.0.0.1: an independent reading
// of the specification, with signing keys of its own.
//
//     node oidc_provider.mjs CLIENT SECRET REDIRECT_URL [ACCOUNT]
//
// Prints {"issuer": ...}. Its pages ask for a name and any password, and then for consent; whoever
// signs in has the claim preferred_username of the same name.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const [client_id, client_secret, redirect_uri] = process.argv.slice(2);
const server = createServer();
server.listen(0, "127.0.0.1", () => {
    const issuer = `http://127.0.0.1:${server.address().port}`;
    const provider = new Provider(issuer, {
        clients: [{ client_id, client_secret, redirect_uris: [redirect_uri] }],
        claims: { openid: ["sub"], profile: ["preferred_username"] },
        conformIdTokenClaims: false,
        pkce: { required: () => true },
        cookies: { keys: ["a key of a test"] },
        findAccount: (_context, id) => ({
            accountId: id,
            claims: async () => ({ sub: id, preferred_username: id }),
        }),
    });
    server.on("request", provider.callback());
    process.stdout.write(JSON.stringify({ issuer }) + "\n");
});
