// Volunteers: what they did, the hours that count, and the minutes of the time bank.
import type { AreaSpec } from "@/shell/office/collection_spec.ts";
import { words } from "@/shell/words/words.ts";
import { Statement } from "./statement.tsx";
import { CheckLink } from "./check_link.tsx";

const w = words({
    time_bank: { en: "Volunteers and time bank", zh: "志愿服务与时间银行" },
    to_review: { en: "To review", zh: "待审核" },
    disputed: { en: "Disputed", zh: "有异议" },
    to_confirm: { en: "To confirm", zh: "待确认" },
    suspended: { en: "Suspended", zh: "已暂停" },
    of_paper: {
        en: "A certificate is printed on the command line: muster certificate NUMBER --out FILE.",
        zh: "服务证明由命令行打印：muster certificate 编号 --out 文件。",
    },
});

export const time_bank: AreaSpec = {
    name: w.time_bank,
    collections: [
        {
            path: "service_records",
            columns: ["volunteer", "member", "service", "starts_at", "minutes", "status", "doubts"],
            sort: "-starts_at",
            filters: ["status", "volunteer", "member", "day", "overdue"],
            views: [
                { name: w.to_review, query: { status: "confirmed" } },
                { name: w.to_confirm, query: { status: "ended" } },
                { name: w.disputed, query: { status: "disputed" } },
            ],
            first: [
                "ReviewService",
                "ConfirmService",
                "CorrectService",
                "ResolveService",
                "RecordService",
            ],
            card: ["member", "service", "minutes"],
        },
        {
            path: "volunteer_standings",
            columns: ["volunteer", "approved_min", "services", "stars", "no_shows", "suspended_at"],
            sort: "-approved_min",
            filters: ["volunteer", "suspended"],
            views: [{ name: w.suspended, query: { suspended: "true" } }],
            more: [
                { command: "IssueCertificate", fill: { volunteer: "volunteer" } },
                { command: "LiftVolunteerSuspension", fill: { volunteer: "volunteer" } },
                { command: "WithdrawVolunteerNoShow", fill: { volunteer: "volunteer" } },
            ],
            first: ["IssueCertificate"],
        },
        {
            path: "accounts",
            columns: ["member", "volunteer", "kind", "balance_min", "held_min", "status", "until"],
            sort: "-balance_min",
            filters: ["member", "volunteer", "kind", "status"],
            first: ["IssueCredits", "GiftCredits", "DonateCredits", "HoldCredits"],
            card: ["member", "volunteer", "balance_min"],
            Extra: Statement,
        },
        {
            path: "entries",
            columns: [
                "posted_at",
                "kind",
                "from",
                "to",
                "minutes",
                "status",
                "reference",
                "reason",
            ],
            sort: "-posted_at",
            filters: ["account", "kind", "status", "member", "volunteer"],
            first: ["OpenDispute", "ResolveDispute", "ReverseEntry"],
        },
        {
            path: "holds",
            columns: ["account", "member", "booking", "minutes", "until"],
            filters: ["account", "member", "booking"],
            first: ["ReleaseHold"],
        },
        {
            path: "certificates",
            columns: [
                "number",
                "volunteer",
                "name",
                "from",
                "until",
                "minutes",
                "status",
                "issued_at",
            ],
            sort: "-issued_at",
            filters: ["number", "volunteer", "status"],
            first: ["CorrectCertificate", "RevokeCertificate"],
            Extra: CheckLink,
            note: w.of_paper,
        },
    ],
};
