// A place that a form asks for and somebody points out on the map. One at a time: who asks while
// another still waits ends that.
import type { Point } from "muster/schema";
import { Changing } from "../store/changing.ts";

type Answer = (point: Point | null) => void;

export class PlacePicker extends Changing {
    #waiting: Answer | null = null;

    get active(): boolean {
        return this.#waiting !== null;
    }

    // The place, or null: given up with Esc, or nobody shows a map any more.
    pick_place = (): Promise<Point | null> => {
        this.answer(null);
        return new Promise((resolve) => {
            this.#waiting = resolve;
            window.addEventListener("keydown", this.#key_down, { capture: true });
            this.changed();
        });
    };

    answer(point: Point | null): void {
        const waiting = this.#waiting;
        if (!waiting) return;
        this.#waiting = null;
        window.removeEventListener("keydown", this.#key_down, { capture: true });
        waiting(point);
        this.changed();
    }

    // Before the form that asked sees it, which Esc would close.
    readonly #key_down = (event: KeyboardEvent): void => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        this.answer(null);
    };
}
