"""Compares the entries that Tools/verify-bundle.py derives from events with those of the product.

Usage: check-entries.py FILE, whose lines are {"event":TYPE,"movements":{ACCOUNT:CENTS},"payload":{…}}. Prints how many
agree, and each line that does not.
"""
import importlib.util
import json
import pathlib
import sys

tool = pathlib.Path(__file__).resolve().parents[3] / "Tools/verify-bundle.py"
spec = importlib.util.spec_from_file_location("verify_bundle", tool)
verifier = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verifier)

agreed = 0
for line in open(sys.argv[1], encoding="utf-8"):
    event = json.loads(line)
    found = {movement["account"]: movement["cents"] for movement in verifier.movements(event)}
    if found == event["movements"]:
        agreed += 1
    else:
        print(f"{event['event']}: {found} is not {event['movements']} of {event['payload']}")
print(f"{agreed} agree")
