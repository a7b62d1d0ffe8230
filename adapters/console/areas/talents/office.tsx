// The register of talents.
import type { AreaSpec } from "@/shell/office/collection_spec.ts";
import { words } from "@/shell/words/words.ts";

const w = words({
    talents: { en: "Talents", zh: "人才库" },
    overdue: { en: "Talk overdue", zh: "逾期未联系" },
    alike: { en: "Perhaps the same person", zh: "可能重复" },
});

export const talents: AreaSpec = {
    name: w.talents,
    collections: [
        {
            path: "talents",
            columns: [
                "profile.name",
                "profile.fields",
                "profile.expertise",
                "profile.willingness",
                "profile.district",
                "profile.manager",
                "status",
                "review.due_at",
            ],
            sort: "review.due_at",
            filters: ["name", "field", "district", "willingness", "manager", "status"],
            views: [
                { name: w.overdue, query: { overdue: "true" } },
                { name: w.alike, query: { alike: "true" } },
            ],
            first: ["ReviewTalent", "UpdateTalent", "PauseTalent", "LeaveTalent"],
            card: ["profile.fields", "review.due_at"],
        },
    ],
};
