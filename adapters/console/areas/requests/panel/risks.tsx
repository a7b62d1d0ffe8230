// What whoever helps must know first, and what is wrong with the request itself.
import { useNow } from "@/shell/store/hooks.ts";
import { enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Request } from "muster/schema";
import { useDesk } from "../desk_console.ts";
import { unexplained } from "../derive.ts";
import { RequestLink } from "./request_link.tsx";

const w = words({
    title: { en: "Risks", zh: "风险" },
    first: { en: "Know first", zh: "须先知晓" },
    silent: {
        en: "Silence on an emergency line: treat as an emergency until verified safe.",
        zh: "紧急线路无人应声：核实安全之前按紧急情况处理。",
    },
    exhausted: { en: "Nobody in the chain of calls answered.", zh: "所有联系人均未接听。" },
    duplicate: { en: "Possibly the same as", zh: "可能与此请求重复：" },
    breach: { en: "Broken without a cause: {list}", zh: "超时未说明原因：{list}" },
    urged: { en: "Urged {n, plural, one {once} other {# times}}", zh: "已催办 {n} 次" },
    supervised: { en: "watched over by {who}", zh: "督办人：{who}" },
    likely: { en: "if it is {name}", zh: "若是{name}" },
});

export function Risks({ request }: { request: Request }) {
    const desk = useDesk();
    useNow(60_000);
    const member = desk.member_of(request);
    const hint = member ? null : desk.members.get(request.member_hint);
    const profile = (member ?? hint)?.profile;
    const ability =
        profile && !["unassessed", "intact"].includes(profile.ability)
            ? enum_word("AbilityLevel", profile.ability)
            : "";
    const known = [profile?.risks, ability].filter(Boolean).join(" · ");
    const causes = unexplained(request).map((m) => enum_word("Milestone", m.milestone));
    const pressed = [
        request.urged ? w.urged({ n: request.urged }) : "",
        request.supervised_by ? w.supervised({ who: request.supervised_by }) : "",
    ].filter(Boolean);
    const duplicate = request.possible_duplicate_of ?? 0;
    const bad = request.safety === "unverified" || request.contacts.exhausted;
    if (!bad && !known && !duplicate && causes.length + pressed.length === 0) return null;
    return (
        <section className="panel-risks" aria-label={w.title()}>
            {request.safety === "unverified" && <p className="box bad">{w.silent()}</p>}
            {request.contacts.exhausted && <p className="box bad">{w.exhausted()}</p>}
            {known && (
                <p className="box warn">
                    <b>{w.first()}</b>
                    {hint && <> ({w.likely({ name: hint.profile.name ?? `#${hint.id}` })})</>}:{" "}
                    {known}
                </p>
            )}
            {duplicate > 0 && (
                <p className="box warn">
                    {w.duplicate()} <RequestLink id={duplicate} />
                </p>
            )}
            {causes.length > 0 && (
                <p className="box warn">{w.breach({ list: causes.join(", ") })}</p>
            )}
            {pressed.length > 0 && <p className="box">{pressed.join(" · ")}</p>}
        </section>
    );
}
