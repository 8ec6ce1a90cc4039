"""Rewrites a ledger as somebody with root and our source code would: everything inside the database fits together again.

Usage: forge-log.py LEDGER.DB edit|swap|insert|remove
Every event is numbered anew, and leaves, tree, streams and keys follow from the events. Read rows are marked as being made
anew, which the next opening for writing would do."""
import hashlib
import itertools
import json
import sqlite3
import sys

database = sqlite3.connect(sys.argv[1])
events = [json.loads(row[0]) for row in database.execute("SELECT bytes FROM events ORDER BY position")]
paid = [index for index, event in enumerate(events) if event["event"] == "payment-received"]
first = paid[0]


def edit():
    events[first]["payload"]["amount_cents"] += 100


def swap():
    # Two events recorded one after the other, each of another stream or of the same: their order is another one.
    events[first], events[first + 1] = events[first + 1], events[first]


def insert():
    copy = json.loads(json.dumps(events[first]))
    copy["idempotency_key"] = "forged"
    events.insert(first + 1, copy)


def remove():
    del events[first]


{"edit": edit, "swap": swap, "insert": insert, "remove": remove}[sys.argv[2]]()

instants = sorted(event["recorded_at"] for event in events)
streams, keys, rows = {}, [], []
for position, (event, instant) in enumerate(zip(events, instants), start=1):
    name = event["stream"]
    version, previous = streams.get(name, (0, 0))
    event.update(position=position, stream_version=version + 1, recorded_at=instant)
    streams[name] = (version + 1, position)
    data = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    rows.append((position, previous, hashlib.sha256(b"\0" + data).digest(), data))
for key, group in itertools.groupby(events, lambda event: (event["actor"], event.get("idempotency_key"))):
    group = list(group)
    if key[1] is not None:
        keys.append((*key, group[0]["position"], len(group)))


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


nodes, level, hashes = [], 0, [row[2] for row in rows]
while len(hashes) > 1:
    hashes = [node(*hashes[at:at + 2]) for at in range(0, len(hashes) - 1, 2)]
    level += 1
    if level % 8 == 0:
        nodes += [(level, index, value) for index, value in enumerate(hashes)]


def root(hashes):
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return node(root(hashes[:split]), root(hashes[split:]))


hash_of = {(row[0], row[1]): row[2] for row in database.execute("SELECT actor, key, request_hash FROM idempotency")}
heads = dict(database.execute("SELECT name, head FROM streams"))
for trigger in ("events_are_not_updated", "events_are_not_deleted"):
    database.execute(f"DROP TRIGGER {trigger}")
for table in ("events", "tree_nodes", "streams", "idempotency"):
    database.execute(f"DELETE FROM {table}")
database.executemany("INSERT INTO events VALUES (?, ?, ?, ?)", rows)
database.executemany("INSERT INTO tree_nodes VALUES (?, ?, ?)", nodes)
database.executemany(
    "INSERT INTO streams VALUES (?, ?, ?, ?)",
    [(name, version, last, heads.get(name, b"")) for name, (version, last) in streams.items()])
database.executemany(
    "INSERT INTO idempotency VALUES (?, ?, ?, ?, ?)",
    [(*key, hash_of.get(key[:2], bytes(32))) for key in keys])
database.execute("UPDATE tree_head SET size = ?, root = ?", (len(rows), root([row[2] for row in rows])))
database.execute("UPDATE meta SET value = '0' WHERE key = 'rows_version'")
database.commit()
