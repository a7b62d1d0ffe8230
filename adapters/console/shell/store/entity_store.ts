// What the feed told, by topic, and who wants to know. Listeners run at most once per animation
// frame, with the topics that changed since.
import type { Delta, Entity } from "../net/feed_client.ts";

// What came in new or changed, so that it can be announced.
export interface News {
    topic: string;
    entity: Entity;
    before: Entity | undefined;
}

export type Listener = (dirty: ReadonlySet<string>) => void;

export class EntityStore {
    readonly #topics = new Map<string, Map<number, Entity>>();
    readonly #limits: Readonly<Record<string, number>>;
    readonly #listeners = new Set<Listener>();
    readonly #schedule: (flush: () => void) => void;
    #dirty = new Set<string>();
    #scheduled = false;
    ready = false;
    snapshots = 0; // so many began it anew

    // limits: of a topic that only grows, how many of its latest are kept.
    constructor(
        topics: readonly string[],
        limits: Readonly<Record<string, number>> = {},
        schedule: (flush: () => void) => void = (flush) => requestAnimationFrame(flush),
    ) {
        for (const topic of topics) this.#topics.set(topic, new Map());
        this.#limits = limits;
        this.#schedule = schedule;
    }

    // The type of what a topic holds is its name's in the schema; the caller knows it.
    all<T extends Entity>(topic: string): ReadonlyMap<number, T> {
        const map = this.#topics.get(topic);
        if (!map) throw new Error(`"${topic}" was not subscribed to`);
        return map as ReadonlyMap<number, Entity> as ReadonlyMap<number, T>;
    }

    follows = (topic: string): boolean => this.#topics.has(topic);

    get<T extends Entity>(topic: string, id: number): T | undefined {
        return this.all<T>(topic).get(id);
    }

    clear(): void {
        for (const map of this.#topics.values()) map.clear();
        this.ready = false;
        this.touch(...this.#topics.keys());
    }

    // All of one topic of the first snapshot, for a page that can show it before the rest is there.
    begin(topic: string, entities: readonly Entity[]): void {
        const map = this.#topics.get(topic);
        if (this.ready || !map) return;
        map.clear();
        for (const entity of entities) map.set(entity.id, entity);
        this.#trim(topic, map);
        this.touch(topic);
    }

    // The whole of a snapshot replaces everything at once: no half state is ever shown. Returns what
    // was not known before or is not as it was; nothing for the first snapshot.
    snapshot(by_topic: ReadonlyMap<string, Entity[]>): News[] {
        const news: News[] = [];
        for (const [topic, map] of this.#topics) {
            const entities = by_topic.get(topic) ?? [];
            const before = this.ready ? new Map(map) : null;
            map.clear();
            for (const entity of entities) {
                map.set(entity.id, entity);
                if (before) news.push({ topic, entity, before: before.get(entity.id) });
            }
            this.#trim(topic, map);
        }
        this.ready = true;
        this.snapshots++;
        this.touch(...this.#topics.keys());
        return news;
    }

    delta(message: Delta): News[] {
        const news: News[] = [];
        for (const { topic, id, entity, removed } of message.changes) {
            const map = this.#topics.get(topic);
            if (!map) continue;
            if (removed || !entity) map.delete(id);
            else {
                news.push({ topic, entity, before: map.get(id) });
                map.set(id, entity);
                this.#trim(topic, map);
            }
            this.touch(topic);
        }
        return news;
    }

    // An entity that was read, because it is left out of the feed until it changes. What the feed has
    // told meanwhile is newer; and what was asked for by somebody who has gone is nobody's.
    learn(topic: string, entity: Entity): void {
        if (this.ready && !this.#topics.get(topic)?.has(entity.id)) this.put(topic, entity);
    }

    // What is not kept up any more, and can be read again.
    forget(topic: string, ids: readonly number[]): void {
        const map = this.#topics.get(topic);
        if (!map || ids.length === 0) return;
        for (const id of ids) map.delete(id);
        this.touch(topic);
    }

    put(topic: string, entity: Entity): void {
        this.#topics.get(topic)?.set(entity.id, entity);
        this.touch(topic);
    }

    subscribe = (listener: Listener): (() => void) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
    };

    touch(...changed: string[]): void {
        for (const topic of changed) this.#dirty.add(topic);
        if (this.#scheduled) return;
        this.#scheduled = true;
        this.#schedule(() => this.#flush());
    }

    #trim(topic: string, map: Map<number, Entity>): void {
        const limit = this.#limits[topic] ?? Infinity;
        for (const id of map.keys()) {
            if (map.size <= limit) return;
            map.delete(id);
        }
    }

    #flush(): void {
        this.#scheduled = false;
        const dirty = this.#dirty;
        this.#dirty = new Set();
        for (const listener of [...this.#listeners]) listener(dirty);
    }
}
