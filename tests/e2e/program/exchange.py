"""Scripted telephone exchanges for the tests: one speaks AMI as Asterisk does, one the event socket
of FreeSWITCH. Both remember their channels and show them, and take orders to ring somebody; a test
says what becomes of these. Public clients vouch for them (exchange_peers_test.py)."""

import hashlib
import json
import queue
import re
import socket
import threading
import urllib.parse

SECRET = "a secret of sixteen"
CHALLENGE = "840415273"
BANNER = b"Asterisk Call Manager/5.0.2\r\n"
LINE = "12349"


class Exchange(threading.Thread):
    """One connection at a time. `orders` are the calls out that it was told to make: {id, channel,
    and the variables of the announcement}."""

    def __init__(self):
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.channels = {}
        self.jobs = {}  # of a call out, how its order is called
        self.peer = None
        self.logins = queue.Queue()
        self.orders = queue.Queue()
        self.ended = queue.Queue()
        self.refuses = False  # every order
        self.start()

    def run(self):
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            try:
                self.greet(peer)
                self.serve(peer)
            except OSError:
                pass  # the other side is gone, as a test wants it
            finally:
                peer.close()

    def serve(self, peer):
        heard = b""
        while True:
            more = peer.recv(4096)
            if not more:
                return
            heard += more
            while found := re.search(rb"\r?\n\r?\n", heard):
                text, heard = heard[: found.start()].decode(), heard[found.end():]
                if text:
                    self.act(peer, text.splitlines())

    def log_in(self, peer, good):
        if good:
            self.peer = peer
        self.logins.put(good)

    def drop(self):
        self.peer.shutdown(socket.SHUT_RDWR)


def block(**lines):
    return "".join(f"{key}: {value}\r\n" for key, value in lines.items()).encode() + b"\r\n"


class Asterisk(Exchange):
    """Logs in whoever has the secret, by challenge or in plain."""

    dialect, context = "ami", "from-trunk"
    trunk = "PJSIP/{national}@trunk"

    def greet(self, peer):
        peer.sendall(BANNER)

    def act(self, peer, text):
        pairs = [line.split(": ", 1) for line in text if ": " in line]
        lines = {key.lower(): value for key, value in pairs}
        action, name = lines["action"].lower(), lines.get("actionid", "")
        if action == "challenge":
            peer.sendall(block(Response="Success", ActionID=name, Challenge=CHALLENGE))
        elif action == "login":
            key = hashlib.md5((CHALLENGE + SECRET).encode()).hexdigest()
            good = lines.get("key") == key or lines.get("secret") == SECRET
            answer = "Authentication accepted" if good else "Authentication failed"
            peer.sendall(block(Response="Success" if good else "Error", ActionID=name,
                               Message=answer))
            self.log_in(peer, good)
        elif action == "coreshowchannels":
            peer.sendall(block(Response="Success", ActionID=name, EventList="start"))
            for one in list(self.channels.values()):
                peer.sendall(block(Event="CoreShowChannel", ActionID=name, **one))
            peer.sendall(block(Event="CoreShowChannelsComplete", ActionID=name,
                               ListItems=len(self.channels)))
        elif action == "originate":
            self.originate(peer, name, lines, [v for k, v in pairs if k.lower() == "variable"])
        elif action == "hangup":
            peer.sendall(block(Response="Success", ActionID=name, Message="Channel Hungup"))
            self.ended.put(lines["channel"])
        else:
            peer.sendall(block(Response="Success", ActionID=name))

    def originate(self, peer, name, lines, variables):
        if self.refuses or lines["channelid"] in self.channels:
            peer.sendall(block(Response="Error", ActionID=name,
                               Message=f"No way to {lines['channel']}"))
            self.orders.put(None)
            return
        told = dict(one.lstrip("_").split("=", 1) for line in variables for one in line.split(","))
        unique = lines["channelid"]
        self.channels[unique] = {"Channel": lines["channel"] + "-0001", "CallerIDNum": "",
                                 "Context": self.context, "Exten": "", "Uniqueid": unique,
                                 "Linkedid": unique}
        peer.sendall(block(Response="Success", ActionID=name,
                           Message="Originate successfully queued"))
        peer.sendall(block(Event="Newchannel", **self.channels[unique]))
        self.orders.put({"id": unique, "channel": lines["channel"],
                         "place": lines["exten"] + "@" + lines["context"],
                         "kind": told["MUSTER_KIND"], "request": told["MUSTER_REQUEST"],
                         "language": told["CHANNEL(language)"]})

    def say(self, event, **lines):
        self.peer.sendall(block(Event=event, **lines))

    def ring(self, unique, number):
        self.channels[unique] = {"Channel": f"PJSIP/trunk-{unique}", "CallerIDNum": number,
                                 "Context": self.context, "Exten": LINE, "Uniqueid": unique,
                                 "Linkedid": unique}
        self.say("Newchannel", **self.channels[unique])

    def tell_number(self, unique, number):
        self.say("NewCallerid", CallerIDNum=number, Uniqueid=unique, Linkedid=unique)

    def queue_up(self, unique, name):
        self.say("QueueCallerJoin", Queue=name, Uniqueid=unique, Linkedid=unique)

    def agent_answers(self, unique, agent):
        self.say("AgentConnect", MemberName=agent, Uniqueid=unique, Linkedid=unique)

    def picks_up(self, unique):
        self.say("OriginateResponse", ActionID=unique, Response="Success", Reason=4,
                 Uniqueid=unique)

    def press(self, unique, key):
        self.say("UserEvent", UserEvent="MusterKey", Uniqueid=unique, Ring=unique, Digit=key)

    def hang_up(self, unique, told=True):
        self.channels.pop(unique)
        if told:
            self.say("Hangup", Uniqueid=unique, Linkedid=unique, Cause=16)

    def nobody_answers(self, unique):
        self.hang_up(unique)
        self.say("OriginateResponse", ActionID=unique, Response="Failure", Reason=3,
                 Uniqueid=unique)


