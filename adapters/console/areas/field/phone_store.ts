// What the phone keeps while there is no net: what waits to be sent, and what was read last. Without
// IndexedDB (a private window may refuse it) both live as long as the page.
import { openDB } from "idb";
import type { IDBPDatabase } from "idb";
import type { Known } from "./work.ts";

export interface Entry {
    key: string; // its Idempotency-Key
    responder: number;
    command: string;
    body: Record<string, unknown>;
    at: number; // by this phone's clock
    place: number; // in the order in which they were pressed
}

export interface Remembrance extends Known {
    id: number; // the responder's
    read_at: number; // by the city's clock
}

const database = "muster-field";

export class PhoneStore {
    #db: Promise<IDBPDatabase> | null = null;

    #open(): Promise<IDBPDatabase> {
        this.#db ??= openDB(database, 1, {
            upgrade(db) {
                db.createObjectStore("outbox", { keyPath: "key" });
                db.createObjectStore("known", { keyPath: "id" });
            },
        });
        return this.#db;
    }

    async #try<T>(what: (db: IDBPDatabase) => Promise<T>): Promise<T | null> {
        try {
            return await what(await this.#open());
        } catch {
            return null;
        }
    }

    async entries(responder: number): Promise<Entry[]> {
        const all = (await this.#try((db) => db.getAll("outbox"))) as Entry[] | null;
        const own = (all ?? []).filter((entry) => entry.responder === responder);
        return own.sort((a, b) => a.place - b.place);
    }

    put_entry = (entry: Entry) => this.#try((db) => db.put("outbox", entry));
    drop_entry = (key: string) => this.#try((db) => db.delete("outbox", key));

    known = (id: number) => this.#try<Remembrance | undefined>((db) => db.get("known", id));
    remember = (known: Remembrance) => this.#try((db) => db.put("known", known));
    // It names a person and an address: gone when whoever reads it signs out.
    forget = () => this.#try((db) => db.clear("known"));
}
