// A link between a page and the program that a test can spoil: it swallows all bytes, or loses the
// answers to commands after they were carried out.
import net from "node:net";

export class Proxy {
    swallows = false; // both ways, without a word
    lose_answers = 0; // to so many commands more
    last_byte_at = 0; // when the page last got one
    commands = []; // {name, key} of each that went over it, those that the browser sent again by itself too
    #sockets = new Set();

    static async start(port) {
        const self = new Proxy();
        self.server = net.createServer((page) => self.#join(page, port));
        await new Promise((done) => self.server.listen(0, "127.0.0.1", done));
        self.url = `http://127.0.0.1:${self.server.address().port}`;
        return self;
    }

    #join(page, port) {
        const program = net.connect(port, "127.0.0.1");
        let lost = false; // the answer to what was just asked
        for (const [from, to] of [
            [page, program],
            [program, page],
        ]) {
            this.#sockets.add(from);
            from.setNoDelay(true);
            from.on("data", (bytes) => {
                if (this.swallows) return;
                if (from === page) {
                    const text = bytes.toString("latin1");
                    const [, name] = /^POST \/v1\/commands\/(\w+) /.exec(text) ?? [];
                    if (name) {
                        this.commands.push({ name, key: /^idempotency-key: (.*)\r$/im.exec(text)?.[1] });
                        lost = this.lose_answers > 0;
                        if (lost) this.lose_answers--;
                    }
                } else {
                    if (lost) {
                        page.destroy();
                        return;
                    }
                    this.last_byte_at = Date.now();
                }
                to.write(bytes);
            });
            // What was swallowed is gone, so a link that is healed begins anew.
            from.on("error", () => to.destroy());
            from.on("close", () => {
                this.#sockets.delete(from);
                if (!this.swallows) to.destroy();
            });
        }
    }

    // After swallowing: what was cut in the middle of a message cannot go on.
    heal() {
        this.swallows = false;
    }

    async stop() {
        for (const socket of this.#sockets) socket.destroy();
        await new Promise((done) => this.server.close(done));
    }
}
