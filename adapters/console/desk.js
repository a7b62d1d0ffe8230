// The desk: holds the model and the views together and knows what a dispatcher can do.
import { t, current_language, set_language, told, word } from "./i18n/i18n.js";
import { CityClock } from "./model/city_clock.js";
import { action_by_id, allowed, command_body, offers } from "./model/commands.js";
import { open_slots } from "./model/derive.js";
import { Drafts } from "./model/drafts.js";
import { set_time_zone } from "./model/format.js";
import { Members } from "./model/members.js";
import { readable } from "./model/phone.js";
import { Catalogue } from "./model/catalogue.js";
import { Store, topics } from "./model/store.js";
import { UiState } from "./model/ui_state.js";
import { Api } from "./net/api.js";
import { FeedClient } from "./net/feed_client.js";
import { new_key } from "./net/ids.js";
import { preferences } from "./shortcuts.js";
import { ask_and_send } from "./view/action_dialog.js";
import { AlarmStrip } from "./view/alarm_strip.js";
import { BoardView } from "./view/board_view.js";
import { ask_new_request, create_draft } from "./view/create_dialog.js";
import { DeskView } from "./view/desk_view.js";
import { DetailView } from "./view/detail_view.js";
import { by_id, el } from "./view/dom.js";
import { open_dialogs } from "./view/layers.js";
import { show_help } from "./view/help_dialog.js";
import { MapView } from "./view/map_view.js";
import { problem_words } from "./view/problem_words.js";
import { QueueView } from "./view/queue_view.js";
import { Sound } from "./view/sound.js";
import { TabBar } from "./view/tab_bar.js";
import { TopBar } from "./view/top_bar.js";

const toast_ms = 4_000;
const tick_ms = 1_000;
const ticket_ms = 4_000;
const probe_ms = 1_400;

export class Desk {
    #time_zone = "";
    #news = 0; // new P0 and P1 while the tab was not looked at
    name = ""; // of the token, as the server knows it: the owner of what is taken here
    #may_send = new Set();
    #keys = new Map(); // of what is sent without a form and has no answer yet

