"""Makes the ledger of this folder, which release 0.1.0 wrote and every later release must read.

Usage: make-ledger.py QUITTANCE PROJECT   QUITTANCE is the executable of 0.1.0, PROJECT its source tree
It was run once. What it wrote is frozen: ledger/ (the folder as the release left it, tokens left out), account.bundle, and
answers/ (what the release said of it)."""
import itertools
import json
import pathlib
import shutil
import subprocess
import sys

quittance, project = sys.argv[1], pathlib.Path(sys.argv[2])
here = pathlib.Path(__file__).resolve().parent
ledger, answers = here / "ledger", here / "answers"
for folder in (ledger, answers):
    shutil.rmtree(folder, ignore_errors=True)
answers.mkdir()
keys = itertools.count(1)
ROW, OTHER = "ATHENA/PLEIADE/T1-PLEIADE-20M/SINGLE", "ATHENA/PLEIADE/STUDIO-PLEIADE-20M/SINGLE"


def run(*arguments, allowed=(0,)):
    done = subprocess.run([quittance, *arguments, "--data", str(ledger)], capture_output=True, text=True)
    if done.returncode not in allowed:
        sys.exit(f"{arguments} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def publish(table, count):
    lines = (project / "Tools/Tariffs" / table).read_text().splitlines(keepends=True)
    part = here / table
    part.write_text("".join(lines[:count + 1]))
    run("publish-tariff", str(part))
    part.unlink()


def record(*commands):
    part = here / "commands.ndjson"
    part.write_text("".join(json.dumps({**command, "key": f"k{next(keys):03}"}) + "\n" for command in commands))
    printed = run("record", str(part), allowed=(0, 1))
    if "0 refused" not in printed:
        print(printed)
    part.unlink()


def on(day, command, contract=None, **members):
    when = {"at": day} if "T" in day else {"on": day}
    return {"command": command, **when, **({"contract": contract} if contract else {}), **members}


def position(event, contract=None):
    """The last position of a type, in the stream of a contract where one is named."""
    found = [json.loads(line) for line in run("events").splitlines()]
    return [line["position"] for line in found if line["event"] == event
            and (contract is None or line["stream"] == f"contract/{contract}")][-1]


def house(contract, row=ROW, effect="2026-09-01", end="2027-08-31"):
    record(
        on("2026-06-30T10:00", "propose-allocation", contract),
        on("2026-07-01T10:00", "receive-advance", contract, amount_cents=7000, means="card"),
        on("2026-07-02", "decide-admission", contract, effect_on=effect, end_on=end, row=row),
        on("2026-07-02", "issue-tenant-code", contract, code=f"L{contract.upper()}"),
        on("2026-07-10", "complete-file", contract),
        on("2026-07-10", "receive-deposit", contract, amount_cents=35900),
        on("2026-08-20", "register-insurance", contract, from_on="2026-09-01"),
        on("2026-09-03", "hand-over-keys", contract))


run("init", "--crous", "normandie")
publish("tariffs_2026.csv", 3)
publish("services_2026.csv", 3)
record(
    on("2026-06-01", "publish-short-stay-rates", rows=[{
        "typology": "STUDIO-T1", "persons": 1, "status": "student", "nights_up_to_3_cents": 3200,
        "nights_up_to_14_cents": 2700, "nights_from_15_cents": 2100, "from_on": "2026-09-01"}]),
    on("2026-06-01", "adopt-vat-rate", item="SHORT_STAY", from_on="2026-06-01", vat_bp=1000),
    on("2026-06-01", "adopt-vat-rate", item="CLEANING_EXIT_HOUR", from_on="2026-06-01", exempt=True),
    on("2026-06-01", "adopt-policy", policy="exit_grace", value="next_working_day", from_on="2026-09-01"))

house("a1")
record(
    on("2026-09-05", "receive-payment", "a1", amount_cents=28867),
    on("2026-09-06", "declare-defect", "a1", item="DOOR"),
    on("2026-09-10", "register-guarantee", "a1", kind="physical", income_cents=200000),
    on("2026-09-10", "register-mandate", "a1", mandate="GUARDIAN-7"),
    on("2026-10-02", "receive-payment", "a1", amount_cents=35867, means="direct_debit"),
    on("2026-10-05", "receive-payment", "a1", amount_cents=9000, payer="caf", month="2026-10"))
record(on("2026-10-09", "return-payment", "a1", receipt=position("payment-received", "a1"), amount_cents=35867,
          reason="returned_direct_debit"))
record(
    on("2026-10-12", "charge-service", "a1", item="CLEANING_EXIT_HOUR"),
    on("2026-10-12", "invoice-damage", "a1", item="WINDOW", amount_cents=4200, due_on="2026-11-01"),
    on("2026-10-13", "charge-cost", "a1", item="BAILIFF", amount_cents=900))
record(on("2026-10-14", "cancel-charge", "a1", position=position("cost-charged", "a1")))

house("b2")
record(on("2026-09-20", "change-unit", "b2", row=OTHER),
       on("2026-09-25", "rehouse-temporarily", "b2", unit="B12"))
record(
    on("2026-07-01T09:00", "propose-allocation", "c3"),
    on("2026-07-02T09:00", "receive-advance", "c3", amount_cents=7000),
    on("2026-07-05", "request-withdrawal", "c3"),
    on("2026-07-01T09:00", "propose-allocation", "d4"),
    on("2026-07-06", "receive-deposit", "d4", amount_cents=100))
record(on("2026-10-01", "take-over-contract", "e5", effect_on="2026-09-01", end_on="2027-08-31", row=ROW,
          keys_on="2026-09-03", deposit_cents=35900, advance_cents=0, credit_cents=500,
          items=[{"kind": "other", "due_on": "2026-09-20", "amount_cents": 12000, "item": "OLD"}]))
record(
    on("2026-09-08", "receive-payment", "nobody", amount_cents=40000, means="cheque", payer="third_party"),
    on("2026-09-09", "receive-payment", "nobody2", amount_cents=5000))
record(on("2026-09-12", "allocate-receipt", "a1", receipt=position("receipt-parked") - 1, purpose="payment",
          amount_cents=7000),
       on("2026-09-13", "refund-parked-receipt", receipt=position("receipt-parked"), amount_cents=5000),
       on("2026-09-14", "wire-parked-refund", receipt=position("receipt-parked"), amount_cents=5000),
       on("2026-09-15", "sell-service", item="CLEANING_EXIT_HOUR", means="cash"))
record(
    on("2026-09-01T09:00", "book-short-stay", "s1", typology="STUDIO-T1", persons=1, status="student",
       arrival_on="2026-09-20", nights=3),
    on("2026-09-02T09:00", "book-short-stay", "s2", typology="STUDIO-T1", persons=1, status="student",
       arrival_on="2026-10-20", nights=5),
    on("2026-09-19", "receive-payment", "s1", amount_cents=20000),
    on("2026-09-20", "hand-over-keys", "s1"), on("2026-09-22", "extend-short-stay", "s1", nights=1),
    on("2026-09-04T09:00", "cancel-short-stay", "s2"))
run("bill", "--through", "2026-10-31", allowed=(0, 1))
run("close", "--month", "2026-09", allowed=(0, 1))
run("seal", "--through", "2026-09-30")
record(
    on("2026-11-03", "give-notice", "b2"),
    on("2026-11-20", "receive-payment", "b2", amount_cents=60000, payer="third_party"),
    on("2026-12-02", "return-keys", "b2", inventory="conforming"),
    on("2026-12-03", "provide-bank-details", "b2"))
run("bill", "--through", "2026-12-31", allowed=(0, 1))
record(on("2027-01-04", "settle-contract", "b2"),
       on("2026-12-20", "remit-debt", "a1", line="rent-2026-10", amount_cents=1000, decision="CA-2026-7"))
record(on("2026-09-04", "correct-date", "a1", position=position("keys-handed-over", "a1")))
record(on("2026-09-07", "void-fact", "a1", position=position("defect-declared", "a1"), ground="MISTAKE"))
run("bill", "--through", "2027-01-31", allowed=(0, 1))
record(on("2027-02-01", "receive-payment", "a1", amount_cents=10000))

contracts = ["a1", "b2", "c3", "e5", "s1", "s2"]
for name, arguments in {
    **{f"statement-{contract}": ("statement", contract) for contract in contracts},
    "contracts": ("contracts",), "trial-balance": ("trial-balance",), "unpaid": ("unpaid",), "deposits": ("deposits",),
}.items():
    text = run(*arguments, "--as-of", "2027-01-31", "--json")
    (answers / f"{name}.json").write_text(text)
(answers / "events.sha256").write_text(subprocess.run(
    ["sha256sum"], input=run("events"), capture_output=True, text=True, check=True).stdout.split()[0] + "\n")
(answers / "size").write_text(f"{len(run('events').splitlines())}\n")
run("audit-bundle", "--contract", "a1", "--out", str(here / "account.bundle"))
verdict = run("verify")
types = {json.loads(line)["event"] for line in run("events").splitlines()}
for name in ("token", "tokens.json", "ledger.lock", "ledger.db-wal", "ledger.db-shm"):
    (ledger / name).unlink(missing_ok=True)
print(verdict)
print(len(types), "types:", " ".join(sorted(types)))
