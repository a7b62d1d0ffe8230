// A request that the responder is bound to: what, where, whom to call, the way there, and one button
// for what comes next.
import { useState } from "react";
import { Button } from "@/shell/parts/button.tsx";
import { ClassMark } from "@/shell/parts/marks.tsx";
import { readable } from "@/shell/parts/phone.tsx";
import { useChanges, useNow } from "@/shell/store/hooks.ts";
import { duration, hour_minute } from "@/shell/time/times.ts";
import { enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Request, SlotStatus } from "muster/schema";
import { CannotGo } from "./cannot_go.tsx";
import { DoneForm, done_draft } from "./done_form.tsx";
import { useField } from "./field_console.ts";
import { amap_link, geo_link, next_step, own_slot } from "./work.ts";
import type { FieldState, Known } from "./work.ts";

const w = words({
    asked: { en: "You are asked to go", zh: "请您出动" },
    sent: { en: "Please set out", zh: "请尽快出发" },
    way: { en: "On the way", zh: "前往途中" },
    there: { en: "There", zh: "已到现场" },
    AcknowledgeAssignment: { en: "Yes, I go", zh: "收到，马上去" },
    ReportEnRoute: { en: "I am on the way", zh: "我已出发" },
    ReportOnScene: { en: "I am there", zh: "我已到达" },
    CompleteAssignment: { en: "Done…", zh: "完成…" },
    navigate: { en: "Navigate", zh: "导航" },
    amap: { en: "Amap", zh: "高德地图" },
    call: { en: "Call {number}", zh: "拨打 {number}" },
    address: { en: "Address", zh: "地址" },
    no_address: { en: "No address: call", zh: "没有地址，请电话询问" },
    note: { en: "What was said", zh: "备注" },
    way_in: { en: "The way in", zh: "进门须知" },
    arrive: { en: "expected at {time}", zh: "预计 {time} 到达" },
    since: { en: "since {time}", zh: "已 {time}" },
    number: { en: "request {id}", zh: "请求 {id}" },
});

type Step = "AcknowledgeAssignment" | "ReportEnRoute" | "ReportOnScene" | "CompleteAssignment";

interface Props {
    known: Known & { request: Request };
    state: FieldState;
    status: SlotStatus; // with what waits to be sent
}

export function WorkScreen({ known, state, status }: Props) {
    const field = useField();
    useChanges(field.services);
    const now = useNow();
    const { request, responder } = known;
    useChanges(field.drafts);
    // What was begun is open again after a reload.
    const [wanted, finish] = useState<boolean | null>(null);
    const finishing = wanted ?? field.drafts.get(done_draft(request.id)) !== null;
    const slot = own_slot(known);
    const step = next_step(status) as Step | null;
    const arrival = state === "there" ? 0 : (slot?.arrival_at ?? 0);
    return (
        <div className={`work-screen ${request.urgency}`}>
            <header className="big-state">
                <h1>
                    {status === "assigned" ? w.asked() : w[state as "sent" | "way" | "there"]()}
                </h1>
                <p>
                    {arrival > 0
                        ? w.arrive({ time: hour_minute(arrival) })
                        : w.since({ time: duration(now - (slot?.on_scene_at || slot?.assigned_at || now)) })}
                </p>
            </header>
            <section className="need" aria-label={w.number({ id: `#${request.id}` })}>
                <h2>
                    <ClassMark urgency={request.urgency} size={20} /> {field.services.name(request.service)}
                </h2>
                <dl>
                    <dt>{w.address()}</dt>
                    <dd className="address">{request.address || w.no_address()}</dd>
                    {request.note && (
                        <>
                            <dt>{w.note()}</dt>
                            <dd>{request.note}</dd>
                        </>
                    )}
                    {field.field.premises
                        .filter(({ member, text }) => text && member === request.member)
                        .map(({ id, kind, text }) => (
                            <div key={id}>
                                <dt>
                                    {w.way_in()}: {enum_word("PremisesKind", kind)}
                                </dt>
                                <dd>{text}</dd>
                            </div>
                        ))}
                </dl>
                <p className="dim">{w.number({ id: `#${request.id}` })}</p>
            </section>
            <nav className="helpers" aria-label={w.navigate()}>
                {request.place && state !== "there" && (
                    <>
                        <a className="button" href={geo_link(request.place)}>
                            <span aria-hidden="true">➤</span> {w.navigate()}
                        </a>
                        <a
                            className="button"
                            href={amap_link(request.place, request.address ?? "")}
                            target="_blank"
                            rel="noreferrer"
                        >
                            {w.amap()}
                        </a>
                    </>
                )}
                {request.caller && (
                    <a className="button" href={`tel:${request.caller.replace(/;.*/, "")}`}>
                        <span aria-hidden="true">✆</span> {w.call({ number: readable(request.caller) })}
                    </a>
                )}
            </nav>
            <div className="next">
                {finishing && step === "CompleteAssignment" ? (
                    <DoneForm request={request.id} responder={responder.id} on_close={() => finish(false)} />
                ) : (
                    <>
                        {step && field.may(request, step) && (
                            <Button
                                kind="primary"
                                className="next-step"
                                onPress={() => {
                                    if (step === "CompleteAssignment") finish(true);
                                    else field.act(step, { request: request.id, responder: responder.id });
                                }}
                            >
                                {w[step]()}
                            </Button>
                        )}
                        {state !== "there" && <CannotGo responder={responder} />}
                    </>
                )}
            </div>
        </div>
    );
}
