// Short messages of what was done or refused, above everything, and read aloud. Each goes by itself.
import { useChanges } from "../store/hooks.ts";
import { Changing } from "../store/changing.ts";
import "./toasts.css";

const shown_ms = 4_000;
const most = 3;

interface Toast {
    id: number;
    text: string;
    bad: boolean;
}

class Toasts extends Changing {
    list: readonly Toast[] = [];
    #next = 1;

    add(text: string, bad = false): void {
        const toast = { id: this.#next++, text, bad };
        this.list = [...this.list, toast].slice(-most);
        this.changed();
        window.setTimeout(
            () => {
                this.list = this.list.filter(({ id }) => id !== toast.id);
                this.changed();
            },
            bad ? 2 * shown_ms : shown_ms,
        );
    }
}

export const toasts = new Toasts();

export function ToastRegion() {
    useChanges(toasts);
    return (
        <div className="toasts">
            <div role="status">
                {toasts.list.map(({ id, text, bad }) => !bad && <p key={id}>{text}</p>)}
            </div>
            <div role="alert">
                {toasts.list.map(({ id, text, bad }) => bad && <p key={id}>{text}</p>)}
            </div>
        </div>
    );
}
