// A token for a machine: what it may do, for which devices it speaks, how long it lasts.
import { useState } from "react";
import type { FormEvent } from "react";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextArea } from "react-aria-components/TextArea";
import { TextField } from "react-aria-components/TextField";
import { access_text, field_of } from "@/shell/access/access_words.ts";
import { Button } from "@/shell/parts/button.tsx";
import { words } from "@/shell/words/words.ts";
import { listed, no_rights, rights_of, token_action_path } from "./accounts.ts";
import type { TokenChanged } from "./accounts.ts";
import { DaysField, usual_days } from "./days_field.tsx";
import { RightsFields } from "./rights_fields.tsx";
import type { Changer } from "./use_changes.ts";

const w = words({
    name: { en: "Name of the machine", zh: "设备或系统名称" },
    name_hint: { en: "It stands in the record of what the machine does", zh: "会出现在该设备的操作记录中" },
    devices: { en: "Devices that it speaks for (none: all)", zh: "可代表的设备（不填表示全部）" },
    devices_hint: {
        en: "Serials with commas between; “*” at the end stands for any rest, such as SN-17*",
        zh: "多个序列号用逗号分隔；末尾可用“*”通配，如 SN-17*",
    },
    create: { en: "Create token", zh: "创建令牌" },
    cancel: { en: "Cancel", zh: "取消" },
});

interface Props {
    changer: Changer;
    on_done(changed: TokenChanged): void;
    on_cancel(): void;
}

export function TokenForm({ changer, on_done, on_cancel }: Props) {
    const [name, set_name] = useState("");
    const [rights, set_rights] = useState({ ...no_rights, roles: ["adapter"] });
    const [devices, set_devices] = useState("");
    const [days, set_days] = useState(usual_days);
    const { problem, busy, change } = changer;
    const faults = problem && field_of(problem) ? { [field_of(problem)]: access_text(problem) } : {};
    const of_adapter = rights.roles.includes("adapter");
    const send = async (event: FormEvent) => {
        event.preventDefault();
        const changed = await change<TokenChanged>(token_action_path("create"), {
            name: name.trim(),
            ...rights_of(rights),
            devices: of_adapter ? listed(devices) : [],
            days: Number(days) || 0,
        });
        if (changed) on_done(changed);
    };
    return (
        <div className="command-form">
            <form onSubmit={(event) => void send(event)}>
                <TextField
                    name="token_name"
                    autoComplete="off"
                    spellCheck="false"
                    autoFocus
                    value={name}
                    onChange={set_name}
                    isInvalid={Boolean(faults.name)}
                    validationBehavior="aria"
                >
                    <Label>{w.name()}</Label>
                    <Input />
                    <Text slot="description" className="hint">
                        {w.name_hint()}
                    </Text>
                    <FieldError>{faults.name}</FieldError>
                </TextField>
                <RightsFields
                    typed={rights}
                    faults={faults}
                    on_change={(changes) => set_rights({ ...rights, ...changes })}
                />
                {of_adapter && (
                    <TextField
                        name="devices"
                        spellCheck="false"
                        value={devices}
                        onChange={set_devices}
                        isInvalid={Boolean(faults.devices)}
                        validationBehavior="aria"
                    >
                        <Label>{w.devices()}</Label>
                        <TextArea />
                        <Text slot="description" className="hint">
                            {w.devices_hint()}
                        </Text>
                        <FieldError>{faults.devices}</FieldError>
                    </TextField>
                )}
                <DaysField value={days} fault={faults.days} on_change={set_days} />
                <div className="dialog-buttons">
                    <Button onPress={on_cancel}>{w.cancel()}</Button>
                    <Button type="submit" kind="primary" isDisabled={busy}>
                        {w.create()}
                    </Button>
                </div>
            </form>
        </div>
    );
}
