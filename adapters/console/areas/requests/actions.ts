// What can be done with a request, what is sent, and when a form has been overtaken. Whether a
// command is possible is not decided here: the engine says in each request which it allows now, and
// the ticket of the feed which of them this token may send (Console.may). Pure.
import { soon } from "@/shell/time/times.ts";
import type { Request } from "muster/schema";
import { actions } from "./action_list.ts";
import type { Action, ActionFacts, Field, Values } from "./action_parts.ts";

export { actions };

export function action_by_id(id: string): Action {
    const action = actions.find((one) => one.id === id);
    if (!action) throw new Error(`no action "${id}"`);
    return action;
}

// Possible, and not without any effect.
export const offers = (action: Action, request: Request, facts: ActionFacts): boolean =>
    facts.may(request, action.command) && (action.useful?.(request, facts) ?? true);

export const offered = (request: Request, facts: ActionFacts): Action[] =>
    actions.filter((action) => offers(action, request, facts));

// What a form begins with.
export function initial_values(
    action: Action,
    request: Request,
    facts: ActionFacts,
    preset: Values = {},
): Values {
    const values: Values = {};
    for (const { name, kind, required, initial, options } of action.fields) {
        let value = preset[name] ?? initial?.(request, facts);
        // Where there is only one choice nobody is asked for it.
        if (value === undefined && kind === "choice" && required) {
            const all = options?.(request, facts) ?? [];
            if (all.length === 1) value = all[0]?.value;
        }
        values[name] = value ?? "";
    }
    return values;
}

const is_empty = (value: unknown): boolean =>
    value === undefined ||
    value === null ||
    (typeof value === "object" ? Object.keys(value).length === 0 : String(value).trim() === "");

const request_number = (value: unknown): number => Number(String(value).replace(/^\s*#/, ""));

// Fields that cannot be sent as they are.
export function faults(
    action: Action,
    values: Values,
    now: number,
): Record<string, "empty" | "wrong"> {
    const found: Record<string, "empty" | "wrong"> = {};
    for (const { name, kind, required } of action.fields) {
        const value = values[name];
        if (is_empty(value)) {
            if (required) found[name] = "empty";
        } else if (kind === "until" && !soon(String(value), now)) {
            found[name] = "wrong";
        } else if (
            kind === "request" &&
            !(Number.isInteger(request_number(value)) && request_number(value) > 0)
        ) {
            found[name] = "wrong";
        }
    }
    return found;
}

// Question -> choice.
type Answers = Record<string, string>;

function sent({ name, kind }: Field, value: unknown, now: number): unknown {
    if (kind === "answers") {
        return Object.entries(value as Answers).map(([question, choice]) => ({ question, choice }));
    }
    if (kind === "until") return soon(String(value), now);
    if (kind === "request") return request_number(value);
    if (name === "slot" || name === "responder" || name === "rating") return Number(value);
    return typeof value === "string" ? value.trim() : value;
}

// The body of the command. `seen`: the request as the sender saw it. What is empty is left out.
export function command_body(action: Action, seen: Request, values: Values, now: number): object {
    const body: Values = { request: seen.id, ...action.expects?.(seen, values) };
    for (const field of action.fields) {
        const value = values[field.name];
        if (!is_empty(value)) body[field.name] = sent(field, value, now);
    }
    return body;
}

// What makes a form pointless now that the request is `next`: the engine does not allow it any
// more, somebody else has it, or it has been done. "" = nothing.
export type Overtaken = "" | "gone" | "holder" | "call" | "done";

export function overtaken(
    action: Action,
    seen: Request,
    next: Request | undefined,
    values: Values,
    facts: ActionFacts,
): Overtaken {
    if (!next || !facts.may(next, action.command)) return "gone";
    const same = (of?: (request: Request, values: Values) => unknown) =>
        JSON.stringify(of?.(seen, values)) === JSON.stringify(of?.(next, values));
    if (!same(action.expects)) return action.id === "contact" ? "call" : "holder";
    if (!same(action.rests_on)) return "done";
    if (action.useful?.(seen, facts) && !action.useful(next, facts)) return "done";
    return "";
}
