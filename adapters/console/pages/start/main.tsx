// The first page: who signs in here goes on to the console that his token is for.
import { plain_console, start_page } from "@/shell/start.tsx";
import { words } from "@/shell/words/words.ts";
import { Consoles } from "./consoles.tsx";
import "@/shell/look/base.css";
import "./start.css";

const w = words({ title: { en: "Muster", zh: "Muster" } });

start_page({ title: w.title, make_console: plain_console({ topics: [] }), Page: Consoles });
