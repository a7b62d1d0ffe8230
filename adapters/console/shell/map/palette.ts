// The colours of the map: those of the page, read from its style sheet anew with each theme, so that
// a canvas needs no table of its own.
import { on_theme } from "../look/theme.ts";
import { Changing } from "../store/changing.ts";

class Palette extends Changing {
    #known = new Map<string, string>();

    constructor() {
        super();
        on_theme(() => {
            this.#known.clear();
            this.changed();
        });
    }

    // Of the custom property --name.
    get(name: string): string {
        let colour = this.#known.get(name);
        if (colour === undefined) {
            const style = getComputedStyle(document.documentElement);
            colour = style.getPropertyValue(`--${name}`).trim();
            this.#known.set(name, colour);
        }
        return colour;
    }

    // "600 12px ..."
    font(px: number, weight = 400): string {
        return `${weight} ${px}px ${this.get("sans")}`;
    }
}

export const palette = new Palette();
