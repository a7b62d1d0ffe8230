// A map in a dialog, for a form on a page that shows none: whoever points out a place closes it.
import { useEffect, useMemo } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import type { Point, Responder } from "muster/schema";
import { useConsole } from "../console_context.ts";
import type { Api } from "../net/api.ts";
import { CityMap } from "./city_map.ts";
import { extent_of_most, to_map } from "./geo.ts";
import type { Extent } from "./geo.ts";
import { MapView } from "./map_view.tsx";
import { PlacePicker } from "./place_picker.ts";

const near_zoom = 16;
const some = 200;

interface Props {
    title: string;
    near: Point | null; // what the field says now
    on_place(place: Point | null): void; // null: given up
}

export default function PickDialog({ title, near, on_place }: Props) {
    const { api } = useConsole();
    const picker = useMemo(() => new PlacePicker(), []);
    const { map, ready, show_all, dispose } = useMemo(() => map_near(api, near), []);
    useEffect(() => {
        let over = false;
        // Before it shows the city nothing can be meant.
        void ready.then(() => {
            if (!over) void picker.pick_place().then(on_place);
        });
        return () => {
            over = true;
            picker.answer(null);
            dispose();
        };
    }, []);
    return (
        <ModalOverlay
            isOpen
            onOpenChange={(open) => !open && on_place(null)}
            className="overlay"
        >
            <Modal className="modal pick-modal">
                <Dialog className="dialog pick-dialog">
                    <Heading slot="title">{title}</Heading>
                    <MapView map={map} label={title} on_all={show_all} picker={picker} />
                </Dialog>
            </Modal>
        </ModalOverlay>
    );
}

// It begins where the field says, else where most of those are who work here, else with all of the map.
function map_near(api: Api, near: Point | null) {
    const map = new CityMap({ api, painters: [] });
    let city: Extent | null = null;
    let asked = Boolean(near);
    let shown = false;
    let is_ready = () => {};
    const ready = new Promise<void>((resolve) => (is_ready = resolve));
    const show_all = () => {
        const extent = map.ground ?? city;
        if (extent) map.fit(extent);
    };
    const first_view = () => {
        if (shown || !asked || !map.has_size) return;
        const place = near && to_map(near);
        const extent: Extent | null = place
            ? [place.x, place.y, place.x, place.y]
            : (city ?? map.ground);
        is_ready();
        if (!extent) return;
        shown = true;
        map.fit(extent, { nearest_zoom: near_zoom, at_once: true });
    };
    const stop = map.subscribe(first_view);
    api.list<Responder>("/v1/responders", { limit: some }, some)
        .then((responders) => {
            const places = responders.flatMap(({ position, profile }) => position ?? profile.post ?? []);
            city = extent_of_most(places.map(to_map));
        })
        .catch(() => {}) // Not for these eyes.
        .finally(() => {
            asked = true;
            first_view();
        });
    const dispose = () => {
        stop();
        map.dispose();
    };
    return { map, ready, show_all, dispose };
}
