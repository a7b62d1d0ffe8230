// Random keys. getRandomValues also works on plain http, where crypto.randomUUID does not exist.
export function new_key(random = (bytes) => crypto.getRandomValues(bytes)) {
    const bytes = random(new Uint8Array(16));
    return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}
