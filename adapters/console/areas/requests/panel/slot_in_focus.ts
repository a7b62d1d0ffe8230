// Which slot somebody is looked for: the one chosen by hand, else the first that nobody has.
import type { Request } from "muster/schema";
import { can_be_given } from "../action_parts.ts";
import { is_slot_open } from "../derive.ts";
import type { PanelState } from "./panel_state.ts";
import type { Candidate } from "./candidates_of.ts";

const shown = 5;

// -1 = none.
export function slot_in_focus(request: Request, panel: PanelState): number {
    const slots = request.slots ?? [];
    const chosen = panel.slot === null ? undefined : slots[panel.slot];
    if (chosen && can_be_given(chosen)) return panel.slot ?? -1;
    return slots.findIndex(is_slot_open);
}

// The engine's best for the slot, in its order.
export const best_of = (panel: PanelState, slot: number): Candidate[] =>
    panel.advice_for(slot)?.candidates.slice(0, shown) ?? [];
