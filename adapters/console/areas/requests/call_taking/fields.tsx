// What the fields of a call have in common.
import type { CallValues } from "./call_draft.ts";

export interface FieldProps {
    values: CallValues;
    change(next: Partial<CallValues>): void;
}

// A field with its name above it, of plain text.
export function TextLine({
    label,
    value,
    on_change,
    input_mode,
}: {
    label: string;
    value: string;
    on_change(text: string): void;
    input_mode?: "tel";
}) {
    return (
        <label className="field">
            <span className="react-aria-Label">{label}</span>
            <input
                className="react-aria-Input"
                value={value}
                inputMode={input_mode}
                autoComplete="off"
                onChange={(event) => on_change(event.target.value)}
            />
        </label>
    );
}
