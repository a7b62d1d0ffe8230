"""Another service lets people in: OpenID Connect, against the npm package oidc-provider. Skipped (77)
where node or the package is not installed; tests/run installs them."""

import base64
import hashlib
import html
import http.cookiejar
import json
import pathlib
import re
import shutil
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request

from harness import ProgramTest, main

PEERS = pathlib.Path(__file__).resolve().parent.parent / "peers"
REDIRECT = "http://127.0.0.1:9/signed_in/"  # the page's; nothing listens there
SECRET = "a secret of a test"
WAIT_S = 30


class Provider:
    def __init__(self, test):
        self.process = subprocess.Popen(
            ["node", "oidc_provider.mjs", "muster", SECRET, REDIRECT], cwd=PEERS,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        test.addCleanup(self._end)
        watch = threading.Timer(WAIT_S, self.process.kill)
        watch.start()
        line = self.process.stdout.readline()
        watch.cancel()
        self.issuer = json.loads(line)["issuer"]

    def _end(self):
        self.process.kill()
        self.process.wait(WAIT_S)
        self.process.stdout.close()


class Browser(urllib.request.HTTPRedirectHandler):
    """Follows redirects until one leads to the page, and fills in the provider's forms."""

    def __init__(self):
        self.jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(self.jar, self)
        self.back = None

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        if newurl.startswith(REDIRECT):
            self.back = newurl
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)

    def go(self, url, form=None):
        data = urllib.parse.urlencode(form).encode() if form else None
        try:
            with self.opener.open(url, data, WAIT_S) as answer:
                return answer.geturl(), answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                if self.back:
                    return None, ""
                raise

    def sign_in(self, url, name):
        at, page = self.go(url)
        for _ in range(4):
            if self.back:
                return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.back).query))
            action = html.unescape(re.search(r'<form[^>]*action="([^"]+)"', page).group(1))
            form = {"prompt": re.search(r'name="prompt" value="(\w+)"', page).group(1)}
            if form["prompt"] == "login":
                form.update(login=name, password="whatever")
            at, page = self.go(urllib.parse.urljoin(at, action), form)
        if self.back:
            return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.back).query))
        raise AssertionError("the provider does not come to an end: " + page[:500])


def bound(text):
    digest = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


class OidcTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.provider = Provider(self)
        secret = self.folder / "oidc-secret"
        secret.write_text(SECRET, encoding="utf-8")
        secret.chmod(0o600)
        text = self.config.read_text(encoding="utf-8")
        self.config.write_text(text + f"""
[oidc]
issuer = "{self.provider.issuer}"
name = "City SSO"
client_id = "muster"
secret = {{ file = "{secret}" }}
redirect_url = "{REDIRECT}"
name_claim = "preferred_username"
""", encoding="utf-8")

    def add(self, name):
        self.run_ok("account", "add", "--data", self.data, "--name", name, "--shown-name", name,
                    "--role", "dispatcher")

    def post(self, client, path, body):
        return client.call("POST", path, json.dumps(body).encode())

    def come_back(self, client, name, mine="what the page keeps"):
        started = self.post(client, "/v1/session/outside", {"binding": bound(mine)})
        self.assertEqual(started.status, 201, started.body)
        brought = Browser().sign_in(started.json["url"], name)
        return {"code": brought["code"], "state": brought["state"], "binding": mine}

    def test_lets_in_whose_name_fits(self):
        self.add("li.wei")
        service = self.serve()
        client = service.client()
        self.assertEqual(client.get("/v1/session/outside")["name"], "City SSO")
        form = self.come_back(client, "li.wei")
        opened = self.post(client, "/v1/session/outside/finish", form)
        self.assertEqual(opened.status, 201, opened.body)
        self.assertEqual(service.client(opened.json["token"]).get("/v1/me")["name"], "li.wei")
        # What was brought back counts once.
        again = self.post(client, "/v1/session/outside/finish", form)
        self.assertEqual((again.status, again.json["reason"]), (401, "wrong_credentials"))
        # Linked now: another of that name would not be let in, he himself is.
        form = self.come_back(client, "li.wei")
        self.assertEqual(self.post(client, "/v1/session/outside/finish", form).status, 201)
        self.assertEqual(service.stop(), 0)

    def test_lets_in_nobody_else(self):
        self.add("li.wei")
        service = self.serve()
        client = service.client()
        form = self.come_back(client, "stranger")
        answer = self.post(client, "/v1/session/outside/finish", form)
        self.assertEqual((answer.status, answer.json["reason"]), (404, "unknown_account"))
        # A code that somebody else was given, by a link: the page has not what binds it.
        form = self.come_back(client, "li.wei")
        answer = self.post(client, "/v1/session/outside/finish", {**form, "binding": "another"})
        self.assertEqual((answer.status, answer.json["reason"]), (401, "wrong_credentials"))
        form = self.come_back(client, "li.wei")
        answer = self.post(client, "/v1/session/outside/finish", {**form, "code": "invented"})
        self.assertEqual(answer.status, 503)
        self.run_ok("account", "disable", "--data", self.data, "--name", "li.wei")
        form = self.come_back(client, "li.wei")
        self.assertEqual(self.post(client, "/v1/session/outside/finish", form).status, 404)
        self.assertEqual(service.stop(), 0)

    def test_a_provider_that_is_away_is_said_in_the_log(self):
        self.provider.process.kill()
        service = self.serve()
        answer = self.post(service.client(), "/v1/session/outside", {"binding": bound("x")})
        self.assertEqual((answer.status, answer.json["reason"]), (503, "unavailable"))
        self.assertEqual(service.stop(), 0)
        self.assertIn("OpenID Connect failed", service.text())


if __name__ == "__main__":
    if shutil.which("node") is None or not (PEERS / "node_modules/oidc-provider").is_dir():
        print("node or the package oidc-provider is not installed")
        sys.exit(77)
    main()
