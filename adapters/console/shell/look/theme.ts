// Day, night or high contrast. By the system's wish until somebody chooses.
export type Theme = "system" | "day" | "night" | "contrast";
const stored = "muster.theme";
export const themes: readonly Theme[] = ["system", "day", "night", "contrast"];

export function theme(): Theme {
    const saved = globalThis.localStorage?.getItem(stored) as Theme | null;
    return saved && themes.includes(saved) ? saved : "system";
}

// What counts now: "system" resolved.
export function shown_theme(): Exclude<Theme, "system"> {
    const wanted = theme();
    if (wanted !== "system") return wanted;
    if (window.matchMedia("(prefers-contrast: more)").matches) return "contrast";
    return window.matchMedia("(prefers-color-scheme: dark)").matches ? "night" : "day";
}

const listeners = new Set<() => void>();
export function on_theme(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

export function set_theme(next: Theme): void {
    localStorage.setItem(stored, next);
    apply_theme();
}

export function apply_theme(): void {
    document.documentElement.dataset.theme = shown_theme();
    for (const listener of [...listeners]) listener();
}

for (const query of ["(prefers-contrast: more)", "(prefers-color-scheme: dark)"]) {
    globalThis.window?.matchMedia(query).addEventListener("change", apply_theme);
}
