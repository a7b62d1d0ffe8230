// The stretch of time that the slider shows, with its alarms.
import { Changing } from "@/shell/store/changing.ts";
import { as_problem } from "@/shell/net/problem.ts";
import type { Problem } from "@/shell/net/problem.ts";
import { hour_ms } from "@/shell/time/times.ts";
import type { Past, PastAlarm } from "./past.ts";

export const lengths_h = [1, 4, 24] as const;

export interface Tick {
    place: number; // 0 to 1, along the stretch
    count: number;
}

const most_ticks = 240;

// Alarms that lie so near to each other that they would be one line.
export function ticks_of(alarms: readonly PastAlarm[], from: number, until: number): Tick[] {
    const counts = new Map<number, number>();
    for (const { at } of alarms) {
        const bin = Math.min(Math.floor(((at - from) / (until - from)) * most_ticks), most_ticks - 1);
        if (bin >= 0) counts.set(bin, (counts.get(bin) ?? 0) + 1);
    }
    return [...counts].map(([bin, count]) => ({ place: (bin + 0.5) / most_ticks, count }));
}

// So that this time is in it: as it is, where it is already.
export function around(at: number, length: number, from: number): number {
    if (from > 0 && at >= from && at <= from + length) return from;
    // Somebody looks at what led to it, and then goes on.
    return at - length * 0.75;
}

export class Stretch extends Changing {
    from = 0;
    length = lengths_h[1] * hour_ms;
    alarms: readonly PastAlarm[] = [];
    problem: Problem | null = null;
    readonly #past: Past;
    #question: AbortController | null = null;

    constructor(past: Past) {
        super();
        this.#past = past;
    }

    get until(): number {
        return this.from + this.length;
    }

    // Moves so that this time is in it.
    show(at: number): void {
        this.#move(around(at, this.length, this.from));
    }

    set_length(length: number, at: number): void {
        this.length = length;
        this.#move(around(at, length, 0));
    }

    next_alarm = (at: number): PastAlarm | undefined => this.alarms.find((alarm) => alarm.at > at);
    alarm_before = (at: number): PastAlarm | undefined =>
        this.alarms.findLast((alarm) => alarm.at < at);

    #move(from: number): void {
        const whole = Math.round(from);
        if (whole === this.from && this.alarms.length > 0) return;
        const stays = whole === this.from;
        this.from = whole;
        if (!stays) this.alarms = [];
        this.changed();
        void this.#read();
    }

    async #read(): Promise<void> {
        this.#question?.abort();
        const question = new AbortController();
        this.#question = question;
        try {
            const alarms = await this.#past.alarms(this.from, this.until, question.signal);
            if (question.signal.aborted) return;
            this.alarms = alarms;
            this.problem = null;
        } catch (error) {
            if (question.signal.aborted) return;
            this.problem = as_problem(error);
        }
        this.changed();
    }
}
