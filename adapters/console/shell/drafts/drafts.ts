// What was typed and not yet sent. It outlives Esc, a reload, a crash of the browser and a token that
// was withdrawn, and is gone when it is sent, when its writer signs out or after a day: it holds words
// about persons. IndexedDB holds them; this copy in memory answers at once.
import { openDB } from "idb";
import type { IDBPDatabase } from "idb";
import { new_key } from "../net/ids.ts";
import { Changing } from "../store/changing.ts";

export type DraftValues = Record<string, unknown>;

// What was sent, and the words of which it was made.
export interface Sent {
    name: string;
    body: object;
    values: DraftValues;
}

export interface Draft {
    id: string;
    writer: string;
    // The Idempotency-Key of the form: sent once or ten times, from this form or from the one that
    // takes the draft up again, it happens once.
    key: string;
    values: DraftValues;
    tried: boolean; // it was sent and nobody knows whether it happened
    sent?: Sent; // as it was then
    // Whose it was when it was sent without an answer. The server knows keys by who sends: from here it
    // could happen again.
    perhaps_done_by?: string;
    at: number;
    left_by?: readonly string[]; // who was asked whether to take it over, and did not
}

// Drafts of somebody else that lie in this browser: whose and how many, never what stands in them.
export interface OtherWriter {
    writer: string;
    drafts: number;
    at: number; // of the latest
}

const database = "muster";
const table = "drafts";
const by_writer = ["writer", "id"];
const longest_ms = 86_400_000;

export class Drafts extends Changing {
    #writer = "";
    #drafts = new Map<string, Draft>();
    #others = new Map<string, Draft[]>(); // of whom this writer is still to be asked
    #db: Promise<IDBPDatabase> | null = null;

    // Without IndexedDB (a private window may refuse it) drafts live as long as the page.
    async #open(): Promise<IDBPDatabase> {
        this.#db ??= openDB(database, 2, {
            upgrade: async (db, version, _, transaction) => {
                const kept = version ? await transaction.objectStore(table).getAll() : [];
                if (version) db.deleteObjectStore(table);
                // Two persons may have begun the same form.
                const drafts = db.createObjectStore(table, { keyPath: by_writer });
                for (const draft of kept) await drafts.put(draft);
            },
            // A page of this browser that was loaded before waits for nobody.
            blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
        });
        return this.#db;
    }

    // Who types from now on. Another person's drafts are not shown to this one, who is asked whether
    // to take them over: a token that was withdrawn cannot be had again under the same name.
    async open(writer: string): Promise<void> {
        if (writer === this.#writer) return;
        // Typed while the server did not answer yet who this is: it is this one's.
        const begun = this.#writer ? [] : this.all().reverse();
        this.#writer = writer;
        this.#drafts.clear();
        this.#others.clear();
        const oldest = Date.now() - longest_ms;
        try {
            const db = await this.#open();
            const all = (await db.getAll(table)) as Draft[];
            for (const draft of all.sort((a, b) => a.at - b.at)) {
                if (draft.at <= oldest || !draft.writer) await db.delete(table, key_of(draft));
                else if (draft.writer === writer) this.#drafts.set(draft.id, draft);
                else if (!draft.left_by?.includes(writer)) {
                    const others = this.#others.get(draft.writer) ?? [];
                    this.#others.set(draft.writer, [...others, draft]);
                }
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

    put(id: string, draft: Pick<Draft, "key" | "values" | "tried" | "sent">): void {
        const { key, values, tried, sent } = draft;
        const { perhaps_done_by } = this.#drafts.get(id) ?? {};
        const writer = this.#writer;
        this.#keep({ id, key, values, tried, sent, perhaps_done_by, writer, at: Date.now() });
        this.changed();
    }

    drop(id: string): void {
        const draft = this.#drafts.get(id);
        if (!draft) return;
        this.#drafts.delete(id);
        this.#write((db) => db.delete(table, key_of(draft)));
        this.changed();
    }

    clear(): void {
        for (const id of [...this.#drafts.keys()]) this.drop(id);
        this.#others.clear();
        this.#writer = "";
    }

    // Those that were touched last come first.
    all(): Draft[] {
        return [...this.#drafts.values()].reverse();
    }

    others(): OtherWriter[] {
        return [...this.#others].map(([writer, drafts]) => ({
            writer,
            drafts: drafts.length,
            at: drafts.at(-1)?.at ?? 0,
        }));
    }

    // The words unchanged, but from now on this writer's; the latest first. One's own draft of the same
    // form stays, and the other's with its writer.
    take_over(writer: string): Draft[] {
        const drafts = (this.#others.get(writer) ?? []).filter(({ id }) => !this.#drafts.has(id));
        this.#others.delete(writer);
        for (const draft of drafts) {
            this.#write((db) => db.delete(table, key_of(draft)));
            const { id, values, at, tried, perhaps_done_by } = draft;
            this.#keep({
                id,
                values,
                at,
                writer: this.#writer,
                key: new_key(),
                tried: false,
                perhaps_done_by: tried ? writer : perhaps_done_by,
            });
        }
        this.changed();
        return drafts.reverse().flatMap(({ id }) => this.get(id) ?? []);
    }

    // They stay their writer's, and this one is not asked again.
    leave(writer: string): void {
        for (const draft of this.#others.get(writer) ?? []) {
            const left_by = [...(draft.left_by ?? []), this.#writer];
            this.#write((db) => db.put(table, { ...draft, left_by }));
        }
        this.#others.delete(writer);
        this.changed();
    }

    #keep(draft: Draft): void {
        this.#drafts.delete(draft.id);
        this.#drafts.set(draft.id, draft);
        this.#write((db) => {
            const transaction = db.transaction(table, "readwrite");
            const kept = transaction.store.put(draft);
            // At once: a page that ends now would take back what waits for its own answer.
            transaction.commit();
            return Promise.all([kept, transaction.done]);
        });
    }

    #write(change: (db: IDBPDatabase) => Promise<unknown>): void {
        this.#open()
            .then(change)
            .catch(() => {});
    }
}

const key_of = ({ writer, id }: Draft): IDBValidKey => [writer, id];
