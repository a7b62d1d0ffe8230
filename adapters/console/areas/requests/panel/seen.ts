// What stands on a button or a key of the panel, and since when: what has just become something else
// is not acted on, because whoever presses it has seen what stood there before.

export const settle_ms = 300;

export class Seen {
    readonly #now: () => number;
    #parts = new Map<string, { what: string; at: number }>();

    constructor(now: () => number = () => performance.now()) {
        this.#now = now;
    }

    // It is drawn now. What stands there first has displaced nothing.
    saw(part: string, what: string): void {
        const before = this.#parts.get(part);
        if (before?.what === what) return;
        this.#parts.set(part, { what, at: before ? this.#now() : -Infinity });
    }

    // Whether what would be done is what has stood there for a while.
    is_settled(part: string, what: string): boolean {
        const seen = this.#parts.get(part);
        return seen?.what === what && this.#now() - seen.at >= settle_ms;
    }

    // Another request is looked at.
    forget(): void {
        this.#parts.clear();
    }
}
