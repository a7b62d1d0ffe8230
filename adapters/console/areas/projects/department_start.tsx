// A department's desk: its steps and the opinions it is asked for, what is due first standing first,
// and the suggestions that it has to answer.
import { useEffect, useState } from "react";
import { useParameter } from "@/shell/address.ts";
import { ChoiceInput } from "@/shell/forms/choice_input.tsx";
import { model } from "@/shell/model/muster_model.ts";
import { ChooseCommand } from "@/shell/office/choose_command.tsx";
import type { AnyEntity } from "@/shell/office/entity_book.ts";
import { useOffice } from "@/shell/office/office_console.ts";
import { useList } from "@/shell/office/reading.ts";
import { useSpecs } from "@/shell/office/specs_context.ts";
import { WorkList } from "@/shell/office/work_list.tsx";
import { useChanges } from "@/shell/store/hooks.ts";
import { commands_for } from "@/shell/tables/commands.ts";
import { words } from "@/shell/words/words.ts";

const w = words({
    title: { en: "Work of my department", zh: "本部门待办" },
    department: { en: "Department", zh: "部门" },
    choose: { en: "Choose your department.", zh: "请选择部门。" },
    overdue: { en: "Overdue", zh: "已逾期" },
    steps: { en: "Steps", zh: "项目步骤" },
    opinions: { en: "Opinions asked for", zh: "待提意见" },
    returned: { en: "Returned: find another department", zh: "被退回，需改派" },
    suggestions: { en: "Suggestions to answer", zh: "待答复建言" },
});

const stored = "muster.department";

export function DepartmentStart() {
    const office = useOffice();
    useChanges(office.codes);
    const [department, choose] = useParameter("department");
    const [line, set_line] = useState<AnyEntity | null>(null);
    const spec = useSpecs()("department_work");
    useEffect(() => {
        const before = localStorage.getItem(stored);
        if (!department && before) choose(before);
        if (department) localStorage.setItem(stored, department);
    }, [department]);
    const work = useList(department ? "department_work" : "", { department }).value?.items ?? [];
    const suggestions =
        useList(department ? "suggestions" : "", { department, status: "assigned" }).value?.items ??
        [];
    const late = work.filter(({ overdue }) => overdue === true);
    const of = (task: string) => work.filter((row) => row.task === task && row.overdue !== true);
    const names = office.codes.list("departments");
    const columns = ["due_at", "name_*", "status", "project", "round", "waiting_for"];
    const list = (title: string, rows: AnyEntity[], bad = false) => (
        <WorkList
            title={title}
            path="department_work"
            rows={rows}
            columns={columns}
            bad={bad}
            hide_empty={bad}
            on_open={(row) => set_line(row as AnyEntity)}
        />
    );
    return (
        <div className="start-page">
            <header className="list-head">
                <h1>{w.title()}</h1>
                <div className="who">
                    <ChoiceInput
                        label={w.department()}
                        values={names.all().map(({ code }) => code)}
                        word={(code) => names.name(code)}
                        value={department}
                        optional
                        on_change={choose}
                    />
                </div>
            </header>
            {!department ? (
                <p className="empty">{w.choose()}</p>
            ) : (
                <>
                    {list(w.overdue(), late, true)}
                    {list(w.steps(), of("step"))}
                    {list(w.opinions(), of("opinion"))}
                    {of("reassign").length > 0 && list(w.returned(), of("reassign"))}
                    <WorkList title={w.suggestions()} path="suggestions" rows={suggestions} />
                </>
            )}
            {line && spec && (
                <ChooseCommand
                    spec={spec}
                    row={line}
                    to={null}
                    commands={commands_for(model, spec, line, office.identity.may_send)}
                    on_close={() => set_line(null)}
                />
            )}
        </div>
    );
}
