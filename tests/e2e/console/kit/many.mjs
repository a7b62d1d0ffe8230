// Many commands quickly: on each of some connections one after the other, without waiting for answers.
import net from "node:net";

const connections = 16;
const patience_ms = 120_000;

export async function send_many(program, commands) {
    const parts = Array.from({ length: connections }, (_, n) =>
        commands.filter((_, place) => place % connections === n),
    );
    await Promise.all(parts.map((part) => send_in_order(program, part)));
}

function send_in_order(program, commands) {
    if (commands.length === 0) return undefined;
    return new Promise((done, fail) => {
        const socket = net.connect(program.port, "127.0.0.1");
        socket.setTimeout(patience_ms, () => socket.destroy(new Error("no answer")));
        let [answered, rest] = [0, ""];
        socket.setEncoding("latin1").on("data", (text) => {
            // A head that is cut in two is read when it is whole.
            const lines = (rest + text).split("\r\n");
            rest = lines.pop();
            for (const line of lines) {
                const [, status] = /HTTP\/1\.1 (\d{3}) [^"]*$/.exec(line) ?? [];
                if (!status) continue;
                if (status >= "300") return socket.destroy(new Error(`a command was refused: ${status}`));
                answered++;
            }
            if (answered === commands.length) socket.end(done);
        });
        socket.on("error", fail);
        for (const [name, body] of commands) {
            const text = JSON.stringify(body);
            socket.write(
                `POST /v1/commands/${name} HTTP/1.1\r\nHost: 127.0.0.1\r\n` +
                    `Authorization: Bearer ${program.token}\r\nContent-Type: application/json\r\n` +
                    `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
            );
        }
    });
}
