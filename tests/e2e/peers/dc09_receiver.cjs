// The receiver of iobroker.sia by itself, on 127.0.0.1: an independent reading of SIA DC-09.
//   node dc09_receiver.cjs PORT ACCOUNT[:KEY]...    prints a line of JSON for each message it took
const path = require('node:path');
const { createRequire } = require('node:module');

const inside = createRequire(path.join(__dirname, 'node_modules/iobroker.sia/build/main.js'));
const [Receiver] = Object.values(inside('./lib/sia'));

const [port, ...accounts] = process.argv.slice(2);
const receiver = new Receiver({ host: '127.0.0.1', port: Number(port) });
receiver.setAccounts(accounts.map((text) => {
  const [accountnumber, password] = text.split(':');
  return { accountnumber, password, aes: password !== undefined, hex: false };
}));
receiver.on('sia', (message, wrong) => {
  const told = message && {
    id: message.id, seq: message.seq, act: message.act, data: message.data_message,
  };
  console.log(JSON.stringify(told ?? { wrong }));
});
receiver.serverStartTCP();
