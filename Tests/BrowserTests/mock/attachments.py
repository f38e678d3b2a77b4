"""Attachments of complaints, held in memory."""
import email.parser
import email.policy
import hashlib
import time

INLINE = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif", b"RIFF": "image/webp"}


def kind_of(content):
    if content[128:132] == b"DICM":
        return "application/dicom"
    return next((kind for mark, kind in INLINE.items() if content.startswith(mark)), "application/octet-stream")


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def shelf(store, record):
    """The complaint's attachments with their contents."""
    if not hasattr(store, "attachments"):
        store.attachments = {}
    return store.attachments.setdefault(record["id"], [])


def found(store, key, number):
    return next(pair for pair in shelf(store, store.find(key)) if pair[0]["id"] == int(number))


def parts(handler, body):
    """The parts of a form by name: (file name, content)."""
    head = f"Content-Type: {handler.headers['Content-Type']}\r\n\r\n".encode()
    form = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
    return {part.get_param("name", header="content-disposition"): (part.get_filename(), part.get_payload(decode=True))
            for part in form.iter_parts()}


def shown(item):
    """As somebody without the patient grant sees it, which is everybody here."""
    hidden = {"name": "•••", "sha256": None, "inline": False} if item["patient_data"] else {}
    return {**item, **hidden}


def listed(handler, store, _person, _query, _body, key):
    handler.json(200, {"items": [shown(item) for item, _ in shelf(store, store.find(key))],
                       "limits": {"file_bytes_max": 256 << 20, "count_max": 500}})


def attach(handler, store, person, query, body, key):
    record = store.find(key)
    mark = query.get("patient_data", [""])[0]
    if "multipart" in handler.headers["Content-Type"]:
        form = parts(handler, body)
        name, content = form["file"]
        mark = form.get("patient_data", ("", b""))[1].decode()
    else:
        name, content = query.get("name", ["file"])[0], body
    kind = kind_of(content)
    item = {"id": sum(map(len, getattr(store, "attachments", {}).values())) + 1, "complaint": record["id"], "version": 1,
            "name": name, "note": query.get("note", [None])[0], "sha256": hashlib.sha256(content).hexdigest(),
            "erased": False, "media_type": kind, "bytes": len(content), "inline": kind in INLINE.values(),
            "patient_data": mark == "true" or kind == "application/dicom", "created": now(),
            "created_by": person["name"], "withdrawn": None}
    shelf(store, record).append((item, content))
    tell(store, record, person, item, "create", [{"field": "name", "old": None, "new": shown(item)["name"]}])
    handler.json(201, shown(item))


def content(handler, store, _person, query, _body, key, number):
    item, held = found(store, key, number)
    kind = "inline" if item["inline"] and "inline" in query else "attachment"
    handler.send(200, held, item["media_type"], {"Content-Disposition": kind, "X-Content-Type-Options": "nosniff"})


def withdraw(handler, store, person, _query, body, key, number):
    item, _ = found(store, key, number)
    item["withdrawn"] = {"at": now(), "by": person["name"], "reason": body["reason"]}
    tell(store, store.find(key), person, item, "withdraw", [], body["reason"])
    handler.json(200, shown(item))


def tell(store, record, person, item, operation, changes, reason=None):
    """Writes the history and wakes the listeners."""
    store.log(record, person["name"], operation, changes, reason, attachment=item["id"])


ONE = "/complaints/([^/]+)/attachments/([^/]+)"
ROUTES = [
    ("GET", "/complaints/([^/]+)/attachments", False, listed),
    ("POST", "/complaints/([^/]+)/attachments", False, attach),
    ("GET", ONE + "/content", False, content), ("POST", ONE + "/withdraw", False, withdraw),
]
