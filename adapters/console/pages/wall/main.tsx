import { keep_forgetting } from "@/areas/requests/forget_over.ts";
import { start_page } from "@/shell/start.tsx";
import { Console } from "@/shell/console.ts";
import { words } from "@/shell/words/words.ts";
import { Wall } from "./wall.tsx";
import "@/shell/look/base.css";
import "./wall.css";

const w = words({ title: { en: "Muster wall", zh: "Muster 大屏" } });

const topics = ["requests", "responders", "positions"];

keep_forgetting(start_page({ title: w.title, make_console: () => new Console({ topics }), Page: Wall }));
