#!/usr/bin/env python3
"""Checks an audit bundle, or one proof, of Quittance without it: nothing but this file and Python's standard library.

Usage: Tools/verify-bundle.py FILE --key KEY
       Tools/verify-bundle.py --proof PROOF --checkpoint NOTE --key KEY [--leaf HASH | --event LINE | --earlier NOTE]
  FILE   what `quittance audit-bundle` wrote
  PROOF  what `quittance proof inclusion` or `quittance proof consistency` printed, or the HTTP API answered
  NOTE   a checkpoint; --earlier is one that you kept
  HASH   the leaf hash that a receipt named; LINE a file with the event itself
  KEY   the verifier key of the ledger, NAME+ID+KEY, or a file that holds it; you need it from somebody you trust

It checks that the checkpoint was signed by the key; that every event of the contract is in the tree that was signed, and
that none of its stream before the last one is left out; that every event is what its schema allows, and the schema the
one that the event names; that every entry follows from its event, and balances; that the account is the sum of its
entries; that the log itself names the key, where the bundle holds the event that does. docs/log-format.md describes the file. It cannot see whether the contract has later events than the bundle
holds: fetch the whole log for that.

Exit codes: 0 sound; 1 refused, with the reason; 2 bad usage.
"""

import base64
import hashlib
import json
import re
import sys

FORMATS = ("quittance-audit-bundle/v1", "quittance-audit-bundle/v2")


class Refused(Exception):
    """Why a bundle is not to be believed."""


def require(condition, reason):
    if not condition:
        raise Refused(reason)


