// What of the record is shown.
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Select, SelectValue } from "react-aria-components/Select";
import { TextField } from "react-aria-components/TextField";
import { DayInput } from "@/shell/forms/date_input.tsx";
import { Button } from "@/shell/parts/button.tsx";
import { day_ms, from_wall } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import { column_words, kind_word } from "./access_words.ts";
import { kinds } from "./accesses.ts";
import type { AccessFilter } from "./accesses.ts";

const w = words({
    who_filter: { en: "Who (account, token or address)", zh: "访问者（账号、令牌名或地址）" },
    about_filter: { en: "About (such as {example})", zh: "内容（如 {example}）" },
    all: { en: "All", zh: "全部" },
    from: { en: "From", zh: "起始日期" },
    to: { en: "To", zh: "截止日期" },
    show: { en: "Show", zh: "查询" },
});

export interface Typed {
    who: string;
    about: string;
    what: string;
    first: string; // days
    last: string;
}

const midnight = (text: string): number => (text ? from_wall(`${text}T00:00`) : 0);

export function filter_of({ who, about, what, first, last }: Typed): AccessFilter {
    const until = last ? midnight(last) + day_ms : 0;
    return { who: who.trim(), about: about.trim(), what, since: midnight(first), until };
}

interface Props {
    typed: Typed;
    type(next: Typed): void;
    on_show(next: Typed): void;
}

export function AccessFilterForm({ typed, type, on_show }: Props) {
    const change = (next: Partial<Typed>) => type({ ...typed, ...next });
    return (
        <form
            className="accesses-filter"
            onSubmit={(event) => {
                event.preventDefault();
                on_show(typed);
            }}
        >
            <TextField value={typed.who} onChange={(who) => change({ who })}>
                <Label>{w.who_filter()}</Label>
                <Input />
            </TextField>
            <TextField value={typed.about} onChange={(about) => change({ about })}>
                <Label>{w.about_filter({ example: "members/7" })}</Label>
                <Input />
            </TextField>
            <KindSelect
                value={typed.what}
                on_change={(what) => {
                    change({ what });
                    on_show({ ...typed, what });
                }}
            />
            <DayInput label={w.from()} value={typed.first} on_change={(first) => change({ first })} />
            <DayInput label={w.to()} value={typed.last} on_change={(last) => change({ last })} />
            <Button type="submit" kind="primary">
                {w.show()}
            </Button>
        </form>
    );
}

const every = "all";

function KindSelect({ value, on_change }: { value: string; on_change(value: string): void }) {
    return (
        <Select value={value || every} onChange={(key) => on_change(key === every ? "" : String(key))}>
            <Label>{column_words.what()}</Label>
            <Button>
                <SelectValue /> ▾
            </Button>
            <Popover>
                <ListBox>
                    <ListBoxItem id={every}>{w.all()}</ListBoxItem>
                    {kinds.map((kind) => (
                        <ListBoxItem key={kind} id={kind}>
                            {kind_word(kind)}
                        </ListBoxItem>
                    ))}
                </ListBox>
            </Popover>
        </Select>
    );
}
