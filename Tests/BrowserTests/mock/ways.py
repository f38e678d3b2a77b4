"""The way of a file and what belongs to it, as far as a page shows it: every step forward is open, nothing is kept."""
WAY = ["received", "triage", "assessed", "investigation", "action", "reply", "review", "closed"]


def transitions(handler, store, _person, _query, _body, key):
    record = store.find(key)
    at = WAY.index(record["status"]) if record["status"] in WAY[:-1] else None
    targets = [] if at is None else [
        {"to": name, "move": "forward", "allowed": True, "permitted": True, "permission": "work", "asks_reason": False,
         "missing": []} for name in WAY[at + 1:-1]]
    handler.json(200, {"status": record["status"], "version": record["version"], "targets": targets})


def nothing(handler, _store, _person, _query, _body, _key):
    handler.json(200, {"items": [], "aware": None})


def queues(handler, _store, _person, _query, _body):
    handler.json(200, {"items": []})


ROUTES = [
    ("GET", "/(?:queues|tasks)", False, queues),
    ("GET", r"/complaints/([^/]+)/transitions", False, transitions),
    ("GET", r"/complaints/([^/]+)/(?:tasks|comments|watchers|links|members)", False, nothing),
]
