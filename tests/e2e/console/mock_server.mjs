// A stand-in for the engine's HTTP and feed, for the browser test and for work on the pages:
//   node mock_server.mjs [--port 8090] [--requests 60] [--responders 160] [--live]
// The token is "mock". POST /mock/... steers it (see `controls`).
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { WebSocketServer } from "ws";
import { make_city, make_map, posts, random_from, services } from "./mock/city.mjs";
import { commands, Refusal } from "./mock/commands.mjs";
import { words_of } from "./mock/words.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const pages = path.resolve(here, "../../../adapters/console");
const types = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
};
const csp =
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
// Which commands a request allows in which status: written by the engine's own test of its table.
const legality = JSON.parse(
    readFileSync(path.resolve(here, "../../core/legality.golden.json"), "utf8"),
);
const commands_of_responders = ["SetDuty", "OrderStandby"];
const may_send = [...new Set(Object.values(legality).flat()), ...commands_of_responders];

// As the engine adds it to what it shows, but by the status alone: what else the engine looks at,
// such as an unproved safety, the mock refuses when it is sent. So a refusal can be staged.
function as_shown(topic, entity) {
    if (topic === "requests") return { ...entity, allowed_actions: legality[entity.status] };
    if (topic === "responders") return { ...entity, allowed_actions: commands_of_responders };
    return entity;
}

const topics = ["requests", "responders", "offers", "positions", "alerts"];

export class MockServer {
    seq = 9000;
    epoch = "mock-1";
    ring = []; // {seq, at, changes}
    sockets = new Set();
    tickets = new Set();
    keys = new Map();
    stories = new Map(); // request -> records
    commands_seen = [];
    heartbeat_ms = 1000;
    token = "mock";
    name = "Li Na"; // of that token
    guests = new Map([["guest", "Wang Min"]]); // other tokens and their names
    swallows = false; // as a network that takes everything and delivers nothing
    down = false; // refuses tickets, as a stopped server would
    lose_answers = 0; // so many commands are carried out but their answer is lost
    tickets_refused_as = 0;

    constructor(options = {}) {
        this.city = make_city({ now: Date.now(), ...options });
        this.map = options.map === false ? null : make_map();
        this.server = createServer((request, response) => this.#http(request, response));
        this.feed = new WebSocketServer({
            server: this.server,
            path: "/v1/feed",
            handleProtocols: () => "muster.v1",
        });
        this.feed.on("connection", (socket) => this.#open(socket));
        this.beat = setInterval(() => this.#heartbeat(), this.heartbeat_ms);
    }

    listen(port = 0) {
        return new Promise((done) =>
            this.server.listen(port, "127.0.0.1", () => done(this.server.address().port)),
        );
    }

    close() {
        clearInterval(this.beat);
        for (const socket of this.sockets) socket.terminate();
        this.server.closeAllConnections();
        this.server.close();
    }

    // Feed.

    #open(socket) {
        this.sockets.add(socket);
        socket.on("close", () => this.sockets.delete(socket));
        socket.say = (message) => {
            if (!this.swallows) socket.send(JSON.stringify(message));
        };
        socket.on("message", (text) => {
            if (!this.swallows) this.#client_message(socket, JSON.parse(text));
        });
        socket.say({
            type: "hello",
            epoch: this.epoch,
            heartbeat_ms: this.heartbeat_ms,
            max_queue: 20000,
        });
    }

    #client_message(socket, message) {
        if (message.type === "auth") {
            if (!this.tickets.delete(message.ticket)) return socket.close(4401);
            socket.authenticated = true;
            return;
        }
        if (message.type !== "subscribe" || !socket.authenticated) return socket.close(4000);
        const first = this.ring[0]?.seq ?? this.seq + 1;
        if (
            message.epoch === this.epoch &&
            message.after >= first - 1 &&
            message.after <= this.seq
        ) {
            socket.last = message.after;
            socket.live = true;
            for (const record of this.ring)
                if (record.seq > message.after) this.#deliver(socket, record);
            socket.say({ type: "bookmark", seq: this.seq });
            return;
        }
        socket.say({ type: "reset", reason: message.epoch === undefined ? "start" : "gap" });
        socket.say({ type: "snapshot_begin", seq: this.seq });
        for (const topic of topics) {
            const entities = [...this.city[topic].values()].map((e) => as_shown(topic, e));
            for (let n = 0; n < entities.length; n += 500)
                socket.say({ type: "snapshot_chunk", topic, entities: entities.slice(n, n + 500) });
        }
        socket.say({ type: "snapshot_end", seq: this.seq });
        socket.last = this.seq;
        socket.live = true;
    }

    #deliver(socket, record) {
        socket.say({
            type: "delta",
            seq: record.seq,
            prev: socket.last,
            at: record.at,
            changes: record.changes,
        });
        socket.last = record.seq;
    }