    // on_leave(why): the token no longer counts; `why` is a key of the words or "".
    constructor({ session, on_leave }) {
        this.session = session;
        this.on_leave = on_leave;
        this.store = new Store();
        this.city = new CityClock();
        this.services = new Catalogue();
        this.posts = new Catalogue();
        this.sound = new Sound({ on_change: () => this.top?.tick() });
        this.drafts = new Drafts({ on_change: () => this.top?.tick() });
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
            probe: () => this.api.probe(probe_ms),
            sink: {
                snapshot: (by_topic) => {
                    this.city.restart();
                    this.#announce(this.store.snapshot(by_topic));
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
        this.alarms = new AlarmStrip(by_id("alarms"), this);
        this.store.subscribe((dirty) => this.#changed(dirty));
        this.ui.subscribe((names) => this.#looked(names));
        setInterval(() => this.#tick(), tick_ms);
        window.addEventListener("online", () => this.feed.retry_now());
        document.addEventListener("visibilitychange", () => this.#seen());
        this.words_changed();
    }

    // The answer to a ticket also names the token, the city's time zone and what may be sent.
    async #ticket() {
        const answer = await this.api.post("/v1/feed/ticket", {}, { within_ms: ticket_ms });
        this.#may_send = new Set(answer.may_send);
        this.name = answer.name ?? "";
        if (answer.time_zone && answer.time_zone !== this.#time_zone) {
            this.#time_zone = answer.time_zone;
            if (set_time_zone(answer.time_zone)) this.words_changed();
        }
        return answer;
    }

    // ---- coming and going ----------------------------------------------------------------------

    start() {
        this.api.set_token(this.session.token);
        this.drafts.open(this.session.name);
        this.feed.start();
        this.#load("/v1/services", this.services);
        this.#load("/v1/posts", this.posts);
        // A city without a map has a grid.
        this.api
            .get("/v1/map")
            .then((map) => this.map.set_ground(map))
            .catch(() => {});
        this.say(t("say.signed_in"));
    }

    #load(path, catalogue) {
        const shown = (list) => {
            catalogue.set(list);
            this.words_changed();
        };
        this.api.list(path).then(shown, () => {});
    }

    // Nobody is signed in: what is known of persons leaves the page, but not what was typed.
    pause() {
        this.feed.stop();
        this.api.set_token("");
        this.store.clear();
        this.members.clear();
        this.alarms.clear();
    }

    // The one who sat here has gone, and takes everything along.
    stop() {
        this.pause();
        this.ui.set({ open: 0, cursor: 0, responder: 0, choosing: null });
        this.#keys.clear();
        for (const dialog of open_dialogs()) dialog.close();
        this.drafts.clear();
    }

    // "" when the token counts (or nobody could be asked), else a key of the words.
    async check_token(token) {
        this.api.set_token(token);
        const problem = await this.api.get("/v1/services?limit=1").then(
            () => null,
            (p) => p,
        );
        return problem?.status === 401 ? "signin.refused" : "";
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
        if (dirty.has("requests") || dirty.has("members")) this.alarms.update();
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
        this.alarms.update();
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

    // New P0 and P1: in the strip above everything, aloud, as a tone, and in the title while nobody
    // looks.
    #announce(news) {
        for (const { topic, entity, before } of news) {
            if (topic !== "requests" || entity.urgency > "P1") continue;
            if (before && before.urgency <= "P1") continue;
            this.alarms.add(entity);
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
        for (const view of [this.queue, this.board, this.map, this.detail, this.top, this.tabs, this.alarms]) {
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
        this.alarms.opened(id);
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
            const view = this.board.root.contains(document.activeElement) ? this.board : this.queue;
            view.clear_search();
            view.list.scroller.focus();
        } else if (ui.get("open")) this.close();
    }

    // F1: the new emergency, whatever is open. A form on the way is kept as a draft.
    open_alarm(id = this.alarms.first()) {
        if (!id) return;
        for (const dialog of open_dialogs().reverse()) dialog.close();
        this.ui.set({ choosing: null });
        this.open(id, true);
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
            name: this.name,
            may_send: this.#may_send,
            now: this.now(),
            send: this.send,
            drafts: this.drafts,
            watch: this.#watch,
            went_back: this.went_back,
            pick_place: this.pick_place,
            responder_name: this.responder_name,
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

    responder_name = (id) => this.store.responders.get(id)?.profile.name ?? `#${id}`;

    problem_text(problem) {
        const { title, detail } = problem_words(problem);
        return [title, detail].filter(Boolean).join(" ");
    }

    // ---- what a dispatcher does ----------------------------------------------------------------

    // options: {key, on_retry}
    send = (name, body, options) => this.api.command(name, body, options);

    // Without a form there is one key until there is an answer, whatever it is.
    async #send_with_kept_key(what, name, body) {
        const key = this.#keys.get(what) ?? new_key();
        this.#keys.set(what, key);
        try {
            const answer = await this.send(name, body, { key });
            this.#keys.delete(what);
            return answer ?? {};
        } catch (problem) {
            if (problem.status !== 0 && problem.status < 500) this.#keys.delete(what);
            throw problem;
        }
    }

    // fn(request) whenever it may have changed; returns what ends that.
    #watch = (id, fn) =>
        this.store.subscribe((dirty) => {
            if (dirty.has("requests") && this.store.ready) fn(this.store.requests.get(id));
        });

    may(entity, command) {
        return allowed(entity, command, { may_send: this.#may_send });
    }

    async act(id, more = {}) {
        const request = this.opened();
        const action = action_by_id(id);
        const context = { ...this.context(), ...more, again: () => this.act(id, more) };
        if (!request || !offers(action, request, context)) return;
        if (id === "assign" && !context.responder) return this.#start_choosing(request);
        const answer = action.at_once?.(request, context)
            ? await this.#send_now(action, request, context)
            : await ask_and_send(action, request, context);
        if (answer) {
            this.toast(t("act.done", { action: told(action.label), seq: answer.seq ?? "" }));
        }
    }

    async #send_now(action, request, context) {
        const values = {};
        for (const field of action.fields) values[field.name] = field.initial(request, context);
        const body = command_body(action, request, values);
        try {
            return await this.#send_with_kept_key(`${action.id}:${request.id}`, action.command, body);
        } catch (problem) {
            this.toast(this.problem_text(problem), true);
            return null;
        }
    }

    send_contact(request, outcome) {
        return this.act("contact", { outcome });
    }

    #start_choosing(request) {
        const slot = Math.max(0, (request.slots ?? []).indexOf(open_slots(request)[0]));
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

    // Somebody left a form: if anything was typed there it is kept, and that is said.
    went_back = (draft) => {
        if (this.drafts.get(draft) && this.signed_in()) this.toast(t("draft.kept"));
    };

    // Takes up what was typed last.
    continue_draft() {
        const latest = this.drafts.latest();
        if (!latest) return;
        if (latest === create_draft) return this.create();
        const [action, request] = latest.split(":");
        const { values } = this.drafts.get(latest);
        this.open(Number(request), true);
        if (this.opened() && offers(action_by_id(action), this.opened(), this.context())) {
            return this.act(action, { responder: values.responder, slot: values.slot });
        }
        // It can no longer be sent.
        this.drafts.drop(latest);
        this.toast(t("draft.too_late"), true);
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
            const body = { responder: responder.id, post };
            await this.#send_with_kept_key(`standby:${responder.id}:${post}`, "OrderStandby", body);
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
