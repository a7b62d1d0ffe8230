// The screens of one desk: what is opened in one window of this browser is shown by those that hold a
// single panel (/desk/map on the second screen), and what is opened there comes to the whole desk.
import { useEffect } from "react";
import type { DeskConsole } from "@/areas/requests/desk_console.ts";

interface Opened {
    from: "desk" | "panel";
    sits: string; // whose desk it is: another's windows are not followed
    // What has changed there; what else that window holds may be older.
    open?: number;
    responder?: number;
}

export function useOtherScreens(desk: DeskConsole, is_panel: boolean): void {
    useEffect(() => {
        const from = is_panel ? "panel" : "desk";
        const channel = new BroadcastChannel("muster.desk");
        const state = desk.desk;
        let { open, responder } = state;
        channel.onmessage = ({ data }: MessageEvent<Opened>) => {
            if (data.from === from || data.sits !== desk.identity.name) return;
            // As known before it is set: it is not told back.
            open = data.open ?? open;
            responder = data.responder ?? responder;
            if (data.open && data.open !== state.open) desk.open_request(data.open);
            else if (data.open === 0) state.set({ open: 0 });
            if (data.responder !== undefined && data.responder !== state.responder) {
                state.set({ responder: data.responder });
            }
        };
        const stop = state.subscribe(() => {
            const told: Opened = { from, sits: desk.identity.name };
            if (state.open !== open) told.open = state.open;
            if (state.responder !== responder) told.responder = state.responder;
            if (told.open === undefined && told.responder === undefined) return;
            ({ open, responder } = state);
            channel.postMessage(told);
        });
        return () => {
            stop();
            channel.close();
        };
    }, [desk, is_panel]);
}
