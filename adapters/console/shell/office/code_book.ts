// Codes of the rules with their names: services, departments, districts, skills. A list is read when
// the first of its codes is shown.
import { model } from "../model/muster_model.ts";
import type { Api } from "../net/api.ts";
import { Catalogue } from "../store/catalogue.ts";
import type { Named } from "../store/catalogue.ts";
import { Changing } from "../store/changing.ts";

// Not every list of the rules calls its code "code"; some are codes and nothing else.
const keys = ["code", "service", "colour"];

function named(item: unknown): Named | null {
    if (typeof item === "string") return { code: item };
    const row = item as Record<string, unknown>;
    const key = keys.find((name) => typeof row[name] === "string");
    return key ? { ...(row as object), code: String(row[key]) } : null;
}

type CodeName = Named & { list: string };

export class CodeBook extends Changing {
    readonly #api: Api;
    readonly #lists = new Map<string, Catalogue>();
    #names: Promise<CodeName[]> | null = null; // of codes that have no list with names of its own

    constructor(api: Api) {
        super();
        this.#api = api;
    }

    list(path: string): Catalogue {
        let list = this.#lists.get(path);
        if (!list) {
            list = new Catalogue();
            this.#lists.set(path, list);
            this.#fill(path, list).catch(() => this.#lists.delete(path));
        }
        return list;
    }

    // A code without a list is shown as it is.
    name(path: string | null | undefined, code: string): string {
        return path ? this.list(path).name(code) : code;
    }

    clear(): void {
        this.#lists.clear();
        this.#names = null;
        this.changed();
    }

    async #fill(path: string, list: Catalogue): Promise<void> {
        const own = model.collection(path) ? await this.#api.list<unknown>(`/v1/${path}`) : [];
        const rows = new Map<string, Named>();
        for (const item of own) {
            const row = named(item);
            if (row) rows.set(row.code, row);
        }
        for (const row of await this.#read_names()) {
            if (row.list === path) rows.set(row.code, { ...rows.get(row.code), ...row });
        }
        list.set([...rows.values()]);
        this.changed();
    }

    #read_names(): Promise<CodeName[]> {
        this.#names ??= model.collection("names")
            ? this.#api.list<CodeName>("/v1/names").catch(() => [])
            : Promise.resolve([]);
        return this.#names;
    }
}
