// The responders: counters per duty status, filters, and the list, nearest first while a request is
// open.
import { count_by, matches } from "../model/derive.js";
import { metres, minutes } from "../model/format.js";
import { distance_m, rough_eta_ms } from "../model/geo.js";
import { t, word } from "../i18n/i18n.js";
import { el, set_attribute, set_class, set_text } from "./dom.js";
import { duty_mark } from "./marks.js";
import { VirtualList } from "./virtual_list.js";

const row_px = 30;
const stale_ms = 600_000;
const states = [
    "available",
    "dispatched",
    "en_route",
    "on_scene",
    "clearing",
    "out_of_service",
    "off_duty",
];
const kinds = ["staff", "volunteer", "team"];

export class BoardView {
    #tabs = new Map();
    #skills = "";

    constructor(root, desk) {
        this.desk = desk;
        this.root = root;
        this.build();
    }

    build() {
        const { ui } = this.desk;
        this.search = el("input", {
            type: "search",
            placeholder: t("board.search"),
            "aria-label": t("board.search"),
            value: ui.get("board_words"),
            oninput: () => this.#search(),
            onsearch: () => this.#search(),
        });
        this.kind = el(
            "select",
            { "aria-label": t("board.kind"), onchange: () => ui.set({ kind: this.kind.value }) },
            el("option", { value: "" }, t("board.all_kinds")),
            kinds.map((kind) => el("option", { value: kind }, word("kind", kind))),
        );
        this.kind.value = ui.get("kind");
        this.skill = el("select", {
            "aria-label": t("board.skill"),
            onchange: () => ui.set({ skill: this.skill.value }),
        });
        this.#skills = "";
        this.hint = el("div.hint-line", { hidden: true });
        this.nothing = el("p.empty", { hidden: true }, t("board.empty"));
        const scroller = el("div.list", {}, this.nothing);
        this.root.replaceChildren(
            el("h2.unseen", {}, t("pane.board")),
            el(
                "div.filters",
                {},
                el(
                    "div.chips.states",
                    {},
                    states.map((state) => this.#tab(state)),
                ),
                this.search,
                this.kind,
                this.skill,
            ),
            this.hint,
            scroller,
        );
        this.list = new VirtualList(scroller, {
            id: "b",
            label: t("board.list"),
            row_px,
            make: make_row,
            fill: (node, row) => this.#fill(node, row),
            key: (row) => row.responder.id,
            on_pick: (row, how) => this.desk.pick_responder(row.responder.id, how !== "move"),
        });
        this.update();
    }

    #search() {
        this.desk.ui.set({ board_words: this.search.value.trim() });
    }

    clear_search() {
        this.search.value = "";
        this.#search();
    }

