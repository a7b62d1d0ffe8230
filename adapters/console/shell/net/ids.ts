// A new key for one decision of a person: an Idempotency-Key (RFC draft-ietf-httpapi-idempotency-key).
export const new_key = (): string => random_hex(16);

export function random_hex(n: number): string {
    const bytes = crypto.getRandomValues(new Uint8Array(n));
    return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}
