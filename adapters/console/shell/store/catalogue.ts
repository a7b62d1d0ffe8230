// A list of the rules with names in both languages, such as the service catalogue or the posts. A
// code without an entry is shown as the code.
import { Changing } from "./changing.ts";
import { chosen } from "../words/words.ts";

export interface Named {
    code: string;
    name_zh?: string;
    name_en?: string;
}

export class Catalogue<T extends Named = Named> extends Changing {
    #by_code = new Map<string, T>();

    set(list: readonly T[]): void {
        this.#by_code = new Map(list.map((item) => [item.code, item]));
        this.changed();
    }

    all(): T[] {
        return [...this.#by_code.values()];
    }

    get(code: string): T | undefined {
        return this.#by_code.get(code);
    }

    name(code: string | undefined): string {
        if (!code) return "–";
        const item = this.#by_code.get(code);
        if (!item) return code;
        const name = chosen.language === "en" ? item.name_en : item.name_zh;
        return name || item.name_zh || item.name_en || code;
    }
}
