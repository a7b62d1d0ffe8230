// Requests and calls, to look them up: the desk is where they are worked on.
import type { AreaSpec } from "@/shell/office/collection_spec.ts";
import { words } from "@/shell/words/words.ts";

const w = words({
    requests: { en: "Requests and calls", zh: "请求与来电" },
    open: { en: "Open", zh: "未办结" },
    dead_letters: {
        en: "What could not be told to others (dead letters) is listed on the command line: muster outbox.",
        zh: "未能送达的对外通知（死信）由命令行列出：muster outbox。",
    },
});

export const requests: AreaSpec = {
    name: w.requests,
    collections: [
        {
            path: "requests",
            columns: [
                "id",
                "urgency",
                "service",
                "status",
                "member",
                "address",
                "created_at",
                "owner",
            ],
            sort: "-created_at",
            filters: ["status", "urgency", "service", "member", "open", "district"],
            views: [{ name: w.open, query: { open: "true" } }],
            first: ["TakeRequest", "AddNote", "RecordCallback", "CloseRequest"],
            card: ["service", "member", "address"],
            note: w.dead_letters,
        },
        {
            path: "calls",
            columns: ["started_at", "number", "line", "queue", "agent", "status", "end", "request"],
            sort: "-started_at",
            filters: ["status", "queue"],
            first: ["TakeCall"],
        },
        {
            path: "links",
            columns: ["request", "member", "audience", "status", "expires_at"],
            filters: ["request", "member", "audience", "status"],
            first: ["RevokeLink"],
        },
        {
            path: "offers",
            columns: ["made_at", "request", "responder", "status", "eta_ms", "distance_m"],
            sort: "-made_at",
            filters: ["status", "responder", "request"],
        },
    ],
};
