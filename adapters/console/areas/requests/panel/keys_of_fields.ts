import type { KeyboardEvent } from "react";

// Letters, digits and Space in a form or a menu are its own and no shortcuts of the page.
export function keep_keys(event: KeyboardEvent): void {
    if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) event.stopPropagation();
}
