// A large city for the consoles' bench: its requests, responders and their positions as the feed shows
// them, and what changes. The same seed, the same city.
const centre = { lat: 32.39, lon: 119.43 };
const second = { lat: 32.78, lon: 119.46 }; // a town apart, with a tenth of them
const duty = ["available", "available", "available", "dispatched", "en_route", "on_scene", "clearing"];
const classes = ["P1", "P1", "P2", "P2", "P2", "P2", "P3", "P3", "P3", "P4"];
const open_states = ["queued", "offered", "dispatched", "en_route", "on_scene"];
const minute = 60_000;

// mulberry32
export function random_from(seed) {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let t = state;
        t = Math.imul(t ^ (t >>> 15), t | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    };
}

export class BigCity {
    constructor({ responders = 10_000, requests = 2_000, p0 = 12, seed = 1, now = Date.now() } = {}) {
        this.random = random_from(seed);
        this.now = now;
        this.responders = Array.from({ length: responders }, (_, n) => this.#responder(n + 1));
        this.positions = this.responders.map(({ id, profile }) => ({ id, point: profile.post, at: now }));
        this.requests = Array.from({ length: requests }, (_, n) => this.#request(100_001 + n));
        // The emergencies stand apart from each other, so that each can be looked for.
        for (let n = 0; n < p0; n++) {
            const angle = (2 * Math.PI * n) / p0;
            const place = {
                lat: centre.lat + 0.045 * Math.sin(angle),
                lon: centre.lon + 0.055 * Math.cos(angle),
            };
            Object.assign(this.requests[n * 7], { urgency: "P0", place, status: "queued" });
        }
    }

    #any(list) {
        return list[Math.floor(this.random() * list.length)];
    }

    #place() {
        const { lat, lon } = this.random() < 0.1 ? second : centre;
        const spread = () => (this.random() + this.random() + this.random() - 1.5) * 0.14;
        const round = (value) => Math.round(value * 1e7) / 1e7;
        return { lat: round(lat + spread()), lon: round(lon + spread()) };
    }

    #responder(id) {
        const post = this.#place();
        return {
            id,
            profile: {
                kind: this.#any(["staff", "volunteer", "volunteer"]),
                name: `R${id}`,
                phone: "+8610020000000",
                skills: ["first_aid", this.#any(["lift", "driver", "care", "cook"])],
                travel: "normal",
                department: `station-${1 + (id % 48)}`,
                post,
            },
            status: this.#any(duty),
            shift_until: 0,
            position: post,
            position_at: this.now,
            idle_since: this.now,
            clear_until: 0,
            request: 0,
            slot: 0,
            offers_asked: 0,
            offers_accepted: 0,
            services_done: 0,
            last_service_at: 0,
            allowed_actions: [],
        };
    }

    #request(id) {
        const due = this.now + (this.random() - 0.1) * 60 * minute;
        return {
            id,
            status: this.#any(open_states),
            urgency: this.#any(classes),
            service: "fall",
            channel: "hotline",
            member: 0,
            member_hint: 0,
            caller: "+8651485550104",
            place: this.#place(),
            address: "Willow Garden 12-3-401",
            safety: "not_asked",
            credit_ms: 0,
            created_at: this.now - this.random() * 60 * minute,
            ended_at: 0,
            slots: [],
            milestones: [{ milestone: "on_site", due_at: due, warn_at: due - 5 * minute }],
            contacts: {},
            allowed_actions: [],
        };
    }

    // What one record changes: a few who move, and now and then a request.
    change(movers) {
        const changes = [];
        for (let n = 0; n < movers; n++) {
            const fix = this.#any(this.positions);
            const step = () => (this.random() - 0.5) * 0.002;
            fix.point = { lat: fix.point.lat + step(), lon: fix.point.lon + step() };
            fix.at = Date.now();
            changes.push({ topic: "positions", id: fix.id, entity: { ...fix } });
        }
        if (this.random() < 0.1) {
            const request = this.#any(this.requests);
            if (request.urgency !== "P0") request.status = this.#any(open_states);
            changes.push({ topic: "requests", id: request.id, entity: { ...request } });
        }
        if (this.random() < 0.1) {
            const responder = this.#any(this.responders);
            responder.status = this.#any(duty);
            changes.push({ topic: "responders", id: responder.id, entity: { ...responder } });
        }
        return changes;
    }

    // A change of the first emergency, which is in sight: its address says when it was sent.
    mark() {
        const request = this.requests[0];
        request.address = `sent-${Date.now()}`;
        return { topic: "requests", id: request.id, entity: { ...request } };
    }
}
