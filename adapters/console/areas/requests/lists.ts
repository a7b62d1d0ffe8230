// The three lists of the desk: what needs somebody here, what is under way, what is over.
import type { EntityStore } from "@/shell/store/entity_store.ts";
import { hour_ms } from "@/shell/time/times.ts";
import type { Request, Urgency } from "muster/schema";
import { by_rank, is_ended, is_late, is_open, needs_me, urgencies } from "./derive.ts";

const recent_ms = hour_ms;

export interface ClassCount {
    open: number;
    late: number;
}

export interface Lists {
    needs_me: number[];
    under_way: number[]; // open and well, or held
    closed: number[]; // the latest first
    counts: Record<Urgency, ClassCount>;
}

const ids = (requests: Request[]): number[] => requests.map(({ id }) => id);

export function lists_of(store: EntityStore, now: number, only: (r: Request) => boolean): Lists {
    const counts = {} as Record<Urgency, ClassCount>;
    for (const urgency of urgencies) counts[urgency] = { open: 0, late: 0 };
    const [mine, under_way, closed]: [Request[], Request[], Request[]] = [[], [], []];
    for (const request of store.all<Request>("requests").values()) {
        if (is_open(request)) {
            counts[request.urgency].open++;
            if (is_late(request, now)) counts[request.urgency].late++;
        }
        if (!only(request)) continue;
        if (needs_me(request, now)) mine.push(request);
        else if (!is_ended(request)) under_way.push(request);
        else if ((request.ended_at ?? 0) > now - recent_ms) closed.push(request);
    }
    return {
        needs_me: ids(mine.sort(by_rank)),
        under_way: ids(under_way.sort(by_rank)),
        closed: ids(closed.sort((a, b) => (b.ended_at ?? 0) - (a.ended_at ?? 0))),
        counts,
    };
}

const same_ids = (a: readonly number[], b: readonly number[]): boolean =>
    a.length === b.length && a.every((id, i) => id === b[i]);

export const same_lists = (a: Lists, b: Lists): boolean =>
    same_ids(a.needs_me, b.needs_me) &&
    same_ids(a.under_way, b.under_way) &&
    same_ids(a.closed, b.closed) &&
    urgencies.every(
        (u) => a.counts[u].open === b.counts[u].open && a.counts[u].late === b.counts[u].late,
    );
