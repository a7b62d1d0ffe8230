// The desk as it was, as the server tells it (adapters/http/README.md, "Looking back").
import type { Api } from "@/shell/net/api.ts";
import { with_query } from "@/shell/net/api.ts";
import type { Delta, Entity } from "@/shell/net/feed_client.ts";

export interface PastBoard {
    seq: number; // the last record until then
    at: number;
    first_at: number; // so far the log reaches
    last_at: number;
    snapshot: { topic: string; entities: Entity[] }[];
}

export interface PastChanges {
    seq: number; // the last record that is told
    at: number; // until this time all is told
    last_at: number;
    whole: boolean; // false: there is more until the time that was asked for
    deltas: Delta[];
}

export interface PastAlarm {
    seq: number;
    at: number;
    kind: string;
    request: number;
}

export interface Past {
    board(at: number, signal: AbortSignal): Promise<PastBoard>;
    changes(after: number, until: number, signal: AbortSignal): Promise<PastChanges>;
    alarms(from: number, until: number, signal: AbortSignal): Promise<PastAlarm[]>;
}

// Whole milliseconds, as all times of the engine are.
const whole = Math.round;

export const past_of = (api: Api): Past => ({
    board: (at, signal) => api.get<PastBoard>(with_query("/v1/replay", { at: whole(at) }), { signal }),
    changes: (after, until, signal) =>
        api.get<PastChanges>(with_query("/v1/replay/changes", { after, until: whole(until) }), { signal }),
    alarms: async (from, until, signal) => {
        const query = { from: whole(from), until: whole(until) };
        const { alarms } = await api.get<{ alarms: PastAlarm[] }>(
            with_query("/v1/replay/alarms", query),
            { signal },
        );
        return alarms;
    },
});
