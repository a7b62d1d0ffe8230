// A new passphrase, twice, with what it still lacks while it is typed.
import { useState } from "react";
import { Checkbox } from "react-aria-components/Checkbox";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextField } from "react-aria-components/TextField";
import { words } from "../words/words.ts";
import { hint_of } from "./weakness.ts";

const w = words({
    first: { en: "New passphrase", zh: "新密码" },
    again: { en: "The same once more", zh: "再次输入新密码" },
    advice: {
        en: "At least 12 signs. Four words that do not belong together are easy to remember and hard to guess.",
        zh: "至少 12 位。用四个互不相关的词组成，好记又难猜。",
    },
    differ: { en: "The two are not the same.", zh: "两次输入不一致。" },
    show: { en: "Show what I type", zh: "显示输入内容" },
});

interface Props {
    account: string; // whose name must not be in it
    value: string;
    repeat: string;
    on_value(value: string): void;
    on_repeat(value: string): void;
    label?: string;
    differs?: boolean; // it was sent so
    auto_focus?: boolean;
}

export function NewPassphrase(props: Props) {
    const { account, value, repeat, on_value, on_repeat, label, differs = false, auto_focus } = props;
    const [shown, show] = useState(false);
    const type = shown ? "text" : "password";
    const hint = hint_of(value, account);
    const apart = differs && value !== repeat;
    return (
        <>
            <TextField
                name="new_passphrase"
                type={type}
                autoComplete="new-password"
                autoFocus={auto_focus}
                value={value}
                onChange={on_value}
                isRequired
            >
                <Label>{label ?? w.first()}</Label>
                <Input />
                <Text slot="description" className={`hint passphrase-hint ${hint.good ? "is-good" : ""}`}>
                    {hint.text ? `${hint.good ? "✓" : "○"} ${hint.text}` : w.advice()}
                </Text>
            </TextField>
            <TextField
                name="repeat"
                type={type}
                autoComplete="new-password"
                value={repeat}
                onChange={on_repeat}
                isInvalid={apart}
                isRequired
            >
                <Label>{w.again()}</Label>
                <Input />
                <FieldError>{apart && w.differ()}</FieldError>
            </TextField>
            <Checkbox className="check" isSelected={shown} onChange={show}>
                <span className="check-box" aria-hidden="true" />
                {w.show()}
            </Checkbox>
        </>
    );
}
