"""A proxy in front of an object store that does what networks, clocks and administrators do to one."""

import http.client
import http.server
import json
import threading

HOP = {"connection", "keep-alive", "transfer-encoding"}


class FaultyProxy:
    """Passes requests on, signatures untouched, until `fault` says otherwise: (status, code, message) is answered in the
    own form of an object store, or of a key management service, AWAY closes the connection. `only_writes` spares reading."""

    AWAY = "away"

    def __init__(self, port):
        self.target = port
        self.fault = None
        self.only_writes = False
        self.answered = 0
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def handle_any(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                fault = proxy.fault
                if fault and (self.command != "GET" or not proxy.only_writes):
                    proxy.answered += 1
                    return self.refuse(fault)
                upstream = http.client.HTTPConnection("127.0.0.1", proxy.target, timeout=60)
                try:
                    upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
                    for name, value in self.headers.items():
                        if name.lower() not in HOP:
                            upstream.putheader(name, value)
                    upstream.endheaders(body)
                    answer = upstream.getresponse()
                    data = answer.read()
                except (OSError, http.client.HTTPException):
                    return self.drop()
                finally:
                    upstream.close()
                self.send_response_only(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in HOP | {"content-length"}:
                        self.send_header(name, value)
                length = answer.getheader("content-length") if self.command == "HEAD" else str(len(data))
                self.send_header("Content-Length", length or "0")
                self.end_headers()
                self.wfile.write(data)

            def refuse(self, fault):
                if fault == proxy.AWAY:
                    return self.drop()
                status, code, message = fault
                kind = "application/xml"
                data = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>".encode()
                if "x-amz-target" in self.headers:
                    kind = "application/x-amz-json-1.1"
                    data = json.dumps({"__type": code, "message": message}).encode()
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(data)

            def drop(self):
                self.close_connection = True

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = handle_any

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
