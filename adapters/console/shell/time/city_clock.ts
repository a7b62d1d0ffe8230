// The time of the city, which is the log's and not this computer's: a demo city may run faster, and
// a desk's clock may be wrong. It follows the `at` of live messages.

const window_ms = 30_000;
const least_span_ms = 4_000; // a shorter stretch says nothing about the speed
const most_samples = 400;
const flicker_ms = 5_000;

interface Sample {
    at: number;
    local: number;
}

export class CityClock {
    readonly #local: () => number;
    #samples: Sample[] = [];
    #speed = 1;
    #base: Sample | null = null; // the least delayed message
    #shown = 0;

    // local: this computer's monotonic time in ms.
    constructor(local: () => number = () => performance.now()) {
        this.#local = local;
    }

    observe(at: number): void {
        const local = this.#local();
        const samples = this.#samples;
        samples.push({ at, local });
        for (;;) {
            const oldest = samples[0];
            if (!oldest) break;
            if (samples.length <= most_samples && local - oldest.local <= window_ms) break;
            samples.shift();
        }
        this.#speed = this.#estimate_speed();
        // The message that promises the latest "now" was delayed least.
        this.#base = samples.reduce((best, s) =>
            this.#project(s, local) > this.#project(best, local) ? s : best,
        );
    }

    // After a pause the old samples no longer tell the speed.
    restart(): void {
        this.#samples = [];
    }

    now(): number {
        if (!this.#base) return Date.now();
        // Whole milliseconds, as all times of the engine are.
        const time = Math.round(this.#project(this.#base, this.#local()));
        // Never backwards by a flicker; a real step back (another server) is followed.
        if (time < this.#shown && this.#shown - time < flicker_ms) return this.#shown;
        this.#shown = time;
        return time;
    }

    get speed(): number {
        return this.#speed;
    }

    #project(sample: Sample, local: number): number {
        return sample.at + (local - sample.local) * this.#speed;
    }

    #estimate_speed(): number {
        const first = this.#samples[0];
        const last = this.#samples.at(-1);
        if (!first || !last) return this.#speed;
        const span = last.local - first.local;
        if (span < least_span_ms) return this.#speed;
        const slope = (last.at - first.at) / span;
        if (Math.abs(slope - 1) < 0.1 || slope <= 0) return 1;
        return slope;
    }
}
