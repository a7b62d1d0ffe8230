// Sign-in by another service (OpenID Connect): what this tab keeps while somebody is over there. Only the
// tab that began it can finish it: the server hears the hash of the binding first, and the binding itself
// with what the other service sent along.
import type { Api } from "../net/api.ts";
import { random_hex } from "../net/ids.ts";
import { start_outside } from "./access_api.ts";
import { to_base64url } from "./base64url.ts";

const kept = "muster.outside";
const binding_bytes = 32;

export interface Begun {
    binding: string;
    back: string; // path and search of the page that was left
    name: string; // of the other service
}

// Browsers hash only where nobody on the way can change the page: https, and this computer itself.
export const can_bind = (): boolean => (crypto.subtle as SubtleCrypto | undefined) !== undefined;

// SHA-256 in base64url.
export async function bound(binding: string): Promise<string> {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(binding));
    return to_base64url(digest);
}

// Where to go now.
export async function begin_outside(api: Api, name: string): Promise<string> {
    const binding = random_hex(binding_bytes);
    const { url } = await start_outside(api, await bound(binding));
    const { pathname, search } = window.location;
    const begun: Begun = { binding, back: pathname + search, name };
    sessionStorage.setItem(kept, JSON.stringify(begun));
    return url;
}

// It is good for one return.
export function take_begun(): Begun | null {
    const text = sessionStorage.getItem(kept);
    sessionStorage.removeItem(kept);
    return text === null ? null : (JSON.parse(text) as Begun);
}

// Never to another origin, whoever wrote it. "//host" and, as browsers read them, "/\host" and
// "/<tab>/host" are other origins.
export function way_back(back: string, origin: string): string {
    const start = new URL("/", origin).href;
    if (!back.startsWith("/") || back.startsWith("//")) return start;
    try {
        const { href, origin: its } = new URL(back, origin);
        return its === origin ? href : start;
    } catch {
        return start;
    }
}
