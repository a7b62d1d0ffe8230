// An import as it goes and as it ended: how far, what it does, what is wrong by line, and what
// somebody has to look at.
import { Fragment } from "react";
import type { ReactNode } from "react";
import { Button } from "@/shell/parts/button.tsx";
import { save_file } from "@/shell/parts/save_file.ts";
import { PageLink } from "@/shell/parts/page_link.tsx";
import { EntityRef } from "@/shell/tables/entity_ref.tsx";
import { collection_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import { csv_text, progress_of } from "./import_report.ts";
import type { ImportLine, ImportReport } from "./import_report.ts";
import { line_words, state_mark, state_text } from "./import_words.ts";

const w = words({
    created: { en: "New", zh: "新增" },
    updated: { en: "Changed", zh: "变更" },
    unchanged: { en: "As they are", zh: "无变化" },
    rows: { en: "Rows", zh: "行数" },
    progress: { en: "{done} of {of} rows", zh: "已处理 {done} 行，共 {of} 行" },
    unused: { en: "Columns that are not used: {names}", zh: "未使用的列：{names}" },
    faults: { en: "Faults", zh: "错误" },
    line: { en: "Line", zh: "行号" },
    what: { en: "What is wrong", zh: "问题" },
    whole: { en: "File", zh: "文件" },
    save: { en: "Save as CSV", zh: "另存为 CSV" },
    more: { en: "{n} more are not shown.", zh: "另有 {n} 处未显示。" },
    duplicates: { en: "May be one person", zh: "疑似重复人员" },
    decide: { en: "Decide these", zh: "前往确认" },
    to_review: { en: "To be reviewed", zh: "待复核" },
    review: { en: "Review these", zh: "前往复核" },
});

// More make the page slow; the file has all that were told.
const most_shown = 200;

export function Outcome({ report }: { report: ImportReport }) {
    const { mark, look } = state_mark(report);
    const progress = progress_of(report);
    return (
        <div className="outcome">
            <p className={`outcome-state ${look}`} role="status">
                <span aria-hidden="true">{mark}</span> {state_text(report)}
            </p>
            {progress && (
                <div className="outcome-progress">
                    <progress
                        value={progress.done}
                        max={progress.of}
                        aria-label={w.progress({ ...progress })}
                    />
                    <span className="dim">{w.progress({ ...progress })}</span>
                </div>
            )}
            {report.created !== undefined && <Counts report={report} />}
            {report.unused_columns.length > 0 && (
                <p className="doubts">
                    <span aria-hidden="true">⚠</span>{" "}
                    {w.unused({ names: report.unused_columns.join(", ") })}
                </p>
            )}
            <Faults report={report} />
            <ToLookAt
                title={w.duplicates()}
                lines={report.duplicates}
                count={report.duplicate_count}
                path="members"
                list="/office/merges?status=proposed"
                list_name={w.decide()}
            />
            <ToLookAt
                title={w.to_review()}
                lines={report.flagged}
                count={report.flagged_count}
                path="answers"
                list="/office/answers?status=flagged"
                list_name={w.review()}
            />
        </div>
    );
}

function Counts({ report }: { report: ImportReport }) {
    const figures = [
        [w.rows(), report.rows],
        [w.created(), report.created],
        [w.updated(), report.updated],
        [w.unchanged(), report.unchanged],
    ] as const;
    return (
        <dl className="outcome-counts">
            {figures.map(([name, count]) => (
                <div key={name}>
                    <dt>{name}</dt>
                    <dd>{(count ?? 0).toLocaleString("en")}</dd>
                </div>
            ))}
        </dl>
    );
}

const line_text = ({ line }: ImportLine): string => (line ? String(line) : w.whole());

function Faults({ report }: { report: ImportReport }) {
    const { faults } = report;
    if (faults.length === 0) return null;
    const save = () => {
        const rows = faults.map((fault) => [line_text(fault), line_words(fault)]);
        const text = csv_text([[w.line(), w.what()], ...rows]);
        const name = `${(report.file || report.kind).replace(/\.csv$/i, "")}-${w.faults()}.csv`;
        save_file(name, new Blob([text], { type: "text/csv" }));
    };
    return (
        <Lines
            title={w.faults()}
            count={report.fault_count}
            lines={faults}
            head={w.what()}
            more={<Button onPress={save}>{w.save()}</Button>}
        >
            {line_words}
        </Lines>
    );
}

interface LookAt {
    title: string;
    lines: readonly ImportLine[];
    count: number;
    path: string; // of what the ids are
    list: string;
    list_name: string;
}

function ToLookAt({ title, lines, count, path, list, list_name }: LookAt) {
    if (count === 0) return null;
    return (
        <Lines
            title={title}
            count={count}
            lines={lines}
            head={collection_word(path)}
            more={<PageLink to={list}>{list_name}</PageLink>}
        >
            {({ ids = [] }) =>
                ids.map((id, i) => (
                    <Fragment key={id}>
                        {i > 0 && " · "}
                        <EntityRef path={path} id={id} /> <span className="dim">#{id}</span>
                    </Fragment>
                ))
            }
        </Lines>
    );
}

interface LinesProps {
    title: string;
    count: number;
    lines: readonly ImportLine[];
    head: string;
    more: ReactNode;
    children(line: ImportLine): ReactNode;
}

function Lines({ title, count, lines, head, more, children }: LinesProps) {
    const shown = lines.slice(0, most_shown);
    return (
        <section className="outcome-lines">
            <div className="list-head">
                <h3>
                    {title} <span className="count">{count}</span>
                </h3>
                {more}
            </div>
            <div className="table-scroller" tabIndex={0} role="region" aria-label={title}>
                <table className="items">
                    <thead>
                        <tr>
                            <th scope="col" className="figure">
                                {w.line()}
                            </th>
                            <th scope="col">{head}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {shown.map((line, i) => (
                            <tr key={i}>
                                <td className="figure">{line_text(line)}</td>
                                <td>{children(line)}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
            {count > shown.length && <p className="hint">{w.more({ n: count - shown.length })}</p>}
        </section>
    );
}
