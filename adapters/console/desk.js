// The desk: holds the model and the views together and knows what a dispatcher can do.
import { t, current_language, set_language, word } from "./i18n/i18n.js";
import { CityClock } from "./model/city_clock.js";
import { action_by_id } from "./model/commands.js";
import { set_time_zone } from "./model/format.js";
import { Members } from "./model/members.js";
import { readable } from "./model/phone.js";
import { Catalogue } from "./model/catalogue.js";
import { Store, topics } from "./model/store.js";
import { UiState } from "./model/ui_state.js";
import { Api } from "./net/api.js";
import { FeedClient } from "./net/feed_client.js";
import { preferences } from "./shortcuts.js";
import { ask_and_send } from "./view/action_dialog.js";
import { BoardView } from "./view/board_view.js";
import { ask_new_request } from "./view/create_dialog.js";
import { DeskView } from "./view/desk_view.js";
import { DetailView } from "./view/detail_view.js";
import { by_id, el } from "./view/dom.js";
import { show_help } from "./view/help_dialog.js";
import { MapView } from "./view/map_view.js";
import { problem_words } from "./view/problem_words.js";
import { QueueView } from "./view/queue_view.js";
import { Sound } from "./view/sound.js";
import { TabBar } from "./view/tab_bar.js";
import { TopBar } from "./view/top_bar.js";

const toast_ms = 4_000;
const tick_ms = 1_000;

export class Desk {
    #time_zone = "";
    #news = 0; // new P0 and P1 while the tab was not looked at

    // on_leave(why): the token no longer counts; `why` is a key of the words or "".
    constructor({ session, on_leave }) {
        this.session = session;
        this.on_leave = on_leave;
        this.store = new Store();
        this.city = new CityClock();
        this.services = new Catalogue();
        this.posts = new Catalogue();
        this.sound = new Sound();
        this.now = () => this.city.now(performance.now());
        this.ui = new UiState({
            open: 0,
            cursor: 0,
            responder: 0,
            group: "open",
            only_class: "",
            words: "",
            mine: false,
            duty: "",
            kind: "",
            skill: "",
            board_words: "",
            choosing: null,
            picking_place: null,
            tab: "queue",
        });
        this.api = new Api({ on_unauthorised: () => this.on_leave("signin.refused") });
        this.members = new Members({
            get: (id) => this.api.get(`/v1/members/${id}`),
            on_change: () => this.store.touch("members"),
        });
        this.feed = new FeedClient({
            topics,
            get_ticket: () => this.#ticket(),
            open_socket: () => new WebSocket(feed_url(), "muster.v1"),
            sink: {
                snapshot: (by_topic) => {
                    this.city.restart();
                    this.store.snapshot(by_topic);
                },
                delta: (message) => this.#announce(this.store.delta(message)),
            },
            on_state: (state) => this.#feed_state(state),
            on_time: (at, catching_up) => {
                if (!catching_up) this.city.observe(at, performance.now());
            },
        });
        this.queue = new QueueView(by_id("queue"), this);
        this.board = new BoardView(by_id("board"), this);
        this.map = new MapView(by_id("map"), this);
        this.detail = new DetailView(by_id("detail"), this);
        this.overview = new DeskView(by_id("detail"), this);
        this.top = new TopBar(by_id("top"), by_id("notice"), this);
        this.tabs = new TabBar(by_id("tabs"), by_id("app"), this);
        this.store.subscribe((dirty) => this.#changed(dirty));
        this.ui.subscribe((names) => this.#looked(names));
        setInterval(() => this.#tick(), tick_ms);
        window.addEventListener("online", () => this.feed.retry_now());
        document.addEventListener("visibilitychange", () => this.#seen());
        this.words_changed();
    }

    // The answer to a ticket also names the city's time zone.
    async #ticket() {
        const answer = await this.api.post("/v1/feed/ticket");
        if (answer.time_zone && answer.time_zone !== this.#time_zone) {
            this.#time_zone = answer.time_zone;
            if (set_time_zone(answer.time_zone)) this.words_changed();
        }
        return answer;
    }

    // ---- coming and going ----------------------------------------------------------------------

    start() {
        this.api.set_token(this.session.token);
        this.feed.start();
        this.api
            .list("/v1/services")
            .then((list) => {
                this.services.set(list);
                this.words_changed();
            })
            .catch(() => this.toast(t("problem.no_answer")));
        this.api
            .list("/v1/posts")
            .then((list) => {
                this.posts.set(list);
                this.words_changed();
            })
            .catch(() => {});
        // A city without a map has a grid.
        this.api
            .get("/v1/map")
            .then((map) => this.map.set_ground(map))
            .catch(() => {});
        this.say(t("say.signed_in"));
    }

    stop() {
        this.feed.stop();
        this.api.set_token("");
        this.store.clear();
        this.members.clear();
        this.ui.set({ open: 0, cursor: 0, responder: 0, choosing: null });
        for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    }

    signed_in() {
        return this.feed.state.phase !== "idle";
    }

    sign_out() {
        this.on_leave("");
    }

    // ---- what changed --------------------------------------------------------------------------

    #changed(dirty) {
        if (dirty.has("requests") || dirty.has("members") || dirty.has("offers")) {
            this.queue.update();
        } else if (dirty.has("responders")) this.queue.tick();
        // Where somebody is changes the board's order slowly: once a second is enough for that.
        if (dirty.has("responders") || dirty.has("members")) this.board.update();
        this.map.update(dirty);
        if (dirty.has("requests") || dirty.has("responders")) this.top.update();
        // The overview counts everything and follows once a second; a request at once.
        const positions_only = dirty.size === 1 && dirty.has("positions");
        if (this.ui.get("open") && !positions_only) this.#draw_detail();
    }

    #looked(names) {
        const queue = ["group", "only_class", "words", "mine", "cursor", "open"];
        const board = ["duty", "kind", "skill", "board_words", "choosing", "open", "responder"];
        if (queue.some((n) => names.has(n))) this.queue.update();
        if (board.some((n) => names.has(n))) this.board.update();
        if (names.has("open")) this.#draw_detail();
        this.map.update(new Set());
        this.tabs.update();
    }

    #draw_detail() {
        const open = this.ui.get("open");
        if (open) this.detail.show(open);
        else {
            this.detail.hide();
            this.overview.show();
        }
    }

