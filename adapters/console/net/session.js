// Who sits here. The token lives in sessionStorage (this tab only) and is never put into a URL by
// the console; one that arrives in the fragment is taken out of the address bar at once.
const token_key = "muster.token";
const name_key = "muster.name";

export class Session {
    constructor({
        storage = sessionStorage,
        location = window.location,
        history = window.history,
    } = {}) {
        this.storage = storage;
        const given = new URLSearchParams(location.hash.slice(1));
        if (given.has("token")) {
            this.save(given.get("token"), given.get("name") ?? this.name);
            history.replaceState(null, "", location.pathname + location.search);
        }
    }

    get token() {
        return this.storage.getItem(token_key) ?? "";
    }

    get name() {
        return this.storage.getItem(name_key) ?? "";
    }

    save(token, name) {
        this.storage.setItem(token_key, token.trim());
        this.storage.setItem(name_key, name.trim());
    }

    // The name stays: the same person signs in again more often than not.
    forget() {
        this.storage.removeItem(token_key);
    }
}
