// The lines that were carried out, the latest last; in memory only, for they may name persons.

const most = 100;

export class LineHistory {
    #lines: string[] = [];
    #at = 0; // = the number of lines: what is being typed
    #typed = "";

    add(line: string): void {
        this.#lines = [...this.#lines.filter((one) => one !== line), line].slice(-most);
        this.rewind();
    }

    clear(): void {
        this.#lines = [];
        this.rewind();
    }

    rewind(): void {
        this.#at = this.#lines.length;
        this.#typed = "";
    }

    get browsing(): boolean {
        return this.#at < this.#lines.length;
    }

    // The line before, or null when there is none; what was typed is kept for the way back.
    older(now: string): string | null {
        if (this.#at === 0) return null;
        if (!this.browsing) this.#typed = now;
        return this.#lines[--this.#at] ?? null;
    }

    newer(): string | null {
        if (!this.browsing) return null;
        return this.#lines[++this.#at] ?? this.#typed;
    }
}
