"""Imports of the stand-in server: believable states, nothing is really read but CSV."""
import csv
import io
import threading
import time


GUESSES = {"date_received": "received", "received": "received", "event_date": "event_date",
           "summary": "summary", "description": "description", "text": "description", "brand": "brand",
           "brand_name": "brand", "model": "model", "serial": "serial", "severity": "severity",
           "country": "country", "site": "site", "report_number": "source_id"}


def look(handler, store, person, query, body):
    text = body.decode("utf-8-sig", "replace") if isinstance(body, bytes) else ""
    delimiter = max(",;\t|", key=lambda mark: text[:2000].count(mark))
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))[:200_000]
    if len(rows) < 2:
        return handler.problem(422, "unreadable", "The file holds no table.", errors=[])
    columns = []
    for index, name in enumerate(rows[0]):
        field = GUESSES.get(name.strip().lower().replace(" ", "_"))
        columns.append({"name": name, "samples": [row[index] for row in rows[1:4] if index < len(row)],
                        "field": field, "confidence": 0.96 if field else 0,
                        "date_format": "iso" if field in ("received", "event_date") else None})
    name = query.get("name", ["file"])[0]
    entry = {"id": len(store.imports) + 1, "name": name, "state": "preview", "dry_run": False,
             "source": name.rsplit(".", 1)[0], "read": 0, "created": 0, "updated": 0, "unchanged": 0,
             "rejected": 0, "conflicts": 0, "bytes_total": len(body), "bytes_done": 0, "seconds": 0.0,
             "by": person["name"], "created_at": "2026-03-02T09:00:00Z", "finished_at": None,
             "failure": None, "dialect": {"format": "csv", "encoding": "utf-8", "delimiter": delimiter,
                                          "sheet": None, "sheets": []},
             "columns": columns, "mapping": {"name": None, "source": name.rsplit(".", 1)[0], "columns": {
                 c["name"]: {"field": c["field"], "date_format": c["date_format"]} for c in columns}},
             "_rows": len(rows) - 1}
    store.imports.insert(0, entry)
    return handler.json(202, shown(entry))


def shown(entry):
    return {key: value for key, value in entry.items() if not key.startswith("_")}


def find(store, key):
    return next(entry for entry in store.imports if str(entry["id"]) == key)


def listed(handler, store, *_):
    handler.json(200, {"items": [shown(entry) for entry in store.imports], "next": None})


def read(handler, store, _person, _query, _body, key):
    handler.json(200, shown(find(store, key)))


def start(handler, store, _person, _query, body, key):
    entry = find(store, key)
    entry.update(state="running", dry_run=bool(body.get("dry_run")), source=body.get("source"), read=0,
                 created=0, updated=0, unchanged=0, rejected=0)
    threading.Thread(target=run, args=(entry,), daemon=True).start()
    handler.json(202, shown(entry))


def run(entry):
    rows = entry["_rows"]
    for step in range(1, 6):
        time.sleep(0.15)
        done = rows * step // 5
        rejected = min(2, done)
        entry.update(read=done, rejected=rejected, created=done - rejected,
                     bytes_done=entry["bytes_total"] * step // 5, seconds=step * 0.15)
    entry.update(state="done", finished_at="2026-03-02T09:00:09Z")


def undo(handler, store, _person, _query, _body, key):
    entry = find(store, key)
    entry["state"] = "undone"
    handler.json(202, shown(entry))


def cancel(handler, store, _person, _query, _body, key):
    entry = find(store, key)
    entry["state"] = "cancelled"
    handler.json(202, shown(entry))


def errors(handler, store, _person, query, _body, key):
    entry = find(store, key)
    items = [{"row": 12, "kind": "rejected", "column": "date_received", "value": "31/31/2020", "reason": "invalid_date",
              "detail": "There is no such date."},
             {"row": 17, "kind": "rejected", "column": "severity", "value": "very bad", "reason": "not_a_choice",
              "detail": "Not one of the values."}][:entry["rejected"]]
    if query.get("format") == ["csv"]:
        return handler.send(200, b"row,column,value,reason\n", "text/csv", {
            "Content-Disposition": 'attachment; filename="errors.csv"'})
    return handler.json(200, {"items": items, "next": None})


def mappings(handler, *_):
    handler.json(200, {"items": [], "next": None})


def add_mapping(handler, _store, _person, _query, body):
    handler.json(201, {"id": 1, **body})


ROUTES = [
    ("POST", "/imports", False, look), ("GET", "/imports", False, listed),
    ("GET", "/imports/(\\d+)", False, read), ("POST", "/imports/(\\d+)/start", False, start),
    ("POST", "/imports/(\\d+)/undo", False, undo), ("POST", "/imports/(\\d+)/cancel", False, cancel),
    ("GET", "/imports/(\\d+)/errors", False, errors), ("GET", "/import-mappings", False, mappings),
    ("POST", "/import-mappings", False, add_mapping),
]
