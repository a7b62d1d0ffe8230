// One request: what it is about, what was promised, who goes, whom to call, and its story.
import { milestone_state, next_deadline } from "../model/derive.js";
import { offered } from "../model/commands.js";
import { clock, duration, metres, minutes, moment } from "../model/format.js";
import { hint_text } from "../model/hints.js";
import { readable } from "../model/phone.js";
import { t, told, word } from "../i18n/i18n.js";
import { el } from "./dom.js";
import { class_mark } from "./marks.js";
import { person_text, timer_text } from "./queue_view.js";
import { Story } from "./story_view.js";

export class DetailView {
    #shown = null; // id of the request whose frame is built

    constructor(root, desk) {
        this.desk = desk;
        this.root = root;
        this.story = new Story(desk);
    }

    build() {
        this.#shown = null;
        this.story.forget_words();
    }

    show(id) {
        const request = this.desk.store.requests.get(id);
        this.root.setAttribute("aria-label", t("pane.detail"));
        this.root.classList.remove("is-desk");
        if (!request) {
            this.#shown = null;
            this.root.replaceChildren(
                el("div.section", {}, t("detail.none", { id }), " ", this.#close_button()),
            );
            return;
        }
        if (this.#shown !== id) {
            this.#shown = id;
            this.head = el("div");
            this.actions = el("div.actions", {
                role: "toolbar",
                "aria-label": t("detail.actions"),
            });
            this.body = el("div");
            this.root.replaceChildren(
                this.head,
                this.actions,
                el(
                    "div.scroll",
                    { tabindex: "0", "aria-label": t("pane.detail"), role: "region" },
                    this.body,
                    this.story.node,
                ),
            );
            this.story.open(id);
        }
        this.#draw(request);
        this.story.check(request);
    }

    hide() {
        this.#shown = null;
    }

    // Keeps the focus on the same button when the toolbar is drawn again.
    #draw(request) {
        const { members } = this.desk;
        const member = members.get(request.member);
        const hint = request.member ? null : members.get(request.member_hint);
        this.#draw_head(request, member);
        this.#draw_actions(request);
        keep_focus(this.body, () =>
            this.body.replaceChildren(
                ...[
                    request.safety === "unverified" &&
                        el("div.alarm-box", {}, t("detail.unverified")),
                    request.possible_duplicate_of &&
                        el(
                            "div.risk-box",
                            {},
                            t("detail.duplicate", { id: request.possible_duplicate_of }),
                        ),
                    ...this.#call_box(request, member),
                    (member ?? hint)?.profile.risks &&
                        el(
                            "div.risk-box",
                            {},
                            el("b", {}, `${t("detail.risks")}: `),
                            (member ?? hint).profile.risks,
                        ),
                    this.#facts(request, member),
                    this.#reports(request),
                    this.#promises(request),
                    this.#slots(request),
                    this.#offers(request),
                    this.#handovers(request),
                    this.#notes(request),
                ].filter(Boolean),
            ),
        );
    }

