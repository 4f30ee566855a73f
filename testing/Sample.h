// For tests: a patch of a made-up file, and findings about it made by hand.
#pragma once

#include "input/Given.h"
#include "report/Words.h"

#include <string>

namespace kverdict {

/// mm/demo.c after the sample patch.
inline const char *const SampleSource = "static bool demo_allowed(struct area *area)\n"
                                        "{\n"
                                        "\tif (demo_forbids(area->mm))\n"
                                        "\t\treturn false;\n"
                                        "\t/* Nobody can ever write here. */\n"
                                        "\tif (!(area->flags & (DEMO_WRITE | DEMO_MAYWRITE)))\n"
                                        "\t\treturn false;\n"
                                        "\treturn area->ops && area->ops->mkwrite;\n"
                                        "}\n"
                                        "\n"
                                        "int untouched(void)\n"
                                        "{\n"
                                        "\treturn 0;\n"
                                        "}\n"
                                        "\n"
                                        "static int demo_insert(struct area *area, struct page *page)\n"
                                        "{\n"
                                        "\tint err;\n"
                                        "\n"
                                        "\tif (!demo_count(page))\n"
                                        "\t\treturn -EINVAL;\n"
                                        "\terr = demo_validate(area, page);\n"
                                        "\tif (err)\n"
                                        "\t\treturn err;\n"
                                        "\treturn demo_map(area, page);\n"
                                        "}\n";

inline std::string sampleMail() {
  return "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n"
         "From: =?UTF-8?q?Zo=C3=AB=20Writer?= <zoe@writer.test>\n"
         "To: linux-mm@list.test\n"
         "Cc: \"Keeper, A.\" <keeper@list.test>, Zoe@Writer.test,\n"
         "\tlinux-mm@list.test, =?UTF-8?q?J=C3=BCrgen?= <j@list.test>\n"
         "Date: Tue, 30 Apr 2024 22:40:43 +0200\n"
         "Message-ID: <20240430204044.1-2-zoe@writer.test>\n"
         "References: <20240430204044.1-1-zoe@writer.test>\n"
         "Subject: [PATCH v1 1/2] mm/demo: na=?UTF-8?q?=C3=AF?=vely support it in demo_insert()\n"
         " and demo_insert_pages()\n"
         "MIME-Version: 1.0\n"
         "Content-Type: text/plain; charset=UTF-8\n"
         "\n"
         "Support it.\n"
         "---\n"
         " mm/demo.c | 14 ++++++++++++--\n"
         "\n"
         "diff --git a/mm/demo.c b/mm/demo.c\n"
         "index 1..2 100644\n"
         "--- a/mm/demo.c\n"
         "+++ b/mm/demo.c\n"
         "@@ -1,3 +1,13 @@\n"
         "+static bool demo_allowed(struct area *area)\n"
         "+{\n"
         "+\tif (demo_forbids(area->mm))\n"
         "+\t\treturn false;\n"
         "+\t/* Nobody can ever write here. */\n"
         "+\tif (!(area->flags & (DEMO_WRITE | DEMO_MAYWRITE)))\n"
         "+\t\treturn false;\n"
         "+\treturn area->ops && area->ops->mkwrite;\n"
         "+}\n"
         "+\n"
         " int untouched(void)\n"
         " {\n"
         " \treturn 0;\n"
         "@@ -6,9 +16,9 @@ static int demo_insert(struct area *area, struct page *page)\n"
         " static int demo_insert(struct area *area, struct page *page)\n"
         " {\n"
         " \tint err;\n"
         " \n"
         " \tif (!demo_count(page))\n"
         " \t\treturn -EINVAL;\n"
         "-\terr = demo_validate(page);\n"
         "+\terr = demo_validate(area, page);\n"
         " \tif (err)\n"
         " \t\treturn err;\n"
         "diff --git a/mm/other.c b/mm/other.c\n"
         "--- a/mm/other.c\n"
         "+++ b/mm/other.c\n"
         "@@ -1 +1 @@\n"
         "-old\n"
         "+new\n"
         "-- \n"
         "2.39.5\n";
}

inline Patch samplePatch() { return readMailbox(sampleMail(), "sample.mbox").Patches.at(0); }

inline std::optional<std::string> sampleLine(const std::string &File, unsigned Line) {
  return sourceLines({{"mm/demo.c", SampleSource}})(File, Line);
}

/// A finding with a fix, in a state of one value.
inline Finding invertedReturn() {
  Statement F;
  F.By = Evidence::Run;
  F.Rule = "inverted-return";
  F.Contracts = {"never-writable"};
  F.From = Origin::Introduced;
  F.Function = "demo_allowed";
  F.At = {"mm/demo.c", 7, 10};
  F.Message = "Shouldn't this return true? A mapping that can never become writable is safe for the zeropage.";
  F.Why = "The comment above says so.";
  F.Witness = {{"area->flags", "DEMO_READ"}};
  F.Verdict = "returns false";
  F.Expected = "result";
  using Kind = TraceStep::Kind;
  F.Trace = {{Kind::Branch, {"mm/demo.c", 3, 6}, "demo_allowed", 0, "demo_forbids(area->mm)", "false", ""},
             {Kind::Branch,
              {"mm/demo.c", 6, 6},
              "demo_allowed",
              0,
              "!(area->flags & (DEMO_WRITE | DEMO_MAYWRITE))",
              "true",
              "area->flags = DEMO_READ"},
             {Kind::Return, {"mm/demo.c", 7, 3}, "demo_allowed", 0, "false", "false", ""}};
  F.Repair = Fix{{{"mm/demo.c", 7, 10}, {"mm/demo.c", 7, 15}}, "true", "return true instead of false", true};
  F.References = {"https://lore.test/r/1"};
  F.Fingerprint = "f1";
  return {std::move(F), Status::Confirmed};
}

/// A finding with a premise, in a state of several values and calls.
inline Finding blockingGuard() {
  Statement F;
  F.By = Evidence::Run;
  F.Rule = "blocking-guard";
  F.Contracts = {"what-the-validator-accepts", "second"};
  F.Level = Severity::Warning;
  F.From = Origin::Introduced;
  F.Function = "demo_insert";
  F.At = {"mm/demo.c", 20, 6};
  F.Message = "Doesn't this test refuse a page that demo_validate() accepts?";
  F.Premise = "the count of the page is 0";
  F.Witness = {{"page", "&zeropage"}, {"page->count", "0"}, {"area->flags", "DEMO_READ"}};
  F.Calls = {"demo_validate(area, page) returned 0"};
  F.Verdict = "returns -EINVAL";
  F.Expected = "result != -EINVAL";
  using Kind = TraceStep::Kind;
  F.Trace = {{Kind::Branch, {"mm/demo.c", 20, 6}, "demo_insert", 0, "!demo_count(page)", "true", ""},
             {Kind::Return, {"include/demo.h", 4, 2}, "demo_count", 1, "page->count", "0", "page->count = 0"},
             {Kind::Return, {"mm/demo.c", 21, 3}, "demo_insert", 0, "-EINVAL", "-22", ""}};
  F.References = {"https://lore.test/r/1", "https://lore.test/r/2"};
  F.Fingerprint = "f2";
  return {std::move(F), Status::Confirmed};
}

/// The same statement, of which it is not known whether it is so.
inline Finding undecided(const Finding &Of, const std::string &Reason = "") {
  Finding Open(Of, Status::Undecided);
  Open.Reason = Reason;
  return Open;
}

/// The findings of the sample, in no particular order, with a gap and contracts that did not apply.
inline FileReport sampleReport() {
  FileReport R;
  R.File = "mm/demo.c";
  R.Findings = {blockingGuard(), invertedReturn()};
  R.Gaps = {{{"mm/demo.c", 25, 2}, "demo_map", "its loop has no bound that kverdict can see"}};
  R.Skipped = {{"newer-b", "demo_newer", "this tree has no demo_newer()"},
               {"newer-a", "demo_newer", "this tree has no demo_newer()"},
               {"other", "demo_allowed", "this tree has no DEMO_OTHER"}};
  R.Explored = {"demo_allowed", "demo_insert"};
  return R;
}

} // namespace kverdict
