// What the responder has done: his hours, records, account and certificates, as far as his token may
// read them.
import { useEffect, useState } from "react";
import { as_problem } from "@/shell/net/problem.ts";
import { useChanges } from "@/shell/store/hooks.ts";
import { day, hour_minute } from "@/shell/time/times.ts";
import { enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Account, Certificate, ServiceRecord, VolunteerStanding } from "muster/schema";
import { useField } from "./field_console.ts";

const w = words({
    title: { en: "Hours", zh: "服务时长" },
    hours: { en: "Approved hours", zh: "已认定时长" },
    services: { en: "Services", zh: "服务次数" },
    stars: { en: "Stars", zh: "星级" },
    balance: { en: "Time bank", zh: "时间银行余额" },
    asked: { en: "Asked", zh: "被询问" },
    accepted: { en: "Accepted", zh: "已接受" },
    done: { en: "Done", zh: "已完成" },
    h: { en: "{h} h {m} min", zh: "{h} 小时 {m} 分" },
    records: { en: "Services done", zh: "服务记录" },
    certificates: { en: "Certificates", zh: "证书" },
    check: { en: "Certificate {number}", zh: "证书 {number}" },
    suspended: { en: "You are suspended since {day}. Ask the office.", zh: "您自{day}起暂停服务，请联系办公室。" },
    office: {
        en: "Your token may not read: {what}. The office tells you.",
        zh: "您的令牌无权读取：{what}，请向办公室查询。",
    },
    loading: { en: "Reading…", zh: "正在读取…" },
    no_net: { en: "No net: open this again when it is back.", zh: "没有网络，请在网络恢复后再打开。" },
    minutes: { en: "{n} min", zh: "{n} 分钟" },
});

interface Read {
    standing: VolunteerStanding | null;
    records: ServiceRecord[] | null;
    accounts: Account[] | null;
    certificates: Certificate[] | null;
}

const time = (min: number): string => w.h({ h: Math.floor(min / 60), m: min % 60 });

export function Hours() {
    const field = useField();
    useChanges(field.services);
    const [read, set_read] = useState<Read | null>(null);
    const [lost, set_lost] = useState(false);
    const { known } = field.field;
    const id = known?.responder.id ?? 0;
    useEffect(() => {
        let over = false;
        // Null: not for this token, or nothing is kept.
        const or_null = async <T,>(reading: Promise<T>): Promise<T | null> => {
            try {
                return await reading;
            } catch (error) {
                const { status } = as_problem(error);
                if (status === 403 || status === 404) return null;
                throw error;
            }
        };
        const own = <T,>(path: string) =>
            or_null(field.api.list<T>(`/v1/${path}`, { volunteer: id }, 100));
        Promise.all([
            or_null(field.api.get<VolunteerStanding>(`/v1/volunteer_standings/${id}`)),
            own<ServiceRecord>("service_records"),
            own<Account>("accounts"),
            own<Certificate>("certificates"),
        ]).then(
            ([standing, records, accounts, certificates]) => {
                if (!over) set_read({ standing, records, accounts, certificates });
            },
            () => {
                if (!over) set_lost(true);
            },
        );
        return () => {
            over = true;
        };
    }, [field, id]);
    if (!known) return null;
    const { offers_asked, offers_accepted, services_done } = known.responder;
    const standing = read?.standing;
    const figures: [string, string | number][] = [
        ...(standing
            ? ([
                  [w.hours(), time(standing.approved_min - standing.reversed_min)],
                  [w.services(), standing.services],
                  [w.stars(), standing.stars],
              ] as [string, string | number][])
            : []),
        ...(read?.accounts ?? []).map(
            ({ balance_min }): [string, string] => [w.balance(), w.minutes({ n: balance_min })],
        ),
        [w.done(), services_done],
        [w.asked(), offers_asked],
        [w.accepted(), offers_accepted],
    ];
    const hidden = [
        read?.records === null && w.records(),
        read?.accounts === null && w.balance(),
        read?.certificates === null && w.certificates(),
    ].filter(Boolean);
    return (
        <div className="hours">
            <h1>{w.title()}</h1>
            {!read && <p role="status">{lost ? w.no_net() : w.loading()}</p>}
            {(standing?.suspended_at ?? 0) > 0 && (
                <p className="line bad">{w.suspended({ day: day(standing?.suspended_at) })}</p>
            )}
            <dl className="figures">
                {figures.map(([name, value]) => (
                    <div key={name}>
                        <dt>{name}</dt>
                        <dd>{value}</dd>
                    </div>
                ))}
            </dl>
            {(read?.certificates?.length ?? 0) > 0 && (
                <section>
                    <h2>{w.certificates()}</h2>
                    <ul>
                        {read?.certificates?.map(({ id: one, number = "", minutes, from, until }) => (
                            <li key={one}>
                                <a className="row" href={`/check/${encodeURIComponent(number)}`}>
                                    <b>{w.check({ number })}</b>
                                    <span>
                                        {from} – {until}, {time(minutes)}
                                    </span>
                                </a>
                            </li>
                        ))}
                    </ul>
                </section>
            )}
            {(read?.records?.length ?? 0) > 0 && (
                <section>
                    <h2>{w.records()}</h2>
                    <ul>
                        {[...(read?.records ?? [])].reverse().map((record) => (
                            <li key={record.id} className="row">
                                <b>{field.services.name(record.service)}</b>
                                <span>
                                    {day(record.starts_at)} {hour_minute(record.starts_at)},{" "}
                                    {w.minutes({ n: record.minutes })},{" "}
                                    {enum_word("ServiceRecordStatus", record.status)}
                                </span>
                            </li>
                        ))}
                    </ul>
                </section>
            )}
            {hidden.length > 0 && <p className="dim">{w.office({ what: hidden.join(", ") })}</p>}
        </div>
    );
}
