// The map as a panel of the desk.
import { MapView } from "@/shell/map/map_view.tsx";
import { words } from "@/shell/words/words.ts";
import { useDesk } from "@/areas/requests/desk_console.ts";
import { desk_map } from "./desk_map.ts";
import { MapLegend } from "./map_legend.tsx";

const w = words({
    label: {
        en: "Map of open requests and of responders on duty. All of them are in the lists of requests and responders too.",
        zh: "未结请求和在岗服务人员的地图；同样的内容也在请求列表和人员列表中。",
    },
});

export default function DeskMapView() {
    const desk = useDesk();
    const { map, show_all } = desk_map(desk);
    return (
        <MapView
            map={map}
            label={w.label()}
            on_all={show_all}
            picker={desk.picker}
            legend={<MapLegend />}
        />
    );
}
