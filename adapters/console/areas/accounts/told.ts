// What was told once and is not passed on yet. It outlives a change of language, which draws the page
// anew, and is nobody's but of whom it was told to.
import { useConsole } from "@/shell/console_context.ts";
import { Changing } from "@/shell/store/changing.ts";
import { useChanges } from "@/shell/store/hooks.ts";

export interface Told {
    kind: "link" | "secret";
    name: string; // whose
    text: string;
}

class Kept extends Changing {
    #told: Told | null = null;
    #to = "";

    of(to: string): Told | null {
        return this.#to === to ? this.#told : null;
    }

    keep(told: Told | null, to: string): void {
        this.#told = told;
        this.#to = to;
        this.changed();
    }
}
const kept = new Kept();

export function useTold(): [Told | null, (told: Told | null) => void] {
    const { identity } = useConsole();
    useChanges(kept);
    return [kept.of(identity.name), (told) => kept.keep(told, identity.name)];
}
