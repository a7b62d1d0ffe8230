// What the feed told, by topic, and who wants to know. Listeners run at most once per animation
// frame with the set of topics that changed since.

export const topics = ["requests", "responders", "offers", "positions", "alerts"];
const kept_alerts = 500;

export class Store {
    #dirty = new Set();
    #listeners = new Set();
    #scheduled = false;
    #schedule;

    constructor({ schedule } = {}) {
        this.#schedule = schedule ?? ((fn) => requestAnimationFrame(fn));
        this.clear();
    }

    clear() {
        for (const topic of topics) this[topic] = new Map();
        this.ready = false;
        this.touch(...topics);
    }

    // The whole of a snapshot replaces everything at once: no half state is ever shown. Returns the
    // requests that were not known before, as delta() does; none for the first snapshot.
    snapshot(by_topic) {
        const known = this.ready ? this.requests : null;
        for (const topic of topics) {
            const entities = by_topic.get(topic) ?? [];
            this[topic] = new Map(entities.map((entity) => [entity.id, entity]));
        }
        this.#trim_alerts();
        this.ready = true;
        this.touch(...topics);
        if (!known) return [];
        return [...this.requests.values()].map((entity) => ({
            topic: "requests",
            entity,
            before: known.get(entity.id),
        }));
    }

    // Returns what came in new or changed, so that the caller can announce it:
    // [{topic, entity, before}].
    delta(message) {
        const news = [];
        for (const change of message.changes) {
            const map = this[change.topic];
            if (!map) continue;
            const { id } = change;
            if (change.removed) {
                map.delete(id);
            } else {
                news.push({ topic: change.topic, entity: change.entity, before: map.get(id) });
                map.set(id, change.entity);
            }
            this.touch(change.topic);
        }
        this.#trim_alerts();
        return news;
    }

    subscribe(listener) {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
    }

    touch(...changed) {
        for (const topic of changed) this.#dirty.add(topic);
        if (this.#scheduled) return;
        this.#scheduled = true;
        this.#schedule(() => this.#flush());
    }

    // Where a responder is now: the newest of the entity, the position stream and the post.
    place_of(responder) {
        const fix = this.positions.get(responder.id);
        const fix_at = fix ? fix.at : 0;
        if (fix && fix_at >= (responder.position_at ?? 0)) {
            return { point: fix.point, at: fix_at };
        }
        if (responder.position) return { point: responder.position, at: responder.position_at };
        if (responder.profile?.post) return { point: responder.profile.post, at: 0 };
        return null;
    }

    offers_of(request_id) {
        const found = [];
        for (const offer of this.offers.values()) {
            if (offer.request === request_id) found.push(offer);
        }
        return found.sort((a, b) => b.made_at - a.made_at);
    }

    #trim_alerts() {
        while (this.alerts.size > kept_alerts) {
            this.alerts.delete(this.alerts.keys().next().value);
        }
    }

    #flush() {
        this.#scheduled = false;
        const dirty = this.#dirty;
        this.#dirty = new Set();
        for (const listener of this.#listeners) listener(dirty);
    }
}
