"""Flips one bit of a bundle at a time and checks that Tools/verify-bundle.py refuses each.

Usage: mutate-bundle.py FILE KEY STEP: one bit of every STEPth byte. Prints how many were refused, and what was not.
"""
import importlib.util
import pathlib
import sys

tool = pathlib.Path(__file__).resolve().parents[3] / "Tools/verify-bundle.py"
spec = importlib.util.spec_from_file_location("verify_bundle", tool)
verifier = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verifier)

data = pathlib.Path(sys.argv[1]).read_bytes()
print(verifier.verify(data, sys.argv[2]))
refused = 0
places = range(0, len(data), int(sys.argv[3]))
for number, place in enumerate(places):
    changed = bytearray(data)
    changed[place] ^= 1 << number % 8
    try:
        verifier.verify(bytes(changed), sys.argv[2])
        print(f"byte {place} may be changed: {data[max(0, place - 40):place + 40]}")
    except verifier.Refused:
        refused += 1
print(f"{refused} of {len(places)} refused")
