// One field of a form in the panel.
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { Select, SelectValue } from "react-aria-components/Select";
import { Text } from "react-aria-components/Text";
import { TextArea } from "react-aria-components/TextArea";
import { TextField } from "react-aria-components/TextField";
import { Button } from "@/shell/parts/button.tsx";
import { ClassMark } from "@/shell/parts/marks.tsx";
import { hour_minute, soon } from "@/shell/time/times.ts";
import { field_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Request } from "muster/schema";
import type { Field, Option, Values } from "../action_parts.ts";
import { Questions } from "../call_taking/questions.tsx";
import { useDesk } from "../desk_console.ts";
import { facts_of } from "./acting.ts";
import { PlaceField } from "./place_field.tsx";

const w = words({
    until: { en: "Minutes from now, or a time such as 14:30", zh: "多少分钟后，或时刻如 14:30" },
    until_is: { en: "until {time}", zh: "至 {time}" },
});

const most_radios = 6;

export interface FieldProps {
    field: Field;
    type: string; // the command
    request: Request;
    value: unknown;
    fault: string;
    on_change(value: unknown, also?: Values): void;
}

export function FormField(props: FieldProps) {
    const { field, type, request, value, fault, on_change } = props;
    const desk = useDesk();
    const label = field_word(field.name, type);
    const body = () => {
        switch (field.kind) {
            case "fixed":
                return (
                    <p>
                        <span className="react-aria-Label">{label}</span>{" "}
                        <b>
                            {field.name === "slot"
                                ? desk.names.name("roles", request.slots?.[Number(value)]?.role)
                                : desk.responder_name(Number(value))}
                        </b>
                    </p>
                );
            case "yes_no":
                return (
                    <label className="check">
                        <input
                            type="checkbox"
                            checked={Boolean(value)}
                            onChange={(event) => on_change(event.target.checked)}
                        />
                        {label}
                    </label>
                );
            case "choice": {
                const options = field.options?.(request, facts_of(desk)) ?? [];
                return options.length > most_radios ? (
                    <Choose {...props} label={label} options={options} />
                ) : (
                    <Choices {...props} label={label} options={options} />
                );
            }
            case "answers":
                return (
                    <div role="group" aria-label={label} className="answers">
                        <Questions
                            questions={desk.rules.questions_of(request.service ?? "")}
                            answers={(value || {}) as Record<string, string>}
                            on_change={on_change}
                        />
                        {fault && <p className="problem">{fault}</p>}
                    </div>
                );
            case "place":
                return <PlaceField {...props} label={label} />;
            default:
                return <Typed {...props} label={label} />;
        }
    };
    return <div data-field={field.name}>{body()}</div>;
}

function Typed({ field, label, value, fault, on_change }: FieldProps & { label: string }) {
    const desk = useDesk();
    const text = String(value ?? "");
    const until = field.kind === "until" ? soon(text, desk.city.now()) : 0;
    return (
        <TextField
            value={text}
            onChange={on_change}
            isInvalid={Boolean(fault)}
            isRequired={field.required}
        >
            <Label>{label}</Label>
            {field.kind === "area" ? (
                <TextArea rows={2} />
            ) : (
                <Input inputMode={field.kind === "request" ? "numeric" : "text"} />
            )}
            {field.kind === "until" && (
                <Text slot="description" className="hint">
                    {until ? w.until_is({ time: hour_minute(until) }) : w.until()}
                </Text>
            )}
            <FieldError>{fault}</FieldError>
        </TextField>
    );
}

type ChoiceProps = FieldProps & { label: string; options: Option[] };

// Few: all in sight, chosen with the arrows.
function Choices({ field, label, value, fault, options, on_change }: ChoiceProps) {
    return (
        <RadioGroup
            className="choices"
            value={String(value ?? "")}
            onChange={on_change}
            isInvalid={Boolean(fault)}
            isRequired={field.required}
        >
            <Label className="react-aria-Label">{label}</Label>
            <div className="choices-row">
                {options.map((option) => (
                    <Radio key={option.value} value={String(option.value)} className="choice">
                        {field.name === "urgency" ? (
                            <ClassMark urgency={String(option.value)} />
                        ) : (
                            option.label
                        )}
                    </Radio>
                ))}
            </div>
            <FieldError>{fault}</FieldError>
        </RadioGroup>
    );
}

function Choose({ field, label, value, fault, options, on_change }: ChoiceProps) {
    return (
        <Select
            value={String(value ?? "")}
            onChange={(next) => on_change(next)}
            isInvalid={Boolean(fault)}
            isRequired={field.required}
        >
            <Label>{label}</Label>
            <Button className="select-button">
                <SelectValue /> ▾
            </Button>
            <FieldError>{fault}</FieldError>
            <Popover>
                <ListBox>
                    {options.map((option) => (
                        <ListBoxItem
                            key={option.value}
                            id={String(option.value)}
                            textValue={option.label}
                        >
                            {option.label}
                        </ListBoxItem>
                    ))}
                </ListBox>
            </Popover>
        </Select>
    );
}
