// Who got at what is known of people: whether that is proved, who looked at one person, and the record
// itself, page by page and to take away.
import { useState } from "react";
import { useParameter } from "@/shell/address.ts";
import { FiguresTable } from "@/shell/charts/figures_table.tsx";
import { useConsole } from "@/shell/console_context.ts";
import { as_problem } from "@/shell/net/problem.ts";
import { csv_of, save_file } from "@/shell/net/save_file.ts";
import { useGet } from "@/shell/net/use_get.ts";
import { Button } from "@/shell/parts/button.tsx";
import { toasts } from "@/shell/parts/toasts.tsx";
import { useChanges } from "@/shell/store/hooks.ts";
import { day } from "@/shell/time/times.ts";
import { problem_text } from "@/shell/words/problem_words.ts";
import { words } from "@/shell/words/words.ts";
import { AccessFilterForm, filter_of } from "./access_filter.tsx";
import type { Typed } from "./access_filter.tsx";
import { access_csv, access_table } from "./access_rows.ts";
import { accesses_path, all_accesses, pinned } from "./accesses.ts";
import type { Access, AccessPage } from "./accesses.ts";
import { may_prove } from "./audit_roles.ts";
import { about_member, member_of, typed_member } from "./person.ts";
import { PersonPart } from "./person_part.tsx";
import { proof_of } from "./proof.ts";
import type { Proof } from "./proof.ts";
import { ProofBand } from "./proof_band.tsx";
import { proof_signs, proof_word } from "./proof_words.ts";
import "./accesses.css";

const w = words({
    title: { en: "Who read what", zh: "访问记录" },
    record: { en: "The record", zh: "记录明细" },
    hint: {
        en: "What says the same within one minute is one row. Times are of this server's clock.",
        zh: "同一分钟内相同的访问合并为一行；时间为服务器时间。",
    },
    older: { en: "Older", zh: "较早" },
    newer: { en: "Newer", zh: "较新" },
    export: { en: "Export CSV", zh: "导出 CSV" },
    none: { en: "Nothing was noted.", zh: "没有记录。" },
    loading: { en: "Reading…", zh: "正在读取…" },
    rows: { en: "{from} to {to}", zh: "第 {from}–{to} 条" },
});

const page_rows = 100;
const export_rows = 10_000;
const export_page = 1_000;

export function AccessTable() {
    const { api, identity } = useConsole();
    useChanges(identity);
    // Whom it is about stands in the address, so that the answer can be passed on.
    const [asked, set_asked] = useParameter("member");
    const [typed, type] = useState<Typed>(() => {
        const member = typed_member(asked);
        return { who: "", about: member ? about_member(member) : "", what: "", first: "", last: "" };
    });
    const [filter, set_filter] = useState(() => filter_of(typed));
    const [newest, set_newest] = useState(0); // of the first page, once it is turned
    const [skip, set_skip] = useState(0);
    const [exporting, set_exporting] = useState(false);
    const path = accesses_path(pinned(filter, newest), skip, page_rows);
    const list = useGet<AccessPage>(path);
    const proves = may_prove(identity.roles);
    const proof = useGet<Proof>(proves ? "/v1/accesses/proof" : "");
    const { value: page, problem, busy } = list;
    const entries = page?.entries ?? [];

    const show = (next: Typed) => {
        const wanted = filter_of(next);
        const member = member_of(wanted.about);
        type(next);
        set_asked(member ? String(member) : "");
        set_filter(wanted);
        set_newest(0);
        set_skip(0);
        // The same once more is read again all the same.
        if (accesses_path(wanted, 0, page_rows) === path) list.again();
    };
    const older = () => {
        if (skip === 0) set_newest(entries[0]?.at ?? 0);
        set_skip(page?.next_skip ?? 0);
    };
    const take_away = async () => {
        set_exporting(true);
        try {
            const get = (path: string) => api.get<AccessPage>(path);
            const wanted = pinned(filter, newest || (entries[0]?.at ?? 0));
            const all = await all_accesses(get, wanted, export_rows, export_page);
            save_file(`muster-accesses-${day(Date.now())}.csv`, csv_of(access_csv(all, proof.value)));
        } catch (error) {
            toasts.add(problem_text(as_problem(error)), true);
        } finally {
            set_exporting(false);
        }
    };
    const check = () => {
        proof.again();
        list.again();
        set_filter({ ...filter });
    };
    return (
        <div className="supervisor-page accesses">
            <h2 className="unseen">{w.title()}</h2>
            {proves && <ProofBand got={proof} on_check={check} />}
            <PersonPart
                filter={filter}
                on_ask={(member) =>
                    show({ ...typed, who: "", what: "", about: member ? about_member(member) : "" })
                }
            />
            <section className="accesses-record" aria-labelledby="accesses-record">
                <header>
                    <h3 id="accesses-record">{w.record()}</h3>
                    <p role="status">
                        {!page && busy
                            ? w.loading()
                            : page && entries.length === 0
                              ? w.none()
                              : page && w.rows({ from: skip + 1, to: skip + entries.length })}
                    </p>
                    <p className="dim">{w.hint()}</p>
                    <span className="space" />
                    <Button isDisabled={entries.length === 0 || exporting} onPress={() => void take_away()}>
                        {w.export()}
                    </Button>
                </header>
                <AccessFilterForm typed={typed} type={type} on_show={show} />
                {problem && (
                    <p className="problem" role="alert">
                        ■ {problem_text(problem)}
                    </p>
                )}
                {entries.length > 0 && <Rows entries={entries} proof={proof.value} />}
                <div className="accesses-pages">
                    <Button isDisabled={skip === 0} onPress={() => set_skip(Math.max(0, skip - page_rows))}>
                        ‹ {w.newer()}
                    </Button>
                    <Button isDisabled={!page?.next_skip} onPress={older}>
                        {w.older()} ›
                    </Button>
                </div>
            </section>
        </div>
    );
}

function Rows({ entries, proof }: { entries: readonly Access[]; proof: Proof | null }) {
    const { heads, texts_of } = access_table(entries, proof);
    const rows = entries.map((one) => [
        ...texts_of(one),
        ...(proof ? [<ProofMark key="proof" sheet={one.sheet} proof={proof} />] : []),
        one.count,
    ]);
    return <FiguresTable scrolls texts={heads.length - 1} caption={w.title()} heads={heads} rows={rows} />;
}

function ProofMark({ sheet, proof }: { sheet: number; proof: Proof }) {
    const state = proof_of(sheet, proof);
    return (
        <span className={`proof-mark ${state}`}>
            <span aria-hidden="true">{proof_signs[state]}</span> {proof_word(sheet, proof)}
        </span>
    );
}
