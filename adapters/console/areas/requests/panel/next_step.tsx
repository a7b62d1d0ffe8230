// The recommended step and its reason; Space does it.
import { useLayoutEffect } from "react";
import { Button } from "@/shell/parts/button.tsx";
import { readable } from "@/shell/parts/phone.tsx";
import { useNow } from "@/shell/store/hooks.ts";
import { clock, hour_minute, minutes, moment } from "@/shell/time/times.ts";
import { command_word, enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Request } from "muster/schema";
import { action_by_id } from "../actions.ts";
import { lead_slot } from "../derive.ts";
import { useDesk } from "../desk_console.ts";
import type { DeskConsole } from "../desk_console.ts";
import { callee_of, do_step, step_of, step_what } from "./acting.ts";
import { callee_text } from "./call_chain.ts";
import type { Step, StepWhy, WaitWhy } from "./recommended_step.ts";

const w = words({
    title: { en: "Recommended step", zh: "推荐步骤" },
    call: { en: "Call {who}", zh: "拨打{who}" },
    send: { en: "Send {who}", zh: "派出{who}" },
    merge: { en: "Merge into #{id}?", zh: "并入 #{id}？" },
    open: { en: "Open #{id}", zh: "打开 #{id}" },
    cause: { en: "Explain: {promise}", zh: "说明原因：{promise}" },

    silent: {
        en: "Nobody spoke: prove first that the person is safe.",
        zh: "无人应声：须先核实是否安全。",
    },
    due: {
        en: "{number}: this call is due now. Then say what came of it.",
        zh: "{number}：现在应拨打，之后登记结果。",
    },
    responder_call: {
        en: "{number}: was sent and does not confirm.",
        zh: "{number}：已派出，但未确认。",
    },
    handover: { en: "Promised until {time}.", zh: "须在 {time} 前移交。" },
    nobody: {
        en: "{role}: the engine's first choice, there in {min} min, at {time}.",
        zh: "{role}：系统首选，{min} 分钟到达（{time}）。",
    },
    late: {
        en: "{role}: nobody has accepted and time is up; there in {min} min, at {time}.",
        zh: "{role}：尚无人接受，时限将至；{min} 分钟到达（{time}）。",
    },
    no_number: { en: "Number not known", zh: "号码不明" },
    unowned: { en: "Nobody at the desks has taken it.", zh: "尚无调度员受理。" },
    duplicate: {
        en: "It may tell of the same. Else: Not the same.",
        zh: "可能是同一事件；否则选“并非重复”。",
    },
    breach: { en: "A promise was broken and nobody has said why.", zh: "已超时，尚未说明原因。" },
    callback: { en: "Served: ask whether all is well.", zh: "已服务：请回访。" },
    over: { en: "Nothing else is left to do.", zh: "其余均已办理。" },

    nothing_now: { en: "Nothing to do now.", zh: "目前无需操作。" },
    held: { en: "On hold until {time}.", zh: "挂起至 {time}。" },
    asked: {
        en: "{n, plural, one {One is} other {# are}} being asked, until {time}.",
        zh: "正在询问 {n} 人，至 {time}。",
    },
    on_the_way: {
        en: "{who} arrives at {time}, in {min} min.",
        zh: "{who} {time} 到达，还有 {min} 分钟。",
    },
    overdue: {
        en: "{who} should have arrived at {time}.",
        zh: "{who} 应于 {time} 到达，尚未到场。",
    },
    on_scene: { en: "{who} is there.", zh: "{who}已到场。" },
    nobody_able: {
        en: "Nobody able is free for it. Look at who there is, or hand it over.",
        zh: "暂无合适且空闲的人员，可查看候选人或移交。",
    },
    ended: { en: "It is over.", zh: "已结束。" },
    merged: { en: "It goes on there.", zh: "在该请求中继续办理。" },
});

