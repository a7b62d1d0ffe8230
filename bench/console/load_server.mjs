// Stands in for the engine's HTTP and feed with a large city, so that what is measured is the page.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { BigCity } from "./big_city.mjs";

const me = { name: "bench", roles: ["dispatcher"], time_zone: "Asia/Shanghai" };
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const chunk = 500;

// What build.mjs has compressed is served so, as the program serves it.
async function file_of(folder, pathname, accepted) {
    const file = path.join(folder, path.normalize(pathname));
    const headers = { "Content-Type": types[path.extname(file)] ?? "text/plain" };
    for (const [coding, ending] of [["br", ".br"], ["gzip", ".gz"]]) {
        if (!accepted.includes(coding)) continue;
        const packed = await readFile(file + ending).catch(() => null);
        if (packed) return [{ ...headers, "Content-Encoding": coding }, packed];
    }
    return [headers, await readFile(file).catch(() => null)];
}

// {port, stop()}; `updates` records a second, each with `movers` new positions; once a second one says
// when it was sent, in the address of a request.
export async function serve({ WebSocketServer, folder, updates = 50, movers = 4, ...city_options }) {
    const city = new BigCity(city_options);
    let seq = 1000;
    const sockets = new Set();
    const server = createServer(async (request, response) => {
        const { pathname } = new URL(request.url, "http://x");
        const json = (body, status = 200) => {
            response.writeHead(status, { "Content-Type": "application/json" });
            response.end(typeof body === "string" ? body : JSON.stringify(body));
        };
        if (pathname === "/v1/feed/ticket") {
            return json({ ticket: "t", ...me, may_send: ["TakeRequest"] });
        }
        if (pathname === "/v1/me") return json({ ...me, now: Date.now(), may_send: ["TakeRequest"] });
        if (["/v1/services", "/v1/posts", "/v1/names"].includes(pathname)) return json({ items: [], next_after: 0 });
        if (pathname.startsWith("/v1/")) return json({ status: 404, title: "Not Found" }, 404);
        const [headers, content] = await file_of(folder, pathname, request.headers["accept-encoding"] ?? "");
        if (!content) return json({ status: 404 }, 404);
        response.writeHead(200, headers);
        response.end(content);
    });
    const feed = new WebSocketServer({ server, path: "/v1/feed", handleProtocols: () => "muster.v1" });
    const send = (socket, message) => socket.send(JSON.stringify(message));
    feed.on("connection", (socket) => {
        send(socket, { type: "hello", epoch: "bench", heartbeat_ms: 3000 });
        socket.on("close", () => sockets.delete(socket));
        socket.on("message", (text) => {
            const message = JSON.parse(text);
            if (message.type !== "subscribe") return;
            send(socket, { type: "snapshot_begin", seq });
            for (const topic of message.topics) {
                // As the engine does: of who is there the position stands in the responder.
                if (topic === "positions" && message.leave_out?.includes(topic)) continue;
                const all = city[topic] ?? [];
                for (let n = 0; n < all.length; n += chunk) {
                    send(socket, { type: "snapshot_chunk", topic, entities: all.slice(n, n + chunk) });
                }
            }
            send(socket, { type: "snapshot_end", seq, at: Date.now() });
            sockets.add(socket);
        });
    });
    const timer = setInterval(() => {
        const prev = seq++;
        const changes = city.change(movers);
        if (seq % updates === 0) changes.push(city.mark());
        const delta = JSON.stringify({ type: "delta", seq, prev, at: Date.now(), changes });
        for (const socket of sockets) socket.send(delta);
    }, 1000 / updates);
    await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
    return {
        port: server.address().port,
        stop() {
            clearInterval(timer);
            for (const socket of sockets) socket.terminate();
            server.close();
        },
    };
}
