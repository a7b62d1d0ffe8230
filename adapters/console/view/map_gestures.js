// Mouse, wheel, touch and keys move the viewport.
const wheel_factor = 1.0016;
const key_step_px = 60;
const click_px = 5; // a press that moved less is a click

export class MapGestures {
    #pointers = new Map();
    #pressed = null;
    #pinch = 0;

    // on_move(), on_click(x, y), on_fit()
    constructor(canvas, view, { on_move, on_click, on_fit }) {
        Object.assign(this, { canvas, view, on_move, on_click, on_fit });
        canvas.addEventListener("pointerdown", (event) => this.#down(event));
        canvas.addEventListener("pointermove", (event) => this.#move(event));
        canvas.addEventListener("pointerup", (event) => this.#up(event, true));
        canvas.addEventListener("pointercancel", (event) => this.#up(event, false));
        canvas.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
        canvas.addEventListener("keydown", (event) => this.#key(event));
    }

    #at(event) {
        const box = this.canvas.getBoundingClientRect();
        return { x: event.clientX - box.left, y: event.clientY - box.top };
    }

    #down(event) {
        if (event.button !== 0) return;
        this.canvas.setPointerCapture(event.pointerId);
        const at = this.#at(event);
        this.#pointers.set(event.pointerId, at);
        this.#pressed = this.#pointers.size === 1 ? at : null;
        this.#pinch = 0;
    }

    #move(event) {
        const before = this.#pointers.get(event.pointerId);
        if (!before) return;
        const at = this.#at(event);
        this.#pointers.set(event.pointerId, at);
        if (this.#pointers.size === 2) {
            const [a, b] = [...this.#pointers.values()];
            const spread = Math.hypot(a.x - b.x, a.y - b.y);
            if (this.#pinch > 0) {
                this.view.zoom(spread / this.#pinch, (a.x + b.x) / 2, (a.y + b.y) / 2);
            }
            this.#pinch = spread;
        } else {
            const pressed = this.#pressed;
            if (pressed && Math.hypot(at.x - pressed.x, at.y - pressed.y) < click_px) return;
            this.#pressed = null;
            this.view.pan(at.x - before.x, at.y - before.y);
        }
        this.on_move();
    }

    #up(event, finished) {
        this.#pointers.delete(event.pointerId);
        const pressed = this.#pressed;
        this.#pressed = null;
        if (finished && pressed) this.on_click(pressed.x, pressed.y);
    }

    #wheel(event) {
        event.preventDefault();
        const { x, y } = this.#at(event);
        const lines = event.deltaMode === 1 ? 16 : 1;
        this.view.zoom(wheel_factor ** (-event.deltaY * lines), x, y);
        this.on_move();
    }

    #key(event) {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const pans = {
            ArrowLeft: [key_step_px, 0],
            ArrowRight: [-key_step_px, 0],
            ArrowUp: [0, key_step_px],
            ArrowDown: [0, -key_step_px],
        };
        if (event.key in pans) this.view.pan(...pans[event.key]);
        else if (event.key === "+" || event.key === "=") this.view.zoom(1.5);
        else if (event.key === "-") this.view.zoom(1 / 1.5);
        else if (event.key === "0") this.on_fit();
        else if (event.key === "Enter") this.on_click(this.view.width / 2, this.view.height / 2);
        else return;
        event.preventDefault();
        event.stopPropagation();
        this.on_move();
    }
}
