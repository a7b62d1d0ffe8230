// Members by id, asked for when a row shows them and remembered. Requests carry only the id.

const at_once = 6;
const most_remembered = 5_000;

export class Members {
    #known = new Map();
    #queue = [];
    #running = 0;

    // get(id) -> promise of a member; on_change() when one arrived.
    constructor({ get, on_change }) {
        this.get_remote = get;
        this.on_change = on_change;
    }

    clear() {
        this.#known.clear();
        this.#queue = [];
    }

    put(member) {
        this.#known.set(member.id, member);
    }

    // The member, or null while it is not known (yet).
    get(id) {
        if (!id) return null;
        const known = this.#known.get(id);
        if (known !== undefined) return known;
        this.#known.set(id, null);
        if (this.#known.size > most_remembered) {
            this.#known.delete(this.#known.keys().next().value);
        }
        this.#queue.push(id);
        this.#pump();
        return null;
    }

    // The member if it is known already; asks for nothing.
    peek(id) {
        return this.#known.get(id) ?? null;
    }

    #pump() {
        while (this.#running < at_once && this.#queue.length > 0) {
            // The latest first: it is what the dispatcher looks at now.
            const id = this.#queue.pop();
            this.#running++;
            this.get_remote(id)
                .then((member) => {
                    this.#known.set(id, member);
                    this.on_change();
                })
                // Unknown or not for these eyes: do not ask again. Anything else may pass.
                .catch((problem) => {
                    if (problem.status !== 404 && problem.status !== 403) this.#known.delete(id);
                })
                .finally(() => {
                    this.#running--;
                    this.#pump();
                });
        }
    }
}
