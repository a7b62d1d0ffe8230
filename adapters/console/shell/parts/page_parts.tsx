// The parts of a page, each with an address of its own: /supervisor, /supervisor/replay.
import { PageLink } from "./page_link.tsx";
import { words } from "../words/words.ts";
import type { Say } from "../words/words.ts";
import "./page_parts.css";

const w = words({ parts: { en: "Parts of the console", zh: "页面导航" } });

interface Part {
    name: string; // in the address; "" = the first
    title: Say;
}

interface Props {
    page: string;
    parts: readonly Part[];
    shown: Part;
}

export const PageParts = ({ page, parts, shown }: Props) => (
    <nav className="page-parts" aria-label={w.parts()}>
        <ul>
            {parts.map((part) => (
                <li key={part.name} aria-current={part === shown ? "page" : undefined}>
                    <PageLink to={`/${page}/${part.name}`.replace(/\/$/, "")}>{part.title()}</PageLink>
                </li>
            ))}
        </ul>
    </nav>
);
