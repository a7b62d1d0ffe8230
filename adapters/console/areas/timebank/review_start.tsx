// The reviewer's queue: one record of service after the other. Accept with a, refuse with r, go on with
// j and back with k; what is doubtful about a record stands above all else.
import { useEffect, useState } from "react";
import { CommandForm } from "@/shell/forms/command_form.tsx";
import { useShortcuts } from "@/shell/keys/shortcuts.ts";
import { as_problem } from "@/shell/net/problem.ts";
import { useOffice } from "@/shell/office/office_console.ts";
import { useList } from "@/shell/office/reading.ts";
import { Button } from "@/shell/parts/button.tsx";
import { toasts } from "@/shell/parts/toasts.tsx";
import { useChanges } from "@/shell/store/hooks.ts";
import { EntityDetail } from "@/shell/tables/entity_detail.tsx";
import { EntityRef } from "@/shell/tables/entity_ref.tsx";
import { number_text } from "@/shell/tables/value.tsx";
import { day_and_time, hour_minute } from "@/shell/time/times.ts";
import { command_word, enum_word } from "@/shell/words/named.ts";
import { problem_text } from "@/shell/words/problem_words.ts";
import { words } from "@/shell/words/words.ts";

const w = words({
    title: { en: "Review of services", zh: "服务审核" },
    waiting: { en: "{n, plural, one {# record} other {# records}} to review", zh: "待审核 {n} 条" },
    place: { en: "{at} of {n}", zh: "第 {at} 条，共 {n} 条" },
    done: { en: "Nothing waits for a review.", zh: "没有待审核的服务记录。" },
    loading: { en: "Reading…", zh: "正在读取…" },
    accept: { en: "Accept", zh: "通过" },
    reject: { en: "Reject…", zh: "驳回…" },
    next: { en: "Next", zh: "下一条" },
    before: { en: "Before", zh: "上一条" },
    accepted: { en: "Accepted.", zh: "已通过。" },
    doubts: { en: "Look twice", zh: "请重点核对" },
    no_doubts: { en: "Nothing speaks against it.", zh: "未发现疑点。" },
});

export function ReviewStart() {
    const office = useOffice();
    useChanges(office.codes);
    const reading = useList("service_records", { status: "confirmed" });
    const rows = reading.value?.items ?? [];
    const [at, set_at] = useState(0);
    const [rejecting, reject] = useState(false);
    const [sending, set_sending] = useState(false);
    const place = Math.min(at, Math.max(0, rows.length - 1));
    const record = rows[place];
    useEffect(() => reject(false), [record?.id]);

    const accept = async () => {
        if (!record || sending) return;
        set_sending(true);
        try {
            await office.send_once(`review ${record.id}`, "ReviewService", {
                service_record: record.id,
                verdict: "accept",
            });
            toasts.add(w.accepted());
        } catch (error) {
            toasts.add(problem_text(as_problem(error)), true);
        } finally {
            set_sending(false);
        }
    };
    const there = () => Boolean(record) && !rejecting;
    useShortcuts([
        { key: "a", label: w.accept, when: there, run: () => void accept() },
        { key: "r", label: w.reject, when: there, run: () => reject(true) },
        {
            key: "j",
            label: w.next,
            when: there,
            run: () => set_at(Math.min(place + 1, rows.length - 1)),
        },
        { key: "k", label: w.before, when: there, run: () => set_at(Math.max(place - 1, 0)) },
        { key: "Escape", label: w.before, when: () => rejecting, run: () => reject(false) },
    ]);
    const doubts = (record?.doubts as string[] | undefined) ?? [];
    return (
        <div className="start-page">
            <header className="list-head">
                <h1>{w.title()}</h1>
                <span className="dim" role="status">
                    {reading.value ? w.waiting({ n: rows.length }) : w.loading()}
                </span>
            </header>
            {reading.problem && <p className="problem">{problem_text(reading.problem)}</p>}
            {reading.value && !record && <p className="empty">{w.done()}</p>}
            {record && (
                <article className="review-card" aria-label={`#${record.id}`}>
                    <div className="review-head">
                        <div>
                            <h2>
                                <EntityRef path="responders" id={Number(record.volunteer)} /> ·{" "}
                                {number_text("minutes", Number(record.minutes))}
                            </h2>
                            <p>
                                {office.codes.name("services", String(record.service))} ·{" "}
                                {day_and_time(Number(record.starts_at))}–
                                {hour_minute(Number(record.ends_at))} ·{" "}
                                <EntityRef path="members" id={Number(record.member)} />
                            </p>
                        </div>
                        <span className="dim">{w.place({ at: place + 1, n: rows.length })}</span>
                    </div>
                    <p className={doubts.length > 0 ? "doubts" : "no-doubts"}>
                        {doubts.length > 0 ? (
                            <>
                                <b>⚠ {w.doubts()}:</b>{" "}
                                {doubts.map((one) => enum_word("ServiceDoubt", one)).join(" · ")}
                            </>
                        ) : (
                            <>✓ {w.no_doubts()}</>
                        )}
                    </p>
                    {rejecting ? (
                        <CommandForm
                            command="ReviewService"
                            path="service_records"
                            subject={record}
                            fill={{ verdict: "reject" }}
                            on_close={() => reject(false)}
                            on_done={() => reject(false)}
                        />
                    ) : (
                        <div
                            className="command-buttons"
                            role="group"
                            aria-label={command_word("ReviewService")}
                        >
                            <Button
                                kind="primary"
                                hot_key="a"
                                isDisabled={sending}
                                onPress={() => void accept()}
                            >
                                {w.accept()}
                            </Button>
                            <Button kind="danger" hot_key="r" onPress={() => reject(true)}>
                                {w.reject()}
                            </Button>
                            <Button
                                hot_key="k"
                                isDisabled={place === 0}
                                onPress={() => set_at(place - 1)}
                            >
                                {w.before()}
                            </Button>
                            <Button
                                hot_key="j"
                                isDisabled={place >= rows.length - 1}
                                onPress={() => set_at(place + 1)}
                            >
                                {w.next()}
                            </Button>
                        </div>
                    )}
                    <EntityDetail type="ServiceRecord" entity={record} />
                </article>
            )}
        </div>
    );
}
