// A day, a moment or a time of day, typed part by part, on the city's wall clock of 24 hours.
import { parseDate, parseDateTime, parseTime } from "@internationalized/date";
import type { Time } from "@internationalized/date";
import { DateField, DateInput as Parts, DateSegment } from "react-aria-components/DateField";
import { FieldError } from "react-aria-components/FieldError";
import { Label } from "react-aria-components/Label";
import { TimeField } from "react-aria-components/TimeField";
import type { DateValue } from "react-aria-components/Calendar";

interface Props {
    label: string;
    value: string; // "2026-11-30", "2026-11-30T12:03" or "12:03"; "" = none
    error?: string;
    on_change(value: string): void;
}

// What cannot be read is shown as nothing rather than as another day.
function parsed<T>(text: string, parse: (text: string) => T): T | null {
    try {
        return text ? parse(text) : null;
    } catch {
        return null;
    }
}

export function DayInput({ label, value, error, on_change }: Props) {
    return (
        <DateField
            granularity="day"
            value={parsed<DateValue>(value, parseDate)}
            onChange={(next: DateValue | null) =>
                on_change(next ? next.toString().slice(0, 10) : "")
            }
            isInvalid={Boolean(error)}
        >
            <Whole label={label} error={error} />
        </DateField>
    );
}

export function MomentInput({ label, value, error, on_change }: Props) {
    return (
        <DateField
            granularity="minute"
            hourCycle={24}
            value={parsed<DateValue>(value, parseDateTime)}
            onChange={(next: DateValue | null) =>
                on_change(next ? next.toString().slice(0, 16) : "")
            }
            isInvalid={Boolean(error)}
        >
            <Whole label={label} error={error} />
        </DateField>
    );
}

export function TimeInput({ label, value, error, on_change }: Props) {
    return (
        <TimeField
            hourCycle={24}
            value={parsed<Time>(value, parseTime)}
            onChange={(next) => on_change(next ? next.toString().slice(0, 5) : "")}
            isInvalid={Boolean(error)}
        >
            <Whole label={label} error={error} />
        </TimeField>
    );
}

function Whole({ label, error }: { label: string; error: string | undefined }) {
    return (
        <>
            <Label>{label}</Label>
            <Parts>{(segment) => <DateSegment segment={segment} />}</Parts>
            <FieldError>{error}</FieldError>
        </>
    );
}
