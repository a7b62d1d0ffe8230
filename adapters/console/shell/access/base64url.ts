// Bytes as text that may stand anywhere: base64url without padding (RFC 4648, section 5).

export function to_base64url(bytes: ArrayBuffer | Uint8Array): string {
    const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
    return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// Padding and the signs of plain base64 are taken too; whatever else stands there is an error.
export function from_base64url(text: string): Uint8Array<ArrayBuffer> {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}
