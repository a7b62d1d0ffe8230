// Which responders the board shows, and in what order. Pure.
import { distance_m } from "@/shell/map/geo.ts";
import { matches } from "@/areas/requests/derive.ts";
import type { Point, Responder, ResponderKind, ResponderStatus } from "muster/schema";
import { duty_rank } from "./duty.ts";

export interface BoardFilter {
    duty: ResponderStatus | "";
    kind: ResponderKind | "";
    skill: string;
    text: string;
}

export const no_filter: BoardFilter = { duty: "", kind: "", skill: "", text: "" };

export interface Board {
    ids: number[];
    duty_counts: Partial<Record<ResponderStatus, number>>; // of those the other filters let through
    skills: string[]; // all there are
}

const passes = ({ profile, id }: Responder, { kind, skill, text }: BoardFilter): boolean =>
    (!kind || profile.kind === kind) &&
    (!skill || (profile.skills ?? []).includes(skill)) &&
    (!text ||
        matches(text, [profile.name, profile.department, profile.external_ref, `#${id}`, ...(profile.skills ?? [])]));

const by_state = (a: Responder, b: Responder): number =>
    (duty_rank[a.status] ?? 0) - (duty_rank[b.status] ?? 0) || a.id - b.id;

// 0 = may be sent, 1 = is at work, 2 = not there.
const readiness = ({ status }: Responder): number =>
    status === "available" ? 0 : status === "off_duty" || status === "out_of_service" ? 2 : 1;

export function board_of(
    responders: Iterable<Responder>,
    filter: BoardFilter,
    near: Point | null, // the place of the open request
    point_of: (responder: Responder) => Point | undefined,
): Board {
    const counts: Board["duty_counts"] = {};
    const skills = new Set<string>();
    const shown: { responder: Responder; away: number }[] = [];
    for (const responder of responders) {
        for (const skill of responder.profile.skills ?? []) skills.add(skill);
        if (!passes(responder, filter)) continue;
        counts[responder.status] = (counts[responder.status] ?? 0) + 1;
        if (filter.duty && responder.status !== filter.duty) continue;
        const point = near ? point_of(responder) : undefined;
        shown.push({ responder, away: near && point ? distance_m(point, near) : Infinity });
    }
    shown.sort(
        near
            ? (a, b) =>
                  readiness(a.responder) - readiness(b.responder) ||
                  (a.away === b.away ? a.responder.id - b.responder.id : a.away - b.away)
            : (a, b) => by_state(a.responder, b.responder),
    );
    return {
        ids: shown.map(({ responder }) => responder.id),
        duty_counts: counts,
        skills: [...skills].sort(),
    };
}

const same_list = (a: readonly unknown[], b: readonly unknown[]): boolean =>
    a.length === b.length && a.every((item, n) => item === b[n]);

export const same_board = (a: Board, b: Board): boolean =>
    same_list(a.ids, b.ids) &&
    same_list(a.skills, b.skills) &&
    same_list(Object.entries(a.duty_counts).flat(), Object.entries(b.duty_counts).flat());
