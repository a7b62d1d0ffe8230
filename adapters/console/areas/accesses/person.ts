// Who looked at one member: sums over the rows of the record that are about nobody else.
import { day, day_ms, from_wall } from "@/shell/time/times.ts";
import type { Access, AccessKind } from "./accesses.ts";

const looks: readonly AccessKind[] = ["personal_read", "unmasked", "exported"];
export const is_look = ({ what }: Access): boolean => looks.includes(what);

export const about_member = (member: number): string => `members/${member}`;

// The member that "members/7" is about, the whole of what is told of him; else 0.
export const member_of = (about: string): number => Number(/^members\/([1-9]\d{0,14})$/.exec(about.trim())?.[1] ?? 0);

// A number as people write it: 7, #7, members/7, also with the digits of a Chinese keyboard. Else 0.
export const typed_member = (text: string): number =>
    Number(/^(?:#|members\/)?\s*([1-9]\d{0,14})$/.exec(text.normalize("NFKC").trim())?.[1] ?? 0);

export interface ByWhom {
    who: string;
    personal_read: number;
    unmasked: number;
    exported: number;
    last: number;
}

export interface Looks {
    times: number;
    by_whom: ByWhom[]; // who did it last first
    last: Access | null;
}

export function looks_of(entries: readonly Access[]): Looks {
    const by_whom = new Map<string, ByWhom>();
    let times = 0;
    let last: Access | null = null;
    for (const one of entries.filter(is_look)) {
        const { who, what, at, count } = one;
        const sums = by_whom.get(who) ?? { who, personal_read: 0, unmasked: 0, exported: 0, last: 0 };
        sums[what as "personal_read" | "unmasked" | "exported"] += count;
        sums.last = Math.max(sums.last, at);
        by_whom.set(who, sums);
        times += count;
        if (!last || at > last.at) last = one;
    }
    return { times, by_whom: [...by_whom.values()].sort((a, b) => b.last - a.last), last };
}

export interface Bar {
    first: string; // day
    last: string;
    times: number;
    special: number; // of them unmasked or taken out
}

const most_bars = 62;
const week = 7;
const least_days = 14;

// Times for each day from `from` (0 = the first row, or a fortnight) to the day of `to`, by weeks that end
// there when they would be too many to be told apart.
export function bars_of(entries: readonly Access[], from: number, to: number): Bar[] {
    const seen = entries.filter(is_look);
    const oldest = seen.reduce((least, { at }) => Math.min(least, at), to - (least_days - 1) * day_ms);
    // Noon is on its day whatever is done to clocks in the night.
    const noon = (at: number): number => from_wall(`${day(at)}T12:00`);
    const [begin, end] = [noon(from || oldest), noon(to)];
    const days = Math.max(1, Math.round((end - begin) / day_ms) + 1);
    const each = days > most_bars ? week : 1;
    const bars: Bar[] = [];
    const by_day = new Map<string, Bar>();
    for (let left = days; left > 0; left -= each) {
        const here = Math.min(each, left);
        const day_at = (n: number): string => day(end - (days - left + n) * day_ms);
        const bar = { first: day_at(here - 1), last: day_at(0), times: 0, special: 0 };
        for (let n = 0; n < here; n++) by_day.set(day_at(n), bar);
        bars.unshift(bar);
    }
    for (const { at, what, count } of seen) {
        const bar = by_day.get(day(at));
        if (!bar) continue;
        bar.times += count;
        if (what !== "personal_read") bar.special += count;
    }
    return bars;
}
