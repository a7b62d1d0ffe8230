// The keys that bring the focus to a part of the desk, from wherever it is.
import { flushSync } from "react-dom";
import type { Shortcut } from "@/shell/keys/shortcuts.ts";
import { words } from "@/shell/words/words.ts";
import type { Part } from "./narrow_tabs.tsx";

const w = words({
    queue: { en: "To the lists of requests", zh: "转到请求列表" },
    middle: { en: "To the map and the responders", zh: "转到地图与人员" },
    panel: { en: "To the open request", zh: "转到请求详情" },
});

export const key_of_part: Record<Part, string> = { queue: "F2", middle: "F3", panel: "F4" };
// In the lists the arrows are to work at once; elsewhere Tab goes on from the part itself.
const focused: Record<Part, string> = {
    queue: ".desk-queue .live-list-scroller",
    middle: ".desk-map",
    panel: ".desk-panel",
};

export function part_keys(show: (part: Part) => void): Shortcut[] {
    return (Object.keys(key_of_part) as Part[]).map((part) => ({
        key: key_of_part[part],
        label: w[part],
        in_fields: true,
        run: () => {
            // Where only one part has room it is there before it can have the focus.
            flushSync(() => show(part));
            document.querySelector<HTMLElement>(focused[part])?.focus();
        },
    }));
}
