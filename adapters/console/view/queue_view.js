// The queue: counters per class, tabs, search, and the list, most urgent first.
import {
    by_rank,
    groups,
    groups_of,
    in_group,
    is_open,
    lead_slot,
    matches,
    next_deadline,
    urgencies,
} from "../model/derive.js";
import { duration, minutes, year } from "../model/format.js";
import { hint_text } from "../model/hints.js";
import { readable } from "../model/phone.js";
import { t, word } from "../i18n/i18n.js";
import { el, set_attribute, set_class, set_text, svg } from "./dom.js";
import { channel_icons, class_shapes } from "./icons.js";
import { VirtualList } from "./virtual_list.js";

const row_px = 66;

export class QueueView {
    #chips = new Map();
    #tabs = new Map();

    // desk: {store, ui, members, services, now(), name, open(id, focus)}
    constructor(root, desk) {
        this.desk = desk;
        this.root = root;
        this.build();
    }

    // Also called when the language changes.
    build() {
        const { ui } = this.desk;
        this.search = el("input", {
            type: "search",
            placeholder: t("queue.search"),
            "aria-label": t("queue.search"),
            value: ui.get("words"),
            oninput: () => this.#search(),
            onsearch: () => this.#search(),
        });
        this.mine = el(
            "button",
            {
                title: t("queue.mine_title"),
                "aria-pressed": "false",
                onclick: () => ui.set({ mine: !ui.get("mine") }),
            },
            t("queue.mine"),
        );
        const scroller = el("div.list");
        this.nothing = el("p.empty", { hidden: true });
        scroller.append(this.nothing);
        this.root.replaceChildren(
            el("h2.unseen", {}, t("pane.queue")),
            el(
                "div.filters",
                {},
                el(
                    "div.chips.classes",
                    {},
                    urgencies.map((u) => this.#class_chip(u)),
                ),
                el(
                    "div.chips.groups",
                    {},
                    groups.map((g) => this.#group_tab(g)),
                ),
                this.search,
                this.mine,
            ),
            scroller,
        );
        this.list = new VirtualList(scroller, {
            id: "q",
            label: t("queue.list"),
            row_px,
            make: make_row,
            fill: (node, request) => this.#fill(node, request),
            key: (request) => request.id,
            on_pick: (request, how) => {
                if (how === "move") ui.set({ cursor: request.id });
                else this.desk.open(request.id, how === "enter");
            },
        });
        this.list.current = ui.get("cursor");
        this.update();
    }

    // What is in the box is what the list is filtered by, however it came there or left it.
    #search() {
        this.desk.ui.set({ words: this.search.value.trim() });
    }

    clear_search() {
        this.search.value = "";
        this.#search();
    }

    #class_chip(urgency) {
        const count = el("b", {}, "0");
        const late = el("span.late-mark");
        const button = el(
            `button.${urgency}`,
            {
                "aria-pressed": "false",
                title: `${urgency} ${word("urgency", urgency)}`,
                onclick: () => this.desk.toggle_class(urgency),
            },
            svg(class_shapes[urgency], { size: 11 }),
            el("span.name", {}, urgency),
            count,
            late,
        );
        this.#chips.set(urgency, { button, count, late });
        return button;
    }

