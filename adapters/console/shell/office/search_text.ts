// The parameters of the address, followed.
import { useSyncExternalStore } from "react";

function subscribe(listener: () => void): () => void {
    for (const event of ["popstate", "muster:address"]) window.addEventListener(event, listener);
    return () => {
        for (const event of ["popstate", "muster:address"])
            window.removeEventListener(event, listener);
    };
}

export const useSearch = (): string =>
    useSyncExternalStore(subscribe, () => window.location.search);
