// A link within the page: the browser's own ways of opening it elsewhere stay.
import type { MouseEvent, ReactNode } from "react";
import { go } from "../address.ts";

export function PageLink({
    to,
    children,
    className = "",
}: {
    to: string;
    children: ReactNode;
    className?: string;
}) {
    const follow = (event: MouseEvent) => {
        if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        event.stopPropagation();
        go(to);
    };
    return (
        <a href={to} onClick={follow} className={className}>
            {children}
        </a>
    );
}
