// A line of a round length, so that distances can be told.
import { metres } from "../time/times.ts";
import { words } from "../words/words.ts";
import type { CityMap } from "./city_map.ts";
import { round_length } from "./round_length.ts";

const w = words({ scale: { en: "This line is {length} long", zh: "此线段表示 {length}" } });
const longest_px = 110;

export function ScaleLine({ map }: { map: CityMap }) {
    const per_px = map.resolution * Math.cos((map.centre.lat * Math.PI) / 180);
    const length = round_length(per_px * longest_px);
    const text = metres(length);
    return (
        <span
            className="map-scale"
            role="img"
            aria-label={w.scale({ length: text })}
            style={{ width: length / per_px }}
        >
            {text}
        </span>
    );
}
