// The start views: the work of one kind of desk on one page.
import type { ComponentType } from "react";
import { words } from "@/shell/words/words.ts";
import type { Say } from "@/shell/words/words.ts";
import { ConsultantStart } from "@/areas/care/consultant_start.tsx";
import { ImportPage } from "@/areas/imports/import_page.tsx";
import { DepartmentStart } from "@/areas/projects/department_start.tsx";
import { ReviewStart } from "@/areas/timebank/review_start.tsx";
import { ThinkTankStart } from "@/areas/thinktank/think_tank_start.tsx";

const w = words({
    consultant: { en: "My members", zh: "我的服务对象" },
    consultant_text: {
        en: "Visits due and overdue, by risk; own case load",
        zh: "按风险排序的到期与逾期走访、名下服务对象",
    },
    department: { en: "Work of my department", zh: "本部门待办" },
    department_text: {
        en: "Steps and opinions, what is due first",
        zh: "项目步骤与会签意见，按期限排序",
    },
    review: { en: "Review of services", zh: "服务审核" },
    review_text: {
        en: "One record after the other, by keyboard",
        zh: "逐条审核服务记录，支持键盘操作",
    },
    think_tank: { en: "Think tank", zh: "建言办理" },
    think_tank_text: { en: "Review, merge, report, hand on", zh: "审核、合并、上报、交办" },
    imports: { en: "Import tables", zh: "导入表格" },
    imports_text: {
        en: "Whole tables into the register: checked line by line, then imported",
        zh: "整表导入：逐行检查，确认后导入",
    },
});

export interface Start {
    name: string; // of the address
    needs: readonly string[]; // commands; without any of them it is of no use
    title: Say;
    text: Say;
    Page: ComponentType;
}

export const starts: readonly Start[] = [
    {
        name: "consultant",
        needs: ["RecordVisit"],
        title: w.consultant,
        text: w.consultant_text,
        Page: ConsultantStart,
    },
    {
        name: "department",
        needs: ["FinishStep"],
        title: w.department,
        text: w.department_text,
        Page: DepartmentStart,
    },
    {
        name: "review",
        needs: ["ReviewService"],
        title: w.review,
        text: w.review_text,
        Page: ReviewStart,
    },
    {
        name: "think-tank",
        needs: ["ReviewSuggestion"],
        title: w.think_tank,
        text: w.think_tank_text,
        Page: ThinkTankStart,
    },
    {
        name: "import",
        needs: [
            "RegisterMember",
            "RegisterResponder",
            "RegisterTalent",
            "AddPlace",
            "RegisterSuggestion",
        ],
        title: w.imports,
        text: w.imports_text,
        Page: ImportPage,
    },
];

// Those of use to whoever may send these commands.
export const starts_for = (may_send: ReadonlySet<string>): readonly Start[] =>
    starts.filter(({ needs }) => needs.some((command) => may_send.has(command)));
