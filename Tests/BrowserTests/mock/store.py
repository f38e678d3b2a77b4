"""What the stand-in server knows: records, filters, counts. Everything in memory."""
import json
import re
import threading
import unicodedata
from collections import Counter
from datetime import datetime, timezone

import catalogue
import demo

OWN_PARAMETERS = {"q", "sort", "limit", "cursor", "offset", "total", "fields", "by", "format", "filter"}


def fold(text):
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


def now():
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Store:
    def __init__(self, rows):
        self.lock = threading.RLock()
        self.sites, self.systems, self.complaints = demo.make(rows)
        self.by_number = {}
        self.history = {}
        self.listeners = []
        self.results = {}
        self.folds = {}
        self.sequence = 0
        self.users = []
        self.tokens = []
        self.imports = []
        self.jobs = {}
        self.reindex()

    def reindex(self):
        self.by_number = {record["number"]: record for record in self.complaints}
        self.results = {}

    def load_demo(self, rows):
        with self.lock:
            self.sites, self.systems, self.complaints = demo.make(rows)
            self.reindex()

    def find(self, key):
        if key in self.by_number:
            return self.by_number[key]
        return next((r for r in self.complaints if str(r["id"]) == key), None)

    # The list

    def matching(self, query, grammar=None):
        """Records under a query's filters, newest first or sorted; kept per query until a change."""
        sort = ",".join(query.get("sort", [])) or "-received"
        kept = json.dumps([sorted((k, v) for k, v in query.items() if k not in
                                  ("limit", "offset", "total", "fields", "cursor", "by", "format")),
                           sort, grammar])
        with self.lock:
            if kept not in self.results:
                if len(self.results) > 60:
                    self.results.clear()
                self.results[kept] = self._compute(query, sort, grammar)
            return self.results[kept]

    def _compute(self, query, sort, grammar):
        records = self.complaints
        for name, values in query.items():
            if name not in OWN_PARAMETERS:
                records = self._narrow(records, name, values)
        if grammar:
            records = [record for record in records if holds(grammar, record)]
        words = terms(query.get("q", [""])[0])
        if words:
            records = [record for record in records if all(
                word in self.folded(record) for word in words)]
        records = list(records)
        for step in reversed(sort.split(",")):
            name = step.lstrip("-")
            records.sort(key=lambda r: (r.get(name) is not None, r.get(name) or ""),
                         reverse=step.startswith("-"))
        return records

    def folded(self, record):
        """What a search looks into, without case and accents; the same few texts come again."""
        text = f"{record.get('summary')} {record.get('description')}"
        if text not in self.folds:
            self.folds[text] = fold(text)
        return f"{self.folds[text]} {str(record.get('serial')).lower()} {record['number'].lower()}"

    @staticmethod
    def _narrow(records, name, values):
        edge = re.fullmatch(r"(\w+)_(from|to)", name)
        if edge:
            field = {"event": "event_date"}.get(edge[1], edge[1])
            if edge[2] == "from":
                return [r for r in records if (r.get(field) or "") >= values[0]]
            return [r for r in records if (r.get(field) or "")[:len(values[0])] <= values[0]]
        wanted = set()
        for value in values:
            wanted.update(value.split(",") if catalogue.BY_NAME.get(name, {}).get("values") else [value])
        if "" in wanted:
            wanted.add(None)
        return [r for r in records if r.get(name) in wanted]

    def facets(self, query, names, grammar):
        records = self.matching(query, grammar)
        return {name: [{"value": value, "count": count} for value, count in
                       Counter(r.get(name) for r in records).most_common(200)] for name in names}, len(records)

    # Writing

    def create(self, values, actor):
        with self.lock:
            number = f"C-{datetime.now().year}-{len(self.complaints) + 1:06d}"
            record = {"id": len(self.complaints) + 1, "number": number, "version": 1, "status": "received",
                      "custom": {}, **values, "created": now(), "updated": now(), "updated_by": actor}
            site = next((s for s in self.sites if s["code"] == values.get("site")), None)
            record["site_name"] = site["name"] if site else None
            self.complaints.append(record)
            self.reindex()
            self.log(record, actor, "create", [{"field": k, "old": None, "new": v} for k, v in values.items()])
            return record

    def change(self, record, values, actor, reason=None):
        with self.lock:
            changes = [{"field": k, "old": record.get(k), "new": v} for k, v in values.items()
                       if record.get(k) != v]
            record.update(values)
            if changes:
                record["version"] += 1
                record["updated"], record["updated_by"] = now(), actor
                self.results = {}
                self.log(record, actor, "update", changes, reason)
            return record

    def log(self, record, actor, operation, changes, reason=None, attachment=None):
        self.sequence += 1
        entry = {"seq": self.sequence, "at": now(), "actor": actor, "origin": "web",
                 "operation": operation, "reason": reason, "version": record["version"], "import": None,
                 "changes": changes, "hash": f"{self.sequence:064x}"}
        if attachment:
            entry.update({"attachment": attachment, "version": None})
        self.history.setdefault(record["id"], []).insert(0, entry)
        event = {"seq": self.sequence, "entity": "complaint", "id": record["id"],
                 "number": record["number"], "operation": operation, "version": record["version"],
                 "actor": actor, "fields": [c["field"] for c in changes]}
        if attachment:
            event.update({"entity": "attachment", "id": attachment, "version": 1})
        for listener in list(self.listeners):
            listener(event)

    def history_of(self, record):
        first = {"seq": 0, "at": record["created"], "actor": "marie", "origin": "web",
                 "operation": "create", "reason": None, "version": 1, "import": None,
                 "changes": [{"field": k, "old": None, "new": record.get(k)} for k in
                             ("summary", "severity", "received", "site", "system", "model", "channel",
                              "country")], "hash": "0" * 64}
        entries = self.history.get(record["id"], [])
        return entries if any(e["operation"] == "create" and "attachment" not in e for e in entries) else [*entries, first]


def terms(text):
    return [fold(word.strip('"*')) for word in text.split() if word not in ("OR", "AND", "NOT")
            and not word.startswith("-")]


def holds(condition, record):
    """Whether a record meets a condition of the filter grammar."""
    if "and" in condition:
        return all(holds(part, record) for part in condition["and"])
    if "or" in condition:
        return any(holds(part, record) for part in condition["or"])
    if "not" in condition:
        return not holds(condition["not"], record)
    value, wanted, operator = record.get(condition["field"]), condition.get("value"), condition["op"]
    if operator == "empty":
        return value in (None, "")
    if operator == "not_empty":
        return value not in (None, "")
    if value is None:
        return False
    return {"eq": lambda: value == wanted, "in": lambda: value in wanted,
            "contains": lambda: fold(str(wanted)) in fold(str(value)),
            "ge": lambda: value >= wanted, "le": lambda: value[:len(wanted)] <= wanted}[operator]()


def highlight(text, words):
    """Pieces of a text; every second one is a match. None without a match."""
    folded = fold(text)
    if len(folded) != len(text):
        return None
    spans = sorted((m.start(), m.end()) for word in words for m in re.finditer(re.escape(word), folded))
    pieces, at = [], 0
    for start, end in spans:
        if start >= at:
            pieces += [text[at:start], text[start:end]]
            at = end
    return [*pieces, text[at:]] if pieces else None
