// Entities by id that are not on the feed, such as members: asked for when something shows them, and
// remembered. Requests carry only the id.
import { Changing } from "./changing.ts";
import { as_problem } from "../net/problem.ts";

const at_once = 6;
const most_remembered = 5_000;

export class Remembered<T extends { id: number }> extends Changing {
    readonly #read: (id: number) => Promise<T>;
    readonly #known = new Map<number, T | null>();
    #queue: number[] = [];
    #running = 0;
    #announced = false;
    #cleared = 0;

    constructor(read: (id: number) => Promise<T>) {
        super();
        this.#read = read;
    }

    clear(): void {
        this.#known.clear();
        this.#queue = [];
        this.#cleared++;
        this.changed();
    }

    put(entity: T): void {
        this.#known.set(entity.id, entity);
        this.#say();
    }

    // The entity, or null while it is not known (yet); then it is asked for.
    get(id: number | undefined): T | null {
        if (!id) return null;
        const known = this.#known.get(id);
        if (known !== undefined) return known;
        this.#known.set(id, null);
        if (this.#known.size > most_remembered) {
            const [oldest] = this.#known.keys();
            if (oldest !== undefined) this.#known.delete(oldest);
        }
        this.#queue.push(id);
        this.#pump();
        return null;
    }

    // The entity if it is known already; asks for nothing.
    peek(id: number | undefined): T | null {
        return (id && this.#known.get(id)) || null;
    }

    // Asks anew: it may have changed.
    refresh(id: number): void {
        this.#queue.push(id);
        this.#pump();
    }

    #pump(): void {
        while (this.#running < at_once) {
            // The latest first: it is what is looked at now.
            const id = this.#queue.pop();
            if (id === undefined) return;
            this.#running++;
            const asked = this.#cleared;
            this.#read(id)
                // Asked for by somebody who has gone: it may tell more than the next one may know.
                .then((entity) => asked === this.#cleared && this.put(entity))
                // Unknown or not for these eyes: do not ask again. Anything else may pass.
                .catch((error: unknown) => {
                    const { status } = as_problem(error);
                    const may_pass = status !== 404 && status !== 403;
                    if (may_pass && asked === this.#cleared) this.#known.delete(id);
                })
                .finally(() => {
                    this.#running--;
                    this.#pump();
                });
        }
    }

    // Many may arrive at once, and are drawn once.
    #say(): void {
        if (this.#announced) return;
        this.#announced = true;
        setTimeout(() => {
            this.#announced = false;
            this.changed();
        }, 30);
    }
}
