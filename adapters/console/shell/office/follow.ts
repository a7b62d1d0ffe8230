// Following what is shown: the feed tells of each change of a collection from the record on up to which
// it was read, so that nothing is sent twice and nothing is missed.
import { useEffect, useState } from "react";
import { FeedClient } from "../net/feed_client.ts";
import type { Ticket } from "../net/feed_client.ts";
import { feed_url } from "../console.ts";
import { useOffice } from "./office_console.ts";

const least_ms = 2_500; // between two readings, however much happens

// topic: null = nothing tells of it. as_of: of the first reading; 0 = not read yet. Returns whether
// changes are told at this moment.
export function useFollow(topic: string | null, as_of: number): boolean {
    const office = useOffice();
    const [live, set_live] = useState(false);
    const ready = as_of > 0;
    useEffect(() => {
        if (!topic || !ready) return undefined;
        let timer = 0;
        const changed = () => {
            timer ||= window.setTimeout(() => {
                timer = 0;
                office.fresh.stir();
            }, least_ms);
        };
        const feed = new FeedClient({
            topics: [topic],
            from: as_of,
            get_ticket: () => office.api.post<Ticket>("/v1/feed/ticket", {}),
            open_socket: () => new WebSocket(feed_url(), "muster.v1") as never,
            sink: { snapshot: changed, delta: changed },
            on_state: ({ phase }) => set_live(phase === "live"),
            on_time: (at) => office.city.observe(at),
        });
        feed.start();
        return () => {
            window.clearTimeout(timer);
            feed.stop();
            set_live(false);
        };
        // Where it goes on from is said once.
    }, [office, topic, ready]);
    return live;
}
