// Entities of any collection by id, so that an id can be shown as a name. Asked for when something
// shows them, and remembered until a command of this page may have changed them.
import type { Api } from "../net/api.ts";
import { Changing } from "../store/changing.ts";
import { Remembered } from "../store/remembered.ts";

export interface AnyEntity extends Record<string, unknown> {
    id: number;
}

export class EntityBook extends Changing {
    readonly #api: Api;
    readonly #shelves = new Map<string, Remembered<AnyEntity>>();

    constructor(api: Api) {
        super();
        this.#api = api;
    }

    // Null while it is not known (yet), or is not for these eyes.
    get(path: string, id: number | undefined): AnyEntity | null {
        return this.#shelf(path).get(id);
    }

    // What a list has read need not be asked for again.
    put(path: string, entities: readonly AnyEntity[]): void {
        const shelf = this.#shelf(path);
        for (const entity of entities) shelf.put(entity);
    }

    refresh(path: string, id: number): void {
        if (this.#shelves.has(path)) this.#shelf(path).refresh(id);
    }

    clear(): void {
        for (const shelf of this.#shelves.values()) shelf.clear();
    }

    #shelf(path: string): Remembered<AnyEntity> {
        let shelf = this.#shelves.get(path);
        if (!shelf) {
            shelf = new Remembered((id) => this.#api.get<AnyEntity>(`/v1/${path}/${id}`));
            shelf.subscribe(() => this.changed());
            this.#shelves.set(path, shelf);
        }
        return shelf;
    }
}
