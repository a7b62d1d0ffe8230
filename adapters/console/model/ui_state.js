// What this desk is looking at. set() tells whoever listens, with the names that changed.
export class UiState {
    #listeners = new Set();

    constructor(initial) {
        this.values = { ...initial };
    }

    get(name) {
        return this.values[name];
    }

    set(changes) {
        const changed = Object.keys(changes).filter((n) => this.values[n] !== changes[n]);
        if (changed.length === 0) return;
        Object.assign(this.values, changes);
        const names = new Set(changed);
        for (const listener of this.#listeners) listener(names);
    }

    subscribe(listener) {
        this.#listeners.add(listener);
    }
}
