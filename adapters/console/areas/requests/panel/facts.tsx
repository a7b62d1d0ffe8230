// What is known of a request, as it was told.
import type { ReactNode } from "react";
import { useChanges, useNow } from "@/shell/store/hooks.ts";
import { moment } from "@/shell/time/times.ts";
import { enum_word, field_word } from "@/shell/words/named.ts";
import { source_name } from "@/shell/words/source_name.ts";
import { words } from "@/shell/words/words.ts";
import type { Request } from "muster/schema";
import { useDesk } from "../desk_console.ts";

const w = words({
    title: { en: "What is known", zh: "基本情况" },
    wanted: { en: "Wanted", zh: "要求" },
    flags: { en: "Raised for", zh: "优先原因" },
    ended: { en: "Ended", zh: "办理结果" },
    rating: { en: "rated {n} of 5", zh: "评分 {n}/5" },
    reopened: { en: "Re-opened", zh: "重新办理" },
    returned: { en: "Given back", zh: "退回" },
    on_paper: { en: "From paper {reference}", zh: "补录自纸质单 {reference}" },
    tier: { en: "risk: {tier}", zh: "风险等级：{tier}" },
});

export function Facts({ request }: { request: Request }) {
    const desk = useDesk();
    const now = useNow(60_000);
    useChanges(desk.rules);
    const { raised_for = [], skills = [], disposition, rating, triage, service = "" } = request;
    const raised = raised_for.map((flag) => enum_word("MemberFlag", flag));
    if (request.raised_tier)
        raised.push(w.tier({ tier: enum_word("RiskTier", request.raised_tier) }));
    const ended = [
        disposition !== "none" ? enum_word("Disposition", disposition) : "",
        rating ? w.rating({ n: rating }) : "",
        request.ended_at ? moment(request.ended_at, now) : "",
    ].filter(Boolean);
    const when_and_why = (at: number, by: string | undefined, why: string | undefined) =>
        [moment(at, now), by && source_name(by), why].filter(Boolean).join(" · ");
    return (
        <section aria-label={w.title()}>
            <dl className="facts">
                <Fact name={w.wanted()}>
                    {skills.map((s) => desk.names.name("skills", s)).join(", ")}
                </Fact>
                <Fact name={w.flags()}>{raised.join(" · ")}</Fact>
                {(triage.answers ?? []).map(({ question = "", choice = "", text }) => {
                    const { asked, said } = desk.rules.answer_words(service, question, choice);
                    return (
                        <Fact key={question} name={asked}>
                            {[said, text].filter(Boolean).join(" · ")}
                        </Fact>
                    );
                })}
                <Fact name={field_word("device", "Request")}>{request.device}</Fact>
                <Fact name={w.ended()}>{ended.join(" · ")}</Fact>
                {(request.reopenings ?? []).map((one) => (
                    <Fact key={one.at} name={w.reopened()}>
                        {when_and_why(one.at, one.by, one.reason)}
                    </Fact>
                ))}
                {(request.returns ?? []).map((one) => (
                    <Fact key={one.at} name={w.returned()}>
                        {when_and_why(one.at, one.from || one.by, one.reason)}
                    </Fact>
                ))}
                {request.caught_up && (
                    <Fact name={w.on_paper({ reference: request.caught_up.reference ?? "" })}>
                        {request.caught_up.recorded_by}
                    </Fact>
                )}
            </dl>
        </section>
    );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
    if (!children) return null;
    return (
        <div>
            <dt>{name}</dt>
            <dd>{children}</dd>
        </div>
    );
}
