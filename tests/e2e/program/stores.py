"""Places elsewhere for backups, on 127.0.0.1: Apache as a WebDAV server; a store that speaks S3 and
checks each signature by Amazon's published algorithm; a line to either that is cut."""

import base64
import datetime
import hashlib
import hmac
import http.server
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import threading
import urllib.parse
import xml.etree.ElementTree
from xml.sax.saxutils import escape

from harness import CALL_S, free_port, wait_for

APACHE = "/usr/sbin/apache2"
APACHE_CONFIG = """
ServerRoot {folder}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/error.log
Mutex file:{folder}
{who}
{modules}
DocumentRoot {folder}/files
DavLockDB {folder}/locks
<Directory {folder}/files>
    Dav on
    AuthType Basic
    AuthName backups
    AuthUserFile {folder}/users
    Require valid-user
</Directory>
"""
MODULES = ("mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic", "dav", "dav_fs")


class Apache:
    """Where this is run by root, it serves as www-data, since it refuses to do so as root."""

    def __init__(self, test, user, password):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="muster-dav-"))
        test.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.files = self.folder / "files"
        self.files.mkdir()
        hashed = base64.b64encode(hashlib.sha1(password.encode()).digest()).decode()
        (self.folder / "users").write_text(f"{user}:{{SHA}}{hashed}\n", encoding="utf-8")
        who = ""
        if os.geteuid() == 0:
            who = "User www-data\nGroup www-data"
            for path in (self.folder, *self.folder.iterdir()):
                shutil.chown(path, "www-data", "www-data")
        self.port = free_port()
        modules = "\n".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so"
                            for name in MODULES)
        config = self.folder / "apache.conf"
        config.write_text(APACHE_CONFIG.format(folder=self.folder, port=self.port, who=who,
                                               modules=modules), encoding="utf-8")
        self.process = subprocess.Popen([APACHE, "-f", str(config), "-DFOREGROUND"],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        test.addCleanup(self._end)
        wait_for("Apache", self._is_there)

    def _is_there(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def _end(self):
        self.process.terminate()
        self.process.wait(CALL_S)

    def names(self, below):
        folder = self.files / below
        return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def quoted(text, safe="-_.~"):
    return urllib.parse.quote(text, safe=safe)


class S3:
    """One bucket, by path. `changes` has every name with what was done to it, in order."""

    def __init__(self, test, bucket, key, secret, region="cn-test-1"):
        self.bucket, self.key, self.secret, self.region = bucket, key, secret, region
        self.objects = {}
        self.changes = []
        self.uploads = {}
        self.parts_seen = 0
        self.versioning = False
        self.rots = False  # gives other bytes than it was given
        self.page = 2  # names in a list
        handler = type("Handler", (_S3Handler,), {"store": self})
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # a line that is cut, on purpose
        self.port = self.server.server_address[1]
        thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        thread.start()
        test.addCleanup(self.server.server_close)
        test.addCleanup(self.server.shutdown)

    def names(self):
        return sorted(self.objects)

    def signature(self, method, path, query, headers, signed, payload, scope, when):
        """Signature Version 4, as Amazon documents it: the canonical request, the string to sign, the
        key that is derived for a day, a region and a service."""
        pairs = sorted((quoted(name), quoted(value))
                       for name, value in urllib.parse.parse_qsl(query, keep_blank_values=True))
        canonical = "\n".join([
            method, quoted(urllib.parse.unquote(path), "/-_.~"),
            "&".join(f"{name}={value}" for name, value in pairs),
            *(f"{name}:{' '.join(headers[name].split())}" for name in signed), "",
            ";".join(signed), payload])
        text = "\n".join(["AWS4-HMAC-SHA256", when, "/".join(scope),
                          hashlib.sha256(canonical.encode()).hexdigest()])
        key = ("AWS4" + self.secret).encode()
        for step in (*scope, text):
            key = hmac.new(key, step.encode(), hashlib.sha256).digest()
        return key.hex()


class _S3Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store = None

    def log_message(self, *_):
        pass

    def answer(self, status, text="", headers=()):
        body = text if isinstance(text, bytes) else text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def refuse(self, status, code, why):
        self.answer(status, f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>{escape(why)}"
                            "</Message></Error>")

    def wrong_signature(self, body):
        """Why the request is not from whom it says; empty where it is."""
        scheme, _, rest = self.headers.get("Authorization", "").partition(" ")
        if scheme != "AWS4-HMAC-SHA256":
            return "AccessDenied"
        fields = dict(field.strip().split("=", 1) for field in rest.split(","))
        key, *scope = fields["Credential"].split("/")
        if key != self.store.key:
            return "InvalidAccessKeyId"
        when = self.headers["x-amz-date"]
        at = datetime.datetime.strptime(when, "%Y%m%dT%H%M%SZ")
        if abs((datetime.datetime.utcnow() - at).total_seconds()) > 900:
            return "RequestTimeTooSkewed"
        if scope != [when[:8], self.store.region, "s3", "aws4_request"]:
            return "AuthorizationHeaderMalformed"
        payload = self.headers.get("x-amz-content-sha256", "")
        if payload != hashlib.sha256(body).hexdigest():
            return "XAmzContentSHA256Mismatch"
        signed = fields["SignedHeaders"].split(";")
        if not {"host", "x-amz-content-sha256", "x-amz-date"} <= set(signed) or signed != sorted(signed):
            return "AccessDenied"
        address = urllib.parse.urlsplit(self.path)
        right = self.store.signature(self.command, address.path, address.query, self.headers, signed,
                                     payload, scope, when)
        return "" if hmac.compare_digest(right, fields["Signature"]) else "SignatureDoesNotMatch"

    def handle_request(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        wrong = self.wrong_signature(body)
        if wrong:
            return self.refuse(403, wrong, "the request is not signed as it should be")
        address = urllib.parse.urlsplit(self.path)
        bucket, _, name = urllib.parse.unquote(address.path[1:]).partition("/")
        if bucket != self.store.bucket:
            return self.refuse(404, "NoSuchBucket", bucket)
        asked = dict(urllib.parse.parse_qsl(address.query, keep_blank_values=True))
        return getattr(self, "do_" + self.command.lower())(name, asked, body)

    do_GET = do_PUT = do_POST = do_DELETE = handle_request

    def do_get(self, name, asked, _):
        if "versioning" in asked:
            status = "<Status>Enabled</Status>" if self.store.versioning else ""
            return self.answer(200, f"<VersioningConfiguration>{status}</VersioningConfiguration>")
        if "list-type" in asked:
            return self.listed(asked)
        if name not in self.store.objects:
            return self.refuse(404, "NoSuchKey", name)
        body = self.store.objects[name]
        if self.store.rots:
            body = body[:-1] + bytes([body[-1] ^ 1])
        return self.answer(200, body)

    def listed(self, asked):
        names = [name for name in self.store.names() if name.startswith(asked["prefix"])]
        # Of signs that stand otherwise in an address.
        start = int(asked.get("continuation-token", "t/+=0").split("=")[1])
        shown = names[start:start + self.store.page]
        more = start + self.store.page < len(names)
        text = "".join(f"<Contents><Key>{escape(name)}</Key><Size>{len(self.store.objects[name])}</Size>"
                       "</Contents>" for name in shown)
        text += f"<IsTruncated>{str(more).lower()}</IsTruncated>"
        if more:
            text += f"<NextContinuationToken>t/+={start + self.store.page}</NextContinuationToken>"
        return self.answer(200, f"<?xml version='1.0'?><ListBucketResult>{text}</ListBucketResult>")

    def do_put(self, name, asked, body):
        etag = '"' + hashlib.md5(body).hexdigest() + '"'
        if "uploadId" in asked:
            self.store.uploads[asked["uploadId"]][int(asked["partNumber"])] = (etag, body)
            self.store.parts_seen += 1
        else:
            self.store.changes.append(("put", name))
            self.store.objects[name] = body
        return self.answer(200, headers=[("ETag", etag)])

    def do_post(self, name, asked, body):
        if "uploads" in asked:
            number = f"up/{len(self.store.uploads)}+="
            self.store.uploads[number] = {}
            return self.answer(200, "<InitiateMultipartUploadResult><UploadId>" + number +
                               "</UploadId></InitiateMultipartUploadResult>")
        parts = self.store.uploads.pop(asked["uploadId"])
        told = [(int(part.findtext("PartNumber")), part.findtext("ETag"))
                for part in xml.etree.ElementTree.fromstring(body)]
        if told != [(number, parts[number][0]) for number in sorted(parts)]:
            return self.answer(200, "<Error><Code>InvalidPart</Code><Message>no</Message></Error>")
        self.store.changes.append(("put", name))
        self.store.objects[name] = b"".join(parts[number][1] for number in sorted(parts))
        return self.answer(200, "<CompleteMultipartUploadResult/>")

    def do_delete(self, name, asked, _):
        if "uploadId" in asked:
            self.store.uploads.pop(asked["uploadId"], None)
        else:
            self.store.changes.append(("delete", name))
            self.store.objects.pop(name, None)
        return self.answer(204)


class Line:
    """A way to a port of this machine that breaks once so many bytes have gone there."""

    def __init__(self, test, port, breaks_after):
        self.port_behind = port
        self.left = breaks_after
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        test.addCleanup(self.listener.close)
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                near = self.listener.accept()[0]
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.port_behind), CALL_S)
            threading.Thread(target=self._carry, args=(near, far, True), daemon=True).start()
            threading.Thread(target=self._carry, args=(far, near, False), daemon=True).start()

    def _carry(self, source, sink, counted):
        try:
            while True:
                piece = source.recv(4096)
                if not piece:
                    break
                if counted:
                    self.left -= len(piece)
                    if self.left < 0:
                        break
                sink.sendall(piece)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        source.close()
