// Keeps the page's own files on the phone, so that it opens without a net. It answers for those files
// and for nothing else: what the server says of people is never kept here.
// build.mjs says which files there are, and a version that changes with any of them.
declare const own_files: readonly string[];
declare const own_version: string;

interface Lasting extends Event {
    waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Lasting {
    readonly request: Request;
    respondWith(answer: Promise<Response>): void;
}
interface Worker {
    addEventListener(type: "install" | "activate", listener: (event: Lasting) => void): void;
    addEventListener(type: "fetch", listener: (event: Fetching) => void): void;
    addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
    skipWaiting(): Promise<void>;
    clients: { claim(): Promise<void> };
}

const worker = self as unknown as Worker;
const prefix = "muster-responder-";
const cache_name = prefix + own_version;
const page = "/responder";
const files = new Set(own_files);

// All of them or none: a page without one of its files does not open.
worker.addEventListener("install", (event) => {
    const fill = async () => {
        const cache = await caches.open(cache_name);
        await cache.addAll(own_files.map((file) => new Request(file, { cache: "no-cache" })));
    };
    event.waitUntil(fill());
});

// The files of older versions go when this one is the only one in use.
worker.addEventListener("activate", (event) => {
    const clean = async () => {
        for (const name of await caches.keys()) {
            if (name.startsWith(prefix) && name !== cache_name) await caches.delete(name);
        }
        await worker.clients.claim();
    };
    event.waitUntil(clean());
});

// A page in use keeps its version until whoever uses it wants the new one.
worker.addEventListener("message", ({ data }) => {
    if (data === "take over") void worker.skipWaiting();
});

function kept_name({ method, mode, url }: Request): string | null {
    const { origin, pathname } = new URL(url);
    if (method !== "GET" || origin !== self.location.origin) return null;
    if (mode === "navigate") return pathname.startsWith(page) ? page : null;
    return files.has(pathname) ? pathname : null;
}

// What is kept comes from here also with a net: page and files are of one version.
worker.addEventListener("fetch", (event) => {
    const name = kept_name(event.request);
    if (!name) return;
    const answer = async () => {
        const cache = await caches.open(cache_name);
        return (await cache.match(name, { ignoreVary: true })) ?? fetch(event.request);
    };
    event.respondWith(answer());
});

// This file is a module of its own.
export {};
