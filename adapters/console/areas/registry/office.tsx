// The register of those whom the service looks after, as the office keeps it.
import type { AreaSpec } from "@/shell/office/collection_spec.ts";
import { words } from "@/shell/words/words.ts";

const w = words({
    people: { en: "People", zh: "服务对象" },
    high_risk: { en: "High risk", zh: "高风险" },
    proposed: { en: "To decide", zh: "待确认" },
    silent: { en: "Silent", zh: "失联设备" },
    links: {
        en: "Sheets to print and links of cards are made on the command line: muster card sheet, muster card link.",
        zh: "联系卡打印页和链接由命令行生成：muster card sheet、muster card link。",
    },
    imports: {
        en: "Whole tables come in by “Import tables”, under “My work”.",
        zh: "整表导入请使用“我的工作”中的“导入表格”。",
    },
});

export const people: AreaSpec = {
    name: w.people,
    collections: [
        {
            path: "members",
            columns: [
                "profile.name",
                "risk.tier",
                "profile.phone",
                "profile.address",
                "profile.district",
                "profile.birth_year|profile.birth_date.year",
                "status",
            ],
            filters: ["name", "phone", "risk", "status", "district"],
            query: { status: "active" },
            views: [{ name: w.high_risk, query: { status: "active", risk: "high" } }],
            first: ["UpdateMember", "PlanVisit", "BookService", "IssueCard", "RecordAssessment"],
            card: ["profile.address"],
            note: w.imports,
        },
        {
            path: "merges",
            columns: [
                "kept",
                "other",
                "status",
                "matched",
                "proposed_by",
                "decided_by",
                "decided_at",
            ],
            filters: ["status", "member"],
            query: { status: "proposed" },
            views: [{ name: w.proposed, query: { status: "proposed" } }],
            first: ["MergeMembers", "RejectMerge"],
            card: ["kept", "other"],
        },
        {
            path: "assessments",
            columns: [
                "member",
                "standard",
                "level",
                "points",
                "status",
                "assessed_at",
                "again.due_at",
            ],
            sort: "again.due_at",
            filters: ["member", "level", "status", "due_before"],
            query: { status: "valid" },
        },
        {
            path: "cards",
            columns: ["member", "status", "generation", "uid", "replayed_at"],
            filters: ["member"],
            first: ["RenewCard", "RevokeCard"],
            note: w.links,
        },
        {
            path: "devices",
            columns: [
                "key",
                "type",
                "status",
                "member",
                "address",
                "battery_percent",
                "last_contact_at",
                "last_signal",
            ],
            sort: "-last_contact_at",
            filters: ["key", "status", "type", "member"],
            views: [{ name: w.silent, query: { status: "silent" } }],
            first: ["AssignDevice", "RetireDevice"],
            card: ["member", "address"],
        },
        {
            path: "premises",
            columns: ["member", "place", "kind", "text", "status", "valid_until", "author"],
            filters: ["member", "kind", "status"],
            first: ["ConfirmPremisesNote", "EndPremisesNote"],
        },
        {
            path: "places",
            columns: [
                "profile.name",
                "profile.kind",
                "profile.district",
                "profile.community",
                "status",
            ],
            filters: ["kind", "district", "status"],
            first: ["UpdatePlace", "RetirePlace"],
        },
    ],
};
