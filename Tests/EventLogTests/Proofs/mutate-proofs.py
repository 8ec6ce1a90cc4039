"""Checks proofs with Tools/verify-bundle.py, then each of them with every one of its hashes changed.

Usage: mutate-proofs.py FILE, whose lines are `i INDEX SIZE LEAF ROOT HASH,HASH…` or `c FROM TO ROOT ROOT HASH,HASH…`.
"""
import importlib.util
import pathlib
import sys

tool = pathlib.Path(__file__).resolve().parents[3] / "Tools/verify-bundle.py"
spec = importlib.util.spec_from_file_location("verify_bundle", tool)
verifier = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verifier)

accepted = refused = place = 0
for line in open(sys.argv[1], encoding="ascii"):
    kind, first, second, one, other, hashes = line.rstrip("\n").split(" ")
    first, second, one, other = int(first), int(second), bytes.fromhex(one), bytes.fromhex(other)
    proof = [bytes.fromhex(text) for text in hashes.split(",") if text]

    def holds(hashes):
        if kind == "i":
            return verifier.is_included(one, first, second, hashes, other)
        return verifier.is_consistent(first, one, second, other, hashes)

    accepted += holds(proof)
    for index, right in enumerate(proof):
        wrong = bytearray(right)
        wrong[place % 32] ^= 1 << place % 8
        place += 1
        refused += not holds(proof[:index] + [bytes(wrong)] + proof[index + 1:])
print(f"{accepted} proofs accepted, {refused} changed ones refused")
