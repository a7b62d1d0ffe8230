// A list within a form: a row for each item; of an enumeration, a box for each value.
import { Checkbox } from "react-aria-components/Checkbox";
import { CheckboxGroup } from "react-aria-components/CheckboxGroup";
import { Label } from "react-aria-components/Label";
import type { Field } from "../model/model.ts";
import { model } from "../model/muster_model.ts";
import { Button } from "../parts/button.tsx";
import { enum_word } from "../words/named.ts";
import { words } from "../words/words.ts";
import { empty_value, empty_values } from "./form_values.ts";
import { FieldInput } from "./schema_form.tsx";
import type { FieldInputProps } from "./schema_form.tsx";

const w = words({
    add: { en: "Add to “{name}”", zh: "添加{name}" },
    nth: { en: "{name} {n}", zh: "{name} {n}" },
    remove: { en: "Remove {name} {n}", zh: "移除{name} {n}" },
    masked: {
        en: "{name}: you may not see all of it, and so cannot change it.",
        zh: "{name}：您无权查看全部内容，因此无法修改。",
    },
});

export function ListInput(props: FieldInputProps) {
    const { of, field, path, errors, masks, label = "", on_change } = props;
    const items = Array.isArray(props.value) ? (props.value as unknown[]) : [];
    const { item } = field.type;
    if (!item) return null;
    if (masks[path]) return <p className="hint">{w.masked({ name: label })}</p>;
    if (item.kind === "enum") {
        return (
            <CheckboxGroup value={items.map(String)} onChange={on_change} className="check-group">
                <Label>{label}</Label>
                <div className="checks">
                    {model.enum_values(item.name).map((value) => (
                        <Checkbox key={value} value={value} className="check">
                            <span className="check-box" aria-hidden="true" />
                            {enum_word(item.name ?? "", value)}
                        </Checkbox>
                    ))}
                </div>
            </CheckboxGroup>
        );
    }
    const one: Field = { name: field.name, type: item, always: true, personal: field.personal };
    const replace = (at: number, value: unknown) =>
        on_change(items.map((old, i) => (i === at ? value : old)));
    const fresh = () =>
        item.kind === "object" ? empty_values(model, item.name) : empty_value(model, one);
    return (
        <fieldset className="fieldset list-input">
            <legend>{label}</legend>
            {errors[path] && <p className="problem">{errors[path]}</p>}
            {items.map((value, at) => (
                <div className="list-item" key={at}>
                    <FieldInput
                        of={of}
                        field={one}
                        path={`${path}.${at}`}
                        value={value}
                        errors={errors}
                        masks={masks}
                        label={w.nth({ name: label, n: at + 1 })}
                        on_change={(next) => replace(at, next)}
                    />
                    <Button
                        kind="quiet"
                        aria-label={w.remove({ name: label, n: at + 1 })}
                        onPress={() => on_change(items.filter((_, i) => i !== at))}
                    >
                        <span aria-hidden="true">✕</span>
                    </Button>
                </div>
            ))}
            <Button kind="quiet" className="add" onPress={() => on_change([...items, fresh()])}>
                + {w.add({ name: label })}
            </Button>
        </fieldset>
    );
}
