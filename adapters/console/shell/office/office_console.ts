// The console of the office: reads lists and single entities, sends commands, and tells whoever shows
// something that it may have changed. Each list follows the feed by itself (follow.ts): all of them together would
// be a whole city.
import { Console } from "../console.ts";
import { useConsole } from "../console_context.ts";
import type { Outcome, SendOptions } from "../net/api.ts";
import { model } from "../model/muster_model.ts";
import { Changing } from "../store/changing.ts";
import { CodeBook } from "./code_book.ts";
import { EntityBook } from "./entity_book.ts";
import { SavedViews } from "../tables/saved_views.ts";

// Counts up whenever what is shown should be read anew.
export class Freshness extends Changing {
    stir(): void {
        this.changed();
    }
}

const least_ms = 3_000; // between two readings because the window was looked at again
const each_ms = 30_000; // while it is looked at

export class OfficeConsole extends Console {
    readonly book = new EntityBook(this.api);
    readonly codes = new CodeBook(this.api);
    readonly fresh = new Freshness();
    readonly views = new SavedViews();
    #read_at = 0;
    #who = "";

    constructor() {
        super({ topics: [] });
        const look = () => {
            if (document.visibilityState !== "visible" || this.identity.state !== "yes") return;
            if (Date.now() - this.#read_at < least_ms) return;
            this.#read_at = Date.now();
            this.fresh.stir();
        };
        window.addEventListener("focus", look);
        document.addEventListener("visibilitychange", look);
        window.setInterval(look, each_ms);
        // Somebody else sits here now: what was read for the one before is not for these eyes.
        this.identity.subscribe(() => {
            const { name } = this.identity;
            if (this.#who && name && name !== this.#who) this.#forget();
            this.#who = name;
        });
    }

    // The same as of every console, and what it may have changed is read anew.
    override send = async (name: string, body: object, options?: SendOptions): Promise<Outcome> => {
        const answer = await this.api.command(name, body, options);
        this.#read_at = Date.now();
        const about = model.subject(name);
        const id = about && (body as Record<string, unknown>)[about.field];
        if (about && typeof id === "number") this.book.refresh(about.path, id);
        this.fresh.stir();
        return answer;
    };

    override sign_out(): void {
        super.sign_out();
        this.#forget();
    }

    #forget(): void {
        this.book.clear();
        this.codes.clear();
        this.fresh.stir();
    }
}

export const useOffice = (): OfficeConsole => useConsole() as OfficeConsole;
