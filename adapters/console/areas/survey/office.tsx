// Surveys, what was answered, and the needs that came out of it.
import type { AreaSpec } from "@/shell/office/collection_spec.ts";
import { words } from "@/shell/words/words.ts";

const w = words({
    surveys: { en: "Surveys and needs", zh: "调查与需求" },
    open_needs: { en: "Nobody plans for them", zh: "尚无安排" },
    to_review: { en: "To review", zh: "待审核" },
});

export const survey: AreaSpec = {
    name: w.surveys,
    collections: [
        {
            path: "surveys",
            columns: ["title", "status", "invited", "opened_at", "closes_at", "closed_at"],
            sort: "-opened_at",
            filters: ["status"],
            first: ["SubmitAnswer", "CloseSurvey"],
        },
        {
            path: "answers",
            columns: [
                "survey",
                "member",
                "district",
                "age_band",
                "answered_on",
                "status",
                "findings",
            ],
            filters: ["survey", "status", "district", "reference"],
            views: [{ name: w.to_review, query: { status: "flagged" } }],
            first: ["ReviewAnswer"],
        },
        {
            path: "needs",
            columns: ["member", "code", "district", "status", "found_at", "plan", "ended_at"],
            sort: "-found_at",
            filters: ["status", "code", "district", "member"],
            views: [{ name: w.open_needs, query: { status: "open" } }],
            first: ["ResolveNeed"],
            more: [{ command: "OpenProject", fill: { member: "member", need: "id" } }],
            card: ["code", "district"],
        },
    ],
};
