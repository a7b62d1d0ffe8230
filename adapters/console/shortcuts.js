// Single keys, while no text is being typed and no dialog is open. They can be turned off (help).
import { actions, offers } from "./model/commands.js";

const stored = "muster.single_keys";

export const preferences = {
    single_keys: () => localStorage.getItem(stored) !== "off",
    set_single_keys: (on) => localStorage.setItem(stored, on ? "on" : "off"),
};

const typing = (node) => node?.closest?.("input, textarea, select, [contenteditable]");

// desk: the verbs used below.
export function listen_for_keys(desk) {
    document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
        // The one key that works everywhere, also in the middle of a form.
        if (event.key === "F1" && desk.signed_in()) {
            event.preventDefault();
            desk.open_alarm();
            return;
        }
        if (document.querySelector("dialog[open]")) return;
        if (event.key === "Escape") {
            // Else the browser empties a search box itself, and tells nobody once the focus has gone.
            event.preventDefault();
            desk.escape();
            return;
        }
        if (typing(event.target) || !desk.signed_in()) return;
        if (event.key === "?") {
            event.preventDefault();
            desk.help();
            return;
        }
        if (!preferences.single_keys()) return;
        if (act(desk, event.key)) event.preventDefault();
    });
}

function act(desk, key) {
    if (/^[0-4]$/.test(key)) desk.toggle_class(`P${key}`);
    else if (key === "j") desk.move(1);
    else if (key === "k") desk.move(-1);
    else if (key === "/") desk.search();
    else if (key === "n") desk.create();
    else if (key === "q") desk.go("queue");
    else if (key === "m") desk.go("map");
    else if (key === "b") desk.go("board");
    else if (key === "d") desk.go("detail");
    else if (key === "s") desk.toggle_sound();
    else return act_on_request(desk, key);
    return true;
}

// Two actions may share a key when they are never possible together.
function act_on_request(desk, key) {
    const request = desk.opened();
    if (!request) return false;
    const action = actions.find((a) => a.key === key && offers(a, request, desk.context()));
    if (action) desk.act(action.id);
    return Boolean(action);
}
