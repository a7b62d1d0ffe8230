// The fields of any command or other type as a form.
import { Checkbox } from "react-aria-components/Checkbox";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { NumberField } from "react-aria-components/NumberField";
import { TextArea } from "react-aria-components/TextArea";
import { TextField } from "react-aria-components/TextField";
import type { Field } from "../model/model.ts";
import { model } from "../model/muster_model.ts";
import { enum_word, field_word } from "../words/named.ts";
import { words } from "../words/words.ts";
import { field_label } from "../tables/field_label.ts";
import { ChoiceInput } from "./choice_input.tsx";
import { CodeInput } from "./code_input.tsx";
import { DayInput, MomentInput, TimeInput } from "./date_input.tsx";
import { is_money } from "./form_values.ts";
import type { Values } from "./form_values.ts";
import { IdInput } from "./id_input.tsx";
import { ListInput } from "./list_input.tsx";
import { ObjectInput } from "./object_input.tsx";
import { PointInput } from "./point_input.tsx";

const w = words({
    minutes: { en: "{name} (min)", zh: "{name}（分钟）" },
    metres: { en: "{name} (m)", zh: "{name}（米）" },
    yuan: { en: "{name} (yuan)", zh: "{name}（元）" },
    masked: {
        en: "{mask}: you may not see it. Left empty, it stays as it is.",
        zh: "{mask}：您无权查看。留空则保持不变。",
    },
});

export type Errors = Readonly<Record<string, string>>; // by dotted name

export interface FormProps {
    of: string; // the type whose fields these are
    fields: readonly Field[];
    values: Values;
    errors: Errors;
    // Dotted name -> what is shown of it to whoever may not see it.
    masks?: Readonly<Record<string, string>>;
    within?: string; // dotted name of the object that has the fields
    on_change(values: Values): void;
}

export function SchemaForm({
    of,
    fields,
    values,
    errors,
    masks = {},
    within = "",
    on_change,
}: FormProps) {
    return (
        <>
            {fields.map((field) => {
                const path = within ? `${within}.${field.name}` : field.name;
                return (
                    <FieldInput
                        key={field.name}
                        of={of}
                        field={field}
                        path={path}
                        value={values[field.name]}
                        errors={errors}
                        masks={masks}
                        on_change={(value) => on_change({ ...values, [field.name]: value })}
                    />
                );
            })}
        </>
    );
}

export interface FieldInputProps {
    of: string;
    field: Field;
    path: string;
    value: unknown;
    errors: Errors;
    masks: Readonly<Record<string, string>>;
    label?: string;
    on_change(value: unknown): void;
}

// Texts of a sentence or more.
const long_text = new Set([
    "text",
    "note",
    "reason",
    "findings",
    "comment",
    "gist",
    "late_cause",
    "cause",
    "expertise",
    "said",
]);

export function FieldInput(props: FieldInputProps) {
    const { of, field, path, value, errors, masks, on_change } = props;
    const { name, type } = field;
    const label = props.label ?? (is_money(name) ? field_label(field, of) : field_word(name, of));
    const error = errors[path];
    const mask = masks[path];
    switch (type.kind) {
        case "boolean":
            return (
                <Checkbox
                    className="check"
                    isSelected={value === true}
                    onChange={on_change}
                    isInvalid={Boolean(error)}
                >
                    <span className="check-box" aria-hidden="true" />
                    {label}
                    {error && <span className="problem">{error}</span>}
                </Checkbox>
            );
        case "integer":
        case "distance":
        case "duration":
            return <NumberInput {...props} label={label} />;
        case "time":
            return (
                <MomentInput
                    label={label}
                    value={String(value ?? "")}
                    error={error}
                    on_change={on_change}
                />
            );
        case "date":
            return (
                <DayInput
                    label={label}
                    value={String(value ?? "")}
                    error={error}
                    on_change={on_change}
                />
            );
        case "time_of_day":
            return (
                <TimeInput
                    label={label}
                    value={String(value ?? "")}
                    error={error}
                    on_change={on_change}
                />
            );
        case "enum":
            return (
                <ChoiceInput
                    label={label}
                    values={model.enum_values(type.name)}
                    word={(one) => enum_word(type.name ?? "", one)}
                    value={String(value ?? "")}
                    optional={field.default === undefined}
                    error={error}
                    on_change={on_change}
                />
            );
        case "code":
            return (
                <CodeInput
                    label={label}
                    path={type.name}
                    value={String(value ?? "")}
                    error={error}
                    on_change={on_change}
                />
            );
        case "id":
            // An id that is of no collection is typed.
            if (!type.name) return <NumberInput {...props} label={label} />;
            return (
                <IdInput
                    label={label}
                    path={type.name}
                    value={Number(value ?? 0)}
                    error={error}
                    on_change={on_change}
                />
            );
        case "point":
            return (
                <PointInput
                    label={label}
                    value={String(value ?? "")}
                    error={error}
                    on_change={on_change}
                />
            );
        case "object":
            return <ObjectInput {...props} label={label} />;
        case "list":
            return <ListInput {...props} label={label} />;
        default:
            return (
                <TextField
                    value={String(value ?? "")}
                    onChange={on_change}
                    isInvalid={Boolean(error)}
                    autoComplete="off"
                >
                    <Label>{label}</Label>
                    {long_text.has(name) ? <TextArea /> : <Input />}
                    {mask && <span className="hint">{w.masked({ mask })}</span>}
                    <FieldError>{error}</FieldError>
                </TextField>
            );
    }
}

function NumberInput({ field, label = "", value, path, errors, on_change }: FieldInputProps) {
    const { name, type } = field;
    const error = errors[path];
    const unit =
        type.kind === "duration"
            ? w.minutes
            : type.kind === "distance"
              ? w.metres
              : is_money(name)
                ? w.yuan
                : null;
    return (
        <NumberField
            value={
                typeof value === "number" && (type.kind !== "id" || value !== 0)
                    ? value
                    : Number.NaN
            }
            onChange={(next) =>
                on_change(Number.isNaN(next) ? (type.kind === "id" ? 0 : null) : next)
            }
            formatOptions={{ useGrouping: false, maximumFractionDigits: is_money(name) ? 2 : 0 }}
            minValue={type.minimum}
            maxValue={
                type.maximum && type.maximum < Number.MAX_SAFE_INTEGER ? type.maximum : undefined
            }
            isInvalid={Boolean(error)}
        >
            <Label>{unit ? unit({ name: label }) : label}</Label>
            <Input className="react-aria-Input figure" />
            <FieldError>{error}</FieldError>
        </NumberField>
    );
}
