// The order of rows that were read, by a column. What says nothing comes last, either way round.
import { is_empty } from "../model/values.ts";
import type { FieldType } from "../model/model.ts";

export interface Sort {
    column: string;
    descending: boolean;
}

// "-due.due_at" -> by due.due_at, the latest first
export function parse_sort(text: string | undefined): Sort | null {
    if (!text) return null;
    const descending = text.startsWith("-");
    return { column: descending ? text.slice(1) : text, descending };
}

export const sort_text = ({ column, descending }: Sort): string => (descending ? "-" : "") + column;

export type Rank = (value: unknown) => number | string;

// An enumeration is sorted in its own order, which is mostly that of its life, and not by letters.
export function rank_by(
    type: FieldType,
    values: readonly string[],
    name: (v: unknown) => string,
): Rank {
    if (type.kind === "enum") return (value) => values.indexOf(String(value));
    if (type.kind === "id" || type.kind === "code") return name;
    if (type.kind === "boolean") return (value) => (value ? 0 : 1);
    return (value) => (typeof value === "number" ? value : String(value));
}

// value: what stands in the column of a row.
export function sorted<T>(
    rows: readonly T[],
    { descending }: Sort,
    value: (row: T) => unknown,
    type: FieldType,
    rank: Rank,
    locale: string,
): T[] {
    const order = new Intl.Collator(locale, { numeric: true });
    const keyed = rows.map((row, place) => {
        const said = value(row);
        return { row, place, key: is_empty(said, type) ? null : rank(said) };
    });
    const sign = descending ? -1 : 1;
    keyed.sort((a, b) => {
        if (a.key === null || b.key === null) {
            return a.key === b.key ? a.place - b.place : a.key === null ? 1 : -1;
        }
        const by =
            typeof a.key === "number" && typeof b.key === "number"
                ? a.key - b.key
                : order.compare(String(a.key), String(b.key));
        return by * sign || a.place - b.place;
    });
    return keyed.map(({ row }) => row);
}
