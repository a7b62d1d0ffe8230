// Who it is for: found by number, last digits, name, pinyin or address. Who has an open request already
// is said at once, with the way there.
import { useEffect, useRef } from "react";
import { Combo } from "@/shell/parts/combo.tsx";
import { Button } from "@/shell/parts/button.tsx";
import { Phone, dialable, readable } from "@/shell/parts/phone.tsx";
import { useChanges, useNow, useView } from "@/shell/store/hooks.ts";
import { year } from "@/shell/time/times.ts";
import { enum_word, field_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Request } from "muster/schema";
import { useDesk } from "../desk_console.ts";
import { is_ended } from "../derive.ts";
import { is_number } from "./call_draft.ts";
import { TextLine } from "./fields.tsx";
import type { FieldProps } from "./fields.tsx";
import { OpenAlready } from "./open_already.tsx";
import { find_members, found_of } from "./people.ts";
import type { FoundMember } from "./people.ts";
import { useFound } from "./use_found.ts";

const w = words({
    who: { en: "Who it is for", zh: "服务对象" },
    hint: { en: "Number, last digits, name, pinyin or address", zh: "电话、尾号、姓名、拼音或住址" },
    nobody: {
        en: "No member was found: what you typed goes along.",
        zh: "未找到服务对象，所填内容将一并发送。",
    },
    other: { en: "Not this one", zh: "不是此人" },
    by_number: { en: "by the caller's number: ask for the name", zh: "根据来电号码推定，请核实姓名" },
    of_contact: { en: "number of {relation} {name}", zh: "{relation}{name}的号码" },
    age: { en: "{years} y", zh: "{years} 岁" },
});

// on_chosen: the field is gone, and the focus goes where it is needed.
export function MemberField({ values, change, on_chosen }: FieldProps & { on_chosen(): void }) {
    const desk = useDesk();
    const { member, who, caller, hinted } = values;
    const input = useRef<HTMLInputElement>(null);
    const cleared = useRef(false);
    useEffect(() => {
        if (!member && cleared.current) input.current?.focus();
        cleared.current = false;
    }, [member]);
    useChanges(desk.members);
    const perhaps = desk.members.get(hinted);
    useEffect(() => {
        // Whom somebody has chosen meanwhile counts.
        if (perhaps && !member) change({ member: { ...found_of(perhaps), by: "phone" }, hinted: 0 });
    }, [perhaps]);
    const found = useFound(member ? "" : who, (text, signal) => find_members(desk.api, text, signal));
    const choose = (one: FoundMember) => {
        change({ member: one, hinted: 0, who: "", caller: caller || dialable(one.phone) });
        if (document.activeElement === input.current) on_chosen();
    };
    // A whole number that is one member's own needs no choice, but the name must be asked for.
    useEffect(() => {
        const [only] = found ?? [];
        if (only && found?.length === 1 && same_number(only.phone, who)) choose({ ...only, by: "phone" });
    }, [found]);
    return (
        <>
            {member ? (
                <Chosen member={member} clear={() => {
                        cleared.current = true;
                        change({ member: null });
                    }} values={values} change={change} />
            ) : (
                <Combo
                    label={w.who()}
                    text={who}
                    hint={found?.length === 0 ? w.nobody() : w.hint()}
                    first_at_hand
                    input_ref={input}
                    options={(found ?? []).map((one) => ({
                        key: String(one.id),
                        label: one.name ?? `#${one.id}`,
                        detail: [readable(one.phone), contact_text(one), one.address].filter(Boolean).join(" · "),
                        one,
                    }))}
                    on_text={(text) => change({ who: text })}
                    on_pick={({ one }) => choose(one)}
                />
            )}
            <TextLine
                label={field_word("caller")}
                value={caller}
                input_mode="tel"
                on_change={(text) => change({ caller: text })}
            />
        </>
    );
}

const national = (number: string | undefined): string =>
    (number ?? "").replace(/\D/g, "").replace(/^(00)?86/, "").replace(/^0/, "");
const same_number = (a: string | undefined, b: string): boolean =>
    is_number(b) && national(b).length >= 7 && national(a) === national(b);

// Where the number is that of somebody else who answers for him.
function contact_text({ contact }: FoundMember): string {
    if (!contact) return "";
    const relation = enum_word("ContactRelation", contact.relation);
    return w.of_contact({ relation, name: contact.name ?? "" });
}

function Chosen({ member, clear, ...props }: FieldProps & { member: FoundMember; clear(): void }) {
    const desk = useDesk();
    const now = useNow(60_000);
    const open = useView(
        ["requests"],
        () =>
            [...desk.store.all<Request>("requests").values()].filter(
                (r) => r.member === member.id && !is_ended(r),
            ),
        [member.id],
    );
    const { name, birth_year, flags, risks, phone, address, by, tier, status } = member;
    const marks = [
        tier && tier !== "general" ? enum_word("RiskTier", tier) : "",
        ...(flags ?? []).map((flag) => enum_word("MemberFlag", flag)),
    ].filter(Boolean);
    return (
        <section className="chosen-member" aria-label={w.who()}>
            <p>
                <b>{name ?? `#${member.id}`}</b>{" "}
                {birth_year ? w.age({ years: year(now) - birth_year }) : ""} <Phone number={phone} />
                <Button kind="quiet" onPress={clear}>
                    {w.other()}
                </Button>
            </p>
            {by === "phone" && <p className="hint">▲ {w.by_number()}</p>}
            <p>{address}</p>
            {marks.length > 0 && <p className="dim">{marks.join(" · ")}</p>}
            {status && status !== "active" && (
                <p className="call-warning">▲ {enum_word("MemberStatus", status)}</p>
            )}
            {risks && <p className="call-warning">▲ {risks}</p>}
            {open.map((request) => (
                <OpenAlready key={request.id} request={request} {...props} />
            ))}
        </section>
    );
}
