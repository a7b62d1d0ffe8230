// The invitation, out of the address at once. It stays in this tab until it is accepted: on a phone the
// browser may throw the page away while its owner looks at the app with the codes.
const kept = "muster.invitation";
const begins = "msi_";

export function take_invitation(): string {
    const given = decodeURIComponent(window.location.hash.slice(1));
    if (given.startsWith(begins)) sessionStorage.setItem(kept, given);
    if (given) history.replaceState(null, "", window.location.pathname + window.location.search);
    return sessionStorage.getItem(kept) ?? "";
}

export const forget_invitation = (): void => sessionStorage.removeItem(kept);
