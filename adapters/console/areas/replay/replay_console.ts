// The desk's console at another time: the same store and the same panels, filled with what was. Nothing
// is sent from it.
import { DeskConsole, topics } from "@/areas/requests/desk_console.ts";
import { useConsole } from "@/shell/console_context.ts";
import { Remembered } from "@/shell/store/remembered.ts";
import { CityClock } from "@/shell/time/city_clock.ts";
import type { Responder } from "muster/schema";
import { past_of } from "./past.ts";
import { PastApi } from "./past_api.ts";
import { Player } from "./player.ts";
import { Stretch } from "./stretch.ts";

const kept_alerts = 500;

class PastClock extends CityClock {
    at = 0;

    // Of the present nothing is to be learned here.
    override observe(): void {}

    override now(): number {
        return this.at;
    }
}

export class ReplayConsole extends DeskConsole {
    readonly player: Player;
    readonly stretch: Stretch;
    readonly #names: Remembered<{ id: number; name: string }>;

    constructor() {
        const clock = new PastClock();
        const api = new PastApi(() => clock.at);
        super({ topics, limits: { alerts: kept_alerts }, follow: false, city: clock, api });
        this.alarms.sound.never();
        const past = past_of(api);
        this.player = new Player(past, this.store, topics);
        this.stretch = new Stretch(past);
        this.#names = new Remembered(api.name_of);
        this.player.subscribe(() => (clock.at = this.player.at));
        this.#names.subscribe(() => this.store.touch("responders"));
    }

    override may(): boolean {
        return false;
    }

    override responder(id: number): Responder | undefined {
        return this.store.get<Responder>("responders", id);
    }

    // Who was off duty is not on this desk.
    override responder_name = (id: number): string =>
        this.responder(id)?.profile.name || this.#names.get(id)?.name || `#${id}`;
}

export const useReplay = (): ReplayConsole => useConsole() as ReplayConsole;
