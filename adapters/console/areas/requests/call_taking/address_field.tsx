// Where help is needed: typed, or a place of the address book; without it the home of the member.
import { useState } from "react";
import { Combo } from "@/shell/parts/combo.tsx";
import { field_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import { useDesk } from "../desk_console.ts";
import { find_places, place_reason } from "../places.ts";
import type { FieldProps } from "./fields.tsx";
import { useFound } from "./use_found.ts";

const w = words({
    home: { en: "Empty: at home, {address}", zh: "不填则为住址：{address}" },
    known: { en: "A place of the address book.", zh: "地址簿中的地点。" },
    unknown: { en: "Not a place of the address book: goes as it is typed.", zh: "非地址簿地点，按所填文字发送。" },
});

export function AddressField({ values, change }: FieldProps) {
    const desk = useDesk();
    const [typed, type] = useState("");
    const places = useFound(typed, (text, signal) => find_places(desk.api, text, signal));
    const { address, known_place, member } = values;
    const hint = address
        ? known_place
            ? w.known()
            : w.unknown()
        : member?.address
          ? w.home({ address: member.address })
          : "";
    return (
        <Combo
            label={field_word("address")}
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
                change({ address: text, place: null, known_place: 0 });
            }}
            on_pick={({ place }) => {
                type("");
                change({ address: place.name, place: place.point ?? null, known_place: place.place });
                if (place.point) desk.desk.set({ look_at: { ...place.point } });
            }}
        />
    );
}
