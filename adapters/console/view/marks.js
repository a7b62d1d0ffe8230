// Small marks shared by lists, legend and map: a duty status has a shape as well as a colour.
import { el, svg } from "./dom.js";
import { class_shapes } from "./icons.js";

export const duty_shapes = {
    available: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2z",
    dispatched: "M3 2.5 14 8 3 13.5z",
    en_route: "M3 2.5 14 8 3 13.5z",
    on_scene: "M2.5 2.5h11v11h-11z",
    clearing: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zm0 2.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
    out_of_service:
        "M3.5 2 8 6.5 12.5 2 14 3.5 9.5 8l4.5 4.5-1.5 1.5L8 9.5 3.5 14 2 12.5 6.5 8 2 3.5z",
    off_duty: "M2 6.8h12v2.4H2z",
};

export function duty_mark(status) {
    return el(`span.state-mark.${status}`, {}, svg(duty_shapes[status] ?? "", { size: 12 }));
}

export function class_mark(urgency) {
    return el(`span.class-mark.${urgency}`, {}, svg(class_shapes[urgency], { size: 13 }), urgency);
}
