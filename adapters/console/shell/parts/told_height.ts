// How high a part of the page is, for the style of what lies below it.
import { useEffect } from "react";
import type { RefObject } from "react";

// property: "--head-px"
export function useToldHeight(part: RefObject<HTMLElement | null>, property: string): void {
    useEffect(() => {
        const node = part.current;
        if (!node) return undefined;
        const sizes = new ResizeObserver(() => {
            document.documentElement.style.setProperty(property, `${node.offsetHeight}px`);
        });
        sizes.observe(node);
        return () => sizes.disconnect();
    }, [part, property]);
}
