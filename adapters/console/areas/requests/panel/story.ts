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

export const story_of = (console: Console, request: number, signal?: AbortSignal): Promise<Story> =>
    console.api.get<Story>(`/v1/requests/${request}/timeline?decisions=1`, { signal });
