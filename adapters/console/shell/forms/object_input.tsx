// What has fields of its own, within a form. One that need not be there is opened by a press.
import { model } from "../model/muster_model.ts";
import { Button } from "../parts/button.tsx";
import { words } from "../words/words.ts";
import { empty_values } from "./form_values.ts";
import type { Values } from "./form_values.ts";
import { SchemaForm } from "./schema_form.tsx";
import type { FieldInputProps } from "./schema_form.tsx";

const w = words({
    add: { en: "Add: {name}", zh: "添加：{name}" },
    remove: { en: "Leave out", zh: "不填写" },
});

export function ObjectInput({
    field,
    path,
    value,
    errors,
    masks,
    label = "",
    on_change,
}: FieldInputProps) {
    const type = field.type.name ?? "";
    if (value === null || value === undefined || value === "") {
        return (
            <Button
                kind="quiet"
                className="add"
                onPress={() => on_change(empty_values(model, type))}
            >
                + {w.add({ name: label })}
            </Button>
        );
    }
    return (
        <fieldset className="fieldset">
            <legend>
                {label}{" "}
                {!field.always && (
                    <Button kind="quiet" onPress={() => on_change(null)}>
                        {w.remove()}
                    </Button>
                )}
            </legend>
            {errors[path] && <p className="problem">{errors[path]}</p>}
            <SchemaForm
                of={type}
                fields={model.fields(type)}
                values={value as Values}
                errors={errors}
                masks={masks}
                within={path}
                on_change={on_change}
            />
        </fieldset>
    );
}