    #tick() {
        if (!this.signed_in()) return;
        this.queue.update();
        this.board.update();
        this.top.update();
        this.top.tick();
        this.#draw_detail();
    }

    #feed_state(state) {
        if (state.phase === "stopped" && state.reason !== "replaced") {
            const why = state.reason === "forbidden" ? "signin.forbidden" : "signin.refused";
            this.on_leave(why);
            return;
        }
        if (state.lost_since && state.phase === "waiting" && !this.told_lost) {
            this.told_lost = true;
            this.say(t("say.lost"));
        }
        if (state.phase === "live") this.told_lost = false;
        if (state.phase !== "live") this.city.restart();
        this.top?.show_state();
    }

    // New P0 and P1: aloud for screen readers, as a tone, and in the title while nobody looks.
    #announce(news) {
        for (const { topic, entity, before } of news) {
            if (topic !== "requests" || entity.urgency > "P1") continue;
            if (before && before.urgency <= "P1") continue;
            const place = entity.address || this.members.get(entity.member)?.profile.address || "";
            const service = this.services.name(entity.service);
            by_id("alarm").textContent = t("say.new", { urgency: entity.urgency, service, place });
            this.sound.ring(entity.urgency);
            if (document.hidden) this.#news++;
        }
        this.#title();
    }

    #seen() {
        if (!document.hidden) this.#news = 0;
        this.#title();
    }

    #title() {
        document.title = (this.#news ? `(${this.#news}) ` : "") + t("app.title");
    }

    words_changed() {
        document.documentElement.lang = current_language();
        for (const view of [this.queue, this.board, this.map, this.detail, this.top, this.tabs]) {
            view.build();
        }
        by_id("queue").setAttribute("aria-label", t("pane.queue"));
        by_id("board").setAttribute("aria-label", t("pane.board"));
        by_id("map").setAttribute("aria-label", t("pane.map"));
        this.#title();
        this.#draw_detail();
    }

    // ---- moving about --------------------------------------------------------------------------

    opened() {
        return this.store.requests.get(this.ui.get("open")) ?? null;
    }

    open(id, focus) {
        this.ui.set({ open: id, cursor: id, tab: "detail" });
        const request = this.store.requests.get(id);
        if (request?.place) this.map.show(request.place);
        if (focus) by_id("detail").focus({ preventScroll: true });
        this.say(t("say.selected", { id }));
    }

    close() {
        this.ui.set({ open: 0, tab: "queue" });
        this.queue.list.scroller.focus({ preventScroll: true });
    }

    escape() {
        const { ui } = this;
        if (ui.get("picking_place")) ui.get("picking_place")(null);
        else if (ui.get("choosing")) ui.set({ choosing: null });
        else if (document.activeElement?.matches("input[type=search]")) {
            this.queue.list.scroller.focus();
        } else if (ui.get("open")) this.close();
    }

    move(step) {
        this.queue.list.scroller.focus({ preventScroll: true });
        this.queue.list.move(step);
    }

    search() {
        this.go("queue");
        this.queue.search.focus();
        this.queue.search.select();
    }

    go(pane) {
        this.ui.set({ tab: pane });
        if (pane === "queue") this.queue.list.scroller.focus();
        else if (pane === "board") this.board.list.scroller.focus();
        else if (pane === "map") this.map.focus();
        else by_id("detail").focus();
    }

    toggle_class(urgency) {
        const { ui } = this;
        ui.set({ only_class: ui.get("only_class") === urgency ? "" : urgency });
    }

    toggle_sound() {
        this.sound.toggle();
        this.top.tick();
    }

    switch_language() {
        set_language(current_language() === "en" ? "zh-CN" : "en");
        this.words_changed();
        by_id("language")?.focus();
    }

    help() {
        show_help(preferences);
    }

    // ---- what views ask ------------------------------------------------------------------------

    target_place() {
        const request = this.opened();
        return request?.place ?? this.members.get(request?.member)?.profile.home ?? null;
    }

    context() {
        return {
            name: this.session.name,
            now: this.now(),
            pick_place: this.pick_place,
            responder_name: (id) => this.store.responders.get(id)?.profile.name ?? `#${id}`,
        };
    }

    // Step 0 of the chain is the member, step n the n-th contact.
    contact_name(request, step, member) {
        if (!step) return member?.profile.name ?? request.caller ?? word("relation", "member");
        const contact = member?.profile.contacts?.[step - 1];
        if (!contact) return `${t("detail.contacts")} ${step}`;
        const { relation, name = "", phone = "" } = contact;
        const number = readable(phone, t("phone.extension"));
        return `${name} (${word("relation", relation)}) ${number}`.trim();
    }

    // What words about an event of this request need. offers: offer -> responder, where known.
    names(request, offers = new Map()) {
        const { store, services, members } = this;
        const responder = (id) => store.responders.get(id)?.profile.name ?? `#${id}`;
        return {
            responder,
            offer: (id) => responder(offers.get(id) ?? store.offers.get(id)?.responder ?? 0),
            who: (step) => this.contact_name(request, step, members.get(request.member)),
            service: (code) => services.name(code),
            role: (slot) => word("role", request.slots?.[slot]?.role ?? ""),
        };
    }

    problem_text(problem) {
        const { title, detail } = problem_words(problem);
        return [title, detail].filter(Boolean).join(" ");
    }

    // ---- what a dispatcher does ----------------------------------------------------------------

    send = (name, body, on_retry) => this.api.command(name, body, { on_retry });

    async act(id, more = {}) {
        const request = this.opened();
        const action = action_by_id(id);
        const context = { ...this.context(), ...more };
        if (!request || !action.when(request, context)) return;
        if (id === "assign" && !context.responder) return this.#start_choosing(request);
        const answer = action.at_once?.(request, context)
            ? await this.#send_now(action, request, context)
            : await ask_and_send(action, request, context, this.send);
        if (answer) {
            this.toast(t("act.done", { action: t(`act.${id}`), seq: answer.seq ?? "" }));
        }
    }

    async #send_now(action, request, context) {
        const body = { request: request.id };
        for (const field of action.fields) body[field.name] = field.initial(request, context);
        try {
            return (await this.send(action.command, body)) ?? {};
        } catch (problem) {
            this.toast(this.problem_text(problem), true);
            return null;
        }
    }

    send_contact(request, outcome) {
        return this.act("contact", { outcome });
    }

    #start_choosing(request) {
        const slots = request.slots ?? [];
        const fillable = (s) => s.status === "open" || s.status === "offered";
        const slot = Math.max(0, slots.findIndex(fillable));
        this.ui.set({ choosing: { request: request.id, slot }, tab: "board" });
        this.board.list.scroller.focus();
    }

    // From the board or the map. While somebody is to be chosen, this is the choice.
    pick_responder(id, decided) {
        this.ui.set({ responder: id });
        const choosing = this.ui.get("choosing");
        const responder = this.store.responders.get(id);
        const place = responder && this.store.place_of(responder);
        if (place) this.map.show(place.point);
        if (!choosing || !decided) return;
        this.ui.set({ choosing: null });
        if (this.ui.get("open") === choosing.request) {
            this.act("assign", { responder: id, slot: choosing.slot });
        }
    }

    async create() {
        const answer = await ask_new_request(this);
        if (!answer) return;
        this.toast(t("act.done", { action: t("act.create"), seq: answer.seq }));
        // The answer's seq is the new request's id; the feed brings it at about the same time.
        const open = () => this.open(answer.seq, true);
        if (this.store.requests.has(answer.seq)) return open();
        const stop = this.store.subscribe(() => {
            if (!this.store.requests.has(answer.seq)) return;
            stop();
            open();
        });
    }

    pick_place = () =>
        new Promise((resolve) => {
            this.go("map");
            this.ui.set({
                picking_place: (point) => {
                    this.ui.set({ picking_place: null });
                    resolve(point);
                },
            });
        });

    // The advice of the engine, taken; who has none goes back to his own place.
    async order_standby(responder) {
        const post = responder.advised ?? "";
        try {
            await this.send("OrderStandby", { responder: responder.id, post });
            this.toast(t("board.moved", { post: post ? this.posts.name(post) : t("board.home") }));
        } catch (problem) {
            this.toast(this.problem_text(problem), true);
        }
    }

    say(text) {
        by_id("say").textContent = text;
    }

    toast(text, bad = false) {
        const node = el("div", bad ? { role: "alert" } : {}, text);
        by_id("toasts").append(node);
        setTimeout(() => node.remove(), bad ? 2 * toast_ms : toast_ms);
    }
}

function feed_url() {
    const url = new URL("/v1/feed", window.location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    return url.href;
}
