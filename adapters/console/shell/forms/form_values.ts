// What stands in a form, and what is sent of it. Each kind of field has one form in memory:
//   boolean: true, false · integer, distance: a number or null · duration: minutes or null
//   time: the city's wall clock "2026-11-30T12:03" or "" · date, time_of_day, string, code: text
//   enum: the value, "" = not said · id: a number, 0 = none · point: "32.394, 119.413" or ""
//   object: its fields, null = not said · list: its items
import type { Field, FieldType, Model } from "../model/model.ts";
import { is_empty, is_masked } from "../model/values.ts";
import { from_wall, minute_ms, to_wall } from "../time/times.ts";

export type Values = Record<string, unknown>;

// Whole fen are shown and typed as yuan.
export const is_money = (name: string): boolean => name.endsWith("_fen");

export function empty_value(model: Model, field: Field, depth = 0): unknown {
    const { type } = field;
    if (field.default !== undefined && type.kind !== "list" && type.kind !== "object") {
        return from_wire(model, type, field.name, field.default);
    }
    switch (type.kind) {
        case "boolean":
            return false;
        case "integer":
        case "distance":
        case "duration":
            return null;
        case "id":
            return 0;
        case "list":
            return [];
        case "object":
            // One that need not be there is not there until somebody asks for it.
            return field.always && depth < 4 ? empty_values(model, type.name, depth + 1) : null;
        default:
            return "";
    }
}

export function empty_values(model: Model, type: string | null | undefined, depth = 0): Values {
    const values: Values = {};
    for (const field of model.fields(type)) values[field.name] = empty_value(model, field, depth);
    return values;
}

// A value of the API as it stands in a form.
export function from_wire(model: Model, type: FieldType, name: string, value: unknown): unknown {
    if (value === undefined || value === null) {
        return empty_value(model, { name, type, always: false, personal: false });
    }
    switch (type.kind) {
        case "integer":
            return is_money(name) ? Number(value) / 100 : value;
        case "duration":
            return Number(value) / minute_ms;
        case "time":
            return value === 0 ? "" : to_wall(Number(value));
        case "point": {
            const { lat, lon } = value as { lat: number; lon: number };
            return `${lat}, ${lon}`;
        }
        case "object": {
            const out: Values = {};
            for (const field of model.fields(type.name)) {
                const inner = (value as Values)[field.name];
                out[field.name] =
                    inner === undefined || inner === null
                        ? empty_value(model, field)
                        : from_wire(model, field.type, field.name, inner);
            }
            return out;
        }
        case "list":
            return (value as unknown[]).map((item) =>
                type.item ? from_wire(model, type.item, name, item) : item,
            );
        default:
            return value;
    }
}

const point_form = /^\s*(-?\d+(?:\.\d+)?)\s*[,，\s]\s*(-?\d+(?:\.\d+)?)\s*$/;

export function parse_point(text: string): { lat: number; lon: number } | null {
    const [, lat, lon] = point_form.exec(text) ?? [];
    if (lat === undefined || lon === undefined) return null;
    if (Math.abs(Number(lat)) > 90 || Math.abs(Number(lon)) > 180) return null;
    return { lat: Number(lat), lon: Number(lon) };
}

// A value of a form as the API takes it; undefined = it says nothing, and is left out.
export function to_wire(model: Model, type: FieldType, name: string, value: unknown): unknown {
    if (value === null || value === undefined || value === "") return undefined;
    switch (type.kind) {
        case "integer":
            return is_money(name) ? Math.round(Number(value) * 100) : value;
        case "duration":
            return Math.round(Number(value) * minute_ms);
        case "time":
            return from_wall(String(value)) || undefined;
        case "id":
            return value === 0 ? undefined : value;
        case "string":
            return String(value).trim() || undefined;
        case "point":
            // One that cannot be read is sent as it is, so that the answer names the field.
            return parse_point(String(value)) ?? value;
        case "object": {
            const body = to_body(model, model.fields(type.name), value as Values);
            return Object.keys(body).length > 0 ? body : undefined;
        }
        case "list": {
            const items = (value as unknown[])
                .map((item) => (type.item ? to_wire(model, type.item, name, item) : item))
                .filter((item) => item !== undefined);
            return items.length > 0 ? items : undefined;
        }
        default:
            return value;
    }
}

export function to_body(model: Model, fields: readonly Field[], values: Values): Values {
    const body: Values = {};
    for (const { name, type } of fields) {
        const value = to_wire(model, type, name, values[name]);
        if (value !== undefined) body[name] = value;
    }
    return body;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export interface Edited {
    changes: Values;
    clear: string[]; // names of what is emptied and has no empty value of its own
}

// Of an entity that is edited only what was changed: a missing field is kept as it is. So nothing
// that is masked, or that somebody else changed meanwhile, is ever sent back.
export function edited(
    model: Model,
    fields: readonly Field[],
    before: Values,
    values: Values,
): Edited {
    const out: Edited = { changes: {}, clear: [] };
    for (const { name, type } of fields) {
        if (same(before[name], values[name])) continue;
        const value = to_wire(model, type, name, values[name]);
        if (value !== undefined) out.changes[name] = value;
        else if (type.kind === "string" || type.kind === "code") out.changes[name] = "";
        else if (type.kind === "list") out.changes[name] = [];
        else out.clear.push(name);
    }
    return out;
}

// What a form that edits begins with. What is masked begins empty, and its mask stands beside it.
export function editable(model: Model, type: string | null | undefined, entity: Values): Values {
    const out: Values = {};
    for (const field of model.fields(type)) {
        const value = entity[field.name];
        out[field.name] =
            is_empty(value, field.type) || is_masked(value)
                ? empty_value(model, { ...field, default: undefined, always: false })
                : from_wire(model, field.type, field.name, value);
    }
    return out;
}
