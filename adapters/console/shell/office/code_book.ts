// Codes of the rules with their names: services, departments, skills, posts. A list is read when the
// first of its codes is shown.
import type { Api } from "../net/api.ts";
import { Catalogue } from "../store/catalogue.ts";
import type { Named } from "../store/catalogue.ts";
import { Changing } from "../store/changing.ts";

// Not every list of the rules calls its code "code"; skills are codes and nothing else.
const keys = ["code", "service", "colour"];

function named(item: unknown): Named | null {
    if (typeof item === "string") return { code: item };
    const row = item as Record<string, unknown>;
    const key = keys.find((name) => typeof row[name] === "string");
    return key ? { ...(row as object), code: String(row[key]) } : null;
}

export class CodeBook extends Changing {
    readonly #api: Api;
    readonly #lists = new Map<string, Catalogue>();

    constructor(api: Api) {
        super();
        this.#api = api;
    }

    list(path: string): Catalogue {
        let list = this.#lists.get(path);
        if (!list) {
            const fresh = new Catalogue();
            list = fresh;
            this.#lists.set(path, fresh);
            this.#api
                .list<unknown>(`/v1/${path}`)
                .then((items) => {
                    fresh.set(items.map(named).filter((item) => item !== null));
                    this.changed();
                })
                .catch(() => this.#lists.delete(path));
        }
        return list;
    }

    // A code without a list is shown as it is.
    name(path: string | null | undefined, code: string): string {
        return path ? this.list(path).name(code) : code;
    }

    clear(): void {
        this.#lists.clear();
        this.changed();
    }
}
