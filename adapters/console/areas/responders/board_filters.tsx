// Above the board: text, kind, skill, and one button for each duty state with how many there are.
import { memo, useRef } from "react";
import { Button } from "react-aria-components/Button";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { SearchField } from "react-aria-components/SearchField";
import { Select, SelectValue } from "react-aria-components/Select";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import { DutyMark } from "@/shell/parts/marks.tsx";
import { useDesk } from "@/areas/requests/desk_console.ts";
import { useChanges } from "@/shell/store/hooks.ts";
import { enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { ResponderKind, ResponderStatus } from "muster/schema";
import type { Board, BoardFilter } from "./board_list.ts";
import { duty_states, kinds } from "./duty.ts";

const w = words({
    search: { en: "Name, skill, department, number", zh: "姓名、技能、部门、编号" },
    kind: { en: "Kind", zh: "类型" },
    skill: { en: "Skill", zh: "技能" },
    all: { en: "all", zh: "全部" },
    duty: { en: "Duty", zh: "在岗状态" },
});

interface Props {
    filter: BoardFilter;
    board: Board;
    off_duty_known: boolean; // else only some of them are counted
    on_change(filter: BoardFilter): void;
}

export function BoardFilters({ filter, board, off_duty_known, on_change }: Props) {
    const desk = useDesk();
    useChanges(desk.names);
    // As it is when something is chosen, not when the choice was last drawn.
    const latest = useRef(filter);
    latest.current = filter;
    const set = (next: Partial<BoardFilter>) => on_change({ ...latest.current, ...next });
    return (
        <div className="board-filters">
            <SearchField
                className="board-search"
                aria-label={w.search()}
                value={filter.text}
                onChange={(text) => set({ text })}
            >
                <Input className="react-aria-Input" placeholder={w.search()} />
            </SearchField>
            <Choice
                label={w.kind()}
                value={filter.kind}
                codes={all_kinds}
                word={(kind) => enum_word("ResponderKind", kind)}
                on_change={(kind) => set({ kind: kind as ResponderKind | "" })}
            />
            <Choice
                label={w.skill()}
                value={filter.skill}
                codes={board.skills.join(" ")}
                word={(skill) => desk.names.name("skills", skill)}
                on_change={(skill) => set({ skill })}
            />
            <ToggleButtonGroup
                className="duty-filter"
                aria-label={w.duty()}
                selectionMode="single"
                selectedKeys={filter.duty ? [filter.duty] : []}
                onSelectionChange={(keys) => set({ duty: ([...keys][0] ?? "") as ResponderStatus | "" })}
            >
                {duty_states.map((state) => (
                    <ToggleButton key={state} id={state} className="button quiet">
                        <DutyMark status={state} word />
                        {(state !== "off_duty" || off_duty_known) && (
                            <b>{board.duty_counts[state] ?? 0}</b>
                        )}
                    </ToggleButton>
                ))}
            </ToggleButtonGroup>
        </div>
    );
}

interface ChoiceProps {
    label: string;
    value: string;
    codes: string; // with spaces between them
    word(code: string): string;
    on_change(value: string): void;
}

const all_kinds = kinds.join(" ");
const all = "(all)"; // a key of the list, which may not be empty

// The counts beside it change each second; this does not.
const Choice = memo(ChoiceOf, (a, b) => a.value === b.value && a.codes === b.codes);

function ChoiceOf({ label, value, codes, word, on_change }: ChoiceProps) {
    return (
        <Select
            className="board-choice"
            selectedKey={value || all}
            onSelectionChange={(key) => on_change(key === all ? "" : String(key))}
        >
            <Label className="react-aria-Label">{label}</Label>
            <Button className="button">
                <SelectValue /> <span aria-hidden="true">▾</span>
            </Button>
            <Popover className="react-aria-Popover">
                <ListBox className="react-aria-ListBox">
                    <ListBoxItem id={all} className="react-aria-ListBoxItem">
                        {w.all()}
                    </ListBoxItem>
                    {codes.split(" ").filter(Boolean).map((code) => (
                        <ListBoxItem key={code} id={code} className="react-aria-ListBoxItem">
                            {word(code)}
                        </ListBoxItem>
                    ))}
                </ListBox>
            </Popover>
        </Select>
    );
}
