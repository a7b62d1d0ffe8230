import { plain_console, start_page } from "@/shell/start.tsx";
import { words } from "@/shell/words/words.ts";
import { Accounts } from "./accounts.tsx";
import "@/shell/look/base.css";
import "@/shell/access/access.css";
import "@/shell/office/office.css";
import "@/shell/forms/forms.css";
import "@/shell/tables/tables.css";
import "./accounts.css";

const w = words({ title: { en: "Muster accounts", zh: "Muster 账号管理" } });

start_page({ title: w.title, make_console: plain_console({ topics: [] }), Page: Accounts });
