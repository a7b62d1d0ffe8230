// The filters of a collection: how each is asked for, and what stands in the address for them.
import type { Collection, FieldType, Model } from "../model/model.ts";
import { day, minute_ms } from "../time/times.ts";

export type FilterKind =
    "enum" | "code" | "id" | "flag" | "day" | "month" | "moment" | "choice" | "text";

export interface Filter {
    name: string;
    kind: FilterKind;
    of: string; // enum: its name; code, id: the collection; choice: the fields, by commas; else ""
    type: string; // the type that has the field, for its word; "" = it is no field
}

// Those that are no field, or ask otherwise than the field of their name: the engine has them in
// engine/views/<area>.cpp.
const asked: Readonly<Record<string, Pick<Filter, "kind" | "of">>> = {
    open: { kind: "flag", of: "" },
    overdue: { kind: "flag", of: "" },
    next: { kind: "flag", of: "" },
    urged: { kind: "flag", of: "" },
    supervised: { kind: "flag", of: "" },
    unexplained: { kind: "flag", of: "" },
    suspended: { kind: "flag", of: "" },
    alike: { kind: "flag", of: "" },
    day: { kind: "day", of: "" },
    review_by: { kind: "day", of: "" },
    month: { kind: "month", of: "" },
    due_before: { kind: "moment", of: "" },
    due_after: { kind: "moment", of: "" },
    window_before: { kind: "moment", of: "" },
    window_after: { kind: "moment", of: "" },
    ends_after: { kind: "moment", of: "" },
    account: { kind: "id", of: "accounts" },
    visitor: { kind: "id", of: "responders" },
};
const asked_of: Readonly<Record<string, Pick<Filter, "kind" | "of">>> = {
    "members.risk": { kind: "enum", of: "RiskTier" },
    "suggestions.grade": { kind: "enum", of: "SuggestionGrade" },
    "visit_completion.by": { kind: "choice", of: "district,tier,visitor" },
    "project_counts.by": { kind: "choice", of: "template_code,department" },
    "suggestion_counts.by": { kind: "choice", of: "status,grade,department,category" },
    "department_work.task": { kind: "enum", of: "DepartmentTask" },
    "places.parent": { kind: "id", of: "places" },
    "merges.member": { kind: "id", of: "members" },
    "premises.request": { kind: "id", of: "requests" },
    "premises.responder": { kind: "id", of: "responders" },
    "projects.department": { kind: "code", of: "departments" },
    "responders.skill": { kind: "code", of: "skills" },
};

// Made lists have no filters in the model: each says its own.
const of_made_lists: Readonly<Record<string, readonly string[]>> = {
    free_times: ["service", "day"],
    visit_days: ["day", "district", "visitor"],
    visit_completion: ["by", "month"],
    department_work: ["department", "task", "overdue"],
    project_counts: ["by"],
    suggestion_counts: ["by", "category"],
};

function by_type({ kind, name }: FieldType): Pick<Filter, "kind" | "of"> {
    if (kind === "enum") return { kind: "enum", of: name ?? "" };
    if (kind === "code" && name) return { kind: "code", of: name };
    if (kind === "id") return { kind: "id", of: name ?? "" };
    if (kind === "boolean") return { kind: "flag", of: "" };
    return { kind: "text", of: "" };
}

// A field of this name in the entity itself or in what it says of itself (profile).
function field_of(model: Model, type: string | null, name: string) {
    for (const dotted of [name, `profile.${name}`]) {
        const found = model.field_at(type, dotted);
        if (found) return found;
    }
    return null;
}

export function filters_of(model: Model, collection: Collection): Filter[] {
    const names = collection.filters ?? of_made_lists[collection.path] ?? [];
    return names.map((name) => {
        const found = field_of(model, collection.type, name);
        const known = asked_of[`${collection.path}.${name}`] ?? asked[name];
        const shape = known ?? (found ? by_type(found.field.type) : by_type({ kind: "string" }));
        return { name, ...shape, type: found?.of ?? "" };
    });
}

export type Query = Readonly<Record<string, string>>;

// What of an address is a filter of this collection; what it has no filter for is left out, so that a
// link of yesterday does not end in a refusal.
export function query_of(filters: readonly Filter[], search: string): Query {
    const parameters = new URLSearchParams(search);
    const query: Record<string, string> = {};
    for (const { name } of filters) {
        const value = parameters.get(name);
        if (value) query[name] = value;
    }
    return query;
}

// "today" and "now", which stand in views, as the day and the moment that they are.
export function resolved(filters: readonly Filter[], query: Query, now: number): Query {
    const minute = Math.floor(now / minute_ms) * minute_ms;
    const out: Record<string, string> = {};
    for (const [name, value] of Object.entries(query)) {
        const kind = filters.find((filter) => filter.name === name)?.kind;
        if (kind === "day" && value === "today") out[name] = day(now);
        else if (kind === "month" && value === "today") out[name] = day(now).slice(0, 7);
        else if (kind === "moment" && value === "now") out[name] = String(minute);
        else out[name] = value;
    }
    return out;
}

// The address of a list with these filters; `keep` are parameters that are none.
export function address_of(path: string, query: Query, keep: Query = {}): string {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...query, ...keep })) {
        if (value) parameters.set(name, value);
    }
    const text = parameters.toString();
    return text ? `${path}?${text}` : path;
}

export const same_query = (a: Query, b: Query): boolean => {
    const names = Object.keys(a);
    return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
};
