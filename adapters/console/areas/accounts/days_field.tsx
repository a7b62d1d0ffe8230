// For how many days a token lasts.
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { TextField } from "react-aria-components/TextField";
import { words } from "@/shell/words/words.ts";

const w = words({ days: { en: "Days until it ends", zh: "有效天数" } });

export const usual_days = "90";

interface Props {
    value: string;
    fault?: string;
    on_change(days: string): void;
}

export const DaysField = ({ value, fault, on_change }: Props) => (
    <TextField
        name="days"
        inputMode="numeric"
        value={value}
        onChange={(text) => on_change(text.replace(/\D/g, ""))}
        isInvalid={Boolean(fault)}
        validationBehavior="aria"
    >
        <Label>{w.days()}</Label>
        <Input />
        <FieldError>{fault}</FieldError>
    </TextField>
);
