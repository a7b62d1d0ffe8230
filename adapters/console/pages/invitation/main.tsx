// Where the link of an invitation leads: a passphrase and an app are chosen, and recovery codes kept.
import { plain_console, start_page } from "@/shell/start.tsx";
import { words } from "@/shell/words/words.ts";
import { InvitationPage } from "./invitation.tsx";
import "@/shell/look/base.css";
import "@/shell/access/access.css";
import "./invitation.css";

const w = words({ title: { en: "Muster invitation", zh: "Muster 邀请" } });

start_page({
    title: w.title,
    make_console: plain_console({ topics: [] }),
    Page: InvitationPage,
    open: true,
});
