// The time of the city, which is the log's and not this computer's: a demo city may run faster, and
// a desk's clock may be wrong. It follows the `at` of live messages.

const window_ms = 30_000;
const least_span_ms = 4_000; // a shorter stretch says nothing about the speed
const most_samples = 400;

export class CityClock {
    #samples = []; // {at, local}
    #speed = 1;
    #base = null; // {at, local}: the least delayed message
    #shown = 0;

    // `local` is this computer's monotonic time in ms.
    observe(at, local) {
        const samples = this.#samples;
        samples.push({ at, local });
        while (samples.length > most_samples || local - samples[0].local > window_ms) {
            samples.shift();
        }
        this.#speed = this.#estimate_speed();
        // The message that promises the latest "now" was delayed least.
        this.#base = samples.reduce((best, s) =>
            this.#project(s, local) > this.#project(best, local) ? s : best,
        );
    }

    // After a pause the old samples no longer tell the speed.
    restart() {
        this.#samples = [];
    }

    now(local) {
        if (!this.#base) return Date.now();
        const time = this.#project(this.#base, local);
        // Never backwards by a flicker; a real step back (another server) is followed.
        if (time < this.#shown && this.#shown - time < 5_000) return this.#shown;
        this.#shown = time;
        return time;
    }

    get speed() {
        return this.#speed;
    }

    // How much later than the quickest message of the last half minute the newest one came, in real
    // milliseconds. Null when nothing was heard.
    lag_ms() {
        const last = this.#samples.at(-1);
        if (!last) return null;
        return Math.max(0, (this.#project(this.#base, last.local) - last.at) / this.#speed);
    }

    #project(sample, local) {
        return sample.at + (local - sample.local) * this.#speed;
    }

    #estimate_speed() {
        const first = this.#samples[0];
        const last = this.#samples.at(-1);
        const span = last.local - first.local;
        if (span < least_span_ms) return this.#speed;
        const slope = (last.at - first.at) / span;
        if (Math.abs(slope - 1) < 0.1 || slope <= 0) return 1;
        return slope;
    }
}
