#!/usr/bin/env python3
"""Fails when a status is written anywhere but in the gate.

Finding has no default status and no way to change it, so whoever makes one must name a status. The gate
(analysis/Gate.cpp) does, the reader of the record restores what the gate said (statusOfRecord() alone), and tests may.
Everybody else may compare with a status, and no more.

Usage: status_test.py SOURCE_DIR            checks the sources
       status_test.py --self-test           checks that this script sees what it must see
"""
import pathlib
import re
import sys

WRITERS = {"analysis/Gate.cpp", "core/Finding.h"}
# What is called so there is the status of a file.
OTHERS = {"core/OpenFile.h", "parse/text/Blanking.cpp"}
RESTORES = re.compile(r"^static Status statusOfRecord\(")
READS = re.compile(r"(?:[=!]=\s*|\bcase\s+)Status::\w+|Status::\w+(?=\s*[=!]=)")
# A status from a number or a word is a status as well.
NAMES = re.compile(r"\bStatus::\w+|\bStatus\s*[({]|<\s*Status\s*>\s*\(|\bStatus\s+\w+\s*[={]")


def complaints(path, text):
    """The numbers of the lines that write a status. Path is relative to the source directory."""
    if path in WRITERS | OTHERS or path.endswith("_test.cpp") or path.startswith(("testing/", "difftest/")):
        return []
    wrong = []
    for number, line in enumerate(text.splitlines(), 1):
        code = line.split("//")[0]
        if path == "report/record/JsonlReader.cpp" and RESTORES.match(code):
            continue
        if NAMES.search(READS.sub("", code)):
            wrong.append(number)
    return wrong


def check(root):
    found = 0
    for file in sorted(root.glob("*/**/*")):
        path = file.relative_to(root).as_posix()
        if file.suffix not in (".h", ".cpp") or path.startswith("build"):
            continue
        for number in complaints(path, file.read_text(errors="replace")):
            print("%s:%d: only analysis/Gate.cpp gives a status: make a claim, and let it judge" % (path, number))
            found += 1
    return found


def self_test():
    wrong = [
        "  F.State = Status::Confirmed;",
        "  return {std::move(F), Status::Undecided};",
        "  Finding Made(What, Good ? Status::Confirmed : Status::Undecided);",
        "  Status Made = static_cast<Status>(0);",
        "  auto S = Status(1);",
        "  Status S{};",
        "  if (F.status() == Status::Confirmed) Other = Status::Undecided;",
        "static Status statusOfRecord(const Json &From) { return Status::Confirmed; }",
    ]
    right = [
        "  if (Of.status() == Status::Undecided)",
        "  return Status::Confirmed != Of.status();",
        "  case Status::Confirmed:",
        "  Status status() const { return State; }",
        "  // Status::Confirmed is for the gate alone",
        "std::string wordOf(Status);",
    ]
    failed = [line for line in wrong if not complaints("review/FileStep.cpp", line)]
    failed += [line for line in right if complaints("report/Words.cpp", line)]
    failed += [line for line in wrong if complaints("analysis/Gate.cpp", line)]
    if complaints("report/record/JsonlReader.cpp", "static Status statusOfRecord(const Json &J) { return word(J, Status::X); }"):
        failed.append("the reader of the record")
    for case in failed:
        print("wrong answer for", case)
    return len(failed)


if __name__ == "__main__":
    if sys.argv[1] == "--self-test":
        sys.exit(1 if self_test() else 0)
    sys.exit(1 if check(pathlib.Path(sys.argv[1])) else 0)
