// What was typed and not yet sent. It outlives Esc, a reload and a token that was withdrawn, and is
// gone with the tab or when its writer signs out: it holds words about persons.
//
// A draft: {key, values, at}. `key` is the idempotency key of the form: sent once or ten times, from
// this form or from the one that takes the draft up again, it happens once.
const stored = "muster.drafts";

export class Drafts {
    #writer = "";
    #drafts = new Map();

    // on_change(): a draft came or went.
    constructor({ storage = globalThis.sessionStorage, now = Date.now, on_change = () => {} } = {}) {
        Object.assign(this, { storage, now, on_change });
    }

    // Who types from now on. Another person's drafts are not shown to this one.
    open(writer) {
        this.#writer = writer;
        const kept = JSON.parse(this.storage.getItem(stored) ?? "null");
        const mine = kept?.writer === writer ? Object.entries(kept.drafts) : [];
        this.#drafts = new Map(mine);
        this.#save();
    }

    get(id) {
        return this.#drafts.get(id) ?? null;
    }

    put(id, draft) {
        this.#drafts.delete(id);
        this.#drafts.set(id, { ...draft, at: this.now() });
        this.#save();
    }

    drop(id) {
        if (this.#drafts.delete(id)) this.#save();
    }

    clear() {
        this.#drafts.clear();
        this.#save();
    }

    get size() {
        return this.#drafts.size;
    }

    // The id of the draft that was touched last, or "".
    latest() {
        return [...this.#drafts.keys()].at(-1) ?? "";
    }

    #save() {
        const drafts = Object.fromEntries(this.#drafts);
        if (this.#drafts.size === 0) this.storage.removeItem(stored);
        else this.storage.setItem(stored, JSON.stringify({ writer: this.#writer, drafts }));
        this.on_change();
    }
}
