// The filters of a list.
import { useState } from "react";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { TextField } from "react-aria-components/TextField";
import { ChoiceInput } from "../forms/choice_input.tsx";
import { CodeInput } from "../forms/code_input.tsx";
import { DayInput, MomentInput } from "../forms/date_input.tsx";
import { IdInput } from "../forms/id_input.tsx";
import { model } from "../model/muster_model.ts";
import { Button } from "../parts/button.tsx";
import { from_wall, to_wall } from "../time/times.ts";
import { enum_word, field_word } from "../words/named.ts";
import { words } from "../words/words.ts";
import type { Filter, Query } from "./filters.ts";
import { yes_no } from "./value.tsx";

const w = words({
    more: { en: "More filters", zh: "更多筛选" },
    less: { en: "Fewer filters", zh: "收起筛选" },
    clear: { en: "Clear", zh: "清除" },
    all: { en: "All", zh: "全部" },
    open: { en: "Open", zh: "未办结" },
    overdue: { en: "Overdue", zh: "已逾期" },
    next: { en: "Next of its member", zh: "下次走访" },
    urged: { en: "Urged", zh: "被催办" },
    supervised: { en: "Supervised", zh: "被督办" },
    unexplained: { en: "Delay not explained", zh: "超时未说明" },
    suspended: { en: "Suspended", zh: "已暂停" },
    alike: { en: "Perhaps the same person", zh: "可能重复" },
    day: { en: "Day", zh: "日期" },
    month: { en: "Month (2026-01)", zh: "月份（2026-01）" },
    review_by: { en: "To be reviewed by", zh: "回访不晚于" },
    due_before: { en: "Due before", zh: "期限早于" },
    due_after: { en: "Due after", zh: "期限晚于" },
    window_before: { en: "Window opens before", zh: "时段开始早于" },
    window_after: { en: "Window closes after", zh: "时段结束晚于" },
    ends_after: { en: "Ends after", zh: "结束晚于" },
    text: { en: "Name or number", zh: "姓名或编号" },
    words: { en: "Words in the title", zh: "标题关键词" },
    contact_phone: { en: "Telephone of a contact", zh: "联系人电话" },
    field: { en: "Field", zh: "专业领域" },
    by: { en: "Counted by", zh: "统计方式" },
});

const own_word = (name: string): string | null => (name in w ? w[name as keyof typeof w]() : null);

const word_of = ({ name, type }: Filter): string =>
    type ? field_word(name, type) : (own_word(name) ?? field_word(name));

interface Props {
    filters: readonly Filter[];
    first: readonly string[]; // those in sight
    query: Query;
    seen: (name: string) => readonly string[]; // values in the rows, to choose from
    on_change(query: Query): void;
}

export function FilterBar({ filters, first, query, seen, on_change }: Props) {
    const [all, show_all] = useState(false);
    if (filters.length === 0) return null;
    // One that is set is in sight, however seldom it is used.
    const shown = filters.filter(({ name }) => all || first.includes(name) || query[name]);
    shown.sort((a, b) => ((first.indexOf(a.name) + 99) % 99) - ((first.indexOf(b.name) + 99) % 99));
    const set = (name: string, value: string) => {
        const { [name]: _, ...others } = query;
        on_change(value ? { ...others, [name]: value } : others);
    };
    return (
        <div className="filter-bar" role="search">
            {shown.map((filter) => (
                <FilterInput
                    key={filter.name}
                    filter={filter}
                    value={query[filter.name] ?? ""}
                    seen={seen(filter.name)}
                    on_change={(value) => set(filter.name, value)}
                />
            ))}
            <div className="filter-buttons">
                {filters.length > shown.length || all ? (
                    <Button kind="quiet" onPress={() => show_all(!all)} aria-expanded={all}>
                        {all ? w.less() : w.more()}
                    </Button>
                ) : null}
                {Object.keys(query).length > 0 && (
                    <Button kind="quiet" onPress={() => on_change({})}>
                        {w.clear()}
                    </Button>
                )}
            </div>
        </div>
    );
}

interface InputProps {
    filter: Filter;
    value: string;
    seen: readonly string[];
    on_change(value: string): void;
}

function FilterInput({ filter, value, seen, on_change }: InputProps) {
    const label = word_of(filter);
    switch (filter.kind) {
        case "enum":
            return (
                <ChoiceInput
                    label={label}
                    values={model.enum_values(filter.of)}
                    word={(one) => enum_word(filter.of, one)}
                    value={value}
                    optional
                    on_change={on_change}
                />
            );
        case "flag":
            return (
                <ChoiceInput
                    label={label}
                    values={["true", "false"]}
                    word={(one) => yes_no(one === "true")}
                    value={value}
                    optional
                    on_change={on_change}
                />
            );
        case "choice":
            return (
                <ChoiceInput
                    label={label}
                    values={filter.of.split(",")}
                    word={(one) => field_word(one)}
                    value={value}
                    optional
                    on_change={on_change}
                />
            );
        case "code":
            return (
                <CodeInput
                    label={label}
                    path={filter.of}
                    seen={seen}
                    value={value}
                    on_change={on_change}
                />
            );
        case "id":
            return (
                <IdInput
                    label={label}
                    path={filter.of}
                    value={Number(value)}
                    on_change={(id) => on_change(id ? String(id) : "")}
                />
            );
        case "day":
            return <DayInput label={label} value={value} on_change={on_change} />;
        case "moment":
            return (
                <MomentInput
                    label={label}
                    value={value ? to_wall(Number(value)) : ""}
                    on_change={(wall) => on_change(wall ? String(from_wall(wall)) : "")}
                />
            );
        default:
            return seen.length > 0 ? (
                <CodeInput
                    label={label}
                    path={null}
                    seen={seen}
                    value={value}
                    on_change={on_change}
                />
            ) : (
                <TypedInput label={label} value={value} on_change={on_change} />
            );
    }
}

// A text is asked for when it is whole: with Enter, or when the field is left.
function TypedInput({
    label,
    value,
    on_change,
}: {
    label: string;
    value: string;
    on_change(value: string): void;
}) {
    const [typed, type] = useState(value);
    const [known, know] = useState(value);
    if (known !== value) {
        know(value);
        type(value);
    }
    const tell = () => {
        if (typed.trim() !== value) on_change(typed.trim());
    };
    return (
        <TextField
            value={typed}
            onChange={type}
            onBlur={tell}
            onKeyDown={(event) => event.key === "Enter" && tell()}
            autoComplete="off"
        >
            <Label>{label}</Label>
            <Input />
        </TextField>
    );
}
