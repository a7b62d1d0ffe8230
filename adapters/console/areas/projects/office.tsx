// Projects of several departments, and the work list of each.
import type { AreaSpec } from "@/shell/office/collection_spec.ts";
import { words } from "@/shell/words/words.ts";

const w = words({
    projects: { en: "Projects and departments", zh: "项目与部门" },
    overdue: { en: "Overdue", zh: "已逾期" },
    open: { en: "Under way", zh: "进行中" },
});

const of_step = { project: "project", step: "step" };

export const projects: AreaSpec = {
    name: w.projects,
    collections: [
        {
            path: "projects",
            columns: ["name_*", "member", "status", "lead", "owner", "opened_at", "promised_fen"],
            sort: "-opened_at",
            filters: ["status", "department", "template_code", "member", "overdue"],
            views: [
                { name: w.open, query: { status: "open" } },
                { name: w.overdue, query: { overdue: "true" } },
            ],
            first: ["FinishStep", "StartStep", "ReturnStep", "GiveOpinion"],
            card: ["member", "lead"],
        },
        {
            path: "department_work",
            columns: [
                "due_at",
                "department",
                "task",
                "name_*",
                "status",
                "project",
                "overdue",
                "waiting_for",
            ],
            sort: "due_at",
            filters: ["department", "task", "overdue"],
            views: [{ name: w.overdue, query: { overdue: "true" } }],
            first: ["FinishStep", "StartStep", "ReturnStep"],
            more: [
                { command: "StartStep", fill: of_step },
                { command: "FinishStep", fill: of_step },
                { command: "ReturnStep", fill: of_step },
                { command: "ReassignStep", fill: of_step },
                { command: "GiveOpinion", fill: { ...of_step, department: "department" } },
                { command: "ExtendStep", fill: of_step },
                { command: "SkipStep", fill: of_step },
            ],
            board: "status",
            card: ["department", "due_at"],
            row_opens: ({ project }) => `/office/projects/${String(project)}`,
        },
        {
            path: "project_counts",
            columns: [
                "key",
                "open",
                "suspended",
                "completed",
                "open_steps",
                "overdue_steps",
                "returned_steps",
                "promised_fen",
                "spent_fen",
            ],
            query: { by: "department" },
        },
        { path: "departments", columns: ["name_*", "code", "contact"] },
        { path: "project_templates", columns: ["name_*", "code", "lead", "ceiling_fen", "steps"] },
    ],
};
