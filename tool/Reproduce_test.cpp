// kverdict reproduce: the program that it writes is run, and the KUnit test compiled with the flags of the tree.
#include "testing/Running.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace kverdict {
namespace {

const std::string Testdata = KVERDICT_SOURCE_DIR "/testdata";
const std::vector<std::string> AccessRules = {"--tree", Testdata, "--rules", Testdata + "/rules-access.yaml"};

std::vector<std::string> with(std::vector<std::string> Words, const std::vector<std::string> &More) {
  Words.insert(Words.end(), More.begin(), More.end());
  return Words;
}

/// The findings of a record, as Fields says it.
std::vector<nlohmann::json> findings(const std::string &Record) {
  std::vector<nlohmann::json> Out;
  for (const std::string &Line : linesOf(Record))
    if (nlohmann::json Each = nlohmann::json::parse(Line); Each.at("type") == "finding")
      Out.push_back(Each);
  return Out;
}

/// The only finding of a review, of a rule if that is named.
nlohmann::json only(const std::vector<std::string> &Review, const std::string &Rule = "") {
  auto All = findings(kverdict(with({"review", "-f", "jsonl"}, Review)).Out);
  std::erase_if(All, [&](const nlohmann::json &Each) { return !Rule.empty() && Each.at("rule") != Rule; });
  EXPECT_EQ(All.size(), 1u);
  return All.empty() ? nlohmann::json{{"fingerprint", "none"}} : All[0];
}

Ran script(const std::string &Directory, std::vector<std::string> More = {}) {
  return runProgram("/bin/sh", with({Directory + "/run"}, More));
}

/// The compile command of a file of a tree, with all its warnings, for another file and object.
Ran compiledAsIn(const std::string &Tree, const std::string &File, const std::string &Test,
                 const std::string &Include) {
  std::ifstream In(Tree + "/compile_commands.json");
  for (const auto &Each : nlohmann::json::parse(In))
    if (Each.at("file") == Tree + "/" + File) {
      std::vector<std::string> Words = shellWords(Each.at("command")), Kept;
      for (size_t I = 1; I < Words.size(); ++I)
        if (Words[I] == "-o")
          ++I;
        else if (!Words[I].starts_with("-Wp,-MMD") && !Words[I].ends_with(".c"))
          Kept.push_back(Words[I]);
      Kept = with(Kept, {"-iquote", Include, "-iquote", Tree + "/mm", "-o", Include + "/test.o", Test});
      return runProgram("/usr/bin/" + Words[0], Kept, Tree);
    }
  ADD_FAILURE() << Tree << " has no command for " << File;
  return {};
}

TEST(Reproduce, WhatTheSimulatorShowsAProgramShows) {
  for (const std::string Name : {"lost-error", "new-crash"}) {
    Scratch S;
    const std::string Patch = Testdata + "/checks/" + Name + ".patch";
    const std::string Of = only(with({Patch}, AccessRules)).at("fingerprint");
    const Ran Wrote = kverdict(with({"reproduce", Of, Patch, "-f", "harness", "-o", S.path("out")}, AccessRules));
    ASSERT_EQ(Wrote.Code, 0) << Wrote.Err;
    const Ran Did = script(S.path("out"));
    EXPECT_EQ(Did.Code, 0) << Did.Out << Did.Err;
    EXPECT_THAT(Did.Out, HasSubstr(Name == "new-crash" ? "stop() dereferences null\n" : "stop() returns 0\n"));
    EXPECT_THAT(Did.Out, HasSubstr(": the same\n"));
  }
}

// A program that did not do what was said would be no reproducer.
TEST(Reproduce, ThePatchThatMendsItShows) {
  Scratch S;
  const std::string Patch = Testdata + "/checks/lost-error.patch";
  const std::string Of = only(with({Patch}, AccessRules)).at("fingerprint");
  ASSERT_EQ(kverdict(with({"reproduce", Of, Patch, "-f", "harness", "-o", S.path()}, AccessRules)).Code, 0);
  std::string Source = textOf(S.path("access.c"));
  const std::string Call = "error = wait_for(device->irq);";
  Source.replace(Source.find(Call), Call.size(), Call + " if (error < 0) return error;");
  S.write("access.c", Source);
  const Ran Did = script(S.path());
  EXPECT_EQ(Did.Code, 1);
  EXPECT_THAT(Did.Out, AllOf(HasSubstr("stop() returns -22\n"), HasSubstr("NOT THE SAME")));
}

TEST(Reproduce, OfAllFindingsInTheRealKernel) {
  Scratch S;
  const std::string Tree = kernel("6.12"), Mail = v1Mail(S);
  const auto All = findings(kverdict({"review", Mail, "--tree", Tree, "-f", "jsonl"}).Out);
  EXPECT_EQ(All.size(), 4u);
  for (const auto &Each : All) {
    const std::string Of = Each.at("fingerprint"), Into = S.path(Of);
    const Ran Wrote = kverdict({"reproduce", Of, Mail, "--tree", Tree, "-o", Into});
    const bool Zeropage = Each.dump().find("page is the zeropage") != std::string::npos;
    EXPECT_EQ(Wrote.Code, Zeropage ? 3 : 0) << Wrote.Err;
    const Ran Did = script(Into);
    EXPECT_EQ(Did.Code, 0) << Did.Out << Did.Err;
    EXPECT_THAT(Did.Out, HasSubstr(": the same\n"));
    if (Zeropage) { // a running kernel has its own zeropage
      EXPECT_THAT(Wrote.Err, HasSubstr("no KUnit test: the state says where things lie in memory"));
      EXPECT_FALSE(std::filesystem::exists(Into + "/kunit.c"));
      continue;
    }
    const Ran Compiled = compiledAsIn(Tree, "mm/memory.c", Into + "/kunit.c", Into);
    EXPECT_EQ(Compiled.Code, 0) << Compiled.Err;
    EXPECT_THAT(textOf(Into + "/kunit.c"), HasSubstr("KUNIT_EXPECT_TRUE(test, result"));
  }
}

/// A patch with one edit of a file of the tree, that claims to change nothing.
std::string edited(const Scratch &S, const std::string &Tree, const std::string &File, const std::string &Old,
                   const std::string &New) {
  std::string Text = textOf(Tree + "/" + File);
  S.write("a/" + File, Text);
  const size_t At = Text.find(Old);
  EXPECT_NE(At, std::string::npos);
  Text.replace(At, Old.size(), New);
  S.write("b/" + File, Text);
  const Ran Diff = runProgram("/usr/bin/diff", {"-u", "a/" + File, "b/" + File}, S.path());
  return S.write("mail", "From: A <a@example.org>\nSubject: [PATCH] mm: simplify\n\nNo functional change.\n---\n" +
                             Diff.Out + "-- \n2.40\n");
}

TEST(Reproduce, ACrashInTheRealKernel) {
  Scratch S;
  const std::string Tree = kernel("6.12");
  const std::string Mail = edited(S, Tree, "mm/util.c", "if (pages == 0 || !mm)", "if (pages == 0)");
  const auto All = findings(kverdict({"review", Mail, "--tree", Tree, "-f", "jsonl"}).Out);
  ASSERT_FALSE(All.empty());
  const Ran Wrote = kverdict({"reproduce", All[0].at("fingerprint"), Mail, "--tree", Tree, "-o", S.path("out")});
  ASSERT_EQ(Wrote.Code, 0) << Wrote.Err;
  const Ran Did = script(S.path("out"));
  EXPECT_EQ(Did.Code, 0) << Did.Err;
  EXPECT_THAT(Did.Out, HasSubstr("account_locked_vm() dereferences null\n"));
  EXPECT_THAT(textOf(S.path("out/kunit.c")), HasSubstr("KUNIT_EXPECT_EQ(test, result, 0);"));
  EXPECT_EQ(compiledAsIn(Tree, "mm/util.c", S.path("out/kunit.c"), S.path("out")).Code, 0);
}

// What the running task holds no test is to change, and a program can.
TEST(Reproduce, TheRunningTaskAndACallee) {
  Scratch S;
  const std::string Tree = kernel("6.12");
  const std::string Mail =
      edited(S, Tree, "mm/mlock.c", "if (rlimit(RLIMIT_MEMLOCK) != 0)", "if (rlimit(RLIMIT_MEMLOCK) > 4096)");
  const std::string Of = only({Mail, "--tree", Tree}, "no-functional-change").at("fingerprint");
  const Ran Wrote = kverdict({"reproduce", Of, Mail, "--tree", Tree, "-o", S.path("out")});
  EXPECT_EQ(Wrote.Code, 3);
  EXPECT_THAT(Wrote.Err, HasSubstr("no KUnit test: the state has values in the running task"));
  const Ran Did = script(S.path("out"));
  EXPECT_EQ(Did.Code, 0) << Did.Out << Did.Err;
  EXPECT_THAT(Did.Out, HasSubstr("can_do_mlock() returns 0\n"));
}

TEST(Reproduce, FromARecordAndTheFileAsItStands) {
  Scratch S;
  std::filesystem::copy(Testdata, S.path("tree"), std::filesystem::copy_options::recursive);
  const std::vector<std::string> Where = {"--tree", S.path("tree"), "--rules", Testdata + "/rules-access.yaml"};
  const std::string Patch = Testdata + "/checks/new-crash.patch";
  const std::string Record = kverdict(with({"review", Patch, "-f", "jsonl"}, Where)).Out;
  const std::string File = S.write("record.jsonl", Record), Of = findings(Record).at(0).at("fingerprint");
  const std::vector<std::string> Words =
      with({"reproduce", Of.substr(0, 6), "--record", File, "-f", "harness", "-o", S.path("out")}, Where);

  const Ran Before = kverdict(Words);
  EXPECT_EQ(Before.Code, 3);
  EXPECT_THAT(Before.Err, HasSubstr("does something else: returns -EINVAL (is the patch applied?)"));
  EXPECT_FALSE(std::filesystem::exists(S.path("out"))) << "nothing is half written";

  ASSERT_EQ(runProgram("/usr/bin/git", {"apply", Patch}, S.path("tree")).Code, 0);
  const Ran Since = kverdict(Words);
  EXPECT_EQ(Since.Code, 0) << Since.Err;
  EXPECT_EQ(script(S.path("out")).Code, 0);
}

TEST(Reproduce, SaysWhatItCannot) {
  Scratch S;
  const std::string Patch = Testdata + "/checks/does-not-compile.patch";
  const std::vector<std::string> Where = with({Patch, "-o", S.path("out")}, AccessRules);
  const Ran None = kverdict(with({"reproduce", "123456"}, Where));
  EXPECT_EQ(None.Code, 2);
  EXPECT_THAT(None.Err, HasSubstr("no finding with the fingerprint '123456'"));
  const std::string Of = only(with({Patch}, AccessRules)).at("fingerprint");
  const Ran Broken = kverdict(with({"reproduce", Of}, Where));
  EXPECT_EQ(Broken.Code, 3);
  EXPECT_THAT(Broken.Err, HasSubstr("it cannot be reproduced: it names no state"));
  EXPECT_FALSE(std::filesystem::exists(S.path("out")));
  EXPECT_EQ(kverdict({"reproduce", Of, "-o", S.path("out")}).Code, 2);
  EXPECT_THAT(kverdict({"reproduce", "--help"}).Out, AllOf(HasSubstr("FINGERPRINT"), HasSubstr("Exit code:")));
}

} // namespace
} // namespace kverdict
