// Somebody new, or other rights of somebody who has an account.
import { useState } from "react";
import type { FormEvent } from "react";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextField } from "react-aria-components/TextField";
import { access_text, field_of } from "@/shell/access/access_words.ts";
import { Button } from "@/shell/parts/button.tsx";
import { words } from "@/shell/words/words.ts";
import { account_action_path, no_rights, rights_of, typed_of } from "./accounts.ts";
import type { AccountChanged, AccountView } from "./accounts.ts";
import { RightsFields } from "./rights_fields.tsx";
import type { Changer } from "./use_changes.ts";

const w = words({
    name: { en: "Name of the account", zh: "账号" },
    name_hint: { en: "Typed at the sign-in; it cannot be changed", zh: "登录时输入，创建后不能修改" },
    shown_name: { en: "Name of the person", zh: "姓名" },
    add: { en: "Add and invite", zh: "添加并邀请" },
    change: { en: "Change", zh: "保存" },
    change_hint: {
        en: "Whoever is signed in with this account is signed out, and signs in again with the new rights.",
        zh: "保存后该账号的所有登录会失效，须重新登录。",
    },
    cancel: { en: "Cancel", zh: "取消" },
});

// Gateways and devices have tokens.
const of_machines = ["adapter"];

interface Props {
    account: AccountView | null; // null: a new one
    changer: Changer;
    on_done(changed: AccountChanged): void;
    on_cancel(): void;
}

export function AccountForm({ account, changer, on_done, on_cancel }: Props) {
    const [name, set_name] = useState(account?.name ?? "");
    const [shown_name, set_shown_name] = useState(account?.shown_name ?? "");
    const [rights, set_rights] = useState(account ? typed_of(account) : no_rights);
    const { problem, busy, change } = changer;
    const faults = problem && field_of(problem) ? { [field_of(problem)]: access_text(problem) } : {};
    const send = async (event: FormEvent) => {
        event.preventDefault();
        const path = account_action_path(account ? "change" : "add");
        const body = { name: name.trim(), shown_name: shown_name.trim(), ...rights_of(rights) };
        const changed = await change<AccountChanged>(path, body);
        if (changed) on_done(changed);
    };
    return (
        <div className="command-form">
            <form onSubmit={(event) => void send(event)}>
                {!account && (
                    <TextField
                        name="account_name"
                        autoComplete="off"
                        spellCheck="false"
                        autoFocus
                        value={name}
                        onChange={set_name}
                        isInvalid={Boolean(faults.name)}
                        validationBehavior="aria"
                    >
                        <Label>{w.name()}</Label>
                        <Input autoCapitalize="none" />
                        <Text slot="description" className="hint">
                            {w.name_hint()}
                        </Text>
                        <FieldError>{faults.name}</FieldError>
                    </TextField>
                )}
                <TextField
                    name="shown_name"
                    autoComplete="off"
                    autoFocus={Boolean(account)}
                    value={shown_name}
                    onChange={set_shown_name}
                    isInvalid={Boolean(faults.shown_name)}
                    validationBehavior="aria"
                >
                    <Label>{w.shown_name()}</Label>
                    <Input />
                    <FieldError>{faults.shown_name}</FieldError>
                </TextField>
                <RightsFields
                    typed={rights}
                    without={of_machines}
                    faults={faults}
                    on_change={(changes) => set_rights({ ...rights, ...changes })}
                />
                {account && <p className="hint">{w.change_hint()}</p>}
                <div className="dialog-buttons">
                    <Button onPress={on_cancel}>{w.cancel()}</Button>
                    <Button type="submit" kind="primary" isDisabled={busy}>
                        {account ? w.change() : w.add()}
                    </Button>
                </div>
            </form>
        </div>
    );
}
