// What differs between two states of an entity, field by field.
import type { Entity } from "./values.ts";

export interface Change {
    field: string; // dotted: "profile.phone"
    before: unknown;
    now: unknown;
}

const is_plain = (value: unknown): value is Entity =>
    value !== null && typeof value === "object" && !Array.isArray(value);

// JSON leaves out what is empty, so a missing field and an empty one are the same.
const same = (a: unknown, b: unknown): boolean =>
    JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

export function changes(before: unknown, now: unknown, within = ""): Change[] {
    const a = is_plain(before) ? before : {};
    const b = is_plain(now) ? now : {};
    const out: Change[] = [];
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
        // Of the reader, not of the entity.
        if (name === "allowed_actions") continue;
        const field = within ? `${within}.${name}` : name;
        if (is_plain(a[name]) && is_plain(b[name])) out.push(...changes(a[name], b[name], field));
        else if (!same(a[name], b[name])) out.push({ field, before: a[name], now: b[name] });
    }
    return out;
}
