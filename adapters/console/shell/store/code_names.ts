// What codes are called where no catalogue of their own says so: skills, roles of slots and the like,
// as the city's rules name them.
import { Catalogue } from "./catalogue.ts";
import type { Named } from "./catalogue.ts";
import { Changing } from "./changing.ts";

export interface CodeName extends Named {
    list: string; // "skills", "roles"...
}

export class CodeNames extends Changing {
    readonly #lists = new Map<string, Catalogue>();

    set(names: readonly CodeName[]): void {
        const by_list = new Map<string, CodeName[]>();
        for (const name of names) by_list.set(name.list, [...(by_list.get(name.list) ?? []), name]);
        this.#lists.clear();
        for (const [list, its_names] of by_list) {
            const catalogue = new Catalogue();
            catalogue.set(its_names);
            this.#lists.set(list, catalogue);
        }
        this.changed();
    }

    // All that may be typed for it.
    names(list: string, code: string): string[] {
        const { name_zh = "", name_en = "" } = this.#lists.get(list)?.get(code) ?? {};
        return [code, name_zh, name_en].filter(Boolean);
    }

    // All codes of a list.
    codes(list: string): string[] {
        return (this.#lists.get(list)?.all() ?? []).map(({ code }) => code);
    }

    // A code without a name is shown as the code.
    name(list: string, code: string | undefined): string {
        return this.#lists.get(list)?.name(code) ?? code ?? "";
    }
}