# Ed25519 (RFC 8032 section 5.1), written out: points are (X, Y, Z, T) on the twisted Edwards curve.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(scalar, point):
    result = NEUTRAL
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def same(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


def decompress(encoded):
    """The point that 32 bytes spell; None when they spell none."""
    y = int.from_bytes(encoded, "little")
    sign = y >> 255
    y &= (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signature(signature, message, public):
    """Whether 64 bytes are the Ed25519 signature of a message by the owner of 32 bytes."""
    if len(signature) != 64 or len(public) != 32:
        return False
    a, r = decompress(public), decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    h = int.from_bytes(digest, "little") % ORDER
    return same(multiply(s, BASE), add(r, multiply(h, a)))


# Notes, keys and checkpoints (C2SP signed-note and tlog-checkpoint).


def base64_bytes(text):
    try:
        found = base64.b64decode(text.encode("ascii"), validate=True)
    except (ValueError, UnicodeEncodeError) as error:
        raise Refused("there is no base64 where there should be") from error
    require(base64.b64encode(found).decode() == text, "base64 is not in its one form")
    return found


def verifier_key(text):
    """Name, identifier (4 bytes) and public key (32 bytes) of a verifier key."""
    parts = text.split("+", 2)
    require(len(parts) == 3, "the key is no verifier key NAME+ID+KEY")
    name, identifier, key = parts[0], parts[1], base64_bytes(parts[2])
    require(name and not re.search(r"[\s\x00-\x1f]", name), "the verifier key has no name")
    require(len(key) == 33 and key[0] == 1, "the verifier key is no Ed25519 key")
    expected = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    require(identifier == expected.hex(), "the verifier key does not have its own identifier")
    return name, expected, key[1:]


def checkpoint(note, key):
    """Size and root of a checkpoint that the key signed."""
    name, identifier, public = key
    require(not re.search(r"[\x00-\x09\x0b-\x1f]", note), "the checkpoint holds control characters")
    text, blank, signatures = note.rpartition("\n\n")
    text += "\n"
    require(blank and signatures.endswith("\n"), "the checkpoint is no signed note")
    is_signed = False
    for line in signatures[:-1].split("\n"):
        match = re.fullmatch(r"\u2014 ([^ +]+) ([0-9A-Za-z+/=]+)", line)
        require(match, "the checkpoint is no signed note")
        signature = base64_bytes(match[2])
        require(len(signature) > 4, "the checkpoint is no signed note")
        if match[1] == name and signature[:4] == identifier:
            require(is_signature(signature[4:], text.encode(), public), "the checkpoint's signature is wrong")
            is_signed = True
    require(is_signed, "the key did not sign the checkpoint")
    lines = text[:-1].split("\n")
    require(len(lines) >= 3 and all(lines), "the checkpoint has no three lines")
    require(lines[0] == name, "the checkpoint is of another log than the key")
    require(re.fullmatch(r"0|[1-9][0-9]{0,17}", lines[1]), "the checkpoint has no size")
    root = base64_bytes(lines[2])
    require(len(root) == 32, "the checkpoint has no root")
    return int(lines[1]), root


# The Merkle tree (RFC 9162 section 2.1).


def leaf_hash(data):
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def is_included(leaf, index, size, proof, root):
    """Whether the proof shows that a leaf hash is leaf `index` of the tree of `size` leaves (section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    last, found = size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if index & 1 or index == last:
            found = node_hash(sibling, found)
            while index and not index & 1:
                index >>= 1
                last >>= 1
        else:
            found = node_hash(found, sibling)
        index >>= 1
        last >>= 1
    return last == 0 and found == root


def is_consistent(first, first_root, second, second_root, proof):
    """Whether the proof shows that a tree begins with an earlier one (section 2.1.4.2)."""
    if not 0 <= first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    if first == 0:
        return not proof and first_root == hashlib.sha256(b"").digest()
    if not proof:
        return False
    path = [first_root] + proof if first & (first - 1) == 0 else proof
    index, last = first - 1, second - 1
    while index & 1:
        index >>= 1
        last >>= 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if index & 1 or index == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while index and not index & 1:
                index >>= 1
                last >>= 1
        else:
            new = node_hash(new, sibling)
        index >>= 1
        last >>= 1
    return last == 0 and old == first_root and new == second_root


def digest(text):
    require(isinstance(text, str) and re.fullmatch(r"[0-9a-f]{64}", text), "a hash is no 64 hexadecimal digits")
    return bytes.fromhex(text)


# Canonical JSON (docs/log-format.md): one spelling for each value.


def once(pairs):
    members = dict(pairs)
    require(len(members) == len(pairs), "a member stands twice")
    return members


def no_number(text):
    raise Refused("a number is no integer: " + text)


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def parse(data, what):
    try:
        value = json.loads(
            data.decode(), object_pairs_hook=once, parse_float=no_number, parse_constant=no_number)
        again = canonical(value)
    except (ValueError, RecursionError) as error:
        raise Refused(f"{what} is no JSON") from error
    require(again == data, f"{what} is not canonical JSON")
    return value


# JSON Schema (2020-12), as far as the schemas of the log use it.

KEYWORDS = {
    "$schema", "$id", "title", "description", "type", "properties", "required", "additionalProperties", "pattern",
    "const", "enum", "minimum", "maximum", "minLength", "maxLength", "items", "minItems", "maxItems", "uniqueItems",
    "anyOf", "oneOf", "not",
}
TYPES = {
    "object": lambda value: isinstance(value, dict), "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str), "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
}


def allows(schema, value):
    if isinstance(schema, bool):
        return schema
    unknown = set(schema) - KEYWORDS
    require(not unknown, f"a schema uses {sorted(unknown)}, which is not known here")
    if "type" in schema and not TYPES[schema["type"]](value):
        return False
    if "const" in schema and canonical(value) != canonical(schema["const"]):
        return False
    if "enum" in schema and canonical(value) not in [canonical(option) for option in schema["enum"]]:
        return False
    if isinstance(value, dict):
        known = schema.get("properties", {})
        if not all(name in value for name in schema.get("required", [])):
            return False
        if schema.get("additionalProperties") is False and not all(name in known for name in value):
            return False
        if not all(allows(known[name], member) for name, member in value.items() if name in known):
            return False
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            return False
        if schema.get("uniqueItems") and len({canonical(item) for item in value}) < len(value):
            return False
        if "items" in schema and not all(allows(schema["items"], item) for item in value):
            return False
    if isinstance(value, str):
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
            return False
        if "pattern" in schema and not re.search(re.sub(r"\$$", r"\\Z", schema["pattern"]), value):
            return False
    if TYPES["integer"](value) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        return False
    if "anyOf" in schema and not any(allows(option, value) for option in schema["anyOf"]):
        return False
    if "oneOf" in schema and sum(allows(option, value) for option in schema["oneOf"]) != 1:
        return False
    return "not" not in schema or not allows(schema["not"], value)


# Double entry: what each type of event moves (docs/log-format.md, "Entries"). Positive cents are a debit.

MEANS = {"transfer": "515", "direct_debit": "515", "cheque": "515", "card": "5115", "cash": "545"}
PURPOSES = {"advance": "4191", "deposit": "1651", "payment": "4111", "aid": "4111", "unallocated": "4713"}
REFUNDS = {"advance": "4191", "deposit": "1651", "credit": "4111", "aid": "4111", "guarantor": "4111", "receipt": "4713"}
LOSSES = {"irrecoverable": "6541", "extinguished": "6544", "remitted": "6544", "prescribed": "6544"}
REVENUE = {"service": "7088", "damage": "7088", "cost": "7085"}


def transfer(debit, credit):
    """The whole amount, from account to account; each a number, or what a member of the payload says."""
    def entry(payload):
        accounts = [side(payload) if callable(side) else side for side in (debit, credit)]
        return [(accounts[0], payload["amount_cents"]), (accounts[1], -payload["amount_cents"])]
    return entry


def means(payload):
    return MEANS[payload["means"]]


def purpose(payload):
    return PURPOSES[payload["purpose"]]


def refund(payload):
    return REFUNDS[payload["kind"]]


def loss(payload):
    return LOSSES[payload["ground"]]


def credit(payload):
    return "4111" if payload["debt"] == "account" else "4664"


def sundry(kind):
    def entry(payload):
        net, tax = payload["net_cents"], payload["vat_cents"]
        return [("4111", net + tax), (REVENUE[kind or payload["kind"]], -net), ("44571", -tax)]
    return entry


def sale(payload):
    net, tax = payload["net_cents"], payload["vat_cents"]
    return [(means(payload), net + tax), (REVENUE["service"], -net), ("44571", -tax)]


def rent(payload):
    parts = [("7061", "bare_cents"), ("7062", "charges_cents"), ("7063", "furniture_cents"), ("7064", "flat_cents")]
    return [("4111", payload["amount_cents"])] + [(account, -payload.get(part, 0)) for account, part in parts]


def indemnity(payload):
    return [("4111", payload["amount_cents"]), ("758", -payload["base_cents"] - payload["surcharge_cents"])]


def stay(payload):
    return [("4111", payload["amount_cents"]), ("7065", -payload["net_cents"]), ("44571", -payload["vat_cents"])]


def takeover(payload):
    owed = sum(item["amount_cents"] for item in payload.get("items", [])) - payload["credit_cents"]
    deposit, advance = payload["deposit_cents"], payload["advance_cents"]
    return [("4111", owed), ("1651", -deposit), ("4191", -advance), ("890", deposit + advance - owed)]


def clawback(payload):
    amount = payload["amount_cents"] if payload["settlement"] == "paid" else 0
    return [("4111", amount), ("515", -amount)]


def reverse(entry):
    return lambda payload: [(account, -cents) for account, cents in entry(payload)]


ENTRIES = {
    "advance-paid": transfer(means, "4191"),
    "deposit-paid": transfer(means, "1651"),
    "payment-received": transfer(means, "4111"),
    "housing-aid-received": transfer(means, "4111"),
    "housing-aid-clawed-back": clawback,
    "payment-returned": transfer(purpose, means),
    "receipt-unallocated": transfer(means, "4713"),
    "receipt-allocated": transfer("4713", purpose),
    "allocation-undone": transfer(purpose, "4713"),
    "receipt-parked": transfer(means, "4713"),
    "parked-receipt-returned": transfer("4713", means),
    "parked-refund-decided": transfer("4713", "4664"),
    "parked-refund-wired": transfer("4664", "515"),
    "refund-wired": transfer("4664", "515"),
    "refund-returned": transfer("515", "4664"),
    "service-charged": sundry("service"),
    "damage-invoiced": sundry("damage"),
    "cost-charged": sundry("cost"),
    "service-sold": sale,
    "charge-cancelled": reverse(sundry(None)),
    "service-charge-reversed": reverse(sundry("service")),
    "deposit-kept": transfer(lambda payload: "580" if "origin_contract" in payload else "890", "1651"),
    "deposit-transferred": transfer("1651", "580"),
    "contract-taken-over": takeover,
    "rent-charged": rent,
    "rent-charge-reversed": reverse(rent),
    "indemnity-charged": indemnity,
    "indemnity-charge-reversed": reverse(indemnity),
    "short-stay-charged": stay,
    "short-stay-charge-reversed": reverse(stay),
    "refund-reclaimed": transfer("4111", "4664"),
    "refund-reclaim-reversed": transfer("4664", "4111"),
    "advance-applied": transfer("4191", "4111"),
    "advance-unapplied": transfer("4111", "4191"),
    "advance-credited": transfer("4191", "4111"),
    "advance-credit-reversed": transfer("4111", "4191"),
    "advance-forfeited": transfer("4191", "7588"),
    "forfeit-reversed": transfer("7588", "4191"),
    "deposit-offset": transfer("1651", "4111"),
    "deposit-offset-reversed": transfer("4111", "1651"),
    "debt-relieved": transfer(loss, "4111"),
    "loss-reversed": transfer("4111", loss),
    "loss-restored": transfer(loss, "4111"),
    "credit-ended": transfer(credit, "75881"),
    "relief-revoked": transfer("4111", loss),
    "credit-end-revoked": transfer("75881", credit),
    "refund-decided": transfer(refund, "4664"),
    "refund-decision-reversed": transfer("4664", refund),
}


def movements(event):
    """What an event moves, by account, without accounts that it leaves as they were."""
    sums = {}
    rule = ENTRIES.get(event["event"])
    for account, cents in rule(event["payload"]) if rule else []:
        sums[account] = sums.get(account, 0) + cents
    return [{"account": account, "cents": sums[account]} for account in sorted(sums) if sums[account]]


# The bundle.

MEMBERS = ["checkpoint", "contract", "entries", "events", "format", "schemas", "statement", "verifier_key"]


def proven(item, stream, size, root):
    """An event of a stream, in the tree that was signed."""
    require(isinstance(item, dict) and sorted(item) == ["bytes", "proof"], "an event has other members")
    require(isinstance(item["bytes"], str) and isinstance(item["proof"], list), "an event has other members")
    data = item["bytes"].encode()
    event = parse(data, "an event of the bundle")
    position = event.get("position") if isinstance(event, dict) else None
    require(TYPES["integer"](position), "an event of the bundle has no position")
    require(
        is_included(leaf_hash(data), position - 1, size, [digest(hash) for hash in item["proof"]], root),
        f"the event at position {position} is not in the log that was signed")
    require(event.get("stream") == stream, f"the event at position {position} is of another stream")
    return event


def check_key_event(item, key, size, root):
    """The event by which the log names the key: that of its founding, or a later one that adopted another key."""
    event = proven(item, "ledger", size, root)
    payload = event.get("payload")
    require(isinstance(payload, dict), f"the event at position {event['position']} has no payload")
    named = payload.get("checkpoint_key") if event.get("event") == "ledger-opened" else payload
    require(
        event.get("event") in ("ledger-opened", "signing-key-adopted") and isinstance(named, dict)
        and named.get("origin") == key[0] and named.get("public_key") == key[2].hex(),
        f"the event at position {event['position']} does not name the key")
    return event


def check_events(bundle, size, root):
    """The events, each in the tree that was signed, and the stream without a gap."""
    events = []
    for number, item in enumerate(bundle["events"], start=1):
        event = proven(item, "contract/" + bundle["contract"], size, root)
        position = event["position"]
        require(event.get("stream_version") == number, f"the stream has a gap before position {position}")
        require(not events or position > events[-1]["position"], f"position {position} is out of order")
        events.append(event)
    require(events, "the bundle holds no event")
    return events


def check_schemas(texts, events):
    """Every event is what the schema that it names allows; no schema is missing or left over."""
    schemas = {}
    for text in texts:
        require(isinstance(text, str), "a schema is no text")
        schemas[hashlib.sha256(text.encode()).hexdigest()] = text
    require(len(schemas) == len(texts), "a schema stands twice")
    named = {event.get("schema") for event in events}
    require(set(schemas) == named, "the schemas are not those that the events name")
    # Only now: a text whose hash was signed with the events is a schema.
    known = {name: json.loads(text) for name, text in schemas.items()}
    for event in events:
        require(allows(known[event["schema"]], event), f"the event at position {event['position']} breaks its schema")


def check_books(bundle, events):
    """Entries follow from events and balance; the account is the sum of its entries."""
    entries, moves = [], []
    for event in events:
        moved = movements(event)
        require(
            sum(movement["cents"] for movement in moved) == 0,
            f"the entry of position {event['position']} does not balance")
        if not moved:
            continue
        entries.append({
            "accounting_on": event.get("accounting_on", event["effective_on"]), "effective_on": event["effective_on"],
            "event": event["event"], "movements": moved, "position": event["position"],
        })
        amount = sum(movement["cents"] for movement in moved if movement["account"] == "4111")
        if amount:
            moves.append((event["effective_on"], event["position"], event["event"], amount))
    require(bundle["entries"] == entries, "the entries are not those of the events")
    balance, account = 0, []
    for day, position, name, amount in sorted(moves):
        balance += amount
        account.append({
            "amount_cents": amount, "balance_cents": balance, "effective_on": day, "event": name, "position": position})
    require(
        bundle["statement"] == {"balance_cents": balance, "movements": account},
        "the statement is not the sum of the entries")
    return balance


def verify(data, key_text):
    """Checks the bytes of a bundle; answers a sentence about it, or raises Refused."""
    try:
        return checked(data, key_text)
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise Refused(f"it is not understood ({error})") from error


def checked(data, key_text):
    require(data.endswith(b"\n"), "the bundle does not end with a line feed")
    bundle = parse(data[:-1], "the bundle")
    require(isinstance(bundle, dict) and bundle.get("format") in FORMATS, "the file is no audit bundle")
    names_key = bundle["format"] == FORMATS[1]
    require(sorted(bundle) == sorted(MEMBERS + ["key_event"] * names_key), "the bundle has other members")
    require(all(isinstance(bundle[name], list) for name in ("events", "entries", "schemas")), "a list is none")
    require(all(isinstance(bundle[name], str) for name in ("checkpoint", "contract")), "a text is none")
    require(bundle["verifier_key"] == key_text, "the bundle names another verifier key")
    key = verifier_key(key_text)
    size, root = checkpoint(bundle["checkpoint"], key)
    events = check_events(bundle, size, root)
    key_events = [check_key_event(bundle["key_event"], key, size, root)] if names_key else []
    check_schemas(bundle["schemas"], events + key_events)
    balance = check_books(bundle, events)
    return (f"Sound: {len(events)} events of contract {bundle['contract']}, in the log {key[0]} of {size} events; "
            f"the account stands at {balance} cents. "
            + (f"The log names the key at position {key_events[0]['position']}." if names_key
               else "The log does not name the key."))


# A single proof.


def verify_proof(data, note, key_text, leaf=None, earlier=None):
    """Checks a proof of inclusion or of consistency against a checkpoint; answers a sentence, or raises Refused."""
    try:
        key = verifier_key(key_text)
        size, root = checkpoint(note, key)
        # An answer of HTTP has its members in another order.
        proof = json.loads(
            data.decode(), object_pairs_hook=once, parse_float=no_number, parse_constant=no_number)
        require(isinstance(proof, dict) and isinstance(proof.get("hashes"), list), "the file is no proof")
        hashes = [digest(text) for text in proof["hashes"]]
        if "position" in proof:
            require(earlier is None, "the proof is of an event, not of an earlier tree")
            named = digest(proof["leaf_hash"])
            require(leaf is None or leaf == named, "the proof is of another event")
            require((proof["size"], digest(proof["root"])) == (size, root), "the proof is of another tree")
            require(is_included(named, proof["position"] - 1, size, hashes, root), "the event is not in the log")
            return (f"Sound: the event with leaf hash {named.hex()} is at position {proof['position']} of the log {key[0]} "
                    f"of {size} events.")
        require(leaf is None, "the proof is of no event")
        first = proof["from"], digest(proof["from_root"])
        require((proof["to"], digest(proof["to_root"])) == (size, root), "the proof is of another tree")
        require(earlier is None or checkpoint(earlier, key) == first, "the proof is of another earlier tree")
        require(is_consistent(*first, size, root, hashes), f"the log does not continue the one of {first[0]} events")
        return f"Sound: the log {key[0]} of {size} events continues the one of {first[0]} with root {first[1].hex()}."
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise Refused(f"it is not understood ({error})") from error


OPTIONS = {"--proof", "--checkpoint", "--key", "--leaf", "--event", "--earlier"}


def options(arguments):
    """The options and their values; None when they are none of the two usages."""
    if len(arguments) == 3 and arguments[1] == "--key":
        return {"file": arguments[0], "--key": arguments[2]}
    given = dict(zip(arguments[::2], arguments[1::2]))
    is_whole = len(arguments) == 2 * len(given) and set(given) <= OPTIONS and not {"--leaf", "--event"} <= set(given)
    return given if is_whole and {"--proof", "--checkpoint", "--key"} <= set(given) else None


def content(path):
    with open(path, "rb") as file:
        return file.read()


def main(arguments):
    given = options(arguments)
    if given is None:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        key = given["--key"]
        if "+" not in key:
            key = content(key).decode().strip()
        data = content(given.get("file") or given["--proof"])
        notes = {name: content(given[name]).decode() for name in ("--checkpoint", "--earlier") if name in given}
        leaf = bytes.fromhex(given["--leaf"]) if "--leaf" in given else None
        if "--event" in given:
            leaf = leaf_hash(content(given["--event"]).rstrip(b"\n"))
    except (OSError, ValueError) as error:
        print(f"verify-bundle: {error}", file=sys.stderr)
        return 2
    try:
        if "file" in given:
            print(verify(data, key))
        else:
            print(verify_proof(data, notes["--checkpoint"], key, leaf, notes.get("--earlier")))
        return 0
    except Refused as reason:
        print(f"REFUSED: {reason}.")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
