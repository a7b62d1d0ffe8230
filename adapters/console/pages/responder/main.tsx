// The phone of whoever is sent: professionals and volunteers.
import { FieldConsole } from "@/areas/field/field_console.ts";
import { start_page } from "@/shell/start.tsx";
import { words } from "@/shell/words/words.ts";
import { Installed } from "./installed.ts";
import { ResponderPage } from "./responder.tsx";
import "@/shell/look/base.css";
import "./responder.css";

const w = words({ title: { en: "Muster responder", zh: "Muster 出勤" } });

Installed.begin();
start_page({ title: w.title, make_console: () => new FieldConsole(), Page: ResponderPage });
