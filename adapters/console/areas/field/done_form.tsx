// How it ended, and what the desk should know. What was typed is kept until it is sent.
import { useState } from "react";
import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { TextArea } from "react-aria-components/TextArea";
import { TextField } from "react-aria-components/TextField";
import { Button } from "@/shell/parts/button.tsx";
import { new_key } from "@/shell/net/ids.ts";
import { enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Disposition } from "muster/schema";
import { useField } from "./field_console.ts";

const w = words({
    how: { en: "How did it end?", zh: "处理结果" },
    note: { en: "Note for the desk", zh: "给调度台的备注" },
    back: { en: "Back", zh: "返回" },
    send: { en: "Done", zh: "完成" },
});

// Those that somebody on the spot can tell; the rest is the desk's.
const ends: readonly Disposition[] = [
    "helped",
    "advised",
    "handed_over",
    "not_needed",
    "refused",
    "not_found",
    "other",
];

export const done_draft = (request: number): string => `done ${request}`;

interface Props {
    request: number;
    responder: number;
    on_close(): void;
}

export function DoneForm({ request, responder, on_close }: Props) {
    const field = useField();
    const draft = done_draft(request);
    const kept = field.drafts.get(draft)?.values;
    const [disposition, choose] = useState<string>(String(kept?.disposition ?? "helped"));
    const [note, set_note] = useState(String(kept?.note ?? ""));
    const remember = (values: { disposition: string; note: string }) =>
        field.drafts.put(draft, { key: new_key(), values, tried: false });
    return (
        <form
            className="done-form"
            onSubmit={(event) => {
                event.preventDefault();
                field.act("CompleteAssignment", { request, responder, disposition, note: note.trim() });
                field.drafts.drop(draft);
                on_close();
            }}
        >
            <RadioGroup
                value={disposition}
                onChange={(next) => {
                    choose(next);
                    remember({ disposition: next, note });
                }}
            >
                <Label>{w.how()}</Label>
                <div className="choices">
                    {ends.map((end) => (
                        <Radio key={end} value={end} className="choice">
                            {enum_word("Disposition", end)}
                        </Radio>
                    ))}
                </div>
            </RadioGroup>
            <TextField
                value={note}
                onChange={(next) => {
                    set_note(next);
                    remember({ disposition, note: next });
                }}
            >
                <Label>{w.note()}</Label>
                <TextArea />
            </TextField>
            <div className="two">
                <Button onPress={on_close}>{w.back()}</Button>
                <Button type="submit" kind="primary" className="next-step">
                    {w.send()}
                </Button>
            </div>
        </form>
    );
}
