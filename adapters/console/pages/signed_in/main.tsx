// Where another service sends people back to who signed in there.
import { plain_console, start_page } from "@/shell/start.tsx";
import { words } from "@/shell/words/words.ts";
import { SignedInPage } from "./signed_in.tsx";
import "@/shell/look/base.css";
import "./signed_in.css";

const w = words({ title: { en: "Muster sign-in", zh: "Muster 登录" } });

start_page({
    title: w.title,
    make_console: plain_console({ topics: [] }),
    Page: SignedInPage,
    open: true,
});
