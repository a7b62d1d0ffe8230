// A desk that is open for days holds what one that was opened just now would: the feed tells of what
// ended within the last hour only (engine/feed/DESIGN.md), and the page forgets what has ended since.
// What is looked at stays; the rest is read when somebody opens it.
import type { EntityStore } from "@/shell/store/entity_store.ts";
import { hour_ms } from "@/shell/time/times.ts";
import type { Call, Offer, Request } from "muster/schema";

const kept_ms = hour_ms;

export function forget_over(store: EntityStore, now: number, looked_at: readonly number[]): void {
    const is_over = (ended_at: number | undefined): boolean =>
        Boolean(ended_at) && (ended_at ?? 0) + kept_ms < now;
    const ids = (all: Iterable<{ id: number }>): number[] => [...all].map(({ id }) => id);

    const requests = [...store.all<Request>("requests").values()].filter(
        ({ id, ended_at }) => is_over(ended_at) && !looked_at.includes(id),
    );
    store.forget("requests", ids(requests));
    const known = store.all<Request>("requests");
    const offers = [...store.all<Offer>("offers").values()].filter(({ request }) => !known.has(request));
    store.forget("offers", ids(offers));
    const calls = [...store.all<Call>("calls").values()].filter(({ ended_at }) => is_over(ended_at));
    store.forget("calls", ids(calls));
}
