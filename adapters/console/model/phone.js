// A number as it is typed at the desk in the form in which the registry keeps it (E.164, +86 where
// no country is named), or "" when it cannot be one yet.
export function to_e164(text) {
    const digits = text.replace(/[\s()-]/g, "");
    if (!/^\+?\d{7,15}$/.test(digits)) return "";
    if (digits.startsWith("+")) return digits;
    if (digits.startsWith("00")) return `+${digits.slice(2)}`;
    return `+86${digits.replace(/^0/, "")}`;
}
