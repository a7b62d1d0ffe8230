// Whether the lists of requests are on the screen for the first time, and all that comes after them is
// there. The map and the board begin then: reading the map and placing ten thousand on it takes the
// processor as long as all that a dispatcher waits for.
import { useEffect, useState } from "react";
import { useReady } from "@/shell/store/hooks.ts";

// Without the city's answer the map is better than nothing.
const longest_wait_ms = 2_000;

export function useListsDrawn(): boolean {
    const ready = useReady();
    const [drawn, set_drawn] = useState(false);
    useEffect(() => {
        if (drawn) return;
        let frame = 0;
        let timer = 0;
        const begin = () => set_drawn(true);
        // A frame is painted between its callbacks and the next task.
        if (ready) frame = requestAnimationFrame(() => (timer = window.setTimeout(begin)));
        else timer = window.setTimeout(begin, longest_wait_ms);
        return () => {
            cancelAnimationFrame(frame);
            window.clearTimeout(timer);
        };
    }, [ready, drawn]);
    return drawn;
}
