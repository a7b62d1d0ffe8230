// The page as it lies on the phone (service_worker.ts), and that there is a newer one.
import { Changing } from "@/shell/store/changing.ts";

const look_every_ms = 3_600_000;

class Version extends Changing {
    newer: ServiceWorker | null = null;

    found(worker: ServiceWorker | null): void {
        this.newer = worker;
        this.changed();
    }
}

export const version = new Version();

export const Installed = {
    begin(): void {
        if (!("serviceWorker" in navigator)) return;
        const { serviceWorker: workers } = navigator;
        // The first one begins beside a page that came from the net; a later one replaces it.
        const had_one = workers.controller !== null;
        workers.addEventListener("controllerchange", () => {
            if (had_one) window.location.reload();
        });
        workers
            .register("/sw.js", { scope: "/responder", updateViaCache: "none" })
            .then((registration) => {
                const look = () => {
                    if (had_one && registration.waiting) version.found(registration.waiting);
                };
                look();
                registration.addEventListener("updatefound", () => {
                    registration.installing?.addEventListener("statechange", look);
                });
                window.setInterval(() => void registration.update().catch(() => {}), look_every_ms);
            })
            // A private window may refuse it: then the page needs the net to open.
            .catch(() => {});
    },

    // The page is loaded anew as soon as the new one has taken over.
    take_newer(): void {
        version.newer?.postMessage("take over");
    },
};
