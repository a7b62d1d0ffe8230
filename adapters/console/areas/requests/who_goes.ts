// Who comes, or that nobody does although somebody should.
import { minutes } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import type { Request } from "muster/schema";
import { is_waiting, lead_slot } from "./derive.ts";

const w = words({
    arrives: { en: "{name}, {min} min", zh: "{name}，{min} 分钟" },
    overdue: { en: "{name}, overdue", zh: "{name}，应到未到" },
    there: { en: "{name} is there", zh: "{name}已到场" },
    nobody: { en: "nobody yet", zh: "尚无人前往" },
    asked: { en: "asked, nobody yet", zh: "已询问，尚无人接受" },
});

export interface WhoGoes {
    text: string;
    nobody: boolean; // ... although somebody should
}

export function who_goes(
    request: Request,
    responder_name: (id: number) => string,
    now: number,
): WhoGoes {
    const slot = lead_slot(request);
    if (!slot) {
        // How many are asked for a slot the request does not say.
        const asked = (request.slots ?? []).some((s) => s.status === "offered");
        if (asked) return { text: w.asked(), nobody: true };
        const needs = is_waiting(request) && Boolean(request.slots?.length);
        return needs ? { text: w.nobody(), nobody: true } : { text: "", nobody: false };
    }
    const name = responder_name(slot.responder);
    if (slot.status === "on_scene") return { text: w.there({ name }), nobody: false };
    if (slot.status === "served") return { text: name, nobody: false };
    const left = (slot.arrival_at ?? 0) - now;
    if (left < 0) return { text: w.overdue({ name }), nobody: false };
    return { text: w.arrives({ name, min: minutes(left) }), nobody: false };
}
