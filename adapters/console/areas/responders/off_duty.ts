// Responders who are off duty are left out of the first view (engine/feed/DESIGN.md, "snapshots"):
// each is read when somebody asks for it, and all when somebody looks for them. Whoever changes comes
// by the feed all the same.
import type { Console } from "@/shell/console.ts";
import { Changing } from "@/shell/store/changing.ts";
import type { Responder } from "muster/schema";

const topic = "responders";
const most = 100_000;

export class OffDuty extends Changing {
    readonly #console: Console;
    readonly #asked = new Set<number>();
    known = false; // all of them were read

    constructor(console: Console) {
        super();
        this.#console = console;
        // A new snapshot begins without them again.
        let seen = 0;
        console.store.subscribe(() => {
            const { snapshots } = console.store;
            if (snapshots === seen) return;
            seen = snapshots;
            this.#asked.clear();
            const wanted = this.known;
            this.known = false;
            if (wanted) void this.read_all();
        });
    }

    // One that is not on the feed; it is in the store soon, if there is one.
    read(id: number): void {
        if (!id || this.#asked.has(id) || !this.#console.store.ready) return;
        this.#asked.add(id);
        this.#console.api.get<Responder>(`/v1/responders/${id}`).then(
            (responder) => this.#keep(responder),
            () => {},
        );
    }

    async read_all(): Promise<void> {
        if (this.known) return;
        this.known = true;
        try {
            const query = { status: "off_duty" };
            const all = await this.#console.api.list<Responder>("/v1/responders", query, most);
            for (const responder of all) this.#keep(responder);
        } catch {
            this.known = false;
        }
        this.changed();
    }

    #keep(responder: Responder): void {
        this.#console.store.learn(topic, responder);
    }
}
