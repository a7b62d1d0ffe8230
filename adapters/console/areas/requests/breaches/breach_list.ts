// Promises that were broken and that nobody has explained, the oldest first. Pure.
import type { MilestoneState, Request } from "muster/schema";
import { unexplained } from "../derive.ts";

export interface Breach {
    key: string;
    request: Request;
    milestone: MilestoneState["milestone"];
    due_at: number;
    breached_at: number;
    met_at: number; // 0 = it is still owed
}

// told: as the feed tells them now; read: what ended some time ago is not on the feed, and as it was when
// it was read.
export function breaches_of(told: ReadonlyMap<number, Request>, read: readonly Request[]): Breach[] {
    const all = new Map(read.map((request) => [request.id, request]));
    for (const [id, request] of told) all.set(id, request);
    return [...all.values()]
        .flatMap((request) =>
            unexplained(request).map(({ milestone, due_at = 0, breached_at = 0, met_at = 0 }) => ({
                key: `${request.id} ${milestone}`,
                request,
                milestone,
                due_at,
                breached_at,
                met_at,
            })),
        )
        .sort((a, b) => a.breached_at - b.breached_at || a.request.id - b.request.id);
}

// By how much it was late, or is by now.
export const late_ms = ({ due_at, met_at }: Breach, now: number): number =>
    Math.max(0, (met_at || now) - due_at);

// Of what is still there: what came after the one that is gone, or else before it; "" = nothing is.
export function next_of(gone: string, before: readonly string[], now: readonly string[]): string {
    const at = before.indexOf(gone);
    if (at < 0) return "";
    const there = (key: string) => now.includes(key);
    return before.slice(at + 1).find(there) ?? before.slice(0, at).findLast(there) ?? "";
}
