// Where help is needed: typed, or a place of the address book; without it the home of the member.
import { useState } from "react";
import { Combo } from "@/shell/parts/combo.tsx";
import { OnMap, place_text } from "@/shell/map/on_map.tsx";
import { Button } from "@/shell/parts/button.tsx";
import { field_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import { useDesk } from "../desk_console.ts";
import { find_places, place_reason } from "../places.ts";
import type { CallValues } from "./call_draft.ts";
import type { FieldProps } from "./fields.tsx";
import { useFound } from "./use_found.ts";

const w = words({
    home: { en: "Empty: at home, {address}", zh: "不填则为住址：{address}" },
    known: { en: "A place of the address book.", zh: "地址簿中的地点。" },
    on_map: { en: "On the map: {place}", zh: "地图位置：{place}" },
    off_map: { en: "Remove place", zh: "取消位置" },
    unknown: { en: "Not a place of the address book: goes as it is typed.", zh: "非地址簿地点，按所填文字发送。" },
});

export function AddressField({ values, change }: FieldProps) {
    const desk = useDesk();
    const [typed, type] = useState("");
    const places = useFound(typed, (text, signal) => find_places(desk.api, text, signal));
    const { address, place, on_map } = values;
    const label = field_word("address");
    const hint = on_map ? "" : hint_of(values);
    return (
        <div className="field">
            <Combo
                label={label}
                text={address}
                hint={hint}
                options={(places ?? []).map((place) => ({
                    key: String(place.place),
                    label: place.name,
                    detail: [place.community, place.district, place_reason(place)].filter(Boolean).join(" · "),
                    place,
                }))}
                on_text={(text) => {
                    type(text);
                    change({ address: text, place: on_map ? place : null, known_place: 0 });
                }}
                on_pick={({ place }) => {
                    type("");
                    change({
                        address: place.name,
                        place: place.point ?? null,
                        known_place: place.place,
                        on_map: false,
                    });
                    if (place.point) desk.desk.set({ look_at: { ...place.point } });
                }}
            />
            <div className="on-map-line">
                <OnMap
                    label={label}
                    picker={desk.picker}
                    on_pick={(point) => change({ place: point, on_map: true, known_place: 0 })}
                />
                {on_map && place && (
                    <>
                        <span>{w.on_map({ place: place_text(place) })}</span>
                        <Button kind="quiet" onPress={() => change({ place: null, on_map: false })}>
                            {w.off_map()}
                        </Button>
                    </>
                )}
            </div>
        </div>
    );
}

const hint_of = ({ address, known_place, member }: CallValues): string => {
    if (address) return known_place ? w.known() : w.unknown();
    return member?.address ? w.home({ address: member.address }) : "";
};
