// What the service says of an import, and what follows from it. Pure.

export type ImportState =
    | "waiting"
    | "reading"
    | "checking"
    | "sending"
    | "done"
    | "refused"
    | "failed"
    | "stopped";

export interface ImportLine {
    line: number; // 0 = the whole file
    what: string;
    what_zh: string;
    reason?: string; // the engine's RejectReason where there is one
    ids?: number[];
}

// As it stands in the list of them.
export interface ImportSummary {
    import: number;
    kind: string;
    file: string;
    check: boolean;
    by: string;
    at: number;
    state: ImportState;
    why?: string; // of another end than done
    why_zh?: string;
    rows: number;
    looked_at: number;
    to_send: number;
    sent: number;
    // Of a file without faults.
    created?: number;
    updated?: number;
    unchanged?: number;
    fault_count: number;
    duplicate_count: number;
    flagged_count: number;
    unused_columns: string[];
}

export interface ImportReport extends ImportSummary {
    faults: ImportLine[];
    duplicates: ImportLine[];
    flagged: ImportLine[];
}

export interface ImportColumn {
    field: string;
    headers: string[];
    as: string;
    required: boolean;
}

export interface ImportKind {
    kind: string;
    create: string;
    update: string;
    collection: string;
    of_survey: boolean;
    columns: ImportColumn[];
}

export interface Imports {
    max_bytes: number;
    kinds: ImportKind[];
    imports: ImportSummary[];
}

const ends: ReadonlySet<ImportState> = new Set(["done", "refused", "failed", "stopped"]);
export const is_over = ({ state }: ImportSummary): boolean => ends.has(state);

// How much of its step is done; null = nobody knows how much there is.
export function progress_of(one: ImportSummary): { done: number; of: number } | null {
    if (one.state === "checking" && one.rows > 0) return { done: one.looked_at, of: one.rows };
    if (one.state === "sending" && one.to_send > 0) return { done: one.sent, of: one.to_send };
    return null;
}

// Whether the checked file can be imported: there is something in it, and nothing against it.
export const is_ready = (one: ImportSummary): boolean =>
    one.check && one.state === "done" && one.fault_count === 0 && one.to_send > 0;

const byte_order_mark = "\u{feff}"; // by which spreadsheets know UTF-8

// A spreadsheet takes such a cell for a formula.
const guarded = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);

const quoted = (cell: string): string =>
    /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

// A table as a file for a spreadsheet.
export const csv_text = (rows: readonly (readonly string[])[]): string =>
    byte_order_mark +
    rows.map((row) => row.map((cell) => quoted(guarded(cell))).join(",") + "\r\n").join("");
