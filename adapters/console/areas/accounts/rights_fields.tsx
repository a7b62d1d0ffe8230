// What somebody may do, and where: roles, districts, and of a responder which one it is.
import { Checkbox } from "react-aria-components/Checkbox";
import { CheckboxGroup } from "react-aria-components/CheckboxGroup";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextField } from "react-aria-components/TextField";
import { role_names, role_word } from "@/shell/access/access_words.ts";
import { useConsole } from "@/shell/console_context.ts";
import { useChanges } from "@/shell/store/hooks.ts";
import { words } from "@/shell/words/words.ts";
import type { RightsTyped } from "./accounts.ts";

const w = words({
    roles: { en: "Roles", zh: "角色" },
    districts: { en: "Districts (none chosen: all)", zh: "区县（不选表示全部）" },
    responder: { en: "Number of the responder", zh: "出勤人员编号" },
    responder_hint: { en: "As the office lists it", zh: "见业务管理中的人员编号" },
});

interface Props {
    typed: RightsTyped;
    without?: readonly string[]; // roles that are not for such
    faults: Readonly<Record<string, string>>; // by field
    on_change(changes: Partial<RightsTyped>): void;
}

export function RightsFields({ typed, without = [], faults, on_change }: Props) {
    const { names } = useConsole();
    useChanges(names);
    const { roles, districts, responder } = typed;
    const offered = role_names.filter((role) => !without.includes(role) || roles.includes(role));
    // Also those that the rules no longer know, so that they can be taken away.
    const codes = [...new Set([...names.codes("districts"), ...districts])];
    return (
        <>
            <CheckboxGroup
                value={roles}
                onChange={(next) => on_change({ roles: next })}
                isInvalid={Boolean(faults.roles)}
                className="check-group"
            >
                <Label>{w.roles()}</Label>
                <div className="checks">
                    {offered.map((role) => (
                        <Box key={role} value={role} name={role_word(role)} />
                    ))}
                </div>
                <FieldError>{faults.roles}</FieldError>
            </CheckboxGroup>
            {roles.includes("responder") && (
                <TextField
                    name="responder"
                    inputMode="numeric"
                    value={responder}
                    onChange={(next) => on_change({ responder: next.replace(/\D/g, "") })}
                    isInvalid={Boolean(faults.responder)}
                >
                    <Label>{w.responder()}</Label>
                    <Input />
                    <Text slot="description" className="hint">
                        {w.responder_hint()}
                    </Text>
                    <FieldError>{faults.responder}</FieldError>
                </TextField>
            )}
            {codes.length > 0 && (
                <CheckboxGroup
                    value={districts}
                    onChange={(next) => on_change({ districts: next })}
                    className="check-group"
                >
                    <Label>{w.districts()}</Label>
                    <div className="checks">
                        {codes.map((code) => (
                            <Box key={code} value={code} name={names.name("districts", code)} />
                        ))}
                    </div>
                </CheckboxGroup>
            )}
        </>
    );
}

const Box = ({ value, name }: { value: string; name: string }) => (
    <Checkbox value={value} className="check">
        <span className="check-box" aria-hidden="true" />
        {name}
    </Checkbox>
);
