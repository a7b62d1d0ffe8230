// Something outside React that components follow (useChanges).
export class Changing {
    readonly #listeners = new Set<() => void>();
    version = 0;

    subscribe = (listener: () => void): (() => void) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
    };

    protected changed(): void {
        this.version++;
        for (const listener of [...this.#listeners]) listener();
    }
}
