// Who got at what is known of people: filtered, page by page, and to take away.
import { useState } from "react";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Select, SelectValue } from "react-aria-components/Select";
import { TextField } from "react-aria-components/TextField";
import { useConsole } from "@/shell/console_context.ts";
import { FiguresTable } from "@/shell/charts/figures_table.tsx";
import { DayInput } from "@/shell/forms/date_input.tsx";
import { as_problem } from "@/shell/net/problem.ts";
import { csv_of, save_file } from "@/shell/net/save_file.ts";
import { useGet } from "@/shell/net/use_get.ts";
import { Button } from "@/shell/parts/button.tsx";
import { toasts } from "@/shell/parts/toasts.tsx";
import { clock, day, day_ms, from_wall } from "@/shell/time/times.ts";
import { problem_text } from "@/shell/words/problem_words.ts";
import { words } from "@/shell/words/words.ts";
import { accesses_path, all_accesses, kinds } from "./accesses.ts";
import type { Access, AccessFilter, AccessKind, AccessPage } from "./accesses.ts";
import "./accesses.css";

const w = words({
    title: { en: "Who read what", zh: "访问记录" },
    hint: {
        en: "What says the same within one minute is one row. Times are of this server's clock.",
        zh: "同一分钟内相同的访问合并为一行；时间为服务器时间。",
    },
    at: { en: "Time", zh: "时间" },
    what: { en: "What", zh: "类型" },
    who: { en: "Who", zh: "访问者" },
    about: { en: "About", zh: "内容" },
    count: { en: "Times", zh: "次数" },
    who_filter: { en: "Who (token or address)", zh: "访问者（令牌名或地址）" },
    about_filter: { en: "About (such as {example})", zh: "内容（如 {example}）" },
    all: { en: "All", zh: "全部" },
    from: { en: "From", zh: "起始日期" },
    to: { en: "To", zh: "截止日期" },
    show: { en: "Show", zh: "查询" },
    older: { en: "Older", zh: "较早" },
    newer: { en: "Newer", zh: "较新" },
    export: { en: "Export CSV", zh: "导出 CSV" },
    none: { en: "Nothing was noted.", zh: "没有记录。" },
    loading: { en: "Reading…", zh: "正在读取…" },
    rows: { en: "{from} to {to}", zh: "第 {from}–{to} 条" },
    personal_read: { en: "Read about people", zh: "查看个人信息" },
    feed_opened: { en: "Live feed opened", zh: "打开实时数据" },
    login_failed: { en: "Log-in failed", zh: "登录失败" },
    token_created: { en: "Token made", zh: "创建令牌" },
    token_revoked: { en: "Token revoked", zh: "撤销令牌" },
});

const page_rows = 100;
const export_rows = 10_000;
const export_page = 1_000;

interface Typed {
    who: string;
    about: string;
    what: string;
    first: string; // days
    last: string;
}
const nothing: Typed = { who: "", about: "", what: "", first: "", last: "" };

const midnight = (text: string): number => (text ? from_wall(`${text}T00:00`) : 0);

function filter_of({ who, about, what, first, last }: Typed): AccessFilter {
    const until = last ? midnight(last) + day_ms : 0;
    return { who: who.trim(), about: about.trim(), what, since: midnight(first), until };
}

// What comes while somebody turns pages moves none of them.
const pinned = (filter: AccessFilter, newest: number): AccessFilter =>
    filter.until || !newest ? filter : { ...filter, until: newest + 1 };

const kind_word = (what: AccessKind): string => (what in w ? w[what]() : what);
const heads = (): string[] => [w.at(), w.what(), w.who(), w.about(), w.count()];
const cells = ({ at, what, who, about, count }: Access): (string | number)[] => [
    `${day(at)} ${clock(at)}`,
    kind_word(what),
    who,
    about,
    count,
];

