// Resolves when it holds, which any of these sources says by a change, or after `within_ms`.
interface Source {
    subscribe(listener: () => void): () => void;
}

export function until(sources: readonly Source[], holds: () => boolean, within_ms: number): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve) => {
        const done = () => {
            for (const stop of stops) stop();
            clearTimeout(timer);
            resolve();
        };
        const stops = sources.map((source) => source.subscribe(() => holds() && done()));
        const timer = setTimeout(done, within_ms);
    });
}
