// "Who saw this person?": asked by the member's number, answered in a sentence, by whom, and day by day.
import { Suspense, lazy, useEffect, useRef, useState } from "react";
import { FiguresTable } from "@/shell/charts/figures_table.tsx";
import { useConsole } from "@/shell/console_context.ts";
import { Button } from "@/shell/parts/button.tsx";
import { day_and_time } from "@/shell/time/times.ts";
import { problem_text } from "@/shell/words/problem_words.ts";
import { words } from "@/shell/words/words.ts";
import type { AccessFilter } from "./accesses.ts";
import { is_auditor } from "./audit_roles.ts";
import { looks_of, member_of } from "./person.ts";
import type { Looks } from "./person.ts";
import { PersonFinder, PersonNumber } from "./person_question.tsx";
import { looks_sentence, whom_word } from "./person_words.ts";
import { most_rows, usePersonRead } from "./use_person.ts";

const PersonChart = lazy(() => import("./person_chart.tsx"));

const w = words({
    title: { en: "Who saw this person?", zh: "谁看过此人的资料？" },
    everybody: { en: "Everybody again", zh: "返回全部" },
    reading: { en: "Reading…", zh: "正在读取…" },
    capped: {
        en: "Only the newest {most, number} rows are counted: choose a shorter time below.",
        zh: "仅统计最近 {most, number} 条记录，请在下方缩短时段。",
    },
    not_counted: {
        en: "Not counted: lists, searches, live feeds, requests and whole tables that showed this person among others. The record below has them under what was asked for.",
        zh: "未计入：列表、搜索、实时数据、请求及整表导出中与他人一并出现的情况，可在下方记录中按内容查询。",
    },
    by_whom: { en: "By whom", zh: "按访问者" },
    who: { en: "Who", zh: "访问者" },
    read: { en: "Read", zh: "查看" },
    unmasked: { en: "Unmasked", zh: "解除脱敏" },
    exported: { en: "Taken out", zh: "导出" },
    last: { en: "Last", zh: "最近一次" },
});

interface Props {
    filter: AccessFilter;
    on_ask(member: number): void; // 0 = nobody any more
}

export function PersonPart({ filter, on_ask }: Props) {
    const { identity } = useConsole();
    const member = member_of(filter.about);
    // As the search has named him. To read him here would be one more look.
    const [named, name] = useState({ id: 0, name: "" });
    // The button that ends it goes, and what is asked begins anew.
    const [turn, set_turn] = useState(0);
    const ask = useRef<HTMLDivElement>(null);
    useEffect(() => {
        if (turn > 0) ask.current?.querySelector("input")?.focus();
    }, [turn]);
    const Question = is_auditor(identity.roles) ? PersonNumber : PersonFinder;
    return (
        <section className="person-part" aria-labelledby="person-part">
            <h3 id="person-part">{w.title()}</h3>
            <div className="person-ask" ref={ask}>
                <Question
                    key={turn}
                    member={member}
                    on_ask={(id, its_name) => {
                        name({ id, name: its_name });
                        on_ask(id);
                    }}
                />
                {member > 0 && (
                    <Button
                        kind="quiet"
                        onPress={() => {
                            on_ask(0);
                            set_turn(turn + 1);
                        }}
                    >
                        {w.everybody()}
                    </Button>
                )}
            </div>
            {member > 0 && (
                <Answer
                    key={member}
                    member={member}
                    whom={whom_word(member, named.id === member ? named.name : "")}
                    filter={filter}
                />
            )}
        </section>
    );
}

function Answer({ member, whom, filter }: { member: number; whom: string; filter: AccessFilter }) {
    const { rows, problem, at } = usePersonRead(member, filter);
    const { since, until } = filter;
    const looks = rows && looks_of(rows);
    return (
        <div className="person-answer">
            {problem && (
                <p className="problem" role="alert">
                    ■ {problem_text(problem)}
                </p>
            )}
            <p role="status" className="person-sentence">
                {looks
                    ? looks_sentence(looks, whom, since > 0 || until > 0, at)
                    : !problem && w.reading()}
            </p>
            {rows?.length === most_rows && <p>{w.capped({ most: most_rows })}</p>}
            {rows && looks && looks.times > 0 && (
                <div className="chart-and-table">
                    <Suspense fallback={<div />}>
                        <PersonChart rows={rows} from={since} to={until ? until - 1 : at} />
                    </Suspense>
                    <ByWhom looks={looks} />
                </div>
            )}
            {looks && <p className="dim">{w.not_counted()}</p>}
        </div>
    );
}

const ByWhom = ({ looks }: { looks: Looks }) => (
    <FiguresTable
        scrolls
        caption={w.by_whom()}
        heads={[w.who(), w.read(), w.unmasked(), w.exported(), w.last()]}
        rows={looks.by_whom.map(({ who, personal_read, unmasked, exported, last }) => [
            who,
            personal_read || "–",
            unmasked || "–",
            exported || "–",
            day_and_time(last),
        ])}
    />
);