def packet(kind, body):
    return f"Content-Length: {len(body.encode())}\nContent-Type: {kind}\n\n{body}".encode()


class FreeSwitch(Exchange):
    """Logs in whoever has the password of the event socket."""

    dialect, context = "esl", "public"
    trunk = "sofia/gateway/trunk/{national}"

    def greet(self, peer):
        peer.sendall(b"Content-Type: auth/request\n\n")

    def reply(self, peer, text, **more):
        lines = "".join(f"{key.replace('_', '-')}: {value}\n" for key, value in more.items())
        peer.sendall(f"Content-Type: command/reply\nReply-Text: {text}\n{lines}\n".encode())

    def act(self, peer, text):
        command, _, rest = text[0].partition(" ")
        headers = dict(line.split(": ", 1) for line in text[1:] if ": " in line)
        if command == "auth":
            good = rest == SECRET
            self.reply(peer, "+OK accepted" if good else "-ERR invalid")
            self.log_in(peer, good)
        elif command == "api" and rest == "show channels as json":
            rows = list(self.channels.values())
            answer = {"row_count": len(rows), **({"rows": rows} if rows else {})}
            peer.sendall(packet("api/response", json.dumps(answer)))
        elif command == "api":
            peer.sendall(packet("api/response", rest.removeprefix("echo ")))
        elif command == "bgapi":
            job = headers.get("Job-UUID", "7f4de4bc-17d7-11dd-b7a0-db4edd065621")
            self.background(peer, rest.strip(), job)
        elif command in ("event", "events"):
            self.reply(peer, "+OK event listener enabled plain")
        else:
            self.reply(peer, "+OK")

    def background(self, peer, command, job):
        if self.refuses:
            self.reply(peer, "-ERR permission denied")
            self.orders.put(None)
            return
        self.reply(peer, f"+OK Job-UUID: {job}", Job_UUID=job)
        killed = re.fullmatch(r"uuid_kill (\S+)", command)
        if killed:
            self.ended.put(killed[1])
            return
        order = re.fullmatch(r"originate \{(.*)\}(\S+) (\S+) XML (\S+)", command)
        if not order:
            self.say("BACKGROUND_JOB", "+OK\n", Job_UUID=job)
            return
        told = dict(one.split("=", 1) for one in order[1].split(","))
        unique = told["origination_uuid"]
        self.jobs[unique] = job
        self.add(unique, "outbound", "", order[2].rsplit("/", 1)[1])
        self.orders.put({"id": unique, "channel": order[2],
                         "place": order[3] + "@" + order[4], "kind": told["muster_kind"],
                         "request": told["muster_request"],
                         "language": told["default_language"]})

    def add(self, unique, direction, number, line):
        self.channels[unique] = {"uuid": unique, "direction": direction, "name": "sofia/external/x",
                                 "cid_num": number, "dest": line, "context": self.context,
                                 "callstate": "RINGING", "call_uuid": unique}
        self.say_of(unique, "CHANNEL_CREATE")

    def say(self, event, body="", **lines):
        text = f"Event-Name: {event}\nCore-UUID: 3ab2fb12-5d7c-41a9-8f3c-2d1d0d4bb0e4\n"
        for key, value in lines.items():
            text += f"{key.replace('_', '-')}: {urllib.parse.quote(str(value), safe='/+')}\n"
        if body:
            text += f"Content-Length: {len(body)}\n"
        self.peer.sendall(packet("text/event-plain", text + "\n" + body))

    def say_of(self, unique, event, **more):
        one = self.channels[unique]
        self.say(event, Unique_ID=unique, Channel_Call_UUID=one["call_uuid"],
                 Call_Direction=one["direction"], Channel_Name=one["name"],
                 Caller_Context=one["context"], Caller_Caller_ID_Number=one["cid_num"],
                 Caller_Destination_Number=one["dest"], **more)

    def ring(self, unique, number):
        self.add(unique, "inbound", number, LINE)

    def queue_up(self, unique, name):
        self.say("CUSTOM", Event_Subclass="callcenter::info", CC_Queue=name,
                 CC_Action="member-queue-start", CC_Member_Session_UUID=unique)

    def agent_answers(self, unique, agent):
        self.say("CHANNEL_ANSWER", Unique_ID=unique + "-b", Channel_Call_UUID=unique,
                 Call_Direction="outbound", Other_Leg_Unique_ID=unique,
                 Channel_Name=f"sofia/internal/{agent}", Caller_Destination_Number=agent)

    def picks_up(self, unique):
        self.say("BACKGROUND_JOB", f"+OK {unique}\n", Job_UUID=self.jobs[unique])

    def press(self, unique, key):
        self.say("CUSTOM", Event_Subclass="muster::key", Ring=unique, Digit=key)

    def hang_up(self, unique, told=True, cause="NORMAL_CLEARING"):
        if told:
            self.say_of(unique, "CHANNEL_HANGUP", Hangup_Cause=cause)
        self.channels.pop(unique)

    def nobody_answers(self, unique):
        self.hang_up(unique, cause="NO_ANSWER")
        self.say("BACKGROUND_JOB", "-ERR NO_ANSWER\n", Job_UUID=self.jobs[unique])
