// Two short tones for a new P0, one for a new P1. On from the start; off lasts as long as the tab.
// Browsers let a page sound only once somebody has pressed a key or clicked in it: until then it is
// "blocked", and whoever shows it says so.
const stored = "muster.sound";

export class Sound {
    #context = null;
    on = sessionStorage.getItem(stored) !== "off";

    // on_change(): state() may be another now.
    constructor({ on_change = () => {} } = {}) {
        this.on_change = on_change;
        // Not when the button of the mouse goes down: what is shown then must not move from under it.
        for (const gesture of ["click", "keydown"]) {
            document.addEventListener(gesture, () => this.#wake(), { capture: true });
        }
    }

    // on, off, or blocked by the browser.
    state() {
        if (!this.on) return "off";
        return this.#context?.state === "running" ? "on" : "blocked";
    }

    // From a key or a click: what the browser blocked begins now, else it changes.
    toggle() {
        if (this.state() !== "blocked") this.on = !this.on;
        sessionStorage.setItem(stored, this.on ? "on" : "off");
        if (this.on) this.#wake().then(() => this.#tone(0, 660));
        this.on_change();
        return this.on;
    }

    ring(urgency) {
        if (!this.on) return;
        this.#tone(0, 880);
        if (urgency === "P0") this.#tone(0.22, 1175);
    }

    async #wake() {
        if (!this.on || this.#context?.state === "running") return;
        this.#context ??= new AudioContext();
        await this.#context.resume().catch(() => {});
        this.on_change();
    }

    #tone(delay_s, hertz) {
        if (this.#context?.state !== "running") return;
        const start = this.#context.currentTime + delay_s;
        const oscillator = this.#context.createOscillator();
        const volume = this.#context.createGain();
        oscillator.frequency.value = hertz;
        volume.gain.setValueAtTime(0, start);
        volume.gain.linearRampToValueAtTime(0.25, start + 0.02);
        volume.gain.exponentialRampToValueAtTime(0.001, start + 0.18);
        oscillator.connect(volume).connect(this.#context.destination);
        oscillator.start(start);
        oscillator.stop(start + 0.2);
    }
}
