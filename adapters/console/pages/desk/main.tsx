import { start_page } from "@/shell/start.tsx";
import { DeskConsole } from "@/areas/requests/desk_console.ts";
import { words } from "@/shell/words/words.ts";
import { Desk } from "./desk.tsx";
import "@/shell/look/base.css";
import "@/areas/requests/requests.css";
import "./desk.css";

const w = words({ title: { en: "Muster dispatch", zh: "Muster 调度台" } });

start_page({ title: w.title, make_console: () => new DeskConsole(), Page: Desk });
