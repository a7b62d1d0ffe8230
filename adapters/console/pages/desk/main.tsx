// What the desk knows begins before what it shows: this file and what it imports are small, so that the
// city is asked for, and comes, while the browser still reads and begins the rest (build.mjs says in the
// head of the page that it is needed).
import { DeskConsole } from "@/areas/requests/desk_console.ts";
import { until } from "@/shell/store/until.ts";
import "@/shell/look/base.css";
import "@/areas/requests/requests.css";
import "./desk.css";

// A server that is slow to answer, or does not, holds up the page no longer than this.
const asked_ms = 250;
const answered_ms = 400;

async function begin(): Promise<void> {
    const desk = new DeskConsole();
    const { link, store } = desk;
    desk.start();
    const phase = () => link.state?.phase ?? "stopped";
    // The rest keeps the processor busy for as long as the server needs for the city.
    await until([link], () => phase() !== "connecting", asked_ms);
    const { show_desk } = await import("./page.tsx");
    // Drawn once with the requests, rather than empty and again.
    const waits = () => ["connecting", "syncing"].includes(phase()) && store.all("requests").size === 0;
    await until([link, store], () => !waits(), answered_ms);
    show_desk(desk);
}

void begin();
