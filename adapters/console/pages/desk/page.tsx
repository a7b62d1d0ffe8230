import type { DeskConsole } from "@/areas/requests/desk_console.ts";
import { start_page } from "@/shell/start.tsx";
import { words } from "@/shell/words/words.ts";
import { Desk } from "./desk.tsx";

const w = words({ title: { en: "Muster dispatch", zh: "Muster 调度台" } });

export function show_desk(desk: DeskConsole): void {
    start_page({ title: w.title, make_console: () => desk, Page: Desk });
}
