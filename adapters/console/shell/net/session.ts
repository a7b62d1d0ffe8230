// Who sits here. The token lives in sessionStorage (this tab only), or in localStorage on a phone of
// one's own, and is never put into a URL by the console; one that arrives in the fragment is taken out
// of the address bar at once.
const token_key = "muster.token";
const idle_key = "muster.idle_ms";
// Tokens of people's sessions begin so; those of machines do not.
const of_person = "mss_";

export const is_of_person = (token: string): boolean => token.startsWith(of_person);

export class Session {
    readonly #storage: Storage;

    constructor(storage: Storage = sessionStorage) {
        this.#storage = storage;
        const given = new URLSearchParams(window.location.hash.slice(1)).get("token");
        // Who signed in on the first page has come here in the same tab.
        const brought = this.kept && !this.token && sessionStorage.getItem(token_key);
        if (brought) this.save(brought, Number(sessionStorage.getItem(idle_key)));
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

    // A person's, who signed in with name and passphrase.
    get of_person(): boolean {
        return is_of_person(this.token);
    }

    // Without use it ends after so long; 0 = not known.
    get idle_ms(): number {
        return Number(this.#storage.getItem(idle_key));
    }

    save(token: string, idle_ms = 0): void {
        const other = token.trim() !== this.token;
        this.#storage.setItem(token_key, token.trim());
        if (idle_ms > 0) this.#storage.setItem(idle_key, String(idle_ms));
        else if (other) this.#storage.removeItem(idle_key);
    }

    forget(): void {
        for (const storage of [this.#storage, sessionStorage]) {
            storage.removeItem(token_key);
            storage.removeItem(idle_key);
        }
    }
}
