// Reports of a day or a month: one section at a time as a chart with its table, and the whole of it to
// take away.
import { useState } from "react";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import { useParameter } from "@/shell/address.ts";
import { Chart } from "@/shell/charts/chart.tsx";
import { FiguresTable } from "@/shell/charts/figures_table.tsx";
import { useConsole } from "@/shell/console_context.ts";
import { DayInput } from "@/shell/forms/date_input.tsx";
import { with_query } from "@/shell/net/api.ts";
import { as_problem } from "@/shell/net/problem.ts";
import { save_file } from "@/shell/net/save_file.ts";
import { useGet } from "@/shell/net/use_get.ts";
import { Button } from "@/shell/parts/button.tsx";
import { toasts } from "@/shell/parts/toasts.tsx";
import { day_and_time, duration } from "@/shell/time/times.ts";
import { problem_text } from "@/shell/words/problem_words.ts";
import { told, words } from "@/shell/words/words.ts";
import { bars_of, texts_of } from "./report.ts";
import type { Report, ReportColumn, ReportSection, Shown } from "./report.ts";
import "./reports.css";

const w = words({
    title: { en: "Reports", zh: "报表" },
    kind: { en: "Report of", zh: "报表周期" },
    daily: { en: "A day", zh: "日报" },
    monthly: { en: "A month", zh: "月报" },
    day: { en: "Day", zh: "日期" },
    any_day: { en: "Any day of the month", zh: "该月任意一日" },
    sections: { en: "Sections", zh: "报表内容" },
    take: { en: "Take away", zh: "下载" },
    page: { en: "Page to print", zh: "打印页" },
    period: { en: "{period}, as at {time} (record {seq})", zh: "{period}，截至 {time}（记录 {seq}）" },
    loading: { en: "Making the report…", zh: "正在生成报表…" },
    failed: { en: "The report could not be made: {why}", zh: "报表生成失败：{why}" },
    empty: { en: "Nothing was counted here in this time.", zh: "本期无数据。" },
    drawn: {
        en: "{title}: {column}, {n, plural, one {# column} other {# columns}}, the largest {most}. All numbers are in the table.",
        zh: "{title}：{column}，共 {n} 项，最大 {most}。数据见表格。",
    },
});

const forms = ["csv", "xlsx", "pdf"] as const;
type Form = (typeof forms)[number];

const shown_text = (shown: Shown): string => (typeof shown === "string" ? shown : told(shown));
const title_of = ({ title_en, title_zh }: ReportSection): string => told({ en: title_en, zh: title_zh });

export function Reports() {
    const console = useConsole();
    const [kind_given, set_kind] = useParameter("kind");
    const kind = kind_given === "daily" ? "daily" : "monthly";
    const [day, set_day] = useParameter("day");
    const [section_given, set_section] = useParameter("section");
    const path = `/v1/reports/${kind}`;
    const { value: report, problem } = useGet<Report>(with_query(path, { day }));
    const [taking, take] = useState("");
    const names = report ? Object.keys(report.sections) : [];
    const name = names.includes(section_given) ? section_given : (names[0] ?? "");
    const section = report?.sections[name];

    const save = async (form: Form) => {
        take(form);
        try {
            const file = await console.api.file(with_query(path, { day, format: form }));
            save_file(`muster-${kind}-${report?.period ?? day}.${form}`, file);
        } catch (error) {
            toasts.add(problem_text(as_problem(error)), true);
        } finally {
            take("");
        }
    };
    return (
        <div className="supervisor-page reports">
            <header className="reports-head">
                <h2>{w.title()}</h2>
                <ToggleButtonGroup
                    className="reports-kind"
                    aria-label={w.kind()}
                    selectionMode="single"
                    disallowEmptySelection
                    selectedKeys={[kind]}
                    onSelectionChange={(keys) => set_kind(String([...keys][0]))}
                >
                    <ToggleButton id="daily" className="button quiet">
                        {w.daily()}
                    </ToggleButton>
                    <ToggleButton id="monthly" className="button quiet">
                        {w.monthly()}
                    </ToggleButton>
                </ToggleButtonGroup>
                <DayInput
                    label={kind === "daily" ? w.day() : w.any_day()}
                    value={day || (report?.last_day ?? "")}
                    on_change={set_day}
                />
                <div className="reports-take" role="group" aria-label={w.take()}>
                    <span className="dim">{w.take()}</span>
                    {forms.map((form) => (
                        <Button key={form} isDisabled={!report || taking !== ""} onPress={() => void save(form)}>
                            {form.toUpperCase()}
                        </Button>
                    ))}
                </div>
                <p role="status" className="dim">
                    {report
                        ? w.period({ period: report.period, time: day_and_time(report.as_of_at), seq: report.as_of })
                        : !problem && w.loading()}
                </p>
            </header>
            {problem && (
                <p className="problem" role="alert">
                    ■ {w.failed({ why: problem_text(problem) })}
                </p>
            )}
            {report && (
                <div className="reports-body">
                    <nav aria-label={w.sections()}>
                        <ul>
                            {names.map((one) => (
                                <li key={one} aria-current={one === name ? "true" : undefined}>
                                    <button onClick={() => set_section(one)}>
                                        {title_of(report.sections[one] as ReportSection)}{" "}
                                        <span className="dim">{report.sections[one]?.rows.length}</span>
                                    </button>
                                </li>
                            ))}
                        </ul>
                    </nav>
                    {section && <Section section={section} />}
                </div>
            )}
        </div>
    );
}

function Section({ section }: { section: ReportSection }) {
    const title = title_of(section);
    const note = told({ en: section.note_en, zh: section.note_zh });
    const drawn = bars_of(section);
    return (
        <section className="report-section" aria-label={title}>
            <h3>{title}</h3>
            {note && <p className="dim">{note}</p>}
            {section.rows.length === 0 && <p className="empty">{w.empty()}</p>}
            {drawn && (
                <Chart
                    label={w.drawn({
                        title,
                        column: told(drawn.column),
                        n: drawn.bars.length,
                        most: largest(drawn.bars),
                    })}
                    x={drawn.bars.map(({ name }) => name.map(shown_text).join(" · "))}
                    word={(value) => axis_word(drawn.column, value)}
                    series={[
                        {
                            name: told(drawn.column),
                            token: "--p3",
                            values: drawn.bars.map(({ value }) => value / scale_of(drawn.column)),
                            columns: true,
                        },
                    ]}
                />
            )}
            {section.rows.length > 0 && (
                <FiguresTable
                    scrolls
                    caption={title}
                    texts={texts_of(section)}
                    heads={section.columns.map(told)}
                    rows={section.shown.map((cells) => cells.map(shown_text))}
                />
            )}
        </section>
    );
}

// There is at least one.
const largest = (bars: readonly { value: number; shown: Shown }[]): string =>
    shown_text(bars.reduce((a, b) => (b.value > a.value ? b : a)).shown);

// So that the axis has round numbers: shares in per cent, times in minutes, credits in hours.
const scales: Partial<Record<ReportColumn["kind"], number>> = {
    permille: 10,
    millis: 60_000,
    minutes: 60,
    hundredths: 100,
};
const scale_of = ({ kind }: ReportColumn): number => scales[kind] ?? 1;

function axis_word({ kind }: ReportColumn, value: number): string {
    if (kind === "permille") return `${value} %`;
    if (kind === "millis") return duration(value * 60_000);
    return String(value);
}
