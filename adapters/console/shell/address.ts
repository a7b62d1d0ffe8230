// The address of what is shown: /desk/map?request=7. Each panel has one, so that it can stand on a
// screen of its own, be opened again after a reload and be passed on.
import { useSyncExternalStore } from "react";

const changed = "muster:address";

export function go(path: string, { replace = false } = {}): void {
    if (path === window.location.pathname + window.location.search) return;
    if (replace) history.replaceState(null, "", path);
    else history.pushState(null, "", path);
    window.dispatchEvent(new Event(changed));
}

function subscribe(listener: () => void): () => void {
    window.addEventListener("popstate", listener);
    window.addEventListener(changed, listener);
    return () => {
        window.removeEventListener("popstate", listener);
        window.removeEventListener(changed, listener);
    };
}

// ["desk", "map"] of /desk/map
export function usePath(): string[] {
    const path = useSyncExternalStore(subscribe, () => window.location.pathname);
    return path.split("/").filter(Boolean);
}

export function useParameter(name: string): [string, (value: string) => void] {
    const value = useSyncExternalStore(
        subscribe,
        () => new URLSearchParams(window.location.search).get(name) ?? "",
    );
    const set = (next: string) => {
        const parameters = new URLSearchParams(window.location.search);
        if (next) parameters.set(name, next);
        else parameters.delete(name);
        const text = parameters.toString();
        go(window.location.pathname + (text ? `?${text}` : ""), { replace: true });
    };
    return [value, set];
}
