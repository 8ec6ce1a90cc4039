"""Reads Tools/Rules/mutants.txt: small changes of the code, each of which takes a rule out, and the test that notices.

Blank lines separate the mutants:

    R-012 R-160                         the rules that it takes out
    in ResidenceRules/Contracts/X.swift a file under Sources
    - if «amount != asked» {            what stands there once; the expression changed is marked where that is a part of it
    + amount > asked                    the expression in its place
    by scenario 02-proposal-and-advance the test that notices: `scenario NAME` of Tests/ScenarioTests, `case C-000` of
                                        Tests/CaseTests, or `test TARGET/SUITE/name of the test`, the name left out for
                                        the whole suite

A line that begins with # is a comment."""
import dataclasses
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LIST = ROOT / "Tools" / "Rules" / "mutants.txt"


@dataclasses.dataclass
class Mutant:
    number: int
    line: int
    rules: list
    file: str = ""
    code: str = ""
    instead: str = ""
    test: str = ""
    start: int = 0
    end: int = 0

    @property
    def path(self):
        return ROOT / "Sources" / self.file

    @property
    def row(self):
        """The line of its file that it changes, from 0."""
        return self.path.read_text().count("\n", 0, self.start)

    @property
    def suite(self):
        """Test target, suite and test that a filter names."""
        kind, _, name = self.test.partition(" ")
        if kind == "scenario":
            return ["ScenarioTests", "Scenarios", "a scenario answers as written"]
        if kind == "case":
            return ["CaseTests", "WorkedCaseTests", "every case answers as worked out by hand"]
        return name.split("/", 2)

    @property
    def filter(self):
        target, suite, *test = self.suite
        return rf"^{target}\.`?{re.escape(suite)}`?/" + "".join(rf"`?{re.escape(name)}`?\(" for name in test)

    @property
    def mention(self):
        """What the output of the failing test says, which must be about the one scenario or case of the many in it."""
        kind, _, name = self.test.partition(" ")
        return {"scenario": f' recorded an issue with 1 argument name → "{name}.txt" ', "case": f"↳ {name} "}.get(
            kind, " recorded an issue ")


def read():
    """The mutants in the order of the file, each with its place in the sources, and what is wrong with the file."""
    mutants, problems, current = [], [], None
    for line, text in enumerate(LIST.read_text().splitlines(), 1):
        if text.startswith("#"):
            continue
        if not text.strip():
            current = None
        elif current is None:
            current = Mutant(len(mutants) + 1, line, text.split())
            mutants.append(current)
        elif (mark := text.split(" ", 1))[0] in ("in", "-", "+", "by") and len(mark) == 2:
            name = {"in": "file", "-": "code", "+": "instead", "by": "test"}[mark[0]]
            setattr(current, name, mark[1])
        else:
            problems.append(f"mutants.txt:{line}: what is this? {text}")
    for mutant in mutants:
        problems += [f"mutants.txt:{mutant.line}: {problem}" for problem in locate(mutant)]
    for one in mutants:
        for other in mutants:
            if one.file == other.file and one.start < other.start < one.end < other.end:
                problems.append(f"mutants.txt:{other.line}: overlaps the one of line {one.line}")
    return mutants, problems


def locate(mutant):
    """Finds the place of a mutant and its test; what is wrong with them."""
    if not (mutant.rules and mutant.file and mutant.code and mutant.instead and mutant.test):
        return ["it is not complete"]
    problems = [f"{rule} is no rule" for rule in mutant.rules if not re.fullmatch(r"R-\d{3}", rule)]
    if not mutant.path.is_file():
        return problems + [f"Sources/{mutant.file} is not there"]
    text = mutant.path.read_text()
    before, marked, rest = mutant.code.partition("«")
    expression, closed, after = rest.partition("»") if marked else (mutant.code, "", "")
    if marked and not closed or not marked:
        before, expression, after = "", mutant.code, ""
    found = text.count(before + expression + after)
    if found != 1:
        return problems + [f"Sources/{mutant.file} has {found} times {before}{expression}{after}"]
    mutant.start = text.index(before + expression + after) + len(before)
    mutant.end = mutant.start + len(expression)
    return problems + untested(mutant)


def untested(mutant):
    kind, _, name = mutant.test.partition(" ")
    if kind == "scenario":
        return [] if (ROOT / "Tests/ScenarioTests/Scenarios" / f"{name}.txt").is_file() else [f"no scenario {name}"]
    if kind == "case":
        cases = (ROOT / "Tests/CaseTests/Cases/cases.jsonl").read_text()
        return [] if f'"id": "{name}"' in cases or f'"id":"{name}"' in cases else [f"no case {name}"]
    parts = mutant.suite
    if kind != "test" or len(parts) < 2:
        return [f"no test is named by `{mutant.test}`"]
    text = "\n".join(path.read_text() for path in (ROOT / "Tests" / parts[0]).rglob("*.swift"))
    return [f"Tests/{parts[0]} has no {name}" for name in parts[1:]
            if not re.search(rf"(struct|func) (`{re.escape(name)}`|{re.escape(name)})\W", text)]


def rewritten(path, mutants):
    """The text of a file with every mutant of it built in, each chosen by its number when the program runs."""
    text = path.read_text()
    own = [mutant for mutant in mutants if mutant.path == path]

    def render(start, end, inside):
        parts, at = [], start
        while inside:
            outer = min(inside, key=lambda mutant: (mutant.start, -mutant.end, mutant.number))
            nested = [mutant for mutant in inside if mutant is not outer and mutant.start < outer.end]
            inside = [mutant for mutant in inside if mutant.start >= outer.end]
            kept = render(outer.start, outer.end, nested)
            parts += [text[at:outer.start], f"(isMutant({outer.number}) ? ({outer.instead}) : ({kept}))"]
            at = outer.end
        return "".join(parts) + text[at:end]

    return render(0, len(text), own) if own else text
