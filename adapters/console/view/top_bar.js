// The line at the top: time, counts, connection, settings; and the notice below it when the page
// does not show the present.
import { is_late, is_open } from "../model/derive.js";
import { clock } from "../model/format.js";
import { t } from "../i18n/i18n.js";
import { el, set_attribute, set_class, set_text } from "./dom.js";
import { on_layers, open_dialogs } from "./layers.js";

const resumed_shown_ms = 8_000;
const quiet_beats = 1.3; // heartbeats without news after which it is said

export class TopBar {
    #resumed_at = 0;
    #resumed_text = "";
    #was_lost = false;

    constructor(root, notice, desk) {
        Object.assign(this, { root, notice, desk });
        this.build();
        on_layers(() => queueMicrotask(() => this.tick()));
    }

    build() {
        const { desk } = this;
        const figure = (name) => {
            const number = el("b", {}, "0");
            const node = el(`span.${name}`, {}, number, ` ${t(`top.${name}`)}`);
            return { node, number };
        };
        this.open = figure("open");
        this.late = figure("late");
        this.free = figure("free");
        this.time = el("time");
        this.speed = el("span.speed");
        this.state = el("span");
        this.connection = el(
            "span.connection",
            {},
            el("span.dot", { "aria-hidden": "true" }),
            this.state,
        );
        this.lag = el("span.lag.dim", { title: t("conn.lag_title") });
        this.sound = el("button.plain.wide", {
            "aria-pressed": String(desk.sound.on),
            title: `${t("top.sound")} (s)`,
            onclick: () => desk.toggle_sound(),
        });
        this.draft = el("button.draft", {
            hidden: true,
            title: t("draft.title"),
            onclick: () => desk.continue_draft(),
        });
        this.language = el(
            "button.plain",
            {
                id: "language",
                lang: t("lang.other") === "English" ? "en" : "zh-CN",
                "aria-label": t("lang.switch"),
                onclick: () => desk.switch_language(),
            },
            t("lang.other"),
        );
        this.root.replaceChildren(
            el("h1", {}, t("app.name")),
            el("span.clock", { title: t("top.clock") }, this.time, this.speed),
            el("div.figures", {}, this.open.node, this.late.node, this.free.node),
            el("span.space"),
            this.draft,
            this.connection,
            this.lag,
            el(
                "button.primary",
                { id: "new-request", onclick: () => desk.create() },
                `＋ ${t("top.new")}`,
            ),
            this.sound,
            this.language,
            el(
                "button.plain.wide",
                {
                    title: `${t("top.help")} (?)`,
                    "aria-label": t("top.help"),
                    onclick: () => desk.help(),
                },
                "?",
            ),
            el("button.plain.wide", { onclick: () => desk.sign_out() }, t("signout")),
        );
        this.update();
        this.tick();
    }

    update() {
        const { store, now } = this.desk;
        const at = now();
        let [open, late, free] = [0, 0, 0];
        for (const request of store.requests.values()) {
            if (!is_open(request)) continue;
            open++;
            if (is_late(request, at)) late++;
        }
        for (const responder of store.responders.values()) {
            if (responder.status === "available") free++;
        }
        set_text(this.open.number, open);
        set_text(this.late.number, late ? `■ ${late}` : 0);
        set_text(this.free.number, free);
    }

    tick() {
        const { desk } = this;
        const { city } = desk;
        set_text(this.time, clock(desk.now()));
        const fast = Math.round(city.speed);
        set_text(this.speed, fast > 1 ? `×${fast}` : "");
        set_attribute(this.speed, "title", fast > 1 ? t("top.speed", { x: fast }) : null);
        const sound = desk.sound.state();
        set_text(this.sound, t(`top.sound_${sound}`));
        set_class(this.sound, `plain wide sound-${sound}`);
        set_attribute(
            this.sound,
            "title",
            sound === "blocked" ? t("alarm.blocked") : `${t("top.sound")} (s)`,
        );
        set_attribute(this.sound, "aria-pressed", String(sound === "on"));
        const { size } = desk.drafts;
        this.draft.hidden = size === 0 || open_dialogs().length > 0;
        set_text(this.draft, `✎ ${t("draft.continue")}${size > 1 ? ` (${size})` : ""}`);
        const lag = city.lag_ms();
        set_text(this.lag, lag === null ? "" : t("conn.lag", { ms: Math.round(lag) }));
        this.show_state();
    }

    // The feed's state; called on each change of it and every second.
    show_state() {
        const state = this.desk.feed.state;
        const now = Date.now();
        const { phase, lost_since, caught_up } = state;
        if (phase === "live" && this.#was_lost) {
            this.#resumed_at = now;
            this.#resumed_text =
                caught_up === null
                    ? t("conn.reloaded")
                    : caught_up > 0
                      ? t("conn.resumed", { n: caught_up })
                      : t("conn.resumed_none");
        }
        const lost = Boolean(lost_since) && phase !== "live" && phase !== "idle";
        this.#was_lost = lost;
        const s = lost ? Math.max(0, Math.round((now - lost_since) / 1000)) : 0;
        const { feed } = this.desk;
        const quiet = phase === "live" && feed.silent_ms() > feed.heartbeat_ms * quiet_beats;
        const look = quiet ? "quiet" : phase === "live" ? "live" : "lost";
        set_class(this.connection, `connection ${look}`);
        if (lost) set_text(this.state, t("conn.reconnecting", { s }));
        else if (quiet) {
            set_text(this.state, t("conn.quiet", { s: Math.round(feed.silent_ms() / 1000) }));
        } else set_text(this.state, t(`conn.${phase_word(phase)}`));
        document.body.classList.toggle("stale", lost);
        if (lost) this.#notice_lost(state, s);
        else if (now - this.#resumed_at < resumed_shown_ms) {
            this.#notice("notice good", `✓ ${this.#resumed_text}`);
        } else this.notice.hidden = true;
    }

    #notice_lost({ phase, reason, shown_at }, s) {
        if (phase === "stopped" && reason === "replaced") {
            return this.#notice("notice", t("conn.replaced"), t("conn.use_here"));
        }
        const seen = shown_at
            ? t("conn.showing", { time: clock(shown_at) })
            : t("conn.never", { s });
        const text = `${t("conn.reconnecting", { s })} · ${seen}`;
        return this.#notice("notice", text, t("conn.retry"));
    }

    #notice(name, text, button) {
        this.notice.hidden = false;
        set_class(this.notice, name);
        this.text ??= el("span");
        this.retry ??= el("button", { onclick: () => this.desk.feed.retry_now() });
        if (!this.text.isConnected) this.notice.replaceChildren(this.text, this.retry);
        set_text(this.text, text);
        this.retry.hidden = !button;
        if (button) set_text(this.retry, button);
    }
}

function phase_word(phase) {
    return phase === "waiting" || phase === "stopped" ? "connecting" : phase;
}
