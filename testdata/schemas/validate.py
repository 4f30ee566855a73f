#!/usr/bin/python3
"""validate.py SCHEMA FILE...: says what is wrong with JSON documents; a FILE.jsonl has one in each line."""
import json
import sys

from jsonschema import Draft4Validator


def documents(name):
    with open(name, encoding="utf-8") as file:
        if name.endswith(".jsonl"):
            return [(f"{name}:{number}", json.loads(line)) for number, line in enumerate(file, 1)]
        return [(name, json.load(file))]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        validator = Draft4Validator(json.load(file))
    wrong = 0
    for name in sys.argv[2:]:
        for where, document in documents(name):
            for error in validator.iter_errors(document):
                print(f"{where}: /{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}")
                wrong += 1
    return 1 if wrong else 0


sys.exit(main())
