"""The calls of docs/api.md, as far as the interface uses them."""
import csv
import io
import json
import re
import secrets
import threading
import time

import attachments
import catalogue
import imports
import ways
from store import highlight, terms

PERMISSIONS = ["read", "intake", "work", "import", "decide", "sign", "users", "tokens", "rules", "fields",
               "settings", "backup", "patient"]
BY_ROLE = {"viewer": PERMISSIONS[:1], "engineer": PERMISSIONS[:2], "analyst": PERMISSIONS[:4],
           "reviewer": PERMISSIONS[:6], "admin": PERMISSIONS}
SETUP_TOKEN = "0123456789abcdef0123456789abcdef"


def user(name, display_name, role, password, language=None):
    return {"name": name, "display_name": display_name, "role": role, "password": password,
            "active": True, "sites": None, "patient_grant": False, "language": language}


def public(person):
    return {key: value for key, value in person.items() if key != "password"}


def answer(handler, method, path, query, body):
    store = handler.server.store
    person = signed_in(handler)
    if path == "/events" and method == "GET":
        return handler.events(store) if person else handler.problem(401, "unauthenticated")
    is_json = "json" in (handler.headers.get("Content-Type") or "")
    value = json.loads(body) if body and is_json else body
    for known, pattern, is_open, act in ROUTES:
        match = re.fullmatch(pattern, path)
        if known == method and match:
            if not is_open and not person:
                return handler.problem(401, "unauthenticated", "Please sign in.")
            return act(handler, store, person, query, value, *match.groups())
    return handler.problem(404, "not_found", "Nothing is here.")


def signed_in(handler):
    match = re.search(r"session=(\w+)", handler.headers.get("Cookie") or "")
    name = match and handler.server.session_names.get(match[1])
    return next((u for u in handler.server.store.users if u["name"] == name and u["active"]), None)


def session_of(person):
    return {"user": {**{k: person[k] for k in ("name", "display_name", "role", "language", "sites")},
                     "grants": []}, "permissions": BY_ROLE[person["role"]], "expires": "2030-01-01T00:00:00Z"}


def open_session(handler, person, status=201):
    key = secrets.token_hex(16)
    handler.server.session_names[key] = person["name"]
    handler.json(status, session_of(person), {"Set-Cookie": f"session={key}; HttpOnly; SameSite=Lax; Path=/"})


def setup(handler, store, _person, _query, body):
    if store.users or body.get("token") != SETUP_TOKEN:
        return handler.problem(403, "setup_refused", "This link is not valid any more.")
    if len(body["password"]) < 8:
        return handler.problem(422, "invalid", "The password is too weak.", errors=[
            {"pointer": "/password", "code": "weak_password", "detail": "At least 8 characters."}])
    person = user(body["name"], body["display_name"], "admin", body["password"], body["language"])
    store.users.append(person)
    return open_session(handler, person)


def sign_in(handler, store, _person, _query, body):
    for person in store.users:
        if person["name"] == body["name"] and person["password"] == body["password"]:
            return open_session(handler, person)
    return handler.problem(401, "unauthenticated", "Name or password is wrong.")


def change_session(handler, _store, person, _query, body):
    if "password" in body:
        if body["password"]["old"] != person["password"]:
            return handler.problem(403, "wrong_password", "The old password is wrong.")
        person["password"] = body["password"]["new"]
    person["language"] = body.get("language", person["language"])
    return handler.json(200, session_of(person))


def listed(handler, store, _person, query, _body):
    grammar = json.loads(query["filter"][0]) if "filter" in query else None
    page(handler, store, query, grammar, int(query.get("offset", ["0"])[0]),
         int(query.get("limit", ["50"])[0]), query.get("fields", [""])[0].split(","),
         query.get("total") != ["none"])


def queried(handler, store, _person, _query, body):
    query = {"q": [body["q"]] if body.get("q") else [""], "sort": body.get("sort") or []}
    page(handler, store, query, body.get("filter"), body.get("offset") or 0, body.get("limit") or 50,
         body.get("fields") or [], True)


def page(handler, store, query, grammar, offset, limit, fields, counts):
    found = store.matching(query, grammar)
    words = terms(query.get("q", [""])[0])
    items = []
    for record in found[offset:offset + limit]:
        item = {k: record.get(k) for k in fields if k} or dict(record)
        if words:
            marks = {k: highlight(record.get(k) or "", words) for k in ("summary", "description")}
            item["highlights"] = {k: v for k, v in marks.items() if v}
        items.append(item)
    handler.json(200, {"items": items, "next": None, "offset": offset, "ranked": len(found) <= 2000,
                       "commit": 1, **({"total": len(found)} if counts else {})})


