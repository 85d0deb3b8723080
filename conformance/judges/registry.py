"""A registry of images that is read alone, for an engine that has no network.

registry.py FOLDER PORT: serves on 127.0.0.1 what is in FOLDER, a manifest or a blob a file named by its digest (`sha256:…`), under
every name (OCI distribution specification 1.1, "Pull"). With the certificate and the key that are there: the 29 line asks an
insecure registry by TLS alone. Prints a line when it listens.
"""

import http.server
import json
import pathlib
import re
import ssl
import sys

folder, port = pathlib.Path(sys.argv[1]), int(sys.argv[2])


class Registry(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self.answer(body=False)

    def do_GET(self):
        self.answer(body=True)

    def answer(self, body):
        path = self.path.split("?")[0]
        found = re.fullmatch(r"/v2/.+/(manifests|blobs)/(sha256:[0-9a-f]{64})", path)
        file = folder / found[2] if found else None
        if path == "/v2/":
            content, kind, status = b"{}", "application/json", 200
        elif file is None or not file.exists():
            content, kind, status = b'{"errors":[{"code":"MANIFEST_UNKNOWN"}]}', "application/json", 404
        else:
            content, kind, status = file.read_bytes(), "application/octet-stream", 200
            if found[1] == "manifests":
                kind = json.loads(content)["mediaType"]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        if status == 200 and found:
            self.send_header("Docker-Content-Digest", found[2])
        self.end_headers()
        if body:
            self.wfile.write(content)


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Registry)
server.socket = context.wrap_socket(server.socket, server_side=True)
print("ready", flush=True)
server.serve_forever()
