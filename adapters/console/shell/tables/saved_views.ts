// Filters and order of a list under a name of one's own, kept on this computer. Nothing about
// persons but what was put into a filter.
import { Changing } from "../store/changing.ts";

export interface SavedView {
    name: string;
    query: Record<string, string>; // the filters, and "sort"
}

const stored = "muster.views.";
const most = 20;

export class SavedViews extends Changing {
    readonly #storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;

    constructor(storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> = localStorage) {
        super();
        this.#storage = storage;
    }

    of(path: string): SavedView[] {
        try {
            const list: unknown = JSON.parse(this.#storage.getItem(stored + path) ?? "[]");
            return Array.isArray(list) ? (list as SavedView[]) : [];
        } catch {
            return [];
        }
    }

    // One of the same name is replaced.
    save(path: string, view: SavedView): void {
        const others = this.of(path).filter(({ name }) => name !== view.name);
        this.#keep(path, [...others, view].slice(-most));
    }

    drop(path: string, name: string): void {
        this.#keep(
            path,
            this.of(path).filter((view) => view.name !== name),
        );
    }

    #keep(path: string, views: SavedView[]): void {
        if (views.length > 0) this.#storage.setItem(stored + path, JSON.stringify(views));
        else this.#storage.removeItem(stored + path);
        this.changed();
    }
}
