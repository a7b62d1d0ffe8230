// What was typed and not yet sent. It outlives Esc, a reload, a crash of the browser and a token that
// was withdrawn, and is gone when it is sent, when its writer signs out or after a day: it holds words
// about persons. IndexedDB holds them; this copy in memory answers at once.
import { openDB } from "idb";
import type { IDBPDatabase } from "idb";
import { Changing } from "../store/changing.ts";

export type DraftValues = Record<string, unknown>;

export interface Draft {
    id: string;
    writer: string;
    // The Idempotency-Key of the form: sent once or ten times, from this form or from the one that
    // takes the draft up again, it happens once.
    key: string;
    values: DraftValues;
    tried: boolean; // it was sent and nobody knows whether it happened
    at: number;
}

const database = "muster";
const table = "drafts";
const longest_ms = 86_400_000;

export class Drafts extends Changing {
    #writer = "";
    #drafts = new Map<string, Draft>();
    #db: Promise<IDBPDatabase> | null = null;

    // Without IndexedDB (a private window may refuse it) drafts live as long as the page.
    async #open(): Promise<IDBPDatabase> {
        this.#db ??= openDB(database, 1, {
            upgrade: (db) => db.createObjectStore(table, { keyPath: "id" }),
        });
        return this.#db;
    }

    // Who types from now on. Another person's drafts are not shown to this one, and are dropped.
    async open(writer: string): Promise<void> {
        if (writer === this.#writer) return;
        // Typed while the server did not answer yet who this is: it is this one's.
        const begun = this.#writer ? [] : this.all().reverse();
        this.#writer = writer;
        this.#drafts.clear();
        const oldest = Date.now() - longest_ms;
        try {
            const db = await this.#open();
            for (const draft of (await db.getAll(table)) as Draft[]) {
                if (draft.writer === writer && draft.at > oldest) this.#drafts.set(draft.id, draft);
                else await db.delete(table, draft.id);
            }
        } catch {
            // As the comment of #open says.
        }
        for (const draft of begun) this.put(draft.id, draft);
        this.changed();
    }

    get writer(): string {
        return this.#writer;
    }

    get(id: string): Draft | null {
        return this.#drafts.get(id) ?? null;
    }

    put(id: string, draft: Pick<Draft, "key" | "values" | "tried">): void {
        const whole: Draft = { ...draft, id, writer: this.#writer, at: Date.now() };
        this.#drafts.delete(id);
        this.#drafts.set(id, whole);
        this.#open()
            .then((db) => db.put(table, whole))
            .catch(() => {});
        this.changed();
    }

    drop(id: string): void {
        if (!this.#drafts.delete(id)) return;
        this.#open()
            .then((db) => db.delete(table, id))
            .catch(() => {});
        this.changed();
    }

    clear(): void {
        for (const id of [...this.#drafts.keys()]) this.drop(id);
        this.#writer = "";
    }

    // Those that were touched last come first.
    all(): Draft[] {
        return [...this.#drafts.values()].reverse();
    }
}
