// Services that are booked: times, series, what is still free.
import type { AreaSpec } from "@/shell/office/collection_spec.ts";
import { words } from "@/shell/words/words.ts";

const w = words({
    services: { en: "Services", zh: "预约服务" },
});

export const booking: AreaSpec = {
    name: w.services,
    collections: [
        {
            path: "bookings",
            columns: ["starts_at", "ends_at", "service", "member", "status", "channel", "note"],
            sort: "-starts_at",
            filters: ["day", "service", "status", "member"],
            first: ["ConfirmBooking", "MoveBooking", "CancelBooking", "RecordNoShow"],
            card: ["starts_at", "service"],
        },
        {
            path: "series",
            columns: ["member", "service", "status", "starts_at", "recurrence", "every", "count"],
            filters: ["service", "status", "member"],
            first: ["EndSeries"],
        },
        {
            path: "free_times",
            columns: ["starts_at", "ends_at", "service", "free", "capacity", "provisional"],
            sort: "starts_at",
            query: { day: "today" },
            more: [
                { command: "BookService", fill: { service: "service", starts_at: "starts_at" } },
                { command: "OpenSeries", fill: { service: "service", starts_at: "starts_at" } },
            ],
        },
        {
            path: "catalogue",
            columns: ["service", "hours", "price_min", "ahead_days", "desk_confirms"],
        },
    ],
};
