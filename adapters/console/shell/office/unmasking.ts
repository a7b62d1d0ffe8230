// One look at an entity as it is, for somebody who else sees people masked. The service answers it for
// a reason that is kept (POST /v1/unmask). What it shows is held here and nowhere else, and goes when
// the look is over.
import type { Model } from "../model/model.ts";
import { is_masked } from "../model/values.ts";
import type { Entity } from "../model/values.ts";
import type { Api } from "../net/api.ts";
import { new_key } from "../net/ids.ts";
import { as_problem } from "../net/problem.ts";
import type { Problem } from "../net/problem.ts";
import { Changing } from "../store/changing.ts";

export const unmask_command = "UnmaskEntity";

// The texts about people that it says, at any depth.
function personal_texts(model: Model, type: string | null | undefined, entity: Entity): string[] {
    return model.fields(type).flatMap(({ name, type: of, personal }) => {
        const value = entity[name];
        const said: unknown[] = Array.isArray(value) ? value : [value];
        const { kind, name: inner } = of.item ?? of;
        if (kind !== "object")
            return personal ? said.filter((one): one is string => typeof one === "string" && one !== "") : [];
        return said
            .filter((one): one is Entity => typeof one === "object" && one !== null)
            .flatMap((one) => personal_texts(model, inner, one));
    });
}

// Whether there is anything to unmask. Where no text stands that could be masked, something may still
// have been left out, such as what is said of somebody's health.
export function may_unmask(
    model: Model,
    path: string,
    entity: Entity,
    may_send: ReadonlySet<string>,
): boolean {
    const collection = model.collection(path);
    if (!may_send.has(unmask_command) || !collection?.about_people) return false;
    if (!model.tells_of_people(collection.type)) return false;
    // Whoever has another role too, and reads people by it, has nothing to ask for.
    const texts = personal_texts(model, collection.type, entity);
    return texts.length === 0 || texts.some(is_masked);
}

interface Seen {
    entity: Entity;
    reason: string;
    masked: string; // what it was, as it is shown else, when it was asked for
}

export class OneLook extends Changing {
    seen: Seen | null = null;
    problem: Problem | null = null;
    busy = false;
    readonly #api: Pick<Api, "post">;
    readonly #about: { collection: string; id: number };
    #asked = { reason: "", key: "" };
    #turn = 0;

    constructor(api: Pick<Api, "post">, collection: string, id: number) {
        super();
        this.#api = api;
        this.#about = { collection, id };
    }

    // masked: the entity as it is shown now. Without an answer the same reason again is the same look.
    async ask(reason: string, masked: Entity): Promise<void> {
        if (this.busy) return;
        if (reason !== this.#asked.reason) this.#asked = { reason, key: new_key() };
        const turn = ++this.#turn;
        this.#tell(null, null, true);
        try {
            const entity = await this.#api.post<Entity>(
                "/v1/unmask",
                { ...this.#about, reason },
                { key: this.#asked.key },
            );
            if (turn !== this.#turn) return;
            this.#asked = { reason: "", key: "" };
            this.#tell({ entity, reason, masked: JSON.stringify(masked) }, null, false);
        } catch (error) {
            if (turn === this.#turn) this.#tell(null, as_problem(error), false);
        }
    }

    // Masked again. An answer that is still on its way shows nothing any more.
    forget(): void {
        this.#turn++;
        this.#asked = { reason: "", key: "" };
        if (this.seen || this.problem || this.busy) this.#tell(null, null, false);
    }

    // Whether the entity has changed since it was looked at.
    is_past(masked: Entity): boolean {
        return this.seen !== null && this.seen.masked !== JSON.stringify(masked);
    }

    #tell(seen: Seen | null, problem: Problem | null, busy: boolean): void {
        this.seen = seen;
        this.problem = problem;
        this.busy = busy;
        this.changed();
    }
}
