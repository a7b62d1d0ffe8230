import { is_auditor } from "@/areas/accesses/audit_roles.ts";
import { Console } from "@/shell/console.ts";
import { start_page } from "@/shell/start.tsx";
import { words } from "@/shell/words/words.ts";
import { Supervisor } from "./supervisor.tsx";
import "@/shell/look/base.css";
import "./supervisor.css";

const w = words({ title: { en: "Muster supervisor", zh: "Muster 主管" } });

start_page({
    title: w.title,
    make_console: () => new Console({ topics: ["requests"], unfed: is_auditor }),
    Page: Supervisor,
});
