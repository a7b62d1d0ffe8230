// Whole tables into the register: choose what it is and a file, see what it would do and what is
// wrong by its line, then import it and see it go.
import { useEffect, useRef, useState } from "react";
import { go, useParameter } from "@/shell/address.ts";
import { ChoiceInput } from "@/shell/forms/choice_input.tsx";
import { IdInput } from "@/shell/forms/id_input.tsx";
import { with_query } from "@/shell/net/api.ts";
import { as_problem } from "@/shell/net/problem.ts";
import type { Problem } from "@/shell/net/problem.ts";
import { useOffice } from "@/shell/office/office_console.ts";
import { useReading } from "@/shell/office/reading.ts";
import { Button } from "@/shell/parts/button.tsx";
import { PageLink } from "@/shell/parts/page_link.tsx";
import { collection_word } from "@/shell/words/named.ts";
import { problem_text } from "@/shell/words/problem_words.ts";
import { words } from "@/shell/words/words.ts";
import { ChooseTable } from "./choose_table.tsx";
import type { ChosenTable } from "./choose_table.tsx";
import { EarlierImports } from "./earlier_imports.tsx";
import { is_over, is_ready } from "./import_report.ts";
import type { ImportKind, ImportReport, Imports } from "./import_report.ts";
import { Outcome } from "./outcome.tsx";
import { TableForm } from "./table_form.tsx";
import { useImport } from "./use_import.ts";
import "./imports.css";

const w = words({
    title: { en: "Import tables", zh: "导入表格" },
    what: { en: "What the rows are", zh: "表格内容" },
    survey: { en: "Survey that they answer", zh: "所属调查" },
    choose_survey: { en: "Choose the survey first.", zh: "请先选择所属调查。" },
    none: {
        en: "There is nothing here that you may import.",
        zh: "没有您有权限导入的表格。",
    },
    sending: { en: "Sending the file…", zh: "正在上传文件…" },
    run: {
        en: "Import {n, plural, one {# row} other {# rows}}",
        zh: "导入 {n} 行",
    },
    stop: { en: "Stop", zh: "停止" },
    as_it_is: {
        en: "The register has all of it already: there is nothing to import.",
        zh: "系统中已有全部内容，无需导入。",
    },
    again: {
        en: "To import it, choose the file again: it is not kept.",
        zh: "文件不会保留，如需导入请重新选择文件。",
    },
    gone: {
        en: "This import is no longer remembered.",
        zh: "该次导入的记录已不存在。",
    },
    see: { en: "See the list: {name}", zh: "查看列表：{name}" },
    file: { en: "File: {name}", zh: "文件：{name}" },
});

// A file, and the last import that it was sent as.
interface Sent {
    table: ChosenTable;
    number: number; // 0 = not yet
}

export function ImportPage() {
    const { value, problem } = useReading<Imports>("/v1/imports");
    const [wanted] = useParameter("kind");
    const [shown] = useParameter("report");
    const kinds = value?.kinds ?? [];
    const kind = kinds.find((one) => one.kind === wanted) ?? kinds[0];
    return (
        // A file that misses its place is not opened by the browser over the page.
        <div
            className="start-page import-page"
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => event.preventDefault()}
        >
            <header className="list-head">
                <h1>{w.title()}</h1>
            </header>
            {problem && <p className="problem">{problem_text(problem)}</p>}
            {value && !kind && <p className="empty">{w.none()}</p>}
            {value && kind && (
                <>
                    <Work key={kind.kind} all={value} kind={kind} shown={Number(shown) || 0} />
                    <EarlierImports
                        imports={value.imports}
                        kinds={kinds}
                        shown={Number(shown) || 0}
                    />
                </>
            )}
        </div>
    );
}

const address = (kind: string, report: number): string =>
    with_query("/office/import", { kind, report: report || undefined });

interface WorkProps {
    all: Imports;
    kind: ImportKind;
    shown: number; // the import that is looked at; 0 = none
}

