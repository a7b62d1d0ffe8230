// A code: chosen from the list of the rules that has it, or typed where there is none.
import { ComboBox } from "react-aria-components/ComboBox";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Button as Open } from "react-aria-components/Button";
import { useOffice } from "../office/office_console.ts";
import { useChanges } from "../store/hooks.ts";
import { words } from "../words/words.ts";

const w = words({ all: { en: "Show all", zh: "显示全部" } });

interface Props {
    label: string;
    path: string | null | undefined; // of the list that has the codes
    seen?: readonly string[]; // what others of this collection have, where there is no list
    value: string;
    error?: string;
    on_change(code: string): void;
}

export function CodeInput({ label, path, seen = [], value, error, on_change }: Props) {
    const { codes } = useOffice();
    useChanges(codes);
    const listed = path
        ? codes
              .list(path)
              .all()
              .map(({ code }) => code)
        : [];
    const rows = (listed.length > 0 ? listed : seen).map((code) => ({
        id: code,
        name: codes.name(path, code),
    }));
    const known = rows.find(({ id }) => id === value);
    return (
        <ComboBox
            key={`${known ? value : "typed"} ${rows.length}`}
            defaultInputValue={known ? known.name : value}
            defaultSelectedKey={value || null}
            onSelectionChange={(key) => {
                if (key !== null) on_change(String(key));
            }}
            onInputChange={(text) => {
                if (text === "") on_change("");
                else if (!rows.some(({ name }) => name === text)) on_change(text.trim());
            }}
            defaultItems={rows}
            allowsCustomValue
            menuTrigger="focus"
            isInvalid={Boolean(error)}
        >
            <Label>{label}</Label>
            <div className="combo">
                <Input />
                {rows.length > 0 && (
                    <Open className="combo-open" aria-label={w.all()}>
                        ▾
                    </Open>
                )}
            </div>
            <FieldError>{error}</FieldError>
            <Popover>
                <ListBox>
                    {(row: { id: string; name: string }) => (
                        <ListBoxItem id={row.id} textValue={row.name}>
                            {row.name}
                        </ListBoxItem>
                    )}
                </ListBox>
            </Popover>
        </ComboBox>
    );
}
