// How the desk stands and stood today, as GET /v1/figures tells it, and what of it is a trend. Pure.

export interface Counted {
    open: number;
    waiting: number;
    held: number;
    late: number;
}
export interface Answers {
    answered: number;
    median_ms: number;
    p90_ms: number;
}
export interface Hour {
    from: number;
    came: number;
    answer: Answers;
    open: number; // at its end, as late
    late: number;
}
export interface Figures {
    at: number;
    all: Counted;
    by_class: Record<string, Counted>;
    came: number;
    answer: Answers;
    answer_by_class: Record<string, Answers>;
    hours: Hour[]; // of today, the last one until now
    cover_ppm: number | null;
    posts: { post: string; standing_by: number }[];
}

// Against the end of the last whole hour: what it was then, null where nobody knows.
export interface Trend {
    before: number | null;
    since: number; // from when; 0 = not known
    good: "less" | "more";
}

const hour_ms = 3_600_000;

const last_whole = ({ hours }: Figures): Hour | undefined => hours.at(-2);

export function open_trend(figures: Figures): Trend {
    const hour = last_whole(figures);
    return { before: hour?.open ?? null, since: hour ? hour.from + hour_ms : 0, good: "less" };
}

export function late_trend(figures: Figures): Trend {
    const hour = last_whole(figures);
    return { before: hour?.late ?? null, since: hour ? hour.from + hour_ms : 0, good: "less" };
}

// The answer time of the day against that of those who came in the last whole hour would be two kinds of
// number: it is the last hour with somebody answered against the one before it.
export function answer_trend(figures: Figures): Trend & { now: number | null } {
    const known = figures.hours.filter(({ answer }) => answer.answered > 0);
    const [before, latest] = [known.at(-2), known.at(-1)];
    return {
        now: latest?.answer.median_ms ?? null,
        before: before && latest ? before.answer.median_ms : null,
        since: before ? before.from : 0,
        good: "less",
    };
}

// How it was earlier is not kept by the engine: since this page looks.
export class CoverSeen {
    #first: { ppm: number; at: number } | null = null;

    trend({ at, cover_ppm }: Figures): Trend {
        if (cover_ppm === null) return { before: null, since: 0, good: "more" };
        this.#first ??= { ppm: cover_ppm, at };
        const known = this.#first.at < at;
        return { before: known ? this.#first.ppm : null, since: this.#first.at, good: "more" };
    }
}