function Work({ all, kind, shown }: WorkProps) {
    const office = useOffice();
    const [survey, choose_survey] = useState(0);
    const [sent, set_sent] = useState<Sent | null>(null);
    const [sending, set_sending] = useState(false);
    const [refusal, set_refusal] = useState<Problem | null>(null);
    const { report, problem } = useImport(shown);
    const going = report !== null && !is_over(report);
    const card = useRef<HTMLElement>(null);
    // The button that was pressed is gone: the keyboard goes on at what it did.
    const imported = report && !report.check && sent?.number === report.import ? report.import : 0;
    useEffect(() => {
        if (imported) card.current?.focus();
    }, [imported]);

    const start = async (table: ChosenTable, check: boolean) => {
        set_sending(true);
        set_refusal(null);
        try {
            const path = with_query(`/v1/imports/${kind.kind}`, {
                check,
                survey: survey || undefined,
                file: table.name,
            });
            const { import: number } = await office.api.send_file<{ import: number }>(
                path,
                table.bytes,
            );
            set_sent({ table, number });
            go(address(kind.kind, number), { replace: true });
            office.fresh.stir();
        } catch (error) {
            set_refusal(as_problem(error));
        } finally {
            set_sending(false);
        }
    };
    const stop = () =>
        office.api.remove(`/v1/imports/${shown}`).catch((error) => set_refusal(as_problem(error)));

    const waits_for_survey = kind.of_survey && survey === 0;
    return (
        <>
            <section className="import-what">
                <ChoiceInput
                    label={w.what()}
                    values={all.kinds.map((one) => one.kind)}
                    word={(name) =>
                        collection_word(all.kinds.find((one) => one.kind === name)?.collection ?? name)
                    }
                    value={kind.kind}
                    optional={false}
                    on_change={(name) => go(address(name, 0))}
                />
                {kind.of_survey && (
                    <IdInput
                        label={w.survey()}
                        path="surveys"
                        value={survey}
                        on_change={choose_survey}
                    />
                )}
                <TableForm kind={kind} />
            </section>
            <ChooseTable
                max_bytes={all.max_bytes}
                is_disabled={sending || going || waits_for_survey}
                chosen={sent?.table ?? null}
                on_choose={(table) => void start(table, true)}
            />
            {waits_for_survey && <p className="hint">{w.choose_survey()}</p>}
            {refusal && (
                <p className="problem" role="alert">
                    {problem_text(refusal)}
                </p>
            )}
            {sending && <p role="status">{w.sending()}</p>}
            {problem?.status === 404 && <p className="empty">{w.gone()}</p>}
            {report && !sending && (
                <section
                    ref={card}
                    tabIndex={-1}
                    className="import-card"
                    aria-label={report.file || kind.kind}
                >
                    <h2 className="file-name">{w.file({ name: report.file || "–" })}</h2>
                    <Outcome report={report} />
                    <Next
                        report={report}
                        kind={kind}
                        has_file={sent?.number === report.import}
                        on_import={() => sent && void start(sent.table, false)}
                        on_stop={() => void stop()}
                    />
                </section>
            )}
        </>
    );
}

interface NextProps {
    report: ImportReport;
    kind: ImportKind;
    has_file: boolean;
    on_import(): void;
    on_stop(): void;
}

function Next({ report, kind, has_file, on_import, on_stop }: NextProps) {
    if (!is_over(report)) {
        return (
            <div className="command-buttons">
                <Button kind="danger" onPress={on_stop}>
                    {w.stop()}
                </Button>
            </div>
        );
    }
    if (is_ready(report)) {
        if (!has_file) return <p className="hint">{w.again()}</p>;
        return (
            <div className="command-buttons">
                <Button kind="primary" onPress={on_import}>
                    {w.run({ n: report.to_send })}
                </Button>
            </div>
        );
    }
    if (report.state === "done" && report.to_send === 0) return <p>{w.as_it_is()}</p>;
    if (report.sent === 0) return null;
    return (
        <p>
            <PageLink to={`/office/${kind.collection}`}>
                {w.see({ name: collection_word(kind.collection) })}
            </PageLink>
        </p>
    );
}
