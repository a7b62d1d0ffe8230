// The ground: what GET /v1/map tells of the city, and where the service has a road file its roads as
// vector tiles (GET /v1/tiles). Either may be missing; then the other is there alone, or a plain land.
import GeoJSON from "ol/format/GeoJSON.js";
import MVT from "ol/format/MVT.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorTileLayer from "ol/layer/VectorTile.js";
import VectorSource from "ol/source/Vector.js";
import VectorTileSource from "ol/source/VectorTile.js";
import TileState from "ol/TileState.js";
import type VectorTile from "ol/VectorTile.js";
import type Tile from "ol/Tile.js";
import { transformExtent } from "ol/proj.js";
import type { Api } from "../net/api.ts";
import type { Extent } from "./geo.ts";
import { ground_style, tile_style } from "./ground_styles.ts";

interface TileInfo {
    hash: string;
    bounds: [number, number, number, number] | [[number, number], [number, number]];
    min_zoom: number;
    max_zoom: number;
    source: string;
}

export interface Ground {
    layers: (VectorLayer | VectorTileLayer)[];
    extent: Extent | null;
    attribution: string; // of the road data
}

const projection = { dataProjection: "EPSG:4326", featureProjection: "EPSG:3857" };

async function read_city(api: Api): Promise<VectorSource | null> {
    const json = await api.get<object>("/v1/map").catch(() => null);
    if (!json) return null;
    return new VectorSource({ features: new GeoJSON().readFeatures(json, projection) });
}

// A tile asks with the token, which an address must not hold.
function load_tile(api: Api) {
    return (tile: Tile, url: string): void => {
        const vector = tile as VectorTile<never>;
        vector.setLoader((extent, _resolution, of) => {
            fetch(url, { headers: api.headers() })
                .then(async (answer) => {
                    if (!answer.ok) throw new Error(String(answer.status));
                    const bytes = await answer.arrayBuffer();
                    const options = { extent, featureProjection: of };
                    vector.setFeatures(vector.getFormat().readFeatures(bytes, options) as never[]);
                })
                .catch(() => vector.setState(TileState.ERROR));
        });
    };
}

async function read_roads(api: Api): Promise<{ layer: VectorTileLayer; extent: Extent; source: string } | null> {
    const info = await api.get<TileInfo>("/v1/tiles").catch(() => null);
    if (!info) return null;
    const bounds = info.bounds.flat() as Extent;
    const extent = transformExtent(bounds, "EPSG:4326", "EPSG:3857") as Extent;
    const source = new VectorTileSource({
        format: new MVT(),
        url: `${api.base}/v1/tiles/{z}/{x}/{y}`,
        minZoom: info.min_zoom,
        maxZoom: info.max_zoom,
        tileLoadFunction: load_tile(api),
    });
    const layer = new VectorTileLayer({ source, extent, declutter: true, style: tile_style, zIndex: 1 });
    return { layer, extent, source: info.source };
}

export async function read_ground(api: Api): Promise<Ground> {
    const [city, roads] = await Promise.all([read_city(api), read_roads(api)]);
    const ground: Ground = { layers: [], extent: null, attribution: roads?.source ?? "" };
    if (city) {
        // While things move the ground is only shifted, and drawn anew when they have come to rest.
        const layer = new VectorLayer({
            source: city,
            declutter: true,
            style: ground_style(() => roads === null),
            zIndex: 0,
        });
        ground.layers.push(layer);
        const extent = city.getExtent() as Extent | null;
        if (extent?.every(Number.isFinite)) ground.extent = extent;
    }
    if (roads) {
        ground.layers.push(roads.layer);
        ground.extent ??= roads.extent;
    }
    return ground;
}
