// Where the responder is, told to the desk while on duty, once he has said yes: some fixes at a time,
// and honest about it when the phone gives none.
import type { Api } from "@/shell/net/api.ts";
import { new_key } from "@/shell/net/ids.ts";
import { Changing } from "@/shell/store/changing.ts";

export type PositionState = "off" | "asking" | "on" | "refused" | "unavailable";

const stored = "muster.positions";
const send_every_ms = 10_000;
const most_kept = 20;
const least_apart_ms = 5_000;

interface Fix {
    point: { lat: number; lon: number };
    accuracy_m: number;
    at: number; // by this phone's clock
}

interface Options {
    api: Api;
    responder(): number;
    city_now(): number;
}

export class Positions extends Changing {
    readonly #options: Options;
    #watch: number | null = null;
    #timer: number | undefined;
    #fixes: Fix[] = [];
    #on_duty = false;
    state: PositionState = "off";
    sent_at = 0; // by the city's clock

    constructor(options: Options) {
        super();
        this.#options = options;
    }

    get consent(): boolean {
        return localStorage.getItem(stored) === "yes";
    }

    set consent(yes: boolean) {
        localStorage.setItem(stored, yes ? "yes" : "no");
        this.#settle();
        this.changed();
    }

    set on_duty(yes: boolean) {
        if (yes === this.#on_duty) return;
        this.#on_duty = yes;
        this.#settle();
    }

    #settle(): void {
        const wanted = this.#on_duty && this.consent;
        if (wanted && this.#watch === null) this.#begin();
        else if (!wanted) this.#end();
    }

    #begin(): void {
        if (!("geolocation" in navigator)) {
            this.#say("unavailable");
            return;
        }
        this.#say("asking");
        this.#watch = navigator.geolocation.watchPosition(
            ({ coords, timestamp }) => this.#take(coords, timestamp),
            ({ code, PERMISSION_DENIED }) => {
                if (code !== PERMISSION_DENIED) {
                    this.#say("unavailable");
                    return;
                }
                this.#end();
                this.#say("refused");
            },
            { enableHighAccuracy: true, maximumAge: least_apart_ms },
        );
        this.#timer = window.setInterval(() => void this.#send(), send_every_ms);
    }

    #end(): void {
        if (this.#watch !== null) navigator.geolocation.clearWatch(this.#watch);
        window.clearInterval(this.#timer);
        this.#watch = null;
        this.#fixes = [];
        this.#say("off");
    }

    #take({ latitude, longitude, accuracy }: GeolocationCoordinates, at: number): void {
        const first = this.state !== "on";
        this.#say("on");
        const before = this.#fixes.at(-1);
        if (before && at - before.at < least_apart_ms) return;
        const point = { lat: Number(latitude.toFixed(7)), lon: Number(longitude.toFixed(7)) };
        this.#fixes = [...this.#fixes, { point, accuracy_m: Math.round(accuracy), at }].slice(-most_kept);
        if (first) void this.#send();
    }

    // Without a net the latest ones wait; a place of long ago helps nobody.
    async #send(): Promise<void> {
        const batch = this.#fixes;
        if (batch.length === 0) return;
        this.#fixes = [];
        const { api, responder, city_now } = this.#options;
        const since = city_now() - Date.now();
        const fixes = batch.map(({ point, accuracy_m, at }) => ({
            responder: responder(),
            point,
            accuracy_m,
            fix_at: Math.round(Math.min(at + since, city_now())),
        }));
        try {
            await api.post("/v1/commands/ReportPositions", { fixes }, { key: new_key(), within_ms: 5_000 });
            this.sent_at = city_now();
            this.changed();
        } catch {
            this.#fixes = [...batch, ...this.#fixes].slice(-most_kept);
        }
    }

    #say(state: PositionState): void {
        if (state === this.state) return;
        this.state = state;
        this.changed();
    }
}
