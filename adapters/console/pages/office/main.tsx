import { OfficeConsole } from "@/shell/office/office_console.ts";
import { start_page } from "@/shell/start.tsx";
import { words } from "@/shell/words/words.ts";
import { Office } from "./office.tsx";
import "@/shell/look/base.css";
import "@/shell/office/office.css";
import "@/shell/forms/forms.css";
import "@/shell/tables/tables.css";

const w = words({ title: { en: "Muster office", zh: "Muster 业务管理" } });

start_page({ title: w.title, make_console: () => new OfficeConsole(), Page: Office });
