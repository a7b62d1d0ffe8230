// Stands in for the engine's HTTP and feed with a large city, so that what is measured is the page.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { BigCity } from "./big_city.mjs";

const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const chunk = 500;

// {port, stop()}; `updates` records a second, each with `movers` new positions.
export async function serve({ WebSocketServer, folder, updates = 50, movers = 4, map = null, ...city_options }) {
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
            return json({ ticket: "t", name: "bench", time_zone: "Asia/Shanghai", may_send: ["TakeRequest"] });
        }
        if (pathname === "/v1/services" || pathname === "/v1/posts") return json({ items: [], next_after: 0 });
        if (pathname === "/v1/map" && map) return json(map);
        if (pathname.startsWith("/v1/")) return json({ status: 404, title: "Not Found" }, 404);
        const file = path.join(folder, path.normalize(pathname));
        const content = await readFile(file).catch(() => null);
        if (!content) return json({ status: 404 }, 404);
        response.writeHead(200, { "Content-Type": types[path.extname(file)] ?? "text/plain" });
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
        const delta = JSON.stringify({ type: "delta", seq, prev, at: Date.now(), changes: city.change(movers) });
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