def facets(handler, store, _person, query, _body):
    grammar = json.loads(query["filter"][0]) if "filter" in query else None
    counts, total = store.facets(query, query["by"][0].split(","), grammar)
    handler.json(200, {"facets": counts, "total": total})


def export(handler, store, _person, query, _body):
    names = [field["name"] for field in catalogue.FIELDS if field["listed"]]
    rows = store.matching({k: v for k, v in query.items()})
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows([[record.get(name) for name in names] for record in rows[:5000]])
    handler.send(200, text.getvalue().encode(), "text/csv", {
        "Content-Disposition": f'attachment; filename="complaints.{query["format"][0]}"'})


def read(handler, store, _person, _query, _body, key):
    record = store.find(key)
    if not record:
        return handler.problem(404, "not_found", "There is no such complaint.")
    return handler.json(200, record, {"ETag": f'"{record["version"]}"'})


def create(handler, store, person, _query, body):
    errors = refused(body)
    for name in ("received", "summary"):
        if not body.get(name):
            errors.append({"pointer": f"/{name}", "code": "required", "detail": "Required."})
    if errors:
        return handler.problem(422, "invalid", "Some values cannot be taken.", errors=errors)
    record = store.create(body, person["name"])
    return handler.json(201, record, {"ETag": '"1"', "Location": f"/api/v1/complaints/{record['id']}"})


def refused(body):
    """Checks that the interface cannot make, so that the server's word is seen too."""
    if "zzz" in str(body.get("summary") or ""):
        return [{"pointer": "/summary", "code": "invalid_text", "detail": "Please do not sleep here."}]
    return []


def change(handler, store, person, _query, body, key):
    record = store.find(key)
    if not record:
        return handler.problem(404, "not_found")
    tag = handler.headers.get("If-Match")
    if not tag:
        return handler.problem(428, "precondition_required")
    if tag != f'"{record["version"]}"':
        return handler.problem(412, "version_conflict", "Somebody was faster.", current=record)
    if refused(body):
        return handler.problem(422, "invalid", "Some values cannot be taken.", errors=refused(body))
    reason = body.pop("change_reason", None)
    store.change(record, body, person["name"], reason)
    return handler.json(200, record, {"ETag": f'"{record["version"]}"'})


def history(handler, store, _person, _query, _body, key):
    handler.json(200, {"items": store.history_of(store.find(key)), "next": None})


def entities(handler, store, _person, query, _body, kind):
    rows = getattr(store, kind)
    words = query.get("q", [""])[0].lower()
    serial = query.get("serial", [""])[0].lower()
    found = [r for r in rows if words in json.dumps(r, ensure_ascii=False).lower()
             and serial in (r.get("serial") or "").lower()
             and query.get("site", [r.get("site")])[0] == r.get("site")
             and query.get("modality", [r.get("modality")])[0] == r.get("modality")]
    sort = query.get("sort", ["id"])[0]
    found.sort(key=lambda r: str(r.get(sort.lstrip("-")) or ""), reverse=sort.startswith("-"))
    start = int(query.get("cursor", query.get("offset", ["0"]))[0])
    limit = int(query.get("limit", ["50"])[0])
    following = str(start + limit) if start + limit < len(found) else None
    handler.json(200, {"items": found[start:start + limit], "next": following, "total": len(found)})


def entity(handler, store, _person, _query, _body, kind, key):
    found = find_entity(store, kind, key)
    if not found:
        return handler.problem(404, "not_found")
    return handler.json(200, found, {"ETag": f'"{found["version"]}"'})


def find_entity(store, kind, key):
    code = "code" if kind == "sites" else "system_id"
    return next((r for r in getattr(store, kind) if key in (r[code], str(r["id"]))), None)


def add_entity(handler, store, _person, _query, body, kind):
    rows = getattr(store, kind)
    code = "code" if kind == "sites" else "system_id"
    if any(r[code] == body.get(code) for r in rows):
        return handler.problem(409, "taken", "This code is taken.", errors=[
            {"pointer": f"/{code}", "code": "taken", "detail": "This code is taken."}])
    rows.append({"id": len(rows) + 1, "version": 1, **body})
    return handler.json(201, rows[-1], {"ETag": '"1"'})


