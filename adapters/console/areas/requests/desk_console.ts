// The dispatcher's console: what is on the desk now, beside what every console knows.
import { Console } from "@/shell/console.ts";
import type { ConsoleOptions } from "@/shell/console.ts";
import { PlacePicker } from "@/shell/map/place_picker.ts";
import { useConsole } from "@/shell/console_context.ts";
import type { Outcome } from "@/shell/net/api.ts";
import { Changing } from "@/shell/store/changing.ts";
import { OffDuty } from "@/areas/responders/off_duty.ts";
import { AlarmQueue } from "./alarm_queue.ts";
import { PanelState } from "./panel/panel_state.ts";
import { call_draft_id, values_of } from "./call_taking/call_draft.ts";
import type { CallValues } from "./call_taking/call_draft.ts";
import { keep_forgetting } from "./forget_over.ts";
import { DeskRules } from "./desk_rules.ts";
import { new_key } from "@/shell/net/ids.ts";
import type { Member, Offer, Point, Request, Responder } from "muster/schema";

export const topics = ["requests", "responders", "offers", "positions", "alerts", "calls"] as const;
const kept_alerts = 500;

// What is looked at. It outlives a change of language, and the open request a reload (its address).
export class DeskState extends Changing {
    open = 0; // the request in the panel; 0 = none
    cursor = 0; // the current row of the lists
    responder = 0; // picked on the board or the map
    draft = ""; // the draft in the call panel: "" = it is closed
    look_at: Point | null = null; // what the map was asked to show; each time another object

    // The request that is in sight: a call that is being taken down covers it.
    get shown(): number {
        return this.draft ? 0 : this.open;
    }

    set(next: Partial<Pick<DeskState, "open" | "cursor" | "responder" | "draft" | "look_at">>): void {
        Object.assign(this, next);
        this.changed();
    }
}

const nothing_open = { open: 0, cursor: 0, responder: 0, draft: "", look_at: null };

export class DeskConsole extends Console {
    readonly desk = new DeskState();
    readonly alarms = new AlarmQueue(this);
    readonly panel = new PanelState();
    readonly rules = new DeskRules(this);
    readonly off_duty = new OffDuty(this);
    readonly picker = new PlacePicker(); // of a place on the map, for whatever form asks

    constructor(options: Partial<ConsoleOptions> = {}) {
        super({
            topics,
            limits: { alerts: kept_alerts },
            leave_out: ["off_duty", "positions"],
            early: ["requests"],
            ...options,
        });
        // At once: what the panel knows of one request is never shown with another.
        this.desk.subscribe(() => this.panel.show(this.desk.open));
        keep_forgetting(this, () => [this.desk.open, this.desk.cursor]);
        // What lay open on the desk, and the forms on it, are not for whoever comes next.
        this.identity.subscribe(() => {
            if (this.identity.state === "no") this.desk.set(nothing_open);
        });
    }

    // Who makes a P0 of a request himself is not alarmed by it.
    protected override sent(name: string, body: object, answer: Promise<Outcome>): void {
        const { request, urgency } = body as { request: number; urgency?: string };
        if (name !== "ReclassifyRequest" || urgency !== "P0") return;
        this.alarms.raised_here(request);
        answer.catch(() => this.alarms.not_raised_here(request));
    }

    // The first word of a new P0 or P1 is theirs: an emergency that is opened is nobody's any more.
    open_request(id: number): void {
        this.desk.set({ open: id, cursor: id, draft: "" });
        this.alarms.opened(id);
    }

    // A call to take down, with what is known of it already; it is a draft from the first word on.
    new_call(known: Partial<CallValues> = {}): void {
        const draft = call_draft_id(new_key());
        if (Object.keys(known).length > 0) {
            this.drafts.put(draft, { key: new_key(), values: values_of(known), tried: false });
        }
        this.desk.set({ draft });
    }

    // What lies on top goes first; a call that was begun is kept as a draft.
    close_request(): void {
        this.desk.set(this.desk.draft ? { draft: "" } : { open: 0 });
    }

    request(id: number): Request | undefined {
        return this.store.get<Request>("requests", id);
    }

    responder(id: number): Responder | undefined {
        const known = this.store.get<Responder>("responders", id);
        if (!known) this.off_duty.read(id);
        return known;
    }

    responder_name = (id: number): string =>
        this.responder(id)?.profile.name ?? (this.store.ready ? `#${id}` : "…");

    offers_of(request: number): Offer[] {
        return [...this.store.all<Offer>("offers").values()]
            .filter((offer) => offer.request === request)
            .sort((a, b) => b.made_at - a.made_at);
    }

    // Who it is for, or who it may be for by the caller's number.
    member_of(request: Request): Member | null {
        return this.members.get(request.member);
    }
}

export const useDesk = (): DeskConsole => useConsole() as DeskConsole;
