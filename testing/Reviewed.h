// A review of a patch from one text of a file to another, by the program itself.
#pragma once

#include "testing/Running.h"

#include <string>
#include <vector>

namespace kverdict {

struct Reviewed {
  Reviewed(const std::string &Old, const std::string &New, const std::string &Message = "No functional change.") {
    S.write("tree/a.c", Old);
    S.write("new/a.c", New);
    S.write("tree/compile_flags.txt", "-std=gnu11\n-Iinclude\n");
    const Ran Diff =
        runProgram("/usr/bin/diff", {"-u", "--label", "a/a.c", "--label", "b/a.c", "tree/a.c", "new/a.c"}, S.path());
    const std::string Mail = S.write("mail", "From: A <a@example.org>\nSubject: [PATCH] a: simplify\n\n" + Message +
                                                 "\n---\n" + Diff.Out + "-- \n2.40\n");
    Words = {Mail, "--tree", S.path("tree")};
  }
  Ran run(const std::string &Format) const {
    std::vector<std::string> All = {"review", "-f", Format};
    All.insert(All.end(), Words.begin(), Words.end());
    return kverdict(All);
  }
  std::string in(const std::string &Format) const { return run(Format).Out; }

  Scratch S;
  std::vector<std::string> Words;
};

} // namespace kverdict