export function NextStep({ request }: { request: Request }) {
    const desk = useDesk();
    useNow(); // A call becomes due without anything changing.
    const { label, why, calm } = step_words(desk, request);
    const what = step_what(desk, request);
    useLayoutEffect(() => desk.panel.seen.saw("step", what), [desk, what]);
    return (
        <section className="next-step" aria-label={w.title()}>
            {label && (
                <Button kind="primary" hot_key="Space" onPress={() => do_step(desk)}>
                    {label}
                </Button>
            )}
            <p>
                {calm && <b>{w.nothing_now()} </b>}
                {why}
            </p>
            <p role="status" className="unseen">
                {label}
            </p>
        </section>
    );
}

interface StepWords {
    label: string; // "" = nothing is to be pressed
    why: string;
    calm: boolean;
}

function step_words(desk: DeskConsole, request: Request): StepWords {
    const { merged_into } = request;
    if (merged_into) return { label: w.open({ id: merged_into }), why: w.merged(), calm: false };
    const step = step_of(desk, request);
    if (step.preset) {
        return {
            label: label_of(desk, request, step),
            why: why_of(desk, request, step),
            calm: false,
        };
    }
    return { label: "", why: wait_of(desk, request, step.why), calm: step.why !== "nobody_able" };
}

function label_of(desk: DeskConsole, request: Request, step: Step): string {
    const callee = callee_of(desk, request, step);
    if (callee) return w.call({ who: callee_text(callee) || callee.phone });
    if (step.why === "nobody" || step.why === "late") {
        return w.send({ who: candidate_of(desk, step)?.name ?? name_of(desk, step) });
    }
    if (step.why === "duplicate") return w.merge({ id: Number(step.preset.into) });
    if (step.why === "breach") {
        return w.cause({ promise: enum_word("Milestone", String(step.preset.milestone)) });
    }
    return command_word(action_by_id(step.action).command);
}

const name_of = (desk: DeskConsole, { preset }: Step): string =>
    desk.responder_name(Number(preset.responder));

const candidate_of = (desk: DeskConsole, { preset }: Step) =>
    desk.panel
        .advice_for(Number(preset.slot))
        ?.candidates.find(({ responder }) => responder === preset.responder);

const plain: Partial<Record<StepWhy, () => string>> = {
    silent: w.silent,
    unowned: w.unowned,
    duplicate: w.duplicate,
    breach: w.breach,
    callback: w.callback,
    over: w.over,
};

function why_of(desk: DeskConsole, request: Request, step: Step): string {
    const said = plain[step.why];
    if (said) return said();
    const callee = callee_of(desk, request, step);
    if (callee || step.why === "call") {
        const number = readable(callee?.phone) || w.no_number();
        return step.why === "call" ? w.due({ number }) : w.responder_call({ number });
    }
    if (step.why === "handover") {
        const promise = request.milestones?.find((m) => m.milestone === "handover");
        return w.handover({ time: clock(promise?.due_at) });
    }
    const eta_ms = candidate_of(desk, step)?.eta_ms ?? 0;
    const values = {
        role: desk.names.name("roles", request.slots?.[Number(step.preset.slot)]?.role),
        min: minutes(eta_ms),
        time: hour_minute(desk.city.now() + eta_ms),
    };
    return step.why === "late" ? w.late(values) : w.nobody(values);
}

function wait_of(desk: DeskConsole, request: Request, why: WaitWhy): string {
    const now = desk.city.now();
    if (why === "held") return w.held({ time: moment(request.held_until, now) });
    if (why === "ended") return w.ended();
    if (why === "nobody_able") return w.nobody_able();
    if (why === "nothing") return "";
    if (why === "asked") {
        const live = desk.offers_of(request.id).filter((offer) => offer.status === "live");
        const until = Math.max(...live.map((offer) => offer.offer_deadline));
        return w.asked({ n: live.length, time: clock(until) });
    }
    const slot = lead_slot(request);
    const who = slot ? desk.responder_name(slot.responder) : "";
    if (why === "on_scene") return w.on_scene({ who });
    const left = (slot?.arrival_at ?? 0) - now;
    const time = hour_minute(slot?.arrival_at);
    return left < 0 ? w.overdue({ who, time }) : w.on_the_way({ who, time, min: minutes(left) });
}
