// Care for good: who looks after whom, by which plan, and when the next visit is due.
import type { AreaSpec } from "@/shell/office/collection_spec.ts";
import { words } from "@/shell/words/words.ts";

const w = words({
    care: { en: "Care", zh: "顾问走访" },
    overdue: { en: "Overdue", zh: "已逾期" },
    next: { en: "Next visits", zh: "下次走访" },
    without: { en: "Without a consultant", zh: "暂无顾问" },
});

export const care: AreaSpec = {
    name: w.care,
    collections: [
        {
            path: "visits",
            columns: [
                "member",
                "tier",
                "due.due_at",
                "status",
                "member>profile.address",
                "visitor",
                "kind",
                "outcome",
            ],
            sort: "due.due_at",
            filters: ["visitor", "member", "status", "tier", "overdue", "district"],
            query: { next: "true" },
            views: [
                { name: w.next, query: { next: "true" } },
                { name: w.overdue, query: { overdue: "true" } },
            ],
            first: ["StartVisit", "RecordVisit", "MoveVisit", "MissVisit"],
            card: ["tier", "due.due_at", "visitor"],
        },
        {
            path: "care_cases",
            columns: ["member", "consultant", "status", "since", "reason"],
            sort: "-since",
            filters: ["consultant", "member", "status"],
            views: [{ name: w.without, query: { status: "unassigned" } }],
            more: [{ command: "AssignConsultant", fill: { member: "member" } }],
            first: ["AssignConsultant"],
            card: ["consultant"],
        },
        {
            path: "care_plans",
            columns: ["member", "status", "text", "drafted_by", "drafted_at", "review.due_at"],
            sort: "review.due_at",
            filters: ["member", "status"],
            first: ["ActivatePlan", "HoldPlan", "ResumePlan", "EndPlan"],
        },
        {
            path: "referrals",
            columns: ["member", "to", "need", "service", "status", "answer.due_at"],
            filters: ["member", "status", "service"],
            first: ["AnswerReferral"],
        },
        {
            path: "visit_days",
            columns: ["responder", "starts_at", "ends_at", "visits", "exact"],
            query: { day: "today" },
        },
        {
            path: "visit_completion",
            columns: ["key", "due", "done", "late", "missed", "done_permille"],
            filters: ["by", "month"],
            query: { month: "today" },
        },
    ],
};
