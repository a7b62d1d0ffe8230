import { createContext, useContext } from "react";
import type { Console } from "./console.ts";

export const ConsoleContext = createContext<Console | null>(null);

export function useConsole(): Console {
    const console = useContext(ConsoleContext);
    if (!console) throw new Error("outside of a page");
    return console;
}
