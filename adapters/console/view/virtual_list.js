// A long list of equally high rows of which only those in sight exist. The scroller is a listbox:
// focus stays on it and aria-activedescendant names the current row.
import { el, set_attribute } from "./dom.js";

const spare_rows = 4; // above and below the visible part

export class VirtualList {
    #rows = []; // pooled nodes
    #items = [];
    #scheduled = false;

    // make() -> node; fill(node, item, index); key(item) -> id; on_pick(item, how) with how
    // "move", "click" or "enter".
    constructor(scroller, { id, label, row_px, make, fill, key, on_pick }) {
        Object.assign(this, { scroller, id, row_px, make, fill, key, on_pick });
        this.current = null; // key of the current row
        this.space = el("div.list-space", { role: "presentation" });
        scroller.append(this.space);
        set_attribute(scroller, "role", "listbox");
        set_attribute(scroller, "tabindex", "0");
        set_attribute(scroller, "aria-label", label);
        scroller.addEventListener("scroll", () => this.#schedule(), { passive: true });
        scroller.addEventListener("keydown", (event) => this.#keydown(event));
        scroller.addEventListener("click", (event) => this.#click(event));
        new ResizeObserver(() => this.#schedule()).observe(scroller);
    }

    get items() {
        return this.#items;
    }

    set_items(items) {
        this.#items = items;
        this.space.style.height = `${items.length * this.row_px}px`;
        this.render();
    }

    set_current(key, { reveal = false } = {}) {
        this.current = key;
        if (reveal) this.reveal();
        this.render();
    }

    index_of(key) {
        return this.#items.findIndex((item) => this.key(item) === key);
    }

    // Moves the current row by `step`; with none yet, to the first.
    move(step) {
        if (this.#items.length === 0) return;
        const at = this.index_of(this.current);
        // The first step down goes to the first row, not to the second.
        const from = at < 0 && step > 0 ? -1 : Math.max(0, at);
        const next = Math.max(0, Math.min(this.#items.length - 1, from + step));
        const item = this.#items[next];
        this.set_current(this.key(item), { reveal: true });
        this.on_pick(item, "move");
    }

    reveal() {
        const at = this.index_of(this.current);
        if (at < 0) return;
        const top = at * this.row_px;
        const { scrollTop, clientHeight } = this.scroller;
        if (top < scrollTop) this.scroller.scrollTop = top;
        else if (top + this.row_px > scrollTop + clientHeight) {
            this.scroller.scrollTop = top + this.row_px - clientHeight;
        }
    }

    render() {
        const height = this.scroller.clientHeight;
        const first = Math.max(0, Math.floor(this.scroller.scrollTop / this.row_px) - spare_rows);
        const wanted = Math.min(
            this.#items.length - first,
            Math.ceil(height / this.row_px) + 2 * spare_rows,
        );
        while (this.#rows.length < wanted) {
            const node = this.make();
            node.setAttribute("role", "option");
            node.classList.add("list-row");
            node.id = `${this.id}-${this.#rows.length}`;
            this.#rows.push(node);
            this.space.append(node);
        }
        let active = null;
        this.#rows.forEach((node, n) => {
            const index = first + n;
            const shown = n < wanted;
            node.hidden = !shown;
            if (!shown) return;
            const item = this.#items[index];
            const is_current = this.key(item) === this.current;
            node.style.transform = `translateY(${index * this.row_px}px)`;
            node.dataset.index = index;
            set_attribute(node, "aria-setsize", this.#items.length);
            set_attribute(node, "aria-posinset", index + 1);
            set_attribute(node, "aria-selected", is_current ? "true" : "false");
            if (is_current) active = node.id;
            this.fill(node, item, index);
        });
        set_attribute(this.scroller, "aria-activedescendant", active);
    }

    #schedule() {
        if (this.#scheduled) return;
        this.#scheduled = true;
        requestAnimationFrame(() => {
            this.#scheduled = false;
            this.render();
        });
    }

    #click(event) {
        const node = event.target.closest(".list-row");
        const item = node && this.#items[Number(node.dataset.index)];
        if (!item) return;
        this.set_current(this.key(item));
        this.on_pick(item, "click");
    }

    #keydown(event) {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const page = Math.max(1, Math.floor(this.scroller.clientHeight / this.row_px) - 1);
        const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
        const far = this.#items.length;
        if (event.key in steps) this.move(steps[event.key]);
        else if (event.key === "Home") this.move(-far);
        else if (event.key === "End") this.move(far);
        else if (event.key === "Enter") {
            const at = this.index_of(this.current);
            if (at >= 0) this.on_pick(this.#items[at], "enter");
        } else return;
        event.preventDefault();
        event.stopPropagation();
    }
}
