// A consultant's day: who is to be visited, the highest risk and the longest overdue first, and all
// whom he looks after.
import { useEffect, useMemo } from "react";
import { useParameter } from "@/shell/address.ts";
import { IdInput } from "@/shell/forms/id_input.tsx";
import { model } from "@/shell/model/muster_model.ts";
import { useChanges, useNow } from "@/shell/store/hooks.ts";
import { WorkList } from "@/shell/office/work_list.tsx";
import { useOffice } from "@/shell/office/office_console.ts";
import type { AnyEntity } from "@/shell/office/entity_book.ts";
import { useList } from "@/shell/office/reading.ts";
import { day_ms } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import { by_risk, due_visits } from "./due_visits.ts";

const w = words({
    title: { en: "My members", zh: "我的服务对象" },
    consultant: { en: "Consultant", zh: "顾问" },
    choose: { en: "Choose the consultant whose work you want to see.", zh: "请选择要查看的顾问。" },
    overdue: { en: "Overdue", zh: "已逾期" },
    soon: { en: "Due within {days} days", zh: "{days} 天内到期" },
    under_way: { en: "Begun and not told", zh: "已开始未记录" },
    load: { en: "Looked after", zh: "名下服务对象" },
    plans: { en: "Plans to review", zh: "待评审计划" },
});

const stored = "muster.consultant";
const ahead_days = 14;
const of_visit = [
    "member",
    "tier",
    "due.due_at",
    "member>profile.phone",
    "member>profile.address",
    "kind",
    "window_from",
];
const of_case = [
    "member",
    "member>risk.tier",
    "member>profile.phone",
    "member>profile.address",
    "since",
];

export function ConsultantStart() {
    const office = useOffice();
    useChanges(office.book);
    useChanges(office.identity);
    const [who, choose] = useParameter("who");
    const { responder } = office.identity;
    useEffect(() => {
        // Whoever has a token of his own sees his own work; a desk, what it looked at last.
        const before = responder ? String(responder) : localStorage.getItem(stored);
        if (!who && before) choose(before);
        if (who) localStorage.setItem(stored, who);
    }, [who, responder]);
    const now = useNow(60_000);
    const cases =
        useList(who ? "care_cases" : "", { consultant: who, status: "assigned" }).value?.items ??
        [];
    const own = useList(who ? "visits" : "", { visitor: who }).value?.items ?? [];
    const next =
        useList(who ? "visits" : "", {
            next: "true",
            due_before: String(now + ahead_days * day_ms),
        }).value?.items ?? [];
    const plans = useList(who ? "care_plans" : "", { status: "active" }).value?.items ?? [];
    const tiers = model.enum_values("RiskTier");
    const members = useMemo(() => new Set(cases.map(({ member }) => Number(member))), [cases]);
    const visits = due_visits(own, next, members, now, ahead_days * day_ms, tiers);
    const risk = (row: AnyEntity) => office.book.get("members", Number(row.member));
    const load = by_risk(cases, risk, tiers);
    const due_plans = plans.filter(({ member }) => members.has(Number(member)));
    return (
        <div className="start-page">
            <header className="list-head">
                <h1>{w.title()}</h1>
                <div className="who">
                    <IdInput
                        label={w.consultant()}
                        path="responders"
                        value={Number(who)}
                        on_change={(id) => choose(id ? String(id) : "")}
                    />
                </div>
            </header>
            {!who ? (
                <p className="empty">{w.choose()}</p>
            ) : (
                <>
                    <WorkList
                        title={w.overdue()}
                        path="visits"
                        rows={visits.overdue}
                        columns={of_visit}
                        bad
                    />
                    <WorkList
                        title={w.under_way()}
                        path="visits"
                        rows={visits.under_way}
                        columns={of_visit}
                        hide_empty
                    />
                    <WorkList
                        title={w.soon({ days: ahead_days })}
                        path="visits"
                        rows={visits.soon}
                        columns={of_visit}
                    />
                    <WorkList title={w.plans()} path="care_plans" rows={due_plans} hide_empty />
                    <WorkList title={w.load()} path="care_cases" rows={load} columns={of_case} />
                </>
            )}
        </div>
    );
}
