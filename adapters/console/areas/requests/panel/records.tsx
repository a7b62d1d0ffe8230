// What belongs to a request line by line: merged reports, offers, hand-overs, notes.
import type { ReactNode } from "react";
import { readable } from "@/shell/parts/phone.tsx";
import { ClassMark } from "@/shell/parts/marks.tsx";
import { useNow, useView } from "@/shell/store/hooks.ts";
import { clock, duration, metres, minutes, moment } from "@/shell/time/times.ts";
import { enum_word } from "@/shell/words/named.ts";
import { source_name } from "@/shell/words/source_name.ts";
import { words } from "@/shell/words/words.ts";
import type { Offer, Request } from "muster/schema";
import { useDesk } from "../desk_console.ts";
import { RequestLink } from "./request_link.tsx";

const w = words({
    reports: { en: "Merged reports", zh: "并入的报告" },
    offers: { en: "Offers", zh: "询问" },
    handovers: { en: "Hand-overs", zh: "移交" },
    notes: { en: "Notes", zh: "备注" },
    offer: { en: "{min} min, {distance}, asked {time}", zh: "{min} 分钟，{distance}，{time} 询问" },
    left: { en: "{time} left", zh: "剩 {time}" },
});

const offers_shown = 12;

function Lines({ title, children }: { title: string; children: ReactNode }) {
    return (
        <section aria-label={title}>
            <h3>{title}</h3>
            <ul className="lines">{children}</ul>
        </section>
    );
}

// As they were told.
export function Reports({ request }: { request: Request }) {
    const desk = useDesk();
    const now = useNow(60_000);
    const { reports = [] } = request;
    if (reports.length === 0) return null;
    return (
        <Lines title={w.reports()}>
            {reports.map((report) => (
                <li key={report.request}>
                    <RequestLink id={report.request} /> <ClassMark urgency={report.urgency} />{" "}
                    <b>{desk.services.name(report.service)}</b>{" "}
                    {[
                        moment(report.created_at, now),
                        desk.members.get(report.member)?.profile.name,
                        readable(report.caller),
                        report.address,
                        report.note,
                        ...(report.notes ?? []).map((one) => `${source_name(one.by)}: ${one.text}`),
                    ]
                        .filter(Boolean)
                        .join(" · ")}
                </li>
            ))}
        </Lines>
    );
}

const same_offers = (a: readonly Offer[], b: readonly Offer[]): boolean =>
    a.length === b.length && a.every((offer, index) => offer === b[index]);

export function Offers({ request }: { request: Request }) {
    const desk = useDesk();
    const offers = useView(["offers"], () => desk.offers_of(request.id), [request.id], {
        same: same_offers,
    });
    if (offers.length === 0) return null;
    return (
        <Lines title={w.offers()}>
            {offers.slice(0, offers_shown).map((offer) => (
                <OfferLine key={offer.id} offer={offer} />
            ))}
        </Lines>
    );
}

function OfferLine({ offer }: { offer: Offer }) {
    const desk = useDesk();
    const now = useNow();
    const left = offer.offer_deadline - now;
    const live = offer.status === "live";
    return (
        <li>
            <b>{desk.responder_name(offer.responder)}</b>{" "}
            <span className={`offer ${offer.status}`}>
                {enum_word("OfferStatus", offer.status)}
                {live && left > 0 && ` · ${w.left({ time: duration(left) })}`}
            </span>{" "}
            <span className="dim">
                {w.offer({
                    min: minutes(offer.eta_ms),
                    distance: metres(offer.distance_m),
                    time: clock(offer.made_at),
                })}
            </span>
        </li>
    );
}

export function Handovers({ request }: { request: Request }) {
    const { handovers = [] } = request;
    if (handovers.length === 0) return null;
    return (
        <Lines title={w.handovers()}>
            {handovers.map(({ at, agency, person, passed_on, result }) => (
                <li key={`${at} ${agency}`}>
                    <time className="dim">{clock(at)}</time> <b>{enum_word("Agency", agency)}</b>{" "}
                    {[person, passed_on, result].filter(Boolean).join(" · ")}
                </li>
            ))}
        </Lines>
    );
}

export function Notes({ request }: { request: Request }) {
    const { notes = [] } = request;
    if (notes.length === 0) return null;
    return (
        <Lines title={w.notes()}>
            {notes.map(({ at, by, text }, index) => (
                <li key={index}>
                    <time className="dim">{clock(at)}</time> {text}{" "}
                    <span className="dim">{source_name(by)}</span>
                </li>
            ))}
        </Lines>
    );
}
