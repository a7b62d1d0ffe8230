// What an input offers below it, of which one is picked by arrows and Enter or by a click: the
// combobox pattern of ARIA 1.2. The focus stays in the input.
import { useEffect, useId, useRef, useState } from "react";
import type { KeyboardEvent, ReactNode } from "react";
import "./options.css";

export interface Option {
    key: string;
    label: string;
    detail?: string;
    mark?: ReactNode;
    group?: string; // a heading stands before the first of each
}

interface Settings<O extends Option> {
    options: readonly O[];
    on_pick(option: O): void;
    // The first one is at hand, so that Enter picks it without an arrow.
    first_at_hand?: boolean;
}

export interface OptionsState<O extends Option> {
    id: string;
    options: readonly O[];
    active: O | undefined;
    open: boolean;
    show(open: boolean): void;
    // Whether the key was for the list.
    key_down(event: KeyboardEvent): boolean;
    pick(option: O): void;
    input: {
        role: "combobox";
        "aria-expanded": boolean;
        "aria-controls": string;
        "aria-autocomplete": "list";
        "aria-activedescendant": string | undefined;
        autoComplete: "off";
        spellCheck: false;
    };
}

export function useOptions<O extends Option>({
    options,
    on_pick,
    first_at_hand = false,
}: Settings<O>): OptionsState<O> {
    const id = useId();
    const [wanted, show] = useState(false);
    const [chosen, choose] = useState("");
    const open = wanted && options.length > 0;
    const at = options.findIndex(({ key }) => key === chosen);
    const active = open ? options[at < 0 && first_at_hand ? 0 : at] : undefined;
    const pick = (option: O) => {
        choose("");
        on_pick(option);
    };
    const key_down = (event: KeyboardEvent): boolean => {
        if (event.nativeEvent.isComposing) return false;
        const now = active ? options.indexOf(active) : -1;
        if (event.key === "ArrowDown" && options.length > 0) {
            if (!wanted) show(true);
            choose(options[Math.min(now + 1, options.length - 1)]?.key ?? "");
        } else if (event.key === "ArrowUp" && open && now >= 0) {
            choose(options[now - 1]?.key ?? "");
        } else if (event.key === "Enter" && active && !event.ctrlKey && !event.metaKey) pick(active);
        else if (event.key === "Escape" && open) show(false);
        else return false;
        event.preventDefault();
        event.stopPropagation();
        return true;
    };
    return {
        id,
        options,
        active,
        open,
        show: (next) => {
            show(next);
            if (!next) choose("");
        },
        key_down,
        pick,
        input: {
            role: "combobox",
            "aria-expanded": open,
            "aria-controls": id,
            "aria-autocomplete": "list",
            "aria-activedescendant": active ? `${id}-${active.key}` : undefined,
            autoComplete: "off",
            spellCheck: false,
        },
    };
}

export function OptionList<O extends Option>({ state, label }: { state: OptionsState<O>; label: string }) {
    const list = useRef<HTMLDivElement>(null);
    const { id, options, active, open } = state;
    useEffect(() => {
        list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
    }, [active?.key]);
    return (
        <div
            ref={list}
            id={id}
            className="options"
            role="listbox"
            aria-label={label}
            hidden={!open}
            // The focus stays in the input, which a press on the list would take away.
            onPointerDown={(event) => event.preventDefault()}
        >
            {options.map((option, at) => (
                <div key={option.key} role="presentation">
                    {option.group && option.group !== options[at - 1]?.group && (
                        <p className="options-group" role="presentation">
                            {option.group}
                        </p>
                    )}
                    <div
                        id={`${id}-${option.key}`}
                        role="option"
                        aria-selected={option === active}
                        className="option"
                        onClick={() => state.pick(option)}
                    >
                        {option.mark}
                        <b>{option.label}</b>
                        {option.detail && <span className="detail">{option.detail}</span>}
                    </div>
                </div>
            ))}
        </div>
    );
}
