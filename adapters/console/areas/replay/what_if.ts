// The log lived again under other rules, as POST /v1/whatif tells it, and the rules that there are.
// Pure.

export interface ClassOutcome {
    urgency: string;
    requests: number;
    reached: number;
    late: number;
    response_mean_ms: number;
    response_p50_ms: number;
    response_p90_ms: number;
}

export interface Outcomes {
    classes: ClassOutcome[];
    offers: number;
    offers_accepted: number;
    assignments: number;
    diversions: number;
    utilisation_permille: number;
}

export interface WhatIf {
    from_seq: number;
    to_seq: number;
    changes: string[];
    logged: Outcomes; // what happened
    again: Outcomes; // the same lived again without a change: so far the method itself is off
    changed: Outcomes;
    inputs: number;
    inputs_refused: number;
    method: string[];
}

export interface RuleChange {
    path: string;
    value: string;
}

export type Unit = "count" | "permille" | "time";

export interface Row {
    name: string; // of the class, "" = of all
    figure: keyof ClassOutcome | keyof Outcomes | "late_permille";
    unit: Unit;
    logged: number;
    again: number;
    changed: number;
}

// Of classes with nobody in them there is nothing to compare.
export function rows_of({ logged, again, changed }: WhatIf): Row[] {
    const rows: Row[] = [];
    const add = (name: string, figure: Row["figure"], unit: Unit, of: (outcomes: Outcomes) => number) =>
        rows.push({ name, figure, unit, logged: of(logged), again: of(again), changed: of(changed) });
    changed.classes.forEach(({ urgency }, place) => {
        const one = (outcomes: Outcomes) => outcomes.classes[place];
        const none = [logged, again, changed].every((outcomes) => !one(outcomes)?.requests);
        if (none) return;
        const field = (name: Exclude<keyof ClassOutcome, "urgency">) => (o: Outcomes) => one(o)?.[name] ?? 0;
        add(urgency, "requests", "count", field("requests"));
        add(urgency, "reached", "count", field("reached"));
        add(urgency, "late_permille", "permille", (o) => {
            const { late = 0, requests = 0 } = one(o) ?? {};
            return requests ? Math.floor((late * 1000) / requests) : 0;
        });
        add(urgency, "response_p50_ms", "time", field("response_p50_ms"));
        add(urgency, "response_p90_ms", "time", field("response_p90_ms"));
    });
    for (const figure of ["offers", "offers_accepted", "assignments", "diversions"] as const) {
        add("", figure, "count", (outcomes) => outcomes[figure]);
    }
    add("", "utilisation_permille", "permille", (outcomes) => outcomes.utilisation_permille);
    return rows;
}

export interface Rule {
    path: string;
    value: string; // as it is now
}

const names = ["code", "urgency", "flag", "colour", "role"];

// Every rule that is one value, by its path: an item of a list goes by what names it, else by its place.
export function rules_in(value: unknown, path = ""): Rule[] {
    if (Array.isArray(value)) {
        return value.flatMap((item: unknown, at) => {
            const named = item && typeof item === "object" ? (item as Record<string, unknown>) : {};
            const name = names.map((one) => named[one]).find((one) => typeof one === "string" && one);
            return rules_in(item, `${path}.${typeof name === "string" ? name : at}`);
        });
    }
    if (value && typeof value === "object") {
        return Object.entries(value).flatMap(([name, item]) => rules_in(item, path ? `${path}.${name}` : name));
    }
    return path ? [{ path, value: String(value ?? "") }] : [];
}
