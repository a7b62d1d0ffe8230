// Tones by class: two for a new P0, one for a new P1. On from the start; off lasts as long as the tab.
// Browsers let a page sound only once somebody has pressed a key or clicked in it: until then it is
// "blocked", and whoever shows it says so.
import { Changing } from "./store/changing.ts";

const stored = "muster.sound";

export type SoundState = "on" | "off" | "blocked";

export class Sound extends Changing {
    #context: AudioContext | null = null;
    #on = sessionStorage.getItem(stored) !== "off";
    #never = false;

    constructor() {
        super();
        // Not when the button of the mouse goes down: what is shown then must not move from under it.
        for (const gesture of ["click", "keydown"]) {
            document.addEventListener(gesture, () => void this.#wake(), { capture: true });
        }
    }

    // Where what is shown is not happening now.
    never(): void {
        this.#never = true;
        this.changed();
    }

    state(): SoundState {
        if (this.#never) return "off";
        if (!this.#on) return "off";
        return this.#context?.state === "running" ? "on" : "blocked";
    }

    // From a key or a click: what the browser blocked begins now, else it changes.
    toggle(): void {
        if (this.state() !== "blocked") this.#on = !this.#on;
        sessionStorage.setItem(stored, this.#on ? "on" : "off");
        if (this.#on) void this.#wake().then(() => this.#tone(0, 660));
        this.changed();
    }

    ring(urgency: string): void {
        if (!this.#on || this.#never) return;
        this.#tone(0, 880);
        if (urgency === "P0") this.#tone(0.22, 1175);
    }

    async #wake(): Promise<void> {
        if (!this.#on || this.#never || this.#context?.state === "running") return;
        this.#context ??= new AudioContext();
        await this.#context.resume().catch(() => {});
        this.changed();
    }

    #tone(delay_s: number, hertz: number): void {
        const context = this.#context;
        if (context?.state !== "running") return;
        const start = context.currentTime + delay_s;
        const oscillator = context.createOscillator();
        const volume = context.createGain();
        oscillator.frequency.value = hertz;
        volume.gain.setValueAtTime(0, start);
        volume.gain.linearRampToValueAtTime(0.25, start + 0.02);
        volume.gain.exponentialRampToValueAtTime(0.001, start + 0.18);
        oscillator.connect(volume).connect(context.destination);
        oscillator.start(start);
        oscillator.stop(start + 0.2);
    }
}
