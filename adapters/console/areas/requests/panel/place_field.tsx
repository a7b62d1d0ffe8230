// A place, found by what is typed of it: an address, a name, a community.
import { useEffect, useState } from "react";
import { ComboBox } from "react-aria-components/ComboBox";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Text } from "react-aria-components/Text";
import { with_query } from "@/shell/net/api.ts";
import { OnMap, place_text } from "@/shell/map/on_map.tsx";
import { told, words } from "@/shell/words/words.ts";
import type { Point } from "muster/schema";
import { useDesk } from "../desk_console.ts";
import type { FieldProps } from "./form_field.tsx";

const w = words({
    now: { en: "now {place}", zh: "现为 {place}" },
    none: { en: "Not known. Type an address or a name.", zh: "未知。请输入地址或名称。" },
    not_found: { en: "Nothing found.", zh: "未找到。" },
});

const settle_ms = 200;
const most = 8;

interface Found {
    name: string;
    point: Point;
    en: string;
    zh: string;
}

export function PlaceField({
    label,
    value,
    fault,
    field,
    on_change,
}: FieldProps & { label: string }) {
    const desk = useDesk();
    const [text, type] = useState("");
    const [found, show] = useState<Found[]>([]);
    const point = value as Point | undefined;
    useEffect(() => {
        if (!text.trim()) return show([]);
        const question = new AbortController();
        const timer = window.setTimeout(() => {
            const near = point ? `${point.lat},${point.lon}` : undefined;
            const path = with_query("/v1/places/find", { q: text.trim(), limit: most, near });
            desk.api.get<{ places: Found[] }>(path, { signal: question.signal }).then(
                ({ places }) => show(places),
                () => {}, // Another key was pressed; or it is not found, which the list says.
            );
        }, settle_ms);
        return () => {
            window.clearTimeout(timer);
            question.abort();
        };
    }, [desk, text]);
    const pick = (key: unknown) => {
        const place = found[Number(key)];
        if (!place || key === null) return;
        type(place.name);
        on_change(place.point, { address: place.name });
    };
    return (
        <div className="place-field">
            <ComboBox
                inputValue={text}
                onInputChange={type}
                onSelectionChange={pick}
                items={found.map((place, id) => ({ id, place }))}
                allowsEmptyCollection={Boolean(text.trim())}
                allowsCustomValue
                defaultFilter={() => true}
                isInvalid={Boolean(fault)}
                isRequired={field.required}
            >
                <Label>{label}</Label>
                <Input />
                <Text slot="description" className="hint">
                    {point ? w.now({ place: place_text(point) }) : w.none()}
                </Text>
                <FieldError>{fault}</FieldError>
                <Popover>
                    <ListBox renderEmptyState={() => <p className="empty">{w.not_found()}</p>}>
                        {({ id, place }: { id: number; place: Found }) => (
                            <ListBoxItem id={id} textValue={place.name}>
                                <b>{place.name}</b> <span className="dim">{told(place)}</span>
                            </ListBoxItem>
                        )}
                    </ListBox>
                </Popover>
            </ComboBox>
            <OnMap label={label} picker={desk.picker} on_pick={(place) => on_change(place)} />
        </div>
    );
}
