// Security keys (W3C Web Authentication) as the browser asks them: what the server wants to know, and
// what the key says to it. The key itself signs for one site only, so that a page that looks like this
// one gets nothing from it.
import { from_base64url, to_base64url } from "./base64url.ts";

// All bytes are base64url. What is empty is left out by the service.
export interface KeyQuestion {
    challenge: string;
    rp_id: string; // the site that the key signs for
    keys?: string[]; // any of these may answer
}

export interface NewKeyQuestion {
    challenge: string;
    rp_id: string;
    user: string;
    user_name?: string;
    shown_name?: string;
    keys?: string[]; // the account has these already
}

export interface KeyAnswer {
    id: string;
    client_data: string;
    authenticator_data: string;
    signature: string;
}

export interface NewKey {
    client_data: string;
    authenticator_data: string;
}

// cancelled: also that the time ran out, or that no key that was touched is one of those asked for;
// browsers do not tell these apart, so that no page can find out which keys somebody has.
// registered: this key is there already. elsewhere: the page stands at an address that is not the
// site's. stopped: by the page itself, which went on without the key.
export type KeyFailure = "cancelled" | "registered" | "elsewhere" | "stopped" | "failed";

export class KeyFault extends Error {
    readonly reason: KeyFailure;

    constructor(reason: KeyFailure) {
        super(reason);
        this.reason = reason;
    }
}

const failures: Record<string, KeyFailure> = {
    NotAllowedError: "cancelled",
    InvalidStateError: "registered",
    SecurityError: "elsewhere",
    AbortError: "stopped",
};

export const failure_of = (error: unknown): KeyFailure =>
    (error instanceof DOMException && failures[error.name]) || "failed";

// As long as somebody may look for his key.
const answer_ms = 120_000;
const site_name = "Muster";
// ES256, EdDSA, RS256 of the registry of COSE: what the server can check.
const algorithms = [-7, -8, -257];

// Browsers speak with keys only where nobody on the way can change the page: https, and this computer
// itself.
export const is_key_possible = (): boolean =>
    globalThis.isSecureContext === true && "PublicKeyCredential" in globalThis;

const listed = (keys: string[] = []): PublicKeyCredentialDescriptor[] =>
    keys.map((id) => ({ type: "public-key", id: from_base64url(id) }));

// What the browser refuses, in one word. Nobody is asked for a PIN: the passphrase came before.
async function ask<T>(browser: () => Promise<T>): Promise<T> {
    try {
        return await browser();
    } catch (error) {
        throw error instanceof KeyFault ? error : new KeyFault(failure_of(error));
    }
}

export const answer_of_key = (question: KeyQuestion, signal?: AbortSignal): Promise<KeyAnswer> =>
    ask(async () => {
        const { challenge, rp_id, keys } = question;
        // Asked for none by name, a browser offers whatever key knows the site.
        if (!keys?.length) throw new KeyFault("cancelled");
        const publicKey: PublicKeyCredentialRequestOptions = {
            challenge: from_base64url(challenge),
            rpId: rp_id,
            allowCredentials: listed(keys),
            userVerification: "discouraged",
            timeout: answer_ms,
        };
        const credential = (await navigator.credentials.get({ publicKey, signal })) as PublicKeyCredential | null;
        if (!credential) throw new KeyFault("cancelled");
        const said = credential.response as AuthenticatorAssertionResponse;
        return {
            id: to_base64url(credential.rawId),
            client_data: to_base64url(said.clientDataJSON),
            authenticator_data: to_base64url(said.authenticatorData),
            signature: to_base64url(said.signature),
        };
    });

export const make_key = (question: NewKeyQuestion, signal?: AbortSignal): Promise<NewKey> =>
    ask(async () => {
        const { challenge, rp_id, user, user_name = "", shown_name, keys } = question;
        const publicKey: PublicKeyCredentialCreationOptions = {
            challenge: from_base64url(challenge),
            rp: { id: rp_id, name: site_name },
            user: { id: from_base64url(user), name: user_name, displayName: shown_name ?? user_name },
            pubKeyCredParams: algorithms.map((alg) => ({ type: "public-key", alg })),
            excludeCredentials: listed(keys),
            // Who made the key is nobody's business here.
            attestation: "none",
            authenticatorSelection: { userVerification: "discouraged", residentKey: "discouraged" },
            timeout: answer_ms,
        };
        const made = (await navigator.credentials.create({ publicKey, signal })) as PublicKeyCredential | null;
        if (!made) throw new KeyFault("cancelled");
        const said = made.response as AuthenticatorAttestationResponse;
        return {
            client_data: to_base64url(said.clientDataJSON),
            authenticator_data: to_base64url(said.getAuthenticatorData()),
        };
    });
