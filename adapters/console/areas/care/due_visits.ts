// Which visits are a consultant's, and in which order: the highest risk first, then what is due first.
import type { AnyEntity } from "@/shell/office/entity_book.ts";
import { value_at } from "@/shell/model/values.ts";

// The enumeration goes from the lowest risk to the highest; one that is not known comes last.
const tier_place = (tier: unknown, tiers: readonly string[]): number =>
    -tiers.indexOf(String(tier));

const due_at = (visit: AnyEntity): number => Number(value_at(visit, "due.due_at") ?? 0);

const by_urgency =
    (tiers: readonly string[]) =>
    (a: AnyEntity, b: AnyEntity): number =>
        tier_place(a.tier, tiers) - tier_place(b.tier, tiers) ||
        due_at(a) - due_at(b) ||
        a.id - b.id;

export interface DueVisits {
    overdue: AnyEntity[];
    under_way: AnyEntity[];
    soon: AnyEntity[];
}

// own: those that name him as their visitor; next: those that are due of anybody, of which the ones of
// his members that name nobody are his too.
export function due_visits(
    own: readonly AnyEntity[],
    next: readonly AnyEntity[],
    members: ReadonlySet<number>,
    now: number,
    ahead_ms: number,
    tiers: readonly string[],
): DueVisits {
    const mine = new Map<number, AnyEntity>();
    for (const visit of next) {
        if (members.has(Number(visit.member)) && !visit.visitor) mine.set(visit.id, visit);
    }
    for (const visit of own) mine.set(visit.id, visit);
    const out: DueVisits = { overdue: [], under_way: [], soon: [] };
    for (const visit of [...mine.values()].sort(by_urgency(tiers))) {
        if (visit.status === "under_way") out.under_way.push(visit);
        else if (visit.status === "missed") out.overdue.push(visit);
        else if (visit.status !== "planned") continue;
        else if (due_at(visit) < now) out.overdue.push(visit);
        else if (due_at(visit) < now + ahead_ms) out.soon.push(visit);
    }
    return out;
}

// Members by their tier of risk, as far as it is known.
export function by_risk(
    cases: readonly AnyEntity[],
    member: (row: AnyEntity) => AnyEntity | null,
    tiers: readonly string[],
): AnyEntity[] {
    const place = (row: AnyEntity) => tier_place(value_at(member(row), "risk.tier"), tiers);
    return [...cases].sort((a, b) => place(a) - place(b) || a.id - b.id);
}
