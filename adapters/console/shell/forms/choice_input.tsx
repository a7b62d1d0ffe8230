// One of a few values of an enumeration; "" = it is not said.
import { Button } from "react-aria-components/Button";
import { FieldError } from "react-aria-components/FieldError";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Select, SelectValue } from "react-aria-components/Select";
import { words } from "../words/words.ts";

const w = words({ unsaid: { en: "–", zh: "–" } });
const unsaid = "-";

interface Props {
    label: string;
    values: readonly string[];
    word(value: string): string;
    value: string;
    optional: boolean;
    error?: string;
    on_change(value: string): void;
}

export function ChoiceInput({ label, values, word, value, optional, error, on_change }: Props) {
    return (
        <Select
            selectedKey={value || (optional ? unsaid : null)}
            onSelectionChange={(key) => on_change(key === unsaid ? "" : String(key))}
            isInvalid={Boolean(error)}
        >
            <Label>{label}</Label>
            <Button className="button select-button">
                <SelectValue /> <span aria-hidden="true">▾</span>
            </Button>
            <FieldError>{error}</FieldError>
            <Popover>
                <ListBox>
                    {optional && <ListBoxItem id={unsaid}>{w.unsaid()}</ListBoxItem>}
                    {values.map((one) => (
                        <ListBoxItem key={one} id={one}>
                            {word(one)}
                        </ListBoxItem>
                    ))}
                </ListBox>
            </Popover>
        </Select>
    );
}