def change_entity(handler, store, _person, _query, body, kind, key):
    found = find_entity(store, kind, key)
    found.update(body)
    found["version"] += 1
    return handler.json(200, found, {"ETag": f'"{found["version"]}"'})


def users(handler, store, *_):
    handler.json(200, {"items": [public(person) for person in store.users], "next": None})


def add_user(handler, store, _person, _query, body):
    if any(known["name"] == body["name"] for known in store.users):
        return handler.problem(409, "taken", "This name is taken.", errors=[
            {"pointer": "/name", "code": "taken", "detail": "This name is taken."}])
    store.users.append({**user(body["name"], "", "viewer", ""), **body})
    return handler.json(201, public(store.users[-1]))


def change_user(handler, store, _person, _query, body, name):
    person = next(u for u in store.users if u["name"] == name)
    person.update(body)
    handler.json(200, public(person))


def tokens(handler, store, *_):
    handler.json(200, {"items": store.tokens, "next": None})


def add_token(handler, store, person, _query, body):
    entry = {"id": len(store.tokens) + 1, "user": body.get("user") or person["name"], "name": body["name"],
             "scopes": body["scopes"], "created": "2026-03-02T09:00:00Z", "last_used": None,
             "expires": "2026-06-02T09:00:00Z"}
    store.tokens.append(entry)
    handler.json(201, {**entry, "token": "ibt_" + secrets.token_urlsafe(24)})


def revoke_token(handler, store, _person, _query, _body, key):
    store.tokens[:] = [token for token in store.tokens if str(token["id"]) != key]
    handler.send(204, b"", "application/json")


def start_demo(handler, store, _person, _query, body):
    job = {"id": 1, "kind": "demo", "state": "running", "done": 0, "total": body["rows"], "failure": None}
    store.jobs["1"] = job

    def work():
        for step in range(1, 6):
            time.sleep(0.1)
            job["done"] = body["rows"] * step // 6
        store.load_demo(body["rows"])
        job.update(done=body["rows"], state="done")

    threading.Thread(target=work, daemon=True).start()
    handler.json(202, {"id": 1})


def end_session(handler, _store, _person, *_):
    match = re.search(r"session=(\w+)", handler.headers.get("Cookie") or "")
    handler.server.session_names.pop(match[1], None)
    handler.send(204, b"", "application/json", {"Set-Cookie": "session=; Max-Age=0; Path=/"})


def no_account(handler, store, *_):
    handler.json(200, {"required": not store.users})


def own_session(handler, _store, person, *_):
    handler.json(200, session_of(person))


def fields(handler, *_):
    handler.json(200, {"items": catalogue.FIELDS, "groups": catalogue.GROUPS})


def job_state(handler, store, _person, _query, _body, key):
    handler.json(200, store.jobs[key])


ROUTES = [
    ("GET", "/setup", True, no_account), ("POST", "/setup", True, setup),
    ("GET", "/session", False, own_session), ("POST", "/session", True, sign_in),
    ("PATCH", "/session", False, change_session), ("DELETE", "/session", False, end_session),
    ("GET", "/fields", False, fields), ("GET", "/complaints", False, listed),
    ("POST", "/complaints", False, create), ("POST", "/complaints/query", False, queried),
    ("GET", "/complaints/facets", False, facets), ("GET", "/complaints/export", False, export),
    ("GET", "/complaints/([^/]+)", False, read), ("PATCH", "/complaints/([^/]+)", False, change),
    ("GET", "/complaints/([^/]+)/history", False, history),
    ("GET", "/(sites|systems)", False, entities), ("POST", "/(sites|systems)", False, add_entity),
    ("GET", "/(sites|systems)/([^/]+)", False, entity),
    ("PATCH", "/(sites|systems)/([^/]+)", False, change_entity),
    ("GET", "/users", False, users), ("POST", "/users", False, add_user),
    ("PATCH", "/users/([^/]+)", False, change_user),
    ("GET", "/tokens", False, tokens), ("POST", "/tokens", False, add_token),
    ("DELETE", "/tokens/([^/]+)", False, revoke_token),
    ("POST", "/demo", False, start_demo), ("GET", "/jobs/([^/]+)", False, job_state),
    *attachments.ROUTES,
    *ways.ROUTES,
    *imports.ROUTES,
]
