// The think tank: suggestions from their arrival to the answer, and the reports that go up.
import type { AreaSpec } from "@/shell/office/collection_spec.ts";
import { words } from "@/shell/words/words.ts";

const w = words({
    think_tank: { en: "Think tank", zh: "建言献策" },
    fresh: { en: "To review", zh: "待审核" },
    to_report: { en: "To report", zh: "待上报" },
    to_assign: { en: "To assign", zh: "待交办" },
    to_reply: { en: "Waiting for a reply", zh: "待答复" },
    paper: {
        en: "The report as it is printed comes from the command line: muster suggestions report.",
        zh: "专报打印件由命令行生成：muster suggestions report。",
    },
});

export const think_tank: AreaSpec = {
    name: w.think_tank,
    collections: [
        {
            path: "suggestions",
            columns: [
                "reference",
                "title",
                "category",
                "status",
                "author",
                "department",
                "received_on",
                "deadlines",
            ],
            sort: "-received_on",
            filters: ["status", "words", "category", "department", "grade"],
            views: [
                { name: w.fresh, query: { status: "registered" } },
                { name: w.to_report, query: { status: "reviewed" } },
                { name: w.to_assign, query: { status: "instructed" } },
                { name: w.to_reply, query: { status: "assigned" } },
            ],
            first: ["ReviewSuggestion", "AssignSuggestion", "ReplySuggestion", "GiveFeedback"],
            card: ["category", "author"],
        },
        {
            path: "suggestion_reports",
            columns: ["number", "title", "addressee", "reported_on", "raw_count", "author_count"],
            sort: "-reported_on",
            note: w.paper,
        },
        {
            path: "suggestion_counts",
            columns: ["key", "items", "raw", "authors"],
            query: { by: "category" },
        },
    ],
};
