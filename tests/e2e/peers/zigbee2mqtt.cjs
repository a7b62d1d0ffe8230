// The real zigbee2mqtt on a broker of 127.0.0.1, with three buttons and without a radio.
//   node zigbee2mqtt.cjs FOLDER [press]
// FOLDER holds its configuration.yaml. With "press" each button is pressed once, and two of them tell
// of their battery as well; without, it starts, shows what it remembers, and ends.
//
// What stands in for the radio answers as zigbee-herdsman's controller does, as far as it is asked.
const path = require('node:path');
const EventEmitter = require('node:events');
const { createRequire } = require('node:module');

const [folder, press] = process.argv.slice(2);
process.env.ZIGBEE2MQTT_DATA = path.resolve(folder);
const dist = path.join(__dirname, 'node_modules/zigbee2mqtt/dist');
const inside = createRequire(path.join(dist, 'zigbee.js'));
const herdsman = inside('zigbee-herdsman');
const { InterviewState } = inside('zigbee-herdsman/dist/controller/model/device');

// zigbee2mqtt knows both by the names of their classes.
class Endpoint {
  constructor(device) {
    Object.assign(this, {
      ID: 1, deviceIeeeAddress: device.ieeeAddr, profileID: 260, inputClusters: [],
      outputClusters: [], binds: [], configuredReportings: [], clusters: {}, meta: {},
    });
    this.getDevice = () => device;
  }
  supportsInputCluster() { return true; }
  supportsOutputCluster() { return false; }
  getInputClusters() { return []; }
  getOutputClusters() { return []; }
  getClusterAttributeValue() { return undefined; }
  hasPendingRequests() { return false; }
  saveClusterAttributeKeyValue() {}
  async bind() {}
  async read() { return {}; }
  async write() {}
  async configureReporting() {}
  async command() {}
  async commandResponse() {}
}

class Device {
  constructor(ieeeAddr, networkAddress, type, modelID, manufacturerName) {
    Object.assign(this, {
      ieeeAddr, networkAddress, type, modelID, manufacturerName, manufacturerID: 4417,
      powerSource: type === 'Coordinator' ? 'Mains (single phase)' : 'Battery',
      interviewState: InterviewState.Successful, interviewCompleted: true, interviewing: false,
      meta: { configured: '0.0.0' }, lastSeen: Date.now(), linkquality: 100, customClusters: {},
      isDeleted: false,
    });
    this.endpoints = [new Endpoint(this)];
  }
  getEndpoint(id) { return this.endpoints.find((one) => one.ID === id); }
  getEndpointByDeviceType() { return undefined; }
  async ping() {}
  save() {}
  addCustomCluster() {}
  removeFromNetwork() {}
}

const devices = [
  new Device('0x00124b00aaaaaaaa', 0, 'Coordinator'),
  new Device('0x0000000000000001', 101, 'EndDevice', 'TS0215A', '_TZ3000_0dumfk2z'),
  new Device('0x0000000000000002', 102, 'EndDevice', 'FNB56-SOS03FB1.5', 'Feibit'),
  new Device('0x0000000000000003', 103, 'EndDevice', 'SOS-EM', 'HEIMAN'),
];

let radio;
class NoRadio extends EventEmitter {
  constructor() {
    super();
    radio = this;
  }
  async start() { return 'resumed'; }
  async stop() {}
  isStopping() { return false; }
  getDevices() { return devices; }
  getDevicesByType(type) { return devices.filter((one) => one.type === type); }
  * getDevicesIterator(wanted) { yield* devices.filter((one) => !wanted || wanted(one)); }
  getDeviceByIeeeAddr(address) { return devices.find((one) => one.ieeeAddr === address); }
  getDeviceByNetworkAddress(address) {
    return devices.find((one) => one.networkAddress === address);
  }
  getGroups() { return []; }
  * getGroupsIterator() {}
  getGroupByID() { return undefined; }
  getPermitJoin() { return false; }
  getPermitJoinEnd() { return undefined; }
  async permitJoin() {}
  async getCoordinatorVersion() { return { type: 'none', meta: {} }; }
  async getNetworkParameters() { return { panID: 6754, extendedPanID: '0x0', channel: 11 }; }
  async backup() {}
  async coordinatorCheck() { return { missingRouters: [] }; }
}
require.cache[inside.resolve('zigbee-herdsman')].exports = new Proxy(herdsman, {
  get: (target, name) => (name === 'Controller' ? NoRadio : target[name]),
});

function tell(device, type, cluster, data) {
  device.lastSeen = Date.now();
  radio.emit('message', {
    type, device, endpoint: device.endpoints[0], data, cluster, linkquality: 90, groupID: 0,
    meta: { zclTransactionSequenceNumber: Date.now() & 255, frameControl: {} },
  });
}

const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });
const zone = (zonestatus) => ({ zonestatus, extendedstatus: 0 });

async function run() {
  require(path.join(dist, 'util/settings.js')).reRead?.();
  require(path.join(dist, 'util/logger.js')).default.init?.();
  const { Controller } = require(path.join(dist, 'controller.js'));
  const bridge = new Controller(() => {}, () => process.exit(0));
  await bridge.start();
  const [, first, second, third] = devices;
  const said = press !== 'press' ? [] : [
    [first, 'commandEmergency', 'ssIasAce', {}],
    [first, 'attributeReport', 'genPowerCfg', { batteryPercentageRemaining: 180 }],
    [second, 'commandStatusChangeNotification', 'ssIasZone', zone(2)],
    [second, 'attributeReport', 'genPowerCfg', { batteryPercentageRemaining: 150 }],
    [third, 'commandStatusChangeNotification', 'ssIasZone', zone(1)],
  ];
  for (const message of said) {
    tell(...message);
    await pause(200);
  }
  await pause(500);
  await bridge.stop();
}

run().catch((error) => {
  console.error(error);
  process.exit(1);
});
