// Whom it is about: by number for whoever reads nothing of the service, else also by name.
import { useRef, useState } from "react";
import type { ReactNode } from "react";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { TextField } from "react-aria-components/TextField";
import { find_members } from "@/areas/requests/call_taking/people.ts";
import { useFound } from "@/areas/requests/call_taking/use_found.ts";
import { useConsole } from "@/shell/console_context.ts";
import { Button } from "@/shell/parts/button.tsx";
import { Combo } from "@/shell/parts/combo.tsx";
import { words } from "@/shell/words/words.ts";
import { typed_member } from "./person.ts";

const w = words({
    number: { en: "The member's number", zh: "服务对象编号" },
    member: { en: "Member: name, telephone or #number", zh: "服务对象：姓名、电话或 #编号" },
    ask: { en: "Show who", zh: "查看访问者" },
    wrong: { en: "Type a number such as 7.", zh: "请输入编号，如 7。" },
    choose: { en: "Choose somebody from the list, or type # and a number.", zh: "请从列表中选择，或输入 # 加编号。" },
});

interface Props {
    member: number; // who is shown already; 0 = nobody
    on_ask(member: number, name: string): void; // the name: "" where it is not known
}

const shown_as = (member: number): string => (member ? `#${member}` : "");

function Question({ submit, children }: { submit(): void; children: ReactNode }) {
    return (
        <form
            className="person-question"
            onSubmit={(event) => {
                event.preventDefault();
                submit();
            }}
        >
            {children}
            <Button type="submit" kind="primary">
                {w.ask()}
            </Button>
        </form>
    );
}

export function PersonNumber({ member, on_ask }: Props) {
    const [text, type] = useState(shown_as(member));
    const [wrong, set_wrong] = useState(false);
    const submit = () => {
        const wanted = typed_member(text);
        set_wrong(!wanted);
        if (wanted) on_ask(wanted, "");
    };
    return (
        <Question submit={submit}>
            <TextField
                value={text}
                isInvalid={wrong}
                validationBehavior="aria"
                onChange={(next) => {
                    type(next);
                    set_wrong(false);
                }}
            >
                <Label>{w.number()}</Label>
                <Input inputMode="numeric" autoComplete="off" />
                <FieldError>{w.wrong()}</FieldError>
            </TextField>
        </Question>
    );
}

// Digits of this many are a telephone number, unless they say that they are not.
const phone_digits = 7;
const is_number = (text: string): boolean =>
    typed_member(text) > 0 && (text.trim().startsWith("#") || text.trim().length < phone_digits);

export function PersonFinder({ member, on_ask }: Props) {
    const { api } = useConsole();
    const [text, type] = useState(shown_as(member));
    const [wrong, set_wrong] = useState(false);
    const picked = useRef(shown_as(member)); // its text finds nobody else
    const sought = text === picked.current || is_number(text) ? "" : text;
    const found = useFound(sought, (wanted, signal) => find_members(api, wanted, signal));
    const submit = () => {
        const wanted = is_number(text) ? typed_member(text) : 0;
        set_wrong(!wanted);
        if (wanted) on_ask(wanted, "");
    };
    return (
        <Question submit={submit}>
            <Combo
                label={w.member()}
                text={text}
                first_at_hand
                fault={wrong ? w.choose() : ""}
                options={(found ?? []).map(({ id, name = "", address = "" }) => ({
                    key: String(id),
                    label: name || `#${id}`,
                    detail: [`#${id}`, address].filter(Boolean).join(" · "),
                    id,
                    name,
                }))}
                on_text={(next) => {
                    type(next);
                    set_wrong(false);
                }}
                on_pick={({ id, name }) => {
                    picked.current = shown_as(id);
                    type(picked.current);
                    on_ask(id, name);
                }}
            />
        </Question>
    );
}
