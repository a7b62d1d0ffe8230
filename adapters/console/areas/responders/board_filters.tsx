// Above the board: text, kind, skill, and one button for each duty state with how many there are.
import { Button, Input, Label, ListBox, ListBoxItem, Popover, SearchField, Select, SelectValue, ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { DutyMark } from "@/shell/parts/marks.tsx";
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
    on_change(filter: BoardFilter): void;
}

export function BoardFilters({ filter, board, on_change }: Props) {
    const set = (next: Partial<BoardFilter>) => on_change({ ...filter, ...next });
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
                options={kinds.map((kind) => [kind, enum_word("ResponderKind", kind)])}
                on_change={(kind) => set({ kind: kind as ResponderKind | "" })}
            />
            <Choice
                label={w.skill()}
                value={filter.skill}
                options={board.skills.map((skill) => [skill, enum_word("Skill", skill)])}
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
                        <b>{board.duty_counts[state] ?? 0}</b>
                    </ToggleButton>
                ))}
            </ToggleButtonGroup>
        </div>
    );
}

interface ChoiceProps {
    label: string;
    value: string;
    options: (readonly [string, string])[];
    on_change(value: string): void;
}

const all = "(all)"; // a key of the list, which may not be empty

function Choice({ label, value, options, on_change }: ChoiceProps) {
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
                    {options.map(([code, name]) => (
                        <ListBoxItem key={code} id={code} className="react-aria-ListBoxItem">
                            {name}
                        </ListBoxItem>
                    ))}
                </ListBox>
            </Popover>
        </Select>
    );
}