    #tab(state) {
        const count = el("span.count", {}, "0");
        const button = el(
            "button",
            {
                "aria-pressed": "false",
                title: t("board.filter_status", { name: word("duty", state) }),
                onclick: () => {
                    const { ui } = this.desk;
                    ui.set({ duty: ui.get("duty") === state ? "" : state });
                },
            },
            duty_mark(state),
            ` ${word("duty", state)}`,
            count,
        );
        this.#tabs.set(state, { button, count });
        return button;
    }

    update() {
        const { store, ui } = this.desk;
        const all = [...store.responders.values()];
        const counts = count_by(all, (r) => r.status);
        for (const [state, tab] of this.#tabs) {
            set_text(tab.count, counts[state] ?? 0);
            set_attribute(tab.button, "aria-pressed", ui.get("duty") === state ? "true" : "false");
        }
        this.#offer_skills(all);
        const target = this.desk.target_place();
        const wanted = this.#wanted_skills();
        const rows = [];
        for (const responder of all) {
            const { kind, name, skills = [], department = "" } = responder.profile;
            if (ui.get("duty") && responder.status !== ui.get("duty")) continue;
            if (ui.get("kind") && kind !== ui.get("kind")) continue;
            if (ui.get("skill") && !skills.includes(ui.get("skill"))) continue;
            const words = this.search.value.trim();
            if (words) {
                const texts = [
                    name,
                    department,
                    `#${responder.id}`,
                    ...skills,
                    ...skills.map((s) => word("role", s)),
                ];
                if (!matches(words, texts)) continue;
            }
            const place = store.place_of(responder);
            const away = target && place ? distance_m(place.point, target) : null;
            const able = wanted.every((code) => skills.includes(code));
            rows.push({ responder, place, away, able });
        }
        rows.sort(target ? nearest_first : by_state);
        this.nothing.hidden = rows.length > 0;
        this.#show_hint(target);
        this.list.current = ui.get("responder");
        this.list.set_items(rows);
    }

    // What the slot asks for that somebody is to be chosen for: the able come first.
    #wanted_skills() {
        const choosing = this.desk.ui.get("choosing");
        const request = choosing && this.desk.store.requests.get(choosing.request);
        return request?.slots?.[choosing.slot]?.skills ?? [];
    }

    #offer_skills(all) {
        const skills = [...new Set(all.flatMap((r) => r.profile.skills ?? []))].sort();
        const signature = skills.join();
        if (signature === this.#skills && this.skill.options.length > 0) return;
        this.#skills = signature;
        this.skill.replaceChildren(
            el("option", { value: "" }, t("board.all_skills")),
            ...skills.map((skill) => el("option", { value: skill }, word("role", skill))),
        );
        this.skill.value = this.desk.ui.get("skill");
    }

    #show_hint(target) {
        const { ui, store } = this.desk;
        const choosing = ui.get("choosing");
        const request = choosing && store.requests.get(choosing.request);
        this.hint.hidden = !request && !target;
        set_class(this.hint, request ? "hint-line choosing" : "hint-line");
        if (request) {
            const role = word("role", request.slots?.[choosing.slot]?.role);
            set_text(this.hint, t("board.choose", { id: request.id, role }));
        } else if (target) {
            set_text(this.hint, t("board.nearest", { id: ui.get("open") }));
        }
    }

    #fill(node, { responder, place, away }) {
        const p = node.parts;
        const { profile, status } = responder;
        if (p.shown !== status) {
            p.shown = status;
            p.mark.replaceChildren(duty_mark(status));
        }
        set_class(node, "list-row responder-row");
        set_text(p.name, profile.name ?? `#${responder.id}`);
        const job = responder.request ? ` #${responder.request}` : "";
        const { posts } = this.desk;
        set_text(p.status, `${word("duty", status)}${job}`);
        const advised = this.desk.may(responder, "OrderStandby") ? responder.advised : "";
        p.advice.hidden = !advised;
        p.advice.onclick = (event) => {
            event.stopPropagation();
            this.desk.order_standby(responder);
        };
        if (advised) {
            set_text(p.advice, `→ ${posts.name(advised)}`);
            set_attribute(p.advice, "title", t("board.advised", { post: posts.name(advised) }));
        }
        const skills = (profile.skills ?? []).map((s) => word("role", s)).join(", ");
        const post = responder.standby ? `⌂ ${posts.name(responder.standby)}` : "";
        const about = [post, word("kind", profile.kind), skills];
        set_text(p.skills, about.filter(Boolean).join(" · "));
        const old = place?.at ? this.desk.now() - place.at : 0;
        set_class(p.where, old > stale_ms ? "where stale-fix" : "where");
        set_attribute(
            p.where,
            "title",
            old > stale_ms ? t("board.stale", { min: minutes(old) }) : null,
        );
        if (!place) set_text(p.where, t("board.no_place"));
        else if (away === null) {
            set_text(p.where, old > stale_ms ? t("board.stale", { min: minutes(old) }) : "");
        } else {
            const eta = minutes(rough_eta_ms(away, profile.travel));
            set_text(p.where, t("board.away", { distance: metres(away), min: eta }));
        }
    }
}

function make_row() {
    const parts = {
        mark: el("div"),
        name: el("div.name"),
        status: el("div"),
        skills: el("div.skills"),
        where: el("div.where"),
        advice: el("button.advice", { hidden: true, tabindex: "-1" }),
    };
    const { advice, ...cells } = parts;
    const node = el("div", {}, Object.values(cells));
    parts.skills = el("span");
    cells.skills.replaceChildren(advice, parts.skills);
    node.parts = parts;
    return node;
}

const order = Object.fromEntries(states.map((state, place) => [state, place]));

function by_state(a, b) {
    return order[a.responder.status] - order[b.responder.status] || a.responder.id - b.responder.id;
}

// Who may go comes first; those without a position come last.
function nearest_first(a, b) {
    const at_hand = (row) => (row.responder.status === "available" ? 0 : 1);
    const off = (row) => (order[row.responder.status] >= 5 ? 1 : 0);
    return (
        off(a) - off(b) ||
        Number(b.able) - Number(a.able) ||
        at_hand(a) - at_hand(b) ||
        (a.away ?? Infinity) - (b.away ?? Infinity) ||
        a.responder.id - b.responder.id
    );
}
