// Two short tones for a new P0, one for a new P1. Off until the dispatcher wants it.
export class Sound {
    #context = null;
    on = false;

    // Browsers let sound begin only from a key or click: call this from one.
    toggle() {
        this.on = !this.on;
        if (this.on) {
            this.#context ??= new AudioContext();
            this.#context.resume();
            this.#tone(0, 660);
        }
        return this.on;
    }

    ring(urgency) {
        if (!this.on || !this.#context) return;
        this.#tone(0, 880);
        if (urgency === "P0") this.#tone(0.22, 1175);
    }

    #tone(delay_s, hertz) {
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
