// The button that asks for a place on the map of the page, and a place as it is written beside it.
import { useEffect, useRef } from "react";
import { Button } from "../parts/button.tsx";
import { words } from "../words/words.ts";
import type { Point } from "muster/schema";
import type { PlacePicker } from "./place_picker.ts";

const w = words({
    button: { en: "On the map", zh: "在地图上选" },
    button_for: { en: "On the map: {label}", zh: "在地图上选：{label}" },
});

interface Props {
    label: string; // of the field
    on_press(): void;
}

export function OnMapButton({ label, on_press }: Props) {
    return (
        <Button
            className="on-map"
            aria-label={w.button_for({ label })}
            onPress={on_press}
        >
            {w.button()}
        </Button>
    );
}

export function OnMap(props: {
    label: string;
    picker: PlacePicker;
    on_pick(place: Point): void;
}) {
    const { label, picker, on_pick } = props;
    // What was typed while the map was waited for stays.
    const latest = useRef(on_pick);
    latest.current = on_pick;
    const waiting = useRef(false);
    // A form that is gone waits for no place.
    useEffect(
        () => () => {
            if (waiting.current) picker.answer(null);
        },
        [picker],
    );
    const ask = async () => {
        waiting.current = true;
        const place = await picker.pick_place();
        waiting.current = false;
        if (place) latest.current(place);
    };
    return <OnMapButton label={label} on_press={() => void ask()} />;
}

const decimals = 5; // a metre

export const place_text = ({ lat, lon }: Point): string =>
    `${lat.toFixed(decimals)}, ${lon.toFixed(decimals)}`;
