// Asks the engine whom it would send: when the request changes, and now and then, because
// responders move and are taken.
import { useEffect } from "react";
import type { Request } from "muster/schema";
import { useDesk } from "../desk_console.ts";
import { slot_in_focus } from "./slot_in_focus.ts";

const settle_ms = 300; // several changes in a row are one question
const again_ms = 15_000;

export function useAdvice(request: Request): void {
    const desk = useDesk();
    const { panel } = desk;
    // Nobody is looked for: nothing is asked.
    const wanted = desk.may(request, "AssignResponder") && slot_in_focus(request, panel) >= 0;
    const slot = panel.slot;
    // What the answer depends on: not each arrival time that is revised.
    const matter = JSON.stringify([
        request.status,
        request.urgency,
        request.place,
        (request.slots ?? []).map((one) => [one.status, one.responder]),
    ]);
    useEffect(() => {
        if (!wanted) return;
        const ask = () => void panel.ask_engine(desk);
        const first = window.setTimeout(ask, panel.advice ? settle_ms : 0);
        const again = window.setInterval(ask, again_ms);
        return () => {
            window.clearTimeout(first);
            window.clearInterval(again);
        };
    }, [desk, panel, wanted, slot, matter]);
    useEffect(() => {
        if (wanted) return () => panel.forget_advice();
    }, [panel, wanted]);
}
