#!/usr/bin/env python3
"""CPU time and memory of commands, measured in alternation, as ratios to the first.

usage: bench/ratio.py ROUNDS NAME COMMAND [NAME COMMAND ...]

Each round runs every command once, so that a machine that gets slower or faster hits all of them. A COMMAND may begin
with `KVERDICT_CACHE=DIR`; without, there is no cache. Where its NAME ends with "cold", DIR is removed before each run. Prints for each the
median of user plus system time, its ratio to the first command's, and the peak of resident memory. A command that is
killed or exits with more than 1 ends the benchmark.
"""

import os
import shlex
import shutil
import statistics
import subprocess
import sys


def run(command, cold):
    """Runs a command; gives its CPU seconds and its peak memory in MB."""
    cache = ""
    if command[0].startswith("KVERDICT_CACHE="):
        cache = command[0].partition("=")[2]
        command = command[1:]
    if cold:
        shutil.rmtree(cache, ignore_errors=True)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env=os.environ | {"KVERDICT_CACHE": cache})
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"ratio: exit code {process.returncode} from {shlex.join(command)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    if len(sys.argv) < 4 or len(sys.argv) % 2:
        sys.exit(__doc__)
    rounds = int(sys.argv[1])
    commands = {name: shlex.split(text) for name, text in zip(sys.argv[2::2], sys.argv[3::2])}
    for name, command in commands.items():
        run(command, name.endswith("cold"))  # once unmeasured, so that files are in memory
    times = {name: [] for name in commands}
    memory = dict.fromkeys(commands, 0.0)
    for _ in range(rounds):
        for name, command in commands.items():
            seconds, megabytes = run(command, name.endswith("cold"))
            times[name].append(seconds)
            memory[name] = max(memory[name], megabytes)
    base = statistics.median(next(iter(times.values())))
    for name, seconds in times.items():
        median = statistics.median(seconds)
        print(f"{name:40} {median:7.3f} s CPU   {median / base:5.2f}   {memory[name]:5.0f} MB")


if __name__ == "__main__":
    main()
