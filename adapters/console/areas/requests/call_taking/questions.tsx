// What callers are asked for this service; the engine draws the class from the answers.
import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { enum_word } from "@/shell/words/named.ts";
import { ClassMark } from "@/shell/parts/marks.tsx";
import type { TriageQuestion } from "muster/schema";
import { name_in_words } from "../desk_rules.ts";

interface Props {
    questions: readonly TriageQuestion[];
    answers: Readonly<Record<string, string>>; // question -> choice
    on_change(answers: Record<string, string>): void;
}

export function Questions({ questions, answers, on_change }: Props) {
    return questions.map((question) => {
        const { code = "", choices = [] } = question;
        return (
            <RadioGroup
                key={code}
                className="radios"
                value={answers[code] ?? ""}
                onChange={(choice) => on_change({ ...answers, [code]: choice })}
            >
                <Label className="react-aria-Label">{name_in_words(question)}</Label>
                {choices.map((choice) => (
                    <Radio key={choice.code} className="radio" value={choice.code ?? ""}>
                        {name_in_words(choice)} {choice.urgency && <ClassMark urgency={choice.urgency} />}
                        {choice.handover !== "none" && <b> {enum_word("Agency", choice.handover)}</b>}
                    </Radio>
                ))}
            </RadioGroup>
        );
    });
}
