// A call that is being taken: what is typed, and what is sent of it. Pure.
import type { Urgency, Point, TriageAnswer } from "muster/schema";
import type { FoundMember } from "./people.ts";

export type CallValues = {
    narrative: string;
    service: string; // code; "" = not chosen yet
    urgency: "" | Urgency; // "" = the service's
    member: FoundMember | null;
    hinted: number; // the member whose number the caller has, until it is chosen or not; 0 = nobody
    who: string; // typed to find the member
    caller: string;
    address: string;
    place: Point | null;
    known_place: number; // of the address book; 0 = none
    on_map: boolean; // the place was pointed out on the map: an address is told beside it
    skills: string[]; // wanted of who comes, beyond what the plan asks for
    silent: boolean;
    answers: Record<string, string>; // question -> choice
    call: number; // on the exchange; 0 = none
};

export const empty_call: CallValues = {
    narrative: "",
    service: "",
    urgency: "",
    member: null,
    hinted: 0,
    who: "",
    caller: "",
    address: "",
    place: null,
    known_place: 0,
    on_map: false,
    skills: [],
    silent: false,
    answers: {},
    call: 0,
};

const prefix = "create:";
export const is_call_draft = (id: string): boolean => id.startsWith(prefix);
export const call_draft_id = (key: string): string => prefix + key;

export const values_of = (restored: object | null): CallValues => ({ ...empty_call, ...restored });

// Only what is asked for this service: the answers of another one chosen before do not count.
export function answers_of(values: CallValues, asked: readonly string[]): TriageAnswer[] {
    return asked
        .filter((question) => values.answers[question])
        .map((question) => ({ question, choice: values.answers[question] }));
}

export const is_number = (who: string): boolean => /^[+＋\d０-９\s().（）－-]{3,}$/.test(who);

// Empty texts are left out.
const given = (body: Record<string, unknown>): object =>
    Object.fromEntries(
        Object.entries(body).filter(([, value]) => value !== "" && value !== 0 && value !== null && value !== false),
    );

export interface Sending {
    command: "CreateRequest" | "TakeCall";
    body: object;
    // What a call that is taken cannot carry comes after it, each by itself.
    then: { command: string; body: object }[];
}

export function sending_of(values: CallValues, asked: readonly string[]): Sending {
    const { service, urgency, silent, call, place, known_place, skills } = values;
    const address = values.address.trim();
    // Who was typed and is no member known: a number is the caller's, a name is told.
    const who = values.member ? "" : values.who.trim();
    const number = is_number(who);
    const caller = values.caller.trim() || (number ? who : "");
    const narrative = [number || !who ? "" : who, values.narrative.trim()].filter(Boolean).join("\n");
    const member = values.member?.id ?? 0;
    const answers = answers_of(values, asked);
    if (!call) {
        const body = given({
            service,
            channel: "console",
            urgency,
            member,
            caller,
            // Where a place of the address book is the engine knows.
            place: known_place ? null : place,
            known_place,
            address,
            note: narrative,
            silent,
        });
        const lists = { ...(answers.length && { answers }), ...(skills.length && { skills }) };
        return { command: "CreateRequest", body: { ...body, ...lists }, then: [] };
    }
    // An address that is no place yet is told to whoever goes.
    const note = [narrative, place ? "" : address].filter(Boolean).join("\n");
    const then: Sending["then"] = [];
    if (place) then.push({ command: "LocateRequest", body: { place, address } });
    if (answers.length) then.push({ command: "AnswerQuestions", body: { answers } });
    return { command: "TakeCall", body: given({ call, service, urgency, member, note, silent }), then };
}

// Where the engine knew the same report again, the request that goes on.
export function merged_into(events: readonly object[] | undefined, id: number): number {
    for (const event of events ?? []) {
        const { type, request, into } = event as { type?: string; request?: number; into?: number };
        if (type === "RequestMerged" && request === id && into) return into;
    }
    return 0;
}
