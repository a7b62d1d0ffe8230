// What runs inside a measured page; each function stands by itself, as the browser gets its text.

// Frames, long tasks, keys to the next frame, and changes from the server's clock to the frame that
// shows them: window.bench.
export function watch() {
    const bench = { frames: 0, longest: 0, keys: [], seen: [], last_mark: 0 };
    window.bench = bench;
    const frame = () => {
        bench.frames++;
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) bench.longest = Math.max(bench.longest, duration);
    }).observe({ type: "longtask" });
    // Event Timing: from the key to the paint after it, in steps of 8 ms; below 16 ms it is silent.
    new PerformanceObserver((list) => {
        for (const { name, duration } of list.getEntries()) {
            if (name === "keydown") bench.keys.push(duration);
        }
    }).observe({ type: "event", durationThreshold: 16 });
    // The address of one request in sight is the time of the server's sending.
    const after_paint = new MessageChannel();
    const waiting = [];
    after_paint.port1.onmessage = () => {
        while (waiting.length) bench.seen.push(Date.now() - waiting.pop());
    };
    new MutationObserver((changes) => {
        for (const { target, addedNodes } of changes) {
            for (const node of [target, ...addedNodes]) {
                const mark = Number(/sent-(\d{13})/.exec(node.textContent)?.[1] ?? 0);
                if (mark <= bench.last_mark) continue;
                bench.last_mark = mark;
                requestAnimationFrame(() => {
                    waiting.push(mark);
                    after_paint.port2.postMessage(0);
                });
            }
        }
    }).observe(document, { subtree: true, childList: true, characterData: true });
}

// How many spots of the colour of P0 there are on the map, each as large as a mark.
export function emergencies() {
    const canvas = document.querySelector(".map-marks");
    if (!canvas) return 0;
    const probe = document.createElement("canvas").getContext("2d");
    probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--p0");
    probe.fillRect(0, 0, 1, 1);
    const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
    const is = new Uint8Array(width * height);
    for (let n = 0; n < is.length; n++) {
        is[n] = data[4 * n] === r && data[4 * n + 1] === g && data[4 * n + 2] === b ? 1 : 0;
    }
    let spots = 0;
    for (let n = 0; n < is.length; n++) {
        if (!is[n]) continue;
        let size = 0;
        const next = [n];
        is[n] = 0;
        while (next.length) {
            const at = next.pop();
            size++;
            for (const to of [at - 1, at + 1, at - width, at + width]) {
                if (is[to]) {
                    is[to] = 0;
                    next.push(to);
                }
            }
        }
        if (size > 100) spots++;
    }
    return spots;
}

// What the page has loaded of the console, by address.
export function loaded_files() {
    return [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
        .map(({ name, encodedBodySize }) => ({ path: new URL(name).pathname, bytes: encodedBodySize }))
        .filter(({ path }) => !path.startsWith("/v1/"));
}