    #close_button() {
        return el(
            "button.plain",
            { "aria-label": t("detail.close"), title: "Esc", onclick: () => this.desk.close() },
            "✕",
        );
    }

    #draw_head(request, member) {
        const { services, members, now } = this.desk;
        const deadline = next_deadline(request, now());
        keep_focus(this.head, () => {
            this.head.className = `detail-head ${request.urgency}`;
            this.head.replaceChildren(
                class_mark(request.urgency),
                el(
                    "h2",
                    {},
                    services.name(request.service),
                    " ",
                    el("span.dim", {}, `#${request.id}`),
                ),
                this.#close_button(),
                el(
                    "div.sub",
                    {},
                    el("b", {}, word("status", request.status)),
                    ` · ${person_text(request, member, hint_text(request, members), now())} `,
                    deadline &&
                        el(
                            `span.timer.badge.${deadline.state}`,
                            {},
                            `${word("milestone", deadline.milestone)} ${timer_text(deadline)}`,
                        ),
                ),
            );
        });
    }

    #draw_actions(request) {
        const list = offered(request, this.desk.context());
        const signature = list.map((a) => a.id).join();
        if (this.actions.dataset.for === `${request.id}:${signature}`) return;
        this.actions.dataset.for = `${request.id}:${signature}`;
        keep_focus(this.actions, () =>
            this.actions.replaceChildren(
                ...list.map((action, place) =>
                    el(
                        place === 0 ? "button.primary" : "button",
                        {
                            "data-action": action.id,
                            "aria-keyshortcuts": action.key || null,
                            onclick: () => this.desk.act(action.id),
                        },
                        told(action.label),
                        action.key && place > 0 && el("kbd", { "aria-hidden": "true" }, action.key),
                    ),
                ),
            ),
        );
    }

    #facts(request, member) {
        const { members, now } = this.desk;
        const phone = (number) => readable(number, t("phone.extension"));
        const facts = el("dl.facts");
        const fact = (key, value) => {
            if (!value) return;
            facts.append(el("dt", {}, t(key)), el("dd", {}, value));
        };
        const profile = member?.profile;
        if (profile) {
            fact(
                "detail.member",
                [
                    profile.name,
                    phone(profile.phone),
                    profile.ability &&
                        profile.ability !== "unassessed" &&
                        word("ability", profile.ability),
                ]
                    .filter(Boolean)
                    .join(" · "),
            );
        }
        fact(
            "detail.caller",
            request.caller &&
                [phone(request.caller), hint_text(request, members)].filter(Boolean).join(" · "),
        );
        fact("detail.where", request.address || profile?.address);
        fact("detail.said", request.note);
        fact("detail.flags", (request.raised_for ?? []).map((f) => word("flag", f)).join(" · "));
        fact("detail.wanted", (request.skills ?? []).map((s) => word("role", s)).join(", "));
        fact("detail.device", request.device);
        fact(
            "detail.created",
            `${moment(request.created_at, now())} · ${word("channel", request.channel)}`,
        );
        fact("detail.owner", request.owner || t("row.owner_none"));
        if (request.status === "held") {
            fact("detail.held_until", moment(request.held_until, now()));
        }
        const ends = [
            request.merged_into ? t("detail.into", { id: request.merged_into }) : "",
            request.transferred_to ? t("detail.to", { to: request.transferred_to }) : "",
            request.disposition && request.disposition !== "none"
                ? t("detail.ended", { how: word("disposition", request.disposition) })
                : "",
            request.rating ? t("detail.rating", { n: request.rating }) : "",
            request.reopened ? t("detail.reopened", { n: request.reopened }) : "",
        ].filter(Boolean);
        if (ends.length > 0) fact("detail.ended_how", ends.join(" · "));
        for (const one of request.reopenings ?? []) {
            fact("detail.reopened_why", `${moment(one.at, now())} · ${one.reason ?? ""}`);
        }
        const pressed = [
            request.urged ? t("detail.urged", { n: request.urged }) : "",
            request.supervised_by ? t("detail.supervised", { who: request.supervised_by }) : "",
        ].filter(Boolean);
        if (pressed.length > 0) fact("detail.pressed", pressed.join(" · "));
        return el("div.section", {}, facts);
    }

    // What was merged into this request, as it was told.
    #reports(request) {
        const { services, members, now } = this.desk;
        const reports = request.reports ?? [];
        if (reports.length === 0) return null;
        const items = reports.map((report) =>
            el(
                "li",
                {},
                el("b", {}, `#${report.request} ${report.urgency} ${services.name(report.service)}`),
                el(
                    "span.grow",
                    {},
                    [
                        moment(report.created_at, now()),
                        members.get(report.member)?.profile.name,
                        readable(report.caller, t("phone.extension")),
                        report.address,
                        report.note,
                        ...(report.notes ?? []).map((one) => `${one.by}: ${one.text}`),
                    ]
                        .filter(Boolean)
                        .join(" · "),
                ),
            ),
        );
        return this.#section("detail.reports", el("ul.lines", {}, items));
    }

    #section(key, ...content) {
        return el("div.section", {}, el("h3", {}, t(key)), ...content);
    }

    #promises(request) {
        const now = this.desk.now();
        const list = (request.milestones ?? []).filter((m) => m.due_at);
        if (list.length === 0) return null;
        const items = list.map((m) => {
            const state = milestone_state(m, now);
            const whole = m.due_at - request.created_at;
            const until = m.met_at || Math.min(now, request.ended_at || now);
            const share = whole > 0 ? Math.min(1, (until - request.created_at) / whole) : 1;
            const done = el("div.done");
            done.style.width = `${Math.round(share * 100)}%`;
            const cause =
                m.breached_at && !m.cause && this.desk.may(request, "ExplainBreach")
                    ? el(
                          "button",
                          {
                              "data-focus": `cause-${m.milestone}`,
                              onclick: () => this.desk.act("explain", { milestone: m.milestone }),
                          },
                          t("detail.cause_missing"),
                      )
                    : null;
            return el(
                "li",
                { title: m.cause || null },
                el("span", {}, word("milestone", m.milestone)),
                el(`div.bar.${state}`, { "aria-hidden": "true" }, done),
                el(
                    `span.when.${state === "met_late" ? "late" : state}`,
                    {},
                    promise_text(m, state, now),
                    cause && " ",
                    cause,
                ),
            );
        });
        return this.#section("detail.promises", el("ul.promises", {}, items));
    }

    #slots(request) {
        const { store, now } = this.desk;
        const at = now();
        const slots = request.slots ?? [];
        if (slots.length === 0) return null;
        const items = slots.map((slot, n) => {
            const holder = slot.responder ? store.responders.get(slot.responder) : null;
            const name = holder?.profile.name ?? (slot.responder ? `#${slot.responder}` : "");
            const rolling = ["assigned", "acknowledged", "en_route"].includes(slot.status);
            const words = [
                name && word("slot", slot.status),
                rolling && slot.arrival_at && t("detail.slot_at", { time: clock(slot.arrival_at) }),
                slot.status === "assigned" &&
                    slot.acknowledge_until > at &&
                    t("detail.ack_until", { time: duration(slot.acknowledge_until - at) }),
                slot.call_due && t("detail.call_due"),
                slot.pinned && t("detail.pinned"),
            ].filter(Boolean);
            const show =
                holder &&
                el(
                    "button.plain",
                    {
                        "data-focus": `who-${n}`,
                        onclick: () => this.desk.pick_responder(holder.id, false),
                    },
                    el("b", {}, name),
                );
            return el(
                "li",
                {},
                el("span", {}, word("role", slot.role)),
                el(
                    "span.grow",
                    {},
                    show ?? el("b", {}, name || word("slot", slot.status)),
                    " ",
                    el("span.dim", {}, words.join(" · ")),
                ),
            );
        });
        return this.#section("detail.slots", el("ul.lines", {}, items));
    }

    #offers(request) {
        const { store, now } = this.desk;
        const offers = store.offers_of(request.id);
        if (offers.length === 0) return null;
        const items = offers.slice(0, 12).map((offer) => {
            const name =
                store.responders.get(offer.responder)?.profile.name ?? `#${offer.responder}`;
            const left = offer.offer_deadline - now();
            const live = offer.status === "live";
            return el(
                "li",
                {},
                el("b", {}, name),
                el(
                    "span.dim.grow",
                    {},
                    t("detail.offer", {
                        min: minutes(offer.eta_ms),
                        distance: metres(offer.distance_m),
                        time: clock(offer.made_at),
                    }),
                ),
                el(
                    `span.badge.${live ? "warn" : offer.status === "accepted" ? "good" : "calm"}`,
                    {},
                    word("offer", offer.status),
                    live && left > 0 && ` ${t("detail.offer_left", { time: duration(left) })}`,
                ),
            );
        });
        return this.#section("detail.offers", el("ul.lines", {}, items));
    }

    #call_box(request, member) {
        const { contacts } = request;
        const now = this.desk.now();
        if (!contacts?.active && !contacts?.reached && !contacts?.exhausted) return [];
        if (contacts.exhausted) return [el("div.alarm-box", {}, t("detail.exhausted"))];
        const who = this.desk.contact_name(request, contacts.step, member);
        if (contacts.reached) {
            return [el("div.section", {}, el("span.badge.good", {}, t("detail.reached", { who })))];
        }
        const misses = contacts.misses
            ? el("span.badge.calm", {}, t("detail.call_misses", { n: contacts.misses }))
            : null;
        const wait = contacts.due_at - now;
        const say =
            wait > 0
                ? t("detail.call_next", { who, time: duration(wait) })
                : t("detail.call_now", { who });
        const button = (outcome, key) =>
            el(
                "button",
                {
                    "data-focus": `call-${outcome}`,
                    onclick: () => this.desk.send_contact(request, outcome),
                },
                t(key),
            );
        return [
            this.#section(
                "detail.contacts",
                el(
                    "div.call-now",
                    {},
                    el("span.grow", {}, `☎ ${say}`),
                    misses,
                    button("answered", "detail.answered"),
                    button("no_answer", "detail.no_answer"),
                ),
            ),
        ];
    }

    #handovers(request) {
        const list = request.handovers ?? [];
        if (list.length === 0) return null;
        return this.#section(
            "detail.handovers",
            el(
                "ul.lines",
                {},
                list.map((h) =>
                    el(
                        "li",
                        {},
                        el("time.dim", {}, clock(h.at)),
                        el(
                            "span.grow",
                            {},
                            el("b", {}, word("agency", h.agency)),
                            ` ${[h.person, h.passed_on, h.result].filter(Boolean).join(" · ")}`,
                        ),
                    ),
                ),
            ),
        );
    }

    #notes(request) {
        const list = request.notes ?? [];
        if (list.length === 0) return null;
        return this.#section(
            "detail.notes",
            el(
                "ul.lines",
                {},
                list.map((note) =>
                    el(
                        "li",
                        {},
                        el("time.dim", {}, clock(note.at)),
                        el("span.grow", {}, note.text, " ", el("span.dim", {}, note.by)),
                    ),
                ),
            ),
        );
    }
}

function promise_text(m, state, now) {
    if (state === "met") return `✓ ${clock(m.met_at)}`;
    if (state === "met_late") return `■ ${clock(m.met_at)}`;
    return timer_text({ state, left_ms: m.due_at - now });
}

// A redraw must not take the focus away from under the fingers.
export function keep_focus(root, draw) {
    const held = root.contains(document.activeElement) ? document.activeElement : null;
    const name = held?.dataset.focus;
    const action = held?.dataset.action;
    const place = held ? [...root.querySelectorAll("button")].indexOf(held) : -1;
    draw();
    if (!held || root.contains(held)) return;
    const again =
        (name && root.querySelector(`[data-focus="${name}"]`)) ||
        (action && root.querySelector(`[data-action="${action}"]`)) ||
        root.querySelectorAll("button")[place];
    again?.focus({ preventScroll: true });
}
