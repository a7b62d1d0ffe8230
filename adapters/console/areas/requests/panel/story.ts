// The story of a request as the server tells it: what happened, in its words and tones, and who was
// weighed for each decision.
import type { Console } from "@/shell/console.ts";
import type { Candidate } from "./candidates_of.ts";

export interface StoryEvent {
    type: string;
    slot?: number;
}

export interface StoryRecord {
    seq: number;
    at: number;
    source: string;
    events: StoryEvent[];
    en: string[]; // one sentence for each event
    zh: string[];
    tones: string[];
}

export interface Decision {
    seq: number;
    slot: number;
    candidates: {
        candidate: Omit<Candidate, "verdict">;
        verdict: string;
        accepts_permille?: number;
        in_time_permille?: number;
    }[];
}

export interface Story {
    timeline?: StoryRecord[];
    decisions?: Decision[];
    complete?: boolean; // false: older parts are only in the log
    decisions_unavailable?: string; // why
}

// with_decisions costs the server a replay.
export const story_of = (
    console: Console,
    request: number,
    with_decisions: boolean,
    signal?: AbortSignal,
): Promise<Story> => {
    const query = with_decisions ? "?decisions=1" : "";
    return console.api.get<Story>(`/v1/requests/${request}/timeline${query}`, { signal });
};

// Under which a decision and the event that it led to are found: one for a record and a slot.
export const decision_key = (seq: number, slot: number | undefined): string => `${seq}:${slot}`;

const is_decision = ({ type }: StoryEvent): boolean =>
    type === "SlotAssigned" || type === "OfferMade";

// The key of the decision that an event came from; "" = it came from none.
export const key_of = ({ seq }: StoryRecord, event: StoryEvent): string =>
    is_decision(event) ? decision_key(seq, event.slot) : "";

// Whether it tells of decisions whose candidates are not known yet.
export function lacks_decisions({ timeline = [] }: Story, known: readonly Decision[]): boolean {
    const keys = new Set(known.map(({ seq, slot }) => decision_key(seq, slot)));
    return timeline.some((record) =>
        (record.events ?? []).some(
            (event) => is_decision(event) && !keys.has(key_of(record, event)),
        ),
    );
}
