// What the desk knows begins before what it shows: this file and what it imports are small, so that the
// city is asked for, and comes, while the browser still reads the rest (build.mjs says in the head of
// the page that it is needed).
import { DeskConsole } from "@/areas/requests/desk_console.ts";
import "@/shell/look/base.css";
import "@/areas/requests/requests.css";
import "./desk.css";

const desk = new DeskConsole();
desk.start();

void import("./page.tsx").then(({ show_desk }) => show_desk(desk));
