// What the right side shows while no request is open: the state of the whole desk.
import { groups_of, is_open, next_deadline, unexplained, urgencies } from "../model/derive.js";
import { clock } from "../model/format.js";
import { t, told, word } from "../i18n/i18n.js";
import { el } from "./dom.js";
import { class_mark } from "./marks.js";
import { keep_focus } from "./detail_view.js";

const most_lines = 8;

export class DeskView {
    constructor(root, desk) {
        this.root = root;
        this.desk = desk;
    }

    show() {
        const { store, now } = this.desk;
        const at = now();
        const rows = Object.fromEntries(
            urgencies.map((u) => [u, { waiting: 0, under_way: 0, held: 0, late: 0 }]),
        );
        const calls = [];
        const causes = [];
        for (const request of store.requests.values()) {
            const missing = unexplained(request);
            if (missing.length > 0) causes.push({ request, missing });
            if (!is_open(request)) continue;
            const row = rows[request.urgency];
            for (const group of groups_of(request)) {
                if (group in row) row[group]++;
            }
            if (next_deadline(request, at)?.state === "late") row.late++;
            const { contacts } = request;
            if (contacts?.active && !contacts.reached && contacts.due_at <= at) calls.push(request);
        }
        this.root.classList.add("is-desk");
        this.root.setAttribute("aria-label", t("pane.desk"));
        const old = this.root.querySelector(".scroll")?.scrollTop ?? 0;
        keep_focus(this.root, () => this.root.replaceChildren(this.#page(rows, calls, causes)));
        this.root.querySelector(".scroll").scrollTop = old;
    }

    #page(rows, calls, causes) {
        const section = (key, ...content) =>
            el("div.section", {}, el("h3", {}, t(key)), ...content);
        const head = (key) => el("th", { scope: "col" }, t(key));
        return el(
            "div.scroll",
            { tabindex: "0", role: "region", "aria-label": t("desk.title") },
            section(
                "desk.by_class",
                el(
                    "table.desk-table",
                    {},
                    el(
                        "thead",
                        {},
                        el(
                            "tr",
                            {},
                            head("desk.class"),
                            head("group.waiting"),
                            head("group.under_way"),
                            head("group.held"),
                            head("desk.late"),
                        ),
                    ),
                    el(
                        "tbody",
                        {},
                        urgencies.map((u) =>
                            el(
                                "tr",
                                {},
                                el("td", {}, class_mark(u), " ", word("urgency", u)),
                                el("td", {}, rows[u].waiting),
                                el("td", {}, rows[u].under_way),
                                el("td", {}, rows[u].held),
                                el(
                                    rows[u].late ? "td.late" : "td",
                                    {},
                                    rows[u].late ? `■ ${rows[u].late}` : "0",
                                ),
                            ),
                        ),
                    ),
                ),
            ),
            section(
                "desk.calls",
                calls.length === 0 && el("p.dim", {}, t("desk.no_calls")),
                calls
                    .slice(0, most_lines)
                    .map((request) =>
                        this.#line(request, "call", `☎ ${this.#call_text(request)}`),
                    ),
            ),
            section(
                "desk.alerts",
                this.desk.store.alerts.size === 0 && el("p.dim", {}, t("desk.no_alerts")),
                this.#alerts(),
            ),
            causes.length > 0 &&
                section(
                    "desk.causes",
                    causes
                        .slice(0, most_lines)
                        .map(({ request, missing }) =>
                            this.#line(
                                request,
                                "cause",
                                missing.map((m) => word("milestone", m.milestone)).join(", "),
                            ),
                        ),
                ),
            el("p.section.dim", {}, t("desk.pick")),
        );
    }

    #call_text(request) {
        const member = this.desk.members.get(request.member);
        return this.desk.contact_name(request, request.contacts.step, member);
    }

    #alerts() {
        const last = [...this.desk.store.alerts.values()]
            .sort((a, b) => b.at - a.at)
            .slice(0, most_lines * 2);
        return last.map((alert) => {
            const request = this.desk.store.requests.get(alert.request);
            const about = request ?? {
                id: alert.request,
                urgency: alert.urgency,
                service: alert.service,
            };
            const bad = alert.tone === "bad";
            return this.#line(
                about,
                `alert-${alert.id}`,
                el(
                    "span",
                    {},
                    el("time.dim", {}, `${clock(alert.at)} `),
                    el(
                        bad ? "span.badge.bad" : "span.badge.warn",
                        {},
                        `${bad ? "■" : "▲"} ${told(alert)}`,
                    ),
                ),
            );
        });
    }

    #line(request, kind, content) {
        const service = request.service ? this.desk.services.name(request.service) : "";
        return el(
            "button.link-line",
            {
                "data-focus": `${kind}-${request.id}`,
                onclick: () => this.desk.open(request.id, true),
            },
            request.urgency && class_mark(request.urgency),
            el("span", {}, `#${request.id} ${service}`),
            el("span", {}, content),
        );
    }
}
