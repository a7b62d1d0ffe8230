// A field with suggestions below it, which its user computes from the text.
import { useId } from "react";
import type { KeyboardEvent, Ref } from "react";
import { OptionList, useOptions } from "./options.tsx";
import type { Option } from "./options.tsx";

interface Props<O extends Option> {
    label: string;
    text: string;
    options: readonly O[];
    on_text(text: string): void;
    on_pick(option: O): void;
    on_key?(event: KeyboardEvent): void;
    hint?: string;
    fault?: string;
    first_at_hand?: boolean; // Enter picks the first one; else what was typed counts
    input_mode?: "tel" | "text";
    input_ref?: Ref<HTMLInputElement>;
}

export function Combo<O extends Option>(props: Props<O>) {
    const { label, text, options, on_text, on_pick, on_key, hint, fault, first_at_hand, input_mode } = props;
    const id = useId();
    const state = useOptions({
        options,
        first_at_hand,
        on_pick: (option: O) => {
            state.show(false);
            on_pick(option);
        },
    });
    return (
        <div className="combo">
            <label className="react-aria-Label" htmlFor={id}>
                {label}
            </label>
            <input
                {...state.input}
                id={id}
                ref={props.input_ref}
                className="react-aria-Input"
                inputMode={input_mode}
                value={text}
                aria-invalid={fault ? true : undefined}
                aria-describedby={hint || fault ? `${id}-more` : undefined}
                onChange={(event) => {
                    state.show(true);
                    on_text(event.target.value);
                }}
                onKeyDown={(event) => {
                    if (!state.key_down(event)) on_key?.(event);
                }}
                onBlur={() => state.show(false)}
            />
            <OptionList state={state} label={label} />
            {(fault || hint) && (
                <p id={`${id}-more`} className={fault ? "problem" : "hint"} role={fault ? "alert" : undefined}>
                    {fault || hint}
                </p>
            )}
        </div>
    );
}
