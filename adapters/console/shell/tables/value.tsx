// A value of a field in words, by the kind of the field.
import { is_empty, is_masked } from "../model/values.ts";
import type { Field, FieldType } from "../model/model.ts";
import { model } from "../model/muster_model.ts";
import { is_money } from "../forms/form_values.ts";
import { useOffice } from "../office/office_console.ts";
import { readable } from "../parts/phone.tsx";
import { useChanges, useNow } from "../store/hooks.ts";
import { day_and_time, duration, metres, none } from "../time/times.ts";
import { enum_word, field_word } from "../words/named.ts";
import { source_name } from "../words/source_name.ts";
import { locale, words } from "../words/words.ts";
import { EntityRef } from "./entity_ref.tsx";

const w = words({
    yes: { en: "yes", zh: "是" },
    no: { en: "no", zh: "否" },
    masked: { en: "masked: you may not see all of it", zh: "已脱敏：您无权查看全部内容" },
    minutes: {
        en: "{h, plural, =0 {} other {# h }}{m} min",
        zh: "{h, plural, =0 {} other {# 小时 }}{m} 分钟",
    },
    late: { en: "overdue", zh: "已逾期" },
    more: { en: "and {n} more", zh: "另有 {n} 项" },
});

export const yes_no = (value: unknown): string => (value ? w.yes() : w.no());

export const is_figure = ({ kind }: FieldType): boolean =>
    kind === "integer" || kind === "duration" || kind === "distance";

function minutes_text(value: number): string {
    const whole = Math.abs(value);
    const text = w.minutes({ h: Math.floor(whole / 60), m: whole % 60 });
    return value < 0 ? `−${text}` : text;
}

const is_minutes = (name: string): boolean => name === "minutes" || name.endsWith("_min");

export function number_text(name: string, value: number): string {
    // A limit that is none: the largest whole number that JSON can carry.
    if (Math.abs(value) >= Number.MAX_SAFE_INTEGER) return "∞";
    if (is_money(name)) {
        return new Intl.NumberFormat(locale(), { style: "currency", currency: "CNY" }).format(
            value / 100,
        );
    }
    if (is_minutes(name)) return minutes_text(value);
    if (name.endsWith("_permille")) return `${(value / 10).toFixed(1)} %`;
    if (name.endsWith("_percent")) return `${value} %`;
    // Years and numbers of documents are no amounts.
    if (name.includes("year") || name.includes("ref")) return String(value);
    return new Intl.NumberFormat(locale()).format(value);
}

// A promise has a time of its own within it; a list of them shows the next one that is not kept.
const is_due = (name: string): boolean => name === "due_at" || name === "answer_by";

export function Value({
    field,
    value,
    link = true,
}: {
    field: Pick<Field, "name" | "type">;
    value: unknown;
    link?: boolean;
}) {
    const { name, type } = field;
    if (is_empty(value, type)) return <span className="dim">{none}</span>;
    switch (type.kind) {
        case "boolean":
            return <>{yes_no(value)}</>;
        case "integer":
            return <>{number_text(name, Number(value))}</>;
        case "duration":
            return <>{duration(Number(value))}</>;
        case "distance":
            return <>{metres(Number(value))}</>;
        case "time":
            return is_due(name) ? <Due at={Number(value)} /> : <>{day_and_time(Number(value))}</>;
        case "enum":
            return (
                <span className={`enum of-${type.name ?? ""} is-${String(value)}`}>
                    {enum_word(type.name ?? "", String(value))}
                </span>
            );
        case "code":
            return <CodeName path={type.name} code={String(value)} />;
        case "id":
            return <EntityRef path={type.name} id={Number(value)} link={link} />;
        case "point": {
            const { lat, lon } = value as { lat: number; lon: number };
            return (
                <>
                    {lat.toFixed(5)}, {lon.toFixed(5)}
                </>
            );
        }
        case "list":
            return <ListValue field={field} value={value as unknown[]} link={link} />;
        case "object":
            return <ObjectLine type={type.name ?? ""} value={value as Record<string, unknown>} />;
        default:
            return <Text name={name} text={String(value)} />;
    }
}

// As somebody reads it: a number in groups, of who did it his name.
function shown_text(name: string, text: string): string {
    if (name === "phone" || name === "caller") return readable(text);
    return /^by$|_by$/.test(name) ? source_name(text) : text;
}

function Text({ name, text }: { name: string; text: string }) {
    const shown = shown_text(name, text);
    if (!is_masked(text)) return <>{shown}</>;
    return (
        <span className="masked" title={w.masked()}>
            {text}
        </span>
    );
}

function CodeName({ path, code }: { path: string | null | undefined; code: string }) {
    const { codes } = useOffice();
    useChanges(codes);
    return <>{codes.name(path, code)}</>;
}

// A time by which something is owed: late ones say so in a word.
function Due({ at }: { at: number }) {
    const now = useNow(60_000);
    return (
        <span className={at < now ? "late" : ""}>
            {day_and_time(at)}
            {at < now && ` · ${w.late()}`}
        </span>
    );
}

const shown_items = 3;

function ListValue({
    field,
    value,
    link,
}: {
    field: Pick<Field, "name" | "type">;
    value: unknown[];
    link: boolean;
}) {
    const { item } = field.type;
    if (!item) return <>{value.length}</>;
    // Things that have fields of their own are counted; the detail shows each.
    if (item.kind === "object") return <>{new Intl.NumberFormat(locale()).format(value.length)}</>;
    return (
        <>
            {value.slice(0, shown_items).map((one, i) => (
                <span key={i}>
                    {i > 0 && " · "}
                    <Value field={{ name: field.name, type: item }} value={one} link={link} />
                </span>
            ))}
            {value.length > shown_items && ` ${w.more({ n: value.length - shown_items })}`}
        </>
    );
}

// Of an object in one line: what it says, field by field.
function ObjectLine({ type, value }: { type: string; value: Record<string, unknown> }) {
    const said = model
        .fields(type)
        .filter(
            ({ name, type: of }) =>
                of.kind !== "object" &&
                of.kind !== "list" &&
                !is_empty(value[name], of) &&
                value[name] !== false,
        );
    return (
        <>
            {said.map((field, i) => (
                <span key={field.name}>
                    {i > 0 && " · "}
                    <span className="dim">{field_word(field.name, type)}</span>{" "}
                    <Value field={field} value={value[field.name]} />
                </span>
            ))}
        </>
    );
}
