// A place as latitude and longitude, or found by what is typed: an address, a place of the book.
import { Suspense, lazy, useState } from "react";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { TextField } from "react-aria-components/TextField";
import { OnMapButton } from "../map/on_map.tsx";
import { with_query } from "../net/api.ts";
import { useOffice } from "../office/office_console.ts";
import { Button } from "../parts/button.tsx";
import { words } from "../words/words.ts";
import { parse_point } from "./form_values.ts";

// A form without a place loads no map.
const PickDialog = lazy(() => import("../map/pick_dialog.tsx"));

const w = words({
    hint: { en: "An address, or latitude, longitude", zh: "地址，或“纬度, 经度”" },
    find: { en: "Find", zh: "查找" },
    none: { en: "No such place is known.", zh: "未找到该地点。" },
});

interface Found {
    name?: string;
    matched?: string; // what of the text it is
    point?: { lat: number; lon: number };
}

interface Props {
    label: string;
    value: string;
    error?: string;
    on_change(value: string): void;
}

export function PointInput({ label, value, error, on_change }: Props) {
    const { api } = useOffice();
    const [found, set_found] = useState<readonly Found[] | null>(null);
    const [picking, pick] = useState(false);
    const find = () => {
        api.get<{ places?: Found[] }>(with_query("/v1/places/find", { q: value, limit: 6 })).then(
            ({ places = [] }) => set_found(places),
            () => set_found([]),
        );
    };
    const is_text = value.trim() !== "" && !parse_point(value);
    return (
        <div className="point-input">
            <TextField value={value} onChange={on_change} isInvalid={Boolean(error)}>
                <Label>{label}</Label>
                <Input placeholder={w.hint()} />
                <FieldError>{error}</FieldError>
            </TextField>
            <OnMapButton label={label} on_press={() => pick(true)} />
            {picking && (
                <Suspense fallback={null}>
                    <PickDialog
                        title={label}
                        near={parse_point(value)}
                        on_place={(place) => {
                            pick(false);
                            if (place) on_change(`${place.lat}, ${place.lon}`);
                        }}
                    />
                </Suspense>
            )}
            {is_text && <Button onPress={find}>{w.find()}</Button>}
            {is_text && found && (
                <ul>
                    {found.length === 0 && <li className="hint">{w.none()}</li>}
                    {found.map((one, i) => {
                        const at = one.point;
                        if (!at) return null;
                        return (
                            <li key={i}>
                                <Button
                                    kind="quiet"
                                    onPress={() => {
                                        set_found(null);
                                        on_change(`${at.lat}, ${at.lon}`);
                                    }}
                                >
                                    {one.name || one.matched || `${at.lat}, ${at.lon}`}
                                </Button>
                            </li>
                        );
                    })}
                </ul>
            )}
        </div>
    );
}