export function AccessTable() {
    const { api } = useConsole();
    const [typed, type] = useState(nothing);
    const [filter, set_filter] = useState(() => filter_of(nothing));
    const [skip, set_skip] = useState(0);
    const [exporting, set_exporting] = useState(false);
    const { value: page, problem, busy } = useGet<AccessPage>(accesses_path(filter, skip, page_rows));
    const change = (next: Partial<Typed>) => type({ ...typed, ...next });
    const show = (next: Typed) => {
        set_filter(filter_of(next));
        set_skip(0);
    };
    const entries = page?.entries ?? [];
    const older = () => {
        set_filter(pinned(filter, entries[0]?.at ?? 0));
        set_skip(page?.next_skip ?? 0);
    };
    const take_away = async () => {
        set_exporting(true);
        try {
            const get = (path: string) => api.get<AccessPage>(path);
            const wanted = pinned(filter, skip === 0 ? (entries[0]?.at ?? 0) : 0);
            const all = await all_accesses(get, wanted, export_rows, export_page);
            save_file(`muster-accesses-${day(Date.now())}.csv`, csv_of([heads(), ...all.map(cells)]));
        } catch (error) {
            toasts.add(problem_text(as_problem(error)), true);
        } finally {
            set_exporting(false);
        }
    };
    return (
        <div className="supervisor-page accesses">
            <header>
                <h2>{w.title()}</h2>
                <p className="dim">{w.hint()}</p>
            </header>
            <form
                className="accesses-filter"
                onSubmit={(event) => {
                    event.preventDefault();
                    show(typed);
                }}
            >
                <TextField value={typed.who} onChange={(who) => change({ who })}>
                    <Label>{w.who_filter()}</Label>
                    <Input />
                </TextField>
                <TextField value={typed.about} onChange={(about) => change({ about })}>
                    <Label>{w.about_filter({ example: "members/7" })}</Label>
                    <Input />
                </TextField>
                <KindSelect
                    value={typed.what}
                    on_change={(what) => {
                        change({ what });
                        show({ ...typed, what });
                    }}
                />
                <DayInput label={w.from()} value={typed.first} on_change={(first) => change({ first })} />
                <DayInput label={w.to()} value={typed.last} on_change={(last) => change({ last })} />
                <Button type="submit" kind="primary">
                    {w.show()}
                </Button>
                <Button isDisabled={entries.length === 0 || exporting} onPress={() => void take_away()}>
                    {w.export()}
                </Button>
            </form>
            {problem && (
                <p className="problem" role="alert">
                    ■ {problem_text(problem)}
                </p>
            )}
            <p role="status" className="dim">
                {!page && busy
                    ? w.loading()
                    : page && entries.length === 0
                      ? w.none()
                      : page && w.rows({ from: skip + 1, to: skip + entries.length })}
            </p>
            {entries.length > 0 && (
                <FiguresTable scrolls texts={4} caption={w.title()} heads={heads()} rows={entries.map(cells)} />
            )}
            <div className="accesses-pages">
                <Button isDisabled={skip === 0} onPress={() => set_skip(Math.max(0, skip - page_rows))}>
                    ‹ {w.newer()}
                </Button>
                <Button isDisabled={!page?.next_skip} onPress={older}>
                    {w.older()} ›
                </Button>
            </div>
        </div>
    );
}

const every = "all";

function KindSelect({ value, on_change }: { value: string; on_change(value: string): void }) {
    return (
        <Select value={value || every} onChange={(key) => on_change(key === every ? "" : String(key))}>
            <Label>{w.what()}</Label>
            <Button>
                <SelectValue /> ▾
            </Button>
            <Popover>
                <ListBox>
                    <ListBoxItem id={every}>{w.all()}</ListBoxItem>
                    {kinds.map((kind) => (
                        <ListBoxItem key={kind} id={kind}>
                            {kind_word(kind)}
                        </ListBoxItem>
                    ))}
                </ListBox>
            </Popover>
        </Select>
    );
}
