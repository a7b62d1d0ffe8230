// What lies in front. A modal dialog makes everything outside it unreachable, for the mouse and for
// assistive technology alike: what must be seen and heard over a dialog has to stand inside it.
const listeners = new Set();

// `leaving`: a dialog that is about to go.
export function layers_changed(leaving = null) {
    for (const listener of listeners) listener(leaving);
}

export function on_layers(listener) {
    listeners.add(listener);
}

// The dialogs that are open, except the cover of the sign-in, the last one in front.
export const open_dialogs = () => [...document.querySelectorAll("dialog[open]:not(#signin)")];

export const front = (leaving) =>
    open_dialogs()
        .filter((dialog) => dialog !== leaving)
        .at(-1) ?? document.body;
