// What a responder is doing, and what comes next. Pure.
import type { Offer, Request, Responder, ResponderStatus, Slot, SlotStatus } from "muster/schema";

export type FieldState = "off" | "out" | "free" | "clearing" | "offer" | "sent" | "way" | "there";

// What was pressed and is not sent yet, as far as it changes the state.
export interface Waiting {
    command: string;
    body: Readonly<Record<string, unknown>>;
}

export interface Known {
    responder: Responder;
    offers: readonly Offer[];
    request: Request | null; // that the responder is bound to
}

// The command of the next step, by how far the slot is.
const next_steps: Partial<Record<SlotStatus, string>> = {
    assigned: "AcknowledgeAssignment",
    acknowledged: "ReportEnRoute",
    en_route: "ReportOnScene",
    on_scene: "CompleteAssignment",
};
// How far the slot is once a step has been taken.
const reached: Readonly<Record<string, SlotStatus>> = {
    AcknowledgeAssignment: "acknowledged",
    ReportEnRoute: "en_route",
    ReportOnScene: "on_scene",
    CompleteAssignment: "served",
};

export const own_slot = ({ responder, request }: Known): Slot | null =>
    request?.slots?.find((slot) => slot.responder === responder.id && slot.status in next_steps) ??
    null;

// How far the slot is when all that waits has been sent; null when there is none, or it is done.
export function slot_status(known: Known, waiting: readonly Waiting[]): SlotStatus | null {
    const slot = own_slot(known);
    if (!slot) return null;
    let status = slot.status;
    for (const { command, body } of waiting) {
        if (body.request === known.request?.id) status = reached[command] ?? status;
    }
    return status === "served" ? null : status;
}

export function duty_status({ responder }: Known, waiting: readonly Waiting[]): ResponderStatus {
    const last = waiting.filter(({ command }) => command === "SetDuty").at(-1);
    return (last?.body.status as ResponderStatus | undefined) ?? responder.status;
}

// The question that is to be answered now: the one whose time ends first.
export function open_offer({ offers }: Known, now: number): Offer | null {
    const live = offers.filter(({ status, offer_deadline }) => status === "live" && offer_deadline > now);
    return live.sort((a, b) => a.offer_deadline - b.offer_deadline || a.id - b.id)[0] ?? null;
}

export function state_of(known: Known, waiting: readonly Waiting[], now: number): FieldState {
    const slot = slot_status(known, waiting);
    if (slot === "on_scene") return "there";
    if (slot === "en_route") return "way";
    if (slot) return "sent";
    const duty = duty_status(known, waiting);
    if (duty === "off_duty") return "off";
    if (duty === "out_of_service") return "out";
    if (open_offer(known, now)) return "offer";
    if (duty === "clearing" && known.responder.clear_until > now) return "clearing";
    return "free";
}

export const next_step = (status: SlotStatus | null): string | null =>
    (status && next_steps[status]) ?? null;

// What of the offer's time is left, 1 at its beginning.
export function share_left({ made_at, offer_deadline }: Offer, now: number): number {
    const whole = Math.max(1, offer_deadline - made_at);
    return Math.min(1, Math.max(0, (offer_deadline - now) / whole));
}

export interface Place {
    lat: number;
    lon: number;
}

// For the phone's own navigation (RFC 5870), and for Amap, which most have here.
export const geo_link = ({ lat, lon }: Place): string => `geo:${lat},${lon}?q=${lat},${lon}`;

export function amap_link({ lat, lon }: Place, name: string): string {
    const query = new URLSearchParams({
        to: `${lon},${lat},${name.replaceAll(",", " ")}`,
        coordinate: "wgs84",
        callnative: "1",
    });
    return `https://uri.amap.com/navigation?${query.toString()}`;
}
