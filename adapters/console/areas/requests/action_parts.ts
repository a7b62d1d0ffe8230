// What actions on a request are made of: fields, what they begin with, what they are checked for.
// Pure: forms are drawn elsewhere (panel/action_form.tsx).
import { enum_word } from "@/shell/words/named.ts";
import type { Say } from "@/shell/words/words.ts";
import type { Disposition, Request, Slot, TriageQuestion } from "muster/schema";

export type Values = Record<string, unknown>;

// What an action knows beside the request.
export interface ActionFacts {
    now: number;
    name: string; // of whoever sits here, as the server knows it
    may(request: Request, command: string): boolean;
    responder_name(id: number): string;
    role_name(code: string | undefined): string; // of a slot
    questions_of(service: string): readonly TriageQuestion[];
}

export interface Option {
    value: string | number;
    label: string;
}

// until: minutes from now or a clock time. request: the number of one. place: found by an address.
// answers: to what callers are asked for the service. fixed: shown, not asked.
export type FieldKind =
    "text" | "area" | "choice" | "until" | "request" | "yes_no" | "place" | "answers" | "fixed";

export interface Field {
    name: string; // of the command
    kind: FieldKind;
    required?: boolean;
    initial?(request: Request, facts: ActionFacts): unknown;
    options?(request: Request, facts: ActionFacts): Option[];
}

export interface Action {
    id: string;
    command: string; // its label is command_word(command)
    key?: string; // two may share one when they are never possible together
    fields: readonly Field[];
    // What the sender has seen; the engine refuses when it is no longer so.
    expects?(request: Request, values: Values): object;
    // What a form rests upon beside that: when it changes, the form is about something else.
    rests_on?(request: Request, values: Values): unknown;
    // Whether it would have any effect, where the engine allows it all the same.
    useful?(request: Request, facts: ActionFacts): boolean;
    at_once?: boolean; // nothing is asked
    frequent?: boolean; // beside the recommended step, not in "More"
    danger?: boolean;
    warning?: Say;
}

export const reason: Field = { name: "reason", kind: "area", required: true };
export const note: Field = { name: "note", kind: "area" };

export const enum_options = (set: string, values: readonly string[]): Option[] =>
    values.map((value) => ({ value, label: enum_word(set, value) }));

export const outcome: Field = {
    name: "outcome",
    kind: "choice",
    required: true,
    options: () => enum_options("ContactOutcome", ["answered", "no_answer", "refused"]),
    initial: () => "no_answer",
};

export const is_bound = (slot: Slot): boolean =>
    ["assigned", "acknowledged", "en_route", "on_scene"].includes(slot.status);
// Nobody is there yet: the slot may be given to somebody else.
export const can_be_given = (slot: Slot): boolean =>
    !["on_scene", "served", "dropped"].includes(slot.status);

const holder = (request: Request, slot: unknown): number =>
    request.slots?.[Number(slot)]?.responder ?? 0;

export const expects_holder = (request: Request, { slot }: Values): object => ({
    expected_responder: holder(request, slot),
});

// A slot by its role, with whoever holds it now.
export const slot_field = (wanted: (slot: Slot) => boolean): Field => ({
    name: "slot",
    kind: "choice",
    required: true,
    options: (request, facts) =>
        (request.slots ?? []).flatMap((slot, index) => {
            if (!wanted(slot)) return [];
            const who = slot.responder ? facts.responder_name(slot.responder) : "";
            return [
                {
                    value: index,
                    label: [facts.role_name(slot.role), who].filter(Boolean).join(" · "),
                },
            ];
        }),
});

// Whoever is bound to a slot, by name.
export const responder_field = (wanted: (slot: Slot) => boolean): Field => ({
    name: "responder",
    kind: "choice",
    required: true,
    options: (request, facts) =>
        (request.slots ?? [])
            .filter((slot) => slot.responder && wanted(slot))
            .sort((a, b) => Number(b.call_due) - Number(a.call_due))
            .map((slot) => ({
                value: slot.responder,
                label: `${facts.responder_name(slot.responder)} · ${facts.role_name(slot.role)}`,
            })),
});

// How the slot of this responder stands.
export const status_of_responder = (request: Request, { responder }: Values): unknown =>
    (request.slots ?? []).find((slot) => slot.responder === Number(responder))?.status;

export const dispositions: readonly Disposition[] = [
    "helped",
    "advised",
    "handed_over",
    "not_needed",
    "refused",
    "not_found",
    "duplicate",
    "other",
];

// How it most likely ended: nobody had to be sent; an agency went and none of ours; else helped.
export function default_disposition(request: Request): Disposition {
    const slots = request.slots ?? [];
    if (slots.some((slot) => slot.status === "served")) return "helped";
    if (request.handovers?.length) return "handed_over";
    return slots.length === 0 ? "advised" : "helped";
}

export const disposition: Field = {
    name: "disposition",
    kind: "choice",
    required: true,
    options: () => enum_options("Disposition", dispositions),
    initial: default_disposition,
};
