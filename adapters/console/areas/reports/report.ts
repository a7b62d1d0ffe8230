// A report as GET /v1/reports/{name} tells it, and what of a section is drawn. Pure.
import type { Bilingual } from "@/shell/words/words.ts";

export type ColumnKind =
    | "district" | "word" | "service" | "department" | "text" | "day"
    | "count" | "permille" | "millis" | "minutes" | "hundredths";

export interface ReportColumn {
    key: string;
    kind: ColumnKind;
    en: string;
    zh: string;
}

export type Shown = string | Bilingual; // as people read it; a text where both languages say the same

export interface ReportSection {
    title_en: string;
    title_zh: string;
    note_en: string;
    note_zh: string;
    drawn: string; // the column that is drawn; "" = none
    columns: ReportColumn[];
    rows: Record<string, string | number | null>[];
    shown: Shown[][];
}

export interface Report {
    kind: "daily" | "monthly";
    period: string;
    first_day: string;
    last_day: string;
    as_of: number;
    as_of_at: number;
    sections: Record<string, ReportSection>;
}

export interface Bars {
    column: ReportColumn;
    bars: { name: Shown[]; value: number; shown: Shown }[];
}

const most_bars = 40;
const numbers: readonly ColumnKind[] = ["count", "permille", "millis", "minutes", "hundredths"];
const is_number = ({ kind }: ReportColumn): boolean => numbers.includes(kind);

// So many columns begin a section that tell its rows apart.
export function texts_of({ columns }: ReportSection): number {
    const first = columns.findIndex(is_number);
    return first < 0 ? columns.length : first;
}

// As the report's own page draws it (engine/app/reports/chart.cpp): of all districts, where they are told
// apart at all; the districts and not their sum, where nothing else tells rows apart.
export function bars_of(section: ReportSection): Bars | null {
    const { columns, rows, shown, drawn } = section;
    const place = columns.findIndex(({ key }) => key === drawn);
    const column = columns[place];
    if (!column) return null;
    const [first] = columns;
    const by_district = first?.kind === "district";
    const whole = by_district && rows.some((row) => row[first.key] === "*");
    const end = texts_of(section);
    const sum_alone = end > 1 || rows.length === 1;
    const bars: Bars["bars"] = [];
    rows.forEach((row, at) => {
        const value = row[column.key];
        if (typeof value !== "number" || bars.length === most_bars) return;
        if (whole && (row[first?.key ?? ""] === "*") !== sum_alone) return;
        const cells = shown[at] ?? [];
        const from = by_district && end > 1 ? 1 : 0;
        bars.push({ name: cells.slice(from, end), value, shown: cells[place] ?? "" });
    });
    return bars.length > 0 ? { column, bars } : null;
}