    #group_tab(group) {
        const count = el("span.count", {}, "0");
        const button = el(
            "button",
            { "aria-pressed": "false", onclick: () => this.desk.ui.set({ group }) },
            t(`group.${group}`),
            count,
        );
        this.#tabs.set(group, { button, count });
        return button;
    }

    // Filters and sorts anew; called at most once per frame.
    update() {
        const { store, ui, now, name } = this.desk;
        const at = now();
        const [group, only] = [ui.get("group"), ui.get("only_class")];
        const words = this.search.value.trim();
        const per_class = Object.fromEntries(urgencies.map((u) => [u, { open: 0, late: 0 }]));
        const per_group = Object.fromEntries(groups.map((g) => [g, 0]));
        const shown = [];
        for (const request of store.requests.values()) {
            for (const g of groups_of(request)) per_group[g]++;
            if (is_open(request)) {
                per_class[request.urgency].open++;
                if (next_deadline(request, at)?.state === "late") {
                    per_class[request.urgency].late++;
                }
            }
            if (!in_group(request, group)) continue;
            if (only && request.urgency !== only) continue;
            if (ui.get("mine") && request.owner !== name) continue;
            if (words && !matches(words, this.#texts(request))) continue;
            shown.push(request);
        }
        shown.sort(group === "ended" ? (a, b) => b.ended_at - a.ended_at : by_rank);
        for (const [urgency, chip] of this.#chips) {
            const { open, late } = per_class[urgency];
            set_text(chip.count, open);
            set_text(chip.late, late ? `■ ${late} ${t("top.late")}` : "");
            set_attribute(chip.button, "aria-pressed", only === urgency ? "true" : "false");
            set_attribute(
                chip.button,
                "aria-label",
                `${urgency} ${word("urgency", urgency)}: ${open}, ${t("top.late")} ${late}`,
            );
        }
        for (const [name, tab] of this.#tabs) {
            set_text(tab.count, per_group[name]);
            set_attribute(tab.button, "aria-pressed", name === group ? "true" : "false");
        }
        set_attribute(this.mine, "aria-pressed", ui.get("mine") ? "true" : "false");
        this.nothing.hidden = shown.length > 0;
        const filtered = only || words || ui.get("mine") || group !== "open";
        set_text(this.nothing, t(filtered ? "queue.empty" : "queue.empty_all"));
        this.list.current = ui.get("cursor");
        this.list.set_items(shown);
    }

    // Timers go on without any change.
    tick() {
        this.list.render();
    }

    #texts(request) {
        const { members, services } = this.desk;
        const profile = members.peek(request.member)?.profile ?? {};
        return [
            `#${request.id}`,
            services.name(request.service),
            request.caller ?? "",
            readable(request.caller),
            request.address ?? "",
            request.note ?? "",
            request.owner ?? "",
            profile.name ?? "",
            profile.phone ?? "",
            readable(profile.phone),
            profile.address ?? "",
        ];
    }

    #fill(node, request) {
        const { members, services, store, now } = this.desk;
        const at = now();
        const p = node.parts;
        set_class(node, `list-row request-row ${request.urgency}`);
        if (p.urgency !== request.urgency) {
            p.urgency = request.urgency;
            p.mark.firstChild.firstChild.setAttribute("d", class_shapes[request.urgency]);
            set_text(p.mark_text, request.urgency);
        }
        set_text(p.service_name, services.name(request.service));
        set_text(p.number, `#${request.id}`);
        if (p.channel_name !== request.channel) {
            p.channel_name = request.channel;
            p.channel.firstChild.firstChild.setAttribute("d", channel_icons[request.channel] ?? "");
        }
        set_attribute(p.channel, "title", word("channel", request.channel));

        const deadline = next_deadline(request, at);
        set_class(p.timer, `timer ${deadline?.state ?? "ok"}`);
        set_text(p.timer, deadline ? timer_text(deadline) : duration(at - request.created_at));
        set_attribute(p.timer, "title", deadline ? word("milestone", deadline.milestone) : null);

        const member = members.get(request.member);
        set_text(p.person, person_text(request, member, hint_text(request, members), at));
        const flags = (request.raised_for ?? []).map((flag) => word("flag", flag)).join(" · ");
        set_text(p.flags, flags ? ` ⚑ ${flags}` : "");

        const silent = request.safety === "unverified";
        const call =
            request.contacts?.active &&
            request.contacts.due_at &&
            !silent &&
            request.contacts.due_at <= at;
        const twin = !silent && !call && request.possible_duplicate_of;
        set_text(
            p.alarm,
            silent
                ? t("row.unverified")
                : call
                  ? t("row.call_due")
                  : twin
                    ? t("row.duplicate", { id: twin })
                    : "",
        );
        const alarmed = silent || call || twin;
        set_text(p.status, `${alarmed ? " · " : ""}${word("status", request.status)}`);
        set_text(p.address, ` · ${request.address || member?.profile.address || "–"}`);
        const [who, none] = who_goes(request, store, at);
        set_text(p.who, who);
        set_class(p.who, none ? "right none" : "right");
        set_text(p.owner, request.owner || t("row.owner_none"));
    }
}

function make_row() {
    const parts = {};
    parts.mark = el("div.class", {}, svg("M0 0", { size: 14 }));
    parts.mark_text = el("span");
    parts.mark.append(parts.mark_text);
    parts.channel = el("span", {}, svg("M0 0", { size: 13 }));
    parts.service_name = el("span");
    parts.number = el("span.number");
    parts.timer = el("div.timer");
    parts.person = el("span");
    parts.flags = el("span.flags");
    parts.owner = el("div.right");
    parts.alarm = el("span.alarm");
    parts.status = el("span.status");
    parts.address = el("span.dim");
    parts.who = el("div.right");
    const node = el(
        "div",
        {},
        parts.mark,
        el("div.service", {}, parts.channel, " ", parts.service_name, parts.number),
        parts.timer,
        el("div", {}, parts.person, parts.flags),
        parts.who,
        el("div", {}, parts.alarm, parts.status, parts.address),
        parts.owner,
    );
    node.parts = parts;
    return node;
}

// Shape and word beside the colour: ■ late, ▲ soon.
export function timer_text({ state, left_ms }) {
    const time = duration(left_ms);
    if (state === "late") return `■ ${t("row.late", { time })}`;
    if (state === "warn") return `▲ ${t("row.warn", { time })}`;
    return t("row.left", { time });
}

export function person_text(request, member, hint, at) {
    if (member) {
        const { name, birth_year } = member.profile;
        const years = birth_year ? year(at) - birth_year : 0;
        return years ? `${name} · ${t("row.age", { years })}` : name;
    }
    if (request.member) return "…";
    const caller = readable(request.caller, t("phone.extension"));
    if (hint) return `${caller} · ${hint}`;
    return caller || t("row.no_member");
}

// [text, whether nobody goes although somebody should]
function who_goes(request, store, at) {
    const slot = lead_slot(request);
    if (!slot) {
        const offered = (request.slots ?? []).filter((s) => s.status === "offered").length;
        if (offered && request.status === "offered") {
            const live = store.offers_of(request.id).filter((o) => o.status === "live").length;
            return [t("row.offers", { n: live }), false];
        }
        const needs = request.status === "queued" && request.slots?.length;
        return needs ? [t("row.no_one"), true] : ["", false];
    }
    const name = store.responders.get(slot.responder)?.profile.name ?? `#${slot.responder}`;
    if (slot.status === "on_scene") return [t("row.there", { name }), false];
    if (slot.status === "served") return [name, false];
    const left = slot.arrival_at - at;
    if (left < 0) return [t("row.overdue_arrival", { name }), false];
    return [t("row.arrives", { name, min: minutes(left) }), false];
}
