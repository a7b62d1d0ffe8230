// A broadcast server on npm's `ws`, driven by lines on its standard input, so that the bench can
// measure it with the same clients as everything else.
//   send K BYTES   sends K messages of BYTES bytes to every client
//   cpu            prints the process's CPU time so far in microseconds
import { createInterface } from 'node:readline';
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: 0,
  backlog: 4096,
  perMessageDeflate: false,
  handleProtocols: () => 'muster.v1',
});
server.on('listening', () => console.log(server.address().port));
server.on('connection', (client) => client.on('error', () => {}));

createInterface({ input: process.stdin }).on('line', (line) => {
  const [command, count, bytes] = line.split(' ');
  if (command === 'send') {
    const payload = 'x'.repeat(Number(bytes));
    for (let i = 0; i < Number(count); i++) {
      for (const client of server.clients) client.send(payload);
    }
  } else if (command === 'cpu') {
    const { user, system } = process.cpuUsage();
    console.log(user + system);
  }
}).on('close', () => process.exit(0));
