// A page that is open for days holds what one that was opened just now would: the feed tells of what
// ended within the last hour only (engine/feed/DESIGN.md), and the page forgets what has ended since.
// What is looked at stays; the rest is read when somebody opens it.
import type { Console } from "@/shell/console.ts";
import type { EntityStore } from "@/shell/store/entity_store.ts";
import { hour_ms } from "@/shell/time/times.ts";
import type { Call, Offer, Request } from "muster/schema";

const kept_ms = hour_ms;
const each_ms = 60_000;

export function forget_over(store: EntityStore, now: number, looked_at: readonly number[]): void {
    const is_over = (ended_at: number | undefined): boolean =>
        Boolean(ended_at) && (ended_at ?? 0) + kept_ms < now;
    const forget = <T extends { id: number }>(topic: string, goes: (entity: T) => boolean): void => {
        if (!store.follows(topic)) return;
        const all = [...store.all<T>(topic).values()];
        store.forget(topic, all.filter(goes).map(({ id }) => id));
    };
    forget<Request>("requests", ({ id, ended_at }) => is_over(ended_at) && !looked_at.includes(id));
    const known = store.all<Request>("requests");
    forget<Offer>("offers", ({ request }) => !known.has(request));
    forget<Call>("calls", ({ ended_at }) => is_over(ended_at));
}

// From now on, as long as the page lives.
export function keep_forgetting(
    { store, city }: Pick<Console, "store" | "city">,
    looked_at: () => readonly number[] = () => [],
): void {
    window.setInterval(() => {
        if (store.ready) forget_over(store, city.now(), looked_at());
    }, each_ms);
}
