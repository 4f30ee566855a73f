#!/usr/bin/env python3
"""Fails when an include breaks the order of the pipeline:

    core < smt, cache < isolate, rules, input < kbuild < parse < explore, simulate < compare < analysis < checks < review < tool;
    parse < alone < review; report on core and input; reproduce on simulate and report; sweep on input and report

A directory may include itself and what is listed for it below. Only some know Clang, Z3 or yaml-cpp. Tests, and the
directories that exist for tests alone, may use more, but hold to the same libraries.

Usage: layers_test.py SOURCE_DIR            checks the sources
       layers_test.py --self-test           checks that this script sees what it must see
"""
import pathlib
import re
import sys

MAY_INCLUDE = {
    "core": set(),
    "cache": {"core"},
    "isolate": {"core", "cache"},
    "rules": {"core", "cache"},
    "smt": set(),
    "input": {"core", "cache"},
    "kbuild": {"core", "cache", "input"},
    "parse": {"core", "cache", "isolate", "input", "kbuild"},
    "alone": {"core", "isolate", "input", "parse"},
    "explore": {"core", "smt", "parse"},
    "simulate": {"core", "parse"},
    "compare": {"core", "isolate", "smt", "parse", "explore", "simulate"},
    "analysis": {"core", "isolate", "rules", "kbuild", "parse", "explore", "simulate", "compare"},
    "checks": {"core", "parse", "explore", "analysis"},
    "review": {"core", "cache", "isolate", "rules", "input", "kbuild", "parse", "explore", "simulate", "compare", "analysis",
               "checks", "alone"},
    "report": {"core", "input"},
    "reproduce": {"core", "kbuild", "parse", "simulate", "report"},
    "sweep": {"core", "input", "report"},
}
MAY_INCLUDE["tool"] = set(MAY_INCLUDE)
# Only for tests.
MAY_INCLUDE["testing"] = set(MAY_INCLUDE)
MAY_INCLUDE["fuzz"] = {"core", "rules", "input", "kbuild", "report", "compare", "difftest", "explore", "simulate"}
MAY_INCLUDE["difftest"] = {"core", "rules", "smt", "parse", "explore", "simulate", "compare", "testing"}
CLANG = {"parse", "explore", "simulate", "compare", "checks", "reproduce", "difftest", "testing"}
Z3 = {"smt", "explore", "compare"}
YAML = {"rules/Loader.cpp"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def is_test(name):
    return name.endswith("_test.cpp")


def complaint(path, quote, target):
    """What is wrong with one include, or None. Path is relative to the source directory."""
    home = path.split("/")[0]
    if target.startswith("clang/") and home not in CLANG:
        return "only %s may include Clang's headers" % ", ".join(sorted(CLANG))
    if target.startswith("z3") and home not in Z3:
        return "only %s may include Z3's headers" % ", ".join(sorted(Z3))
    if target.startswith("yaml-cpp/") and path not in YAML:
        return "only %s may include yaml-cpp's headers" % ", ".join(sorted(YAML))
    other = target.split("/")[0]
    if quote == '"' and "/" in target and other in MAY_INCLUDE and other != home:
        if not is_test(path) and other not in MAY_INCLUDE[home]:
            return "%s/ stands before %s/ in the pipeline, or apart from it" % (home, other)
    return None


def check(root):
    found = 0
    for home in sorted(MAY_INCLUDE):
        for file in sorted((root / home).glob("**/*")):
            if file.suffix not in (".h", ".cpp"):
                continue
            path = file.relative_to(root).as_posix()
            for number, line in enumerate(file.read_text(errors="replace").splitlines(), 1):
                match = INCLUDE.match(line)
                wrong = match and complaint(path, *match.groups())
                if wrong:
                    print("%s:%d: %s: %s" % (path, number, line.strip(), wrong))
                    found += 1
    unknown = [d.parent.name for d in root.glob("*/CMakeLists.txt") if d.parent.name not in MAY_INCLUDE]
    unknown = [name for name in unknown if any((root / name).glob("*.cpp"))]
    for name in unknown:
        print("%s/: a directory that has no place in the pipeline: give it one in core/layers_test.py" % name)
    return found + len(unknown)


def self_test():
    wrong = [
        ("core/Run.h", '"', "parse/Unit.h"),
        ("report/terminal/Text.cpp", '"', "explore/Explorer.h"),
        ("report/terminal/Text.cpp", "<", "clang/AST/Decl.h"),
        ("simulate/interpreter/Memory.cpp", '"', "explore/state/Memory.h"),
        ("simulate/Memory.cpp", "<", "z3++.h"),
        ("explore/state/Path.h", '"', "simulate/Simulator.h"),
        ("smt/Solver.h", "<", "clang/AST/Expr.h"),
        ("smt/Solver.h", '"', "explore/state/Path.h"),
        ("kbuild/CompileCommand.h", '"', "parse/Unit.h"),
        ("kbuild/CompileCommand.h", "<", "clang/Basic/Version.h"),
        ("parse/Unit.cpp", '"', "testing/Units.h"),
        ("report/terminal/Text.cpp", '"', "tool/Files.h"),
        ("analysis/Gate.cpp", "<", "clang/AST/Decl.h"),
        ("analysis/Gate.cpp", '"', "checks/Checks.h"),
        ("checks/Registry.cpp", '"', "report/terminal/Text.h"),
        ("tool/main.cpp", "<", "z3++.h"),
        ("rules/CScan.cpp", "<", "yaml-cpp/yaml.h"),
        ("input/Patch.h", '"', "rules/Loader.h"),
        ("cache/Store.h", '"', "parse/Unit.h"),
        ("cache/Reads.h", "<", "clang/Basic/FileManager.h"),
        ("compare/Pair.cpp", '"', "cache/Store.h"),
    ]
    right = [
        ("explore/state/Path.h", "<", "clang/AST/Expr.h"),
        ("explore/state/Path.h", "<", "z3++.h"),
        ("rules/Loader.cpp", "<", "yaml-cpp/yaml.h"),
        ("checks/VerdictType.cpp", "<", "clang/AST/Decl.h"),
        ("report/terminal/Text.cpp", '"', "input/Patch.h"),
        ("tool/main.cpp", '"', "report/terminal/Text.h"),
        ("core/Run.h", "<", "string"),
        ("report/record/Jsonl_test.cpp", '"', "testing/Sample.h"),
    ]
    failed = [w for w in wrong if not complaint(*w)] + [r for r in right if complaint(*r)]
    for case in failed:
        print("wrong answer for", case)
    return len(failed)


if __name__ == "__main__":
    if sys.argv[1] == "--self-test":
        sys.exit(1 if self_test() else 0)
    sys.exit(1 if check(pathlib.Path(sys.argv[1])) else 0)
