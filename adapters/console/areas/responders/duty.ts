// Order and kinds of responders' states. Pure.
import type { Responder, ResponderKind, ResponderStatus } from "muster/schema";

// Who may be sent first, those who are not there last.
export const duty_states: readonly ResponderStatus[] = [
    "available",
    "dispatched",
    "en_route",
    "on_scene",
    "clearing",
    "out_of_service",
    "off_duty",
];
export const kinds: readonly ResponderKind[] = ["staff", "volunteer", "team"];

export const is_on_duty = (responder: Responder): boolean => responder.status !== "off_duty";
export const is_free = (responder: Responder): boolean => responder.status === "available";
export const is_rolling = (responder: Responder): boolean =>
    responder.status === "dispatched" || responder.status === "en_route";

export const duty_rank: Readonly<Record<string, number>> = Object.fromEntries(
    duty_states.map((state, place) => [state, place]),
);

// The custom property with the colour of a state.
export const duty_colour: Readonly<Record<ResponderStatus, string>> = {
    available: "free",
    dispatched: "busy",
    en_route: "busy",
    on_scene: "scene",
    clearing: "clearing",
    out_of_service: "off",
    off_duty: "off",
};
