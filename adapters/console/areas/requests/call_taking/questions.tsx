// What callers are asked for this service; the engine draws the class from the answers.
import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { enum_word } from "@/shell/words/named.ts";
import { ClassMark } from "@/shell/parts/marks.tsx";
import { told } from "@/shell/words/words.ts";
import type { TriageQuestion } from "muster/schema";
import type { FieldProps } from "./fields.tsx";

const name = ({ name_en = "", name_zh = "" }: { name_en?: string; name_zh?: string }): string =>
    told({ en: name_en || name_zh, zh: name_zh || name_en });

export function Questions({ values, change, questions }: FieldProps & { questions: TriageQuestion[] }) {
    return questions.map((question) => {
        const { code = "", choices = [] } = question;
        return (
            <RadioGroup
                key={code}
                className="radios"
                value={values.answers[code] ?? ""}
                onChange={(choice) => change({ answers: { ...values.answers, [code]: choice } })}
            >
                <Label className="react-aria-Label">{name(question)}</Label>
                {choices.map((choice) => (
                    <Radio key={choice.code} className="radio" value={choice.code ?? ""}>
                        {name(choice)} {choice.urgency && <ClassMark urgency={choice.urgency} />}
                        {choice.handover !== "none" && <b> {enum_word("Agency", choice.handover)}</b>}
                    </Radio>
                ))}
            </RadioGroup>
        );
    });
}