    #heartbeat() {
        for (const socket of this.sockets)
            if (socket.live && socket.readyState === 1)
                socket.say({ type: "bookmark", seq: this.seq });
    }

    // changes: [[topic, entity]]. lost: the delta reaches nobody, so the next one shows a gap.
    publish(changes, { at = Date.now(), lost = false } = {}) {
        const record = {
            seq: ++this.seq,
            at,
            changes: changes.map(([topic, entity]) => ({
                topic,
                id: entity.id,
                entity: as_shown(topic, entity),
            })),
        };
        this.ring.push(record);
        for (const socket of this.sockets) {
            if (!socket.live || socket.readyState !== 1) continue;
            if (lost) socket.last = record.seq;
            else this.#deliver(socket, record);
        }
        return record.seq;
    }

    change(topic, entity, more = {}, options) {
        const next = { ...structuredClone(entity), ...more };
        this.city[topic].set(next.id, next);
        this.publish([[topic, next]], options);
        return next;
    }

    // As somebody else does it: the command as another desk sends it.
    act(name, body) {
        return commands[name](this, body);
    }

    // An entity as readers get it.
    shown(topic, id) {
        return as_shown(topic, this.city[topic].get(id));
    }

    tell(request, seq, at, events, source = "http:console") {
        if (!this.stories.has(request)) this.stories.set(request, []);
        this.stories.get(request).push({ seq, at, source, events });
    }

    create(kind = {}, more = {}) {
        const id = this.seq + 1;
        const request = Object.assign(
            this.city.make_request({ id, at: Date.now(), ...kind }),
            more,
        );
        this.tell(id, id, request.created_at, [received(request)]);
        this.publish([["requests", request]]);
        return request;
    }

    // HTTP.

    async #http(request, response) {
        const url = new URL(request.url, "http://mock");
        const json = (status, body, type = "application/json") => {
            response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store" });
            response.end(JSON.stringify(body));
        };
        const refuse = (status, reason, more = {}) =>
            json(
                status,
                { type: `urn:muster:problem:${reason}`, title: "refused", status, reason, ...more },
                "application/problem+json",
            );
        let text = "";
        for await (const chunk of request) text += chunk;
        if (url.pathname.startsWith("/mock/")) {
            await this.control(url.pathname.slice(6), Object.fromEntries(url.searchParams));
            return json(200, { seq: this.seq });
        }
        if (this.swallows) return;
        if (this.down && (url.pathname === "/healthz" || url.pathname.startsWith("/v1/"))) {
            return request.socket.destroy();
        }
        if (url.pathname === "/healthz") return json(200, { status: "alive" });
        if (!url.pathname.startsWith("/v1/")) return this.#file(url.pathname, response);
        const name = this.#name_of(request);
        if (!name) return refuse(401, "unauthorised");
        if (url.pathname === "/v1/feed/ticket") {
            const ticket = `ticket-${Math.random()}`;
            this.tickets.add(ticket);
            const expires_at = Date.now() + 30_000;
            const time_zone = "Asia/Shanghai";
            return json(200, { ticket, expires_at, url: "/v1/feed", time_zone, name, may_send });
        }
        if (url.pathname === "/v1/services")
            return json(200, { items: services, next_after: 0, as_of: this.seq });
        if (url.pathname === "/v1/posts")
            return json(200, { items: posts, next_after: 0, as_of: this.seq });
        if (url.pathname === "/v1/map")
            return this.map ? json(200, this.map) : refuse(404, "not_found");
        const member = /^\/v1\/members\/(\d+)$/.exec(url.pathname);
        if (member) {
            const found = this.city.members.get(Number(member[1]));
            return found ? json(200, found) : refuse(404, "unknown_member");
        }
        if (url.pathname === "/v1/members") {
            const { phone = "", name = "" } = Object.fromEntries(url.searchParams);
            const items = [...this.city.members.values()].filter(
                (m) => m.profile.phone.includes(phone) && m.profile.name.includes(name),
            );
            return json(200, { items: items.slice(0, 8), next_after: 0, as_of: this.seq });
        }
        const story = /^\/v1\/requests\/(\d+)\/timeline$/.exec(url.pathname);
        if (story) return json(200, this.#story(Number(story[1])));
        const command = /^\/v1\/commands\/(\w+)$/.exec(url.pathname);
        if (command && request.method === "POST")
            return this.#command(command[1], name, request, text, json, refuse);
        return refuse(404, "not_found");
    }

    // Of the token that the request shows; "" for none that counts.
    #name_of(request) {
        const token = (request.headers.authorization ?? "").replace("Bearer ", "");
        return token === this.token ? this.name : (this.guests.get(token) ?? "");
    }

    #command(name, sender, request, text, json, refuse) {
        const key = request.headers["idempotency-key"];
        this.commands_seen.push({ name, key, body: JSON.parse(text) });
        if (!key) return refuse(400, "invalid_field", { field: "Idempotency-Key" });
        let answer = this.keys.get(key);
        if (!answer) {
            try {
                const seq = commands[name](this, JSON.parse(text), sender);
                answer = { seq, at: Date.now(), replayed: false, events: [] };
                this.keys.set(key, answer);
            } catch (refusal) {
                if (!(refusal instanceof Refusal)) throw refusal;
                return refuse(refusal.status, refusal.reason, {
                    detail: refusal.message,
                    field: refusal.field,
                    holder: refusal.holder,
                });
            }
        } else answer = { ...answer, replayed: true };
        if (this.lose_answers > 0) {
            this.lose_answers--;
            return request.socket.destroy();
        }
        json(200, answer);
    }

    // What happened since the start, with an invented but fitting beginning for older requests.
    #story(id) {
        const request = this.city.requests.get(id);
        const timeline = [...(this.stories.get(id) ?? [])];
        const decisions = [];
        if (!timeline.some((r) => r.events[0]?.type === "RequestReceived"))
            timeline.unshift({
                seq: id,
                at: request.created_at,
                source: "hotline",
                events: [received(request)],
            });
        (request.slots ?? []).forEach((slot, place) => {
            if (!slot.responder) return;
            const random = random_from(id);
            const others = [...this.city.responders.keys()]
                .filter((r) => r !== slot.responder)
                .slice(id % 50, (id % 50) + 5);
            const candidates = [
                {
                    responder: slot.responder,
                    distance_m: 900,
                    eta_ms: slot.eta_ms,
                    penalty_ms: 0,
                    cost_ms: slot.eta_ms,
                },
            ];
            for (const [n, other] of others.entries()) {
                const penalty_ms = n === 3 ? 120_000 : 0;
                const eta_ms =
                    slot.eta_ms + (n === 3 ? -20_000 : Math.floor(n * 70_000 * (0.5 + random())));
                candidates.push({
                    responder: other,
                    distance_m: 1200 + n * 480,
                    eta_ms,
                    penalty_ms,
                    cost_ms: eta_ms + penalty_ms,
                });
            }
            candidates.sort((a, b) => a.cost_ms - b.cost_ms);
            const seq = id + 1 + place;
            const rationale = {
                policy: "closest",
                considered: candidates.length,
                winner: candidates[0],
                next: candidates[1],
            };
            const events = [
                {
                    type: "SlotAssigned",
                    request: id,
                    slot: place,
                    responder: slot.responder,
                    by: slot.by,
                    reason: slot.reason,
                    eta_ms: slot.eta_ms,
                    acknowledge_until: 0,
                    rationale,
                },
            ];
            timeline.push({ seq, at: slot.assigned_at, source: "engine", events });
            if (slot.status !== "assigned")
                timeline.push({
                    seq,
                    at: slot.assigned_at + 9_000,
                    source: "http:app",
                    events: [
                        {
                            type: "AssignmentAcknowledged",
                            request: id,
                            slot: place,
                            responder: slot.responder,
                        },
                    ],
                });
            if (slot.status === "on_scene")
                timeline.push({
                    seq,
                    at: slot.arrival_at,
                    source: "http:app",
                    events: [
                        {
                            type: "ResponderOnScene",
                            request: id,
                            slot: place,
                            responder: slot.responder,
                        },
                    ],
                });
            decisions.push({
                seq,
                slot: place,
                candidates: candidates.map((candidate) => ({
                    candidate,
                    verdict: candidate.responder === slot.responder ? "won" : "dearer",
                })),
                counts: [1, 0, 5],
            });
        });
        for (const m of request.milestones)
            if (m.breached_at)
                timeline.push({
                    seq: id + 9,
                    at: m.breached_at,
                    source: "engine",
                    events: [{ type: "DeadlineBreached", request: id, milestone: m.milestone }],
                });
        timeline.sort((a, b) => a.at - b.at);
        for (const record of timeline) Object.assign(record, words_of(record.events));
        return { request, timeline, complete: true, decisions };
    }

    async #file(pathname, response) {
        const wanted = path.join(pages, pathname === "/" ? "index.html" : pathname);
        const content = wanted.startsWith(pages) ? await readFile(wanted).catch(() => null) : null;
        response.writeHead(content ? 200 : 404, {
            "Content-Type": types[path.extname(wanted)] ?? "text/plain",
            "Content-Security-Policy": csp,
            "Cache-Control": "no-cache",
        });
        response.end(content ?? "not found");
    }

    // Steering.

    async control(what, query) {
        const first = () => [...this.city.requests.values()].find((r) => r.status === "queued");
        if (what === "cut")
            for (const socket of this.sockets)
                query.code ? socket.close(Number(query.code)) : socket.terminate();
        else if (what === "down") {
            this.down = query.off === undefined;
            if (this.down) for (const socket of this.sockets) socket.terminate();
        } else if (what === "create")
            for (let n = 0; n < Number(query.n ?? 1); ++n)
                this.create({ urgency: query.urgency, service: query.service });
        else if (what === "gap") {
            this.change("requests", first(), { note: "lost on the way" }, { lost: true });
            this.change("requests", first(), { note: "after the gap" });
        } else if (what === "lose") this.lose_answers = Number(query.n ?? 1);
        else if (what === "forget") {
            this.epoch = `mock-${Math.random()}`;
            this.ring = [];
        }
    }

    // Movement and life, for looking at it.
    live() {
        const random = random_from(99);
        return setInterval(() => {
            const now = Date.now();
            const moved = [];
            for (const responder of this.city.responders.values()) {
                if (!["en_route", "available"].includes(responder.status) || random() > 0.6)
                    continue;
                const position = {
                    lat: responder.position.lat + (random() - 0.5) * 0.001,
                    lon: responder.position.lon + (random() - 0.5) * 0.001,
                };
                Object.assign(responder, { position, position_at: now });
                moved.push(["positions", { id: responder.id, point: position, at: now }]);
            }
            if (moved.length) this.publish(moved);
            if (random() < 0.2) this.create();
        }, 1000);
    }
}

function received(request) {
    const { id, service, channel, urgency, note, raised_for } = request;
    return {
        type: "RequestReceived",
        request: id,
        service,
        channel,
        urgency,
        note,
        raised_for,
        silent: request.safety === "unverified",
    };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const option = (name, otherwise) => {
        const at = process.argv.indexOf(`--${name}`);
        return at < 0 ? otherwise : Number(process.argv[at + 1]);
    };
    const mock = new MockServer({
        requests: option("requests", 60),
        responders: option("responders", 160),
    });
    const port = await mock.listen(option("port", 8090));
    if (process.argv.includes("--live")) mock.live();
    console.log(`http://127.0.0.1:${port}/#token=mock`);
}
