// Who sits here. The token lives in sessionStorage (this tab only), or in localStorage on a phone of
// one's own, and is never put into a URL by the console; one that arrives in the fragment is taken out
// of the address bar at once.
const token_key = "muster.token";

export class Session {
    readonly #storage: Storage;

    constructor(storage: Storage = sessionStorage) {
        this.#storage = storage;
        const given = new URLSearchParams(window.location.hash.slice(1)).get("token");
        // Who signed in on the first page has come here in the same tab.
        const brought = this.kept && !this.token && sessionStorage.getItem(token_key);
        if (brought) this.save(brought);
        if (!given) return;
        this.save(given);
        history.replaceState(null, "", window.location.pathname + window.location.search);
    }

    // Whether the token outlives the tab.
    get kept(): boolean {
        return this.#storage === localStorage;
    }

    get token(): string {
        return this.#storage.getItem(token_key) ?? "";
    }

    save(token: string): void {
        this.#storage.setItem(token_key, token.trim());
    }

    forget(): void {
        this.#storage.removeItem(token_key);
        sessionStorage.removeItem(token_key);
    }
}
