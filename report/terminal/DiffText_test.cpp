#include "input/tree/TempDir.h"
#include "report/terminal/CoverageText.h"
#include "report/terminal/DiffText.h"
#include "testing/Sample.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <set>
#include <sstream>

using namespace kverdict;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace {

Difference difference(Direction Way, std::vector<std::string> Conditions, const std::string &Old,
                      const std::string &New) {
  Difference D;
  D.Way = Way;
  D.Conditions = std::move(Conditions);
  D.Old = Old, D.New = New;
  D.OldAt = D.NewAt = {"mm/memory.c", 12, 3};
  D.OldState.Shown = D.NewState.Shown = {{"vma->vm_flags", "VM_READ"}, {"vmemmap_base", "0", true}};
  return D;
}

Comparison stricter() {
  Comparison C;
  C.Function = "allowed";
  C.What = Change::Stricter;
  C.Differences = {difference(Direction::Stricter, {"vma->ro", "!vma->vm_ops"}, "true", "false"),
                   difference(Direction::OtherError, {}, "-EBUSY", "-EINVAL")};
  C.Differences[0].NewState.Calls = {"find(addr) returned NULL"};
  return C;
}

/// The part of docs/jsonl.md about one type of record.
std::string documented(const std::string &Type) {
  const std::string Docs = readFile(KVERDICT_SOURCE_DIR "/docs/jsonl.md", "the documentation");
  const size_t Begin = Docs.find("## `\"type\": \"" + Type + "\"`");
  EXPECT_NE(Begin, std::string::npos) << Type << " has no part of its own in docs/jsonl.md";
  return Begin == std::string::npos ? "" : Docs.substr(Begin, Docs.find("\n## ", Begin + 1) - Begin);
}

void collectKeys(const nlohmann::json &From, std::set<std::string> &Keys) {
  for (const auto &[Key, Value] : From.items()) {
    if (From.is_object())
      Keys.insert(Key);
    if (Value.is_structured())
      collectKeys(Value, Keys);
  }
}

/// The keys of these records that the part about their type does not name.
std::set<std::string> undocumented(const std::string &Records) {
  std::set<std::string> Missing;
  std::istringstream Lines(Records);
  for (std::string Line; std::getline(Lines, Line);) {
    const nlohmann::json Record = nlohmann::json::parse(Line);
    const std::string Docs = documented(Record["type"]);
    std::set<std::string> Keys;
    collectKeys(Record, Keys);
    for (const std::string &Key : Keys)
      if (Key != "type" && Docs.find("`" + Key + "`") == std::string::npos &&
          Docs.find("\"" + Key + "\"") == std::string::npos)
        Missing.insert(Key);
  }
  return Missing;
}

} // namespace

/// A difference that only a guess bears is no more than that, in the text and in the record.
TEST(DiffText, SaysWhichDifferencesAreGuessed) {
  Comparison C = stricter();
  EXPECT_THAT(renderComparison(C), Not(HasSubstr("only if")));
  C.Differences[0].Guessed = {{Assumption::Kind::Guessed, "get() can return 7", {"a.c", 3, 4}}};
  EXPECT_THAT(renderComparison(C), HasSubstr("\n  stricter (true -> false) only if get() can return 7\n"));
  C.Differences[1].Guessed = C.Differences[0].Guessed;
  EXPECT_THAT(renderComparison(C),
              HasSubstr("\n  stricter (true -> false), other error (-EBUSY -> -EINVAL) only if get() "
                        "can return 7\n"));
  const auto Record = nlohmann::json::parse(comparisonRecord(C));
  EXPECT_EQ(Record["differences"][0]["assumptions"][0]["text"], "get() can return 7");
  EXPECT_EQ(Record["differences"][0]["assumptions"][0]["kind"], "guessed");
}

TEST(DiffText, SaysWhatTheAnswerRestsOn) {
  Comparison C;
  C.Function = "f";
  C.What = Change::Equivalent;
  C.By = Evidence::Proof;
  EXPECT_THAT(comparisonRecord(C), AllOf(HasSubstr("\"evidence\":\"proof\""), Not(HasSubstr("assumptions"))));
  C.Assumptions = {{Assumption::Kind::OnlyReads, "vma_is_fsdax() only reads", {"a.c", 3, 4}}};
  EXPECT_THAT(renderComparison(C), testing::StartsWith("f(): equivalent, if vma_is_fsdax() only reads: the same "));
  EXPECT_THAT(comparisonRecord(C),
              HasSubstr(R"("assumptions":[{"kind":"only-reads","text":"vma_is_fsdax() only reads","file":"a.c",)"));
  C.What = Change::Different;
  C.Differences.emplace_back();
  EXPECT_THAT(renderComparison(C), HasSubstr("\n  this holds if vma_is_fsdax() only reads\n"));
}

TEST(DiffText, IsATable) {
  EXPECT_EQ(renderComparison(stricter(), false),
            "allowed(): stricter: it refuses states that it accepted before, and accepts no others\n"
            "               where             old     new      for instance\n"
            "  stricter     vma->ro           true    false    vma->vm_flags = VM_READ\n"
            "               and !vma->vm_ops                   find(addr) returned NULL\n"
            "  other error  always            -EBUSY  -EINVAL  vma->vm_flags = VM_READ\n");
}

TEST(DiffText, ConditionsAreAsAPersonWritesThem) {
  Comparison C = stricter();
  C.Differences[0].Conditions = {"!(end < start)", "(flags & A)", "end >= start", "need: case B"};
  EXPECT_THAT(changeLine(C), HasSubstr("false where end >= start and flags & A and need == B (before: true)"));
  EXPECT_THAT(renderComparison(C), AllOf(HasSubstr(" end >= start "), HasSubstr(" and flags & A ")));
}

TEST(DiffText, PointersThatAreTakenNotToBeNullAreOneLine) {
  Comparison C = stricter();
  C.Assumed = {"null dereference of dir", "overflow of n", "null dereference of " + std::string(60, 'x'),
               "null dereference of get_current()->mm after g()"};
  EXPECT_EQ(leftOutInALine(C),
            "  nothing is said of states in which one of dir, current->mm after g() and 1 more is NULL\n"
            "  nothing is said of states with: overflow of n\n");
  C.Assumed = {"null dereference of dir"};
  EXPECT_EQ(leftOutInALine(C), "  nothing is said of states in which dir is NULL\n");
  C.Assumed = {};
  EXPECT_EQ(leftOutInALine(C), "");
}

TEST(DiffText, ACrashIsSaidOnce) {
  Comparison C = stricter();
  C.What = Change::Different;
  C.Differences = {difference(Direction::Crash, {"!p"}, "0", "undefined behaviour: null dereference of p")};
  EXPECT_EQ(changeLine(C), "allowed(): different: crash: null dereference of p where !p (before: 0)");
}

/// That a callee takes away what was followed before nobody knows: the line has room for what is known.
TEST(DiffText, ACrashThatACalleeMustBringAboutIsNotTheFirstToBeTold) {
  Comparison C = stricter();
  C.Differences[1] = difference(Direction::Crash, {"!p"}, "0", "undefined behaviour: null dereference of p");
  C.Differences[1].NewState.Assumed = "it needs an opaque call to change p";
  EXPECT_THAT(changeLine(C), testing::AllOf(testing::Not(HasSubstr("crash")), HasSubstr("; and 1 like these")));
  C.Differences[1].Guarded = true; // a test was there
  EXPECT_THAT(changeLine(C), HasSubstr("crash: null dereference of p"));
  C.Differences[1].Guarded = false;
  C.Differences.erase(C.Differences.begin());
  EXPECT_THAT(changeLine(C), HasSubstr("crash: null dereference of p"));
}

TEST(DiffText, SaysFirstWhatOnlyOneVersionAsks) {
  Comparison C = stricter();
  C.Differences[0].Conditions = {"!(f & A)", "f & B", "vma->ro", "n"};
  C.Differences[0].Changed = 2;
  C.Differences[1].Old = "true";
  C.Differences[1].Conditions = {"!(f & A)", "f & B", "!vma->ro"};
  C.Differences[1].Changed = 2;
  EXPECT_EQ(changeLine(C), "allowed(): stricter: false where !(f & A) and f & B and 2 more (before: true); "
                           "other error: -EINVAL in others of these states");
  C.Differences[1].Changed = 1;
  EXPECT_EQ(changeLine(C), "allowed(): stricter: false where !(f & A) and f & B and 2 more (before: true); "
                           "other error: -EINVAL where !(f & A) and 2 more (before: true)");
  C.Differences[0].Conditions.pop_back();
  C.Differences.pop_back();
  EXPECT_EQ(changeLine(C), "allowed(): stricter: false where !(f & A) and f & B and vma->ro (before: true)");
}

/// What the patch changed stands in the row, however long it is; of the rest, what there is room for.
TEST(DiffText, WhatDecidesIsNeverLeftOut) {
  Comparison C = stricter();
  C.Differences.resize(1);
  Difference &D = C.Differences[0];
  const std::string Long = std::string(60, 'x'), Longer = std::string(200, 'y');
  D.Conditions = {Long, "a == b", Longer, "c", "d"};
  D.Changed = 3;
  EXPECT_EQ(changeLine(C), "allowed(): stricter: false where " + Long + " and a == b and " + std::string(156, 'y') +
                               " ... and 2 more (before: true)");
  D.Changed = 0; // neither version asks what the other one does not: then the test in front of the return decides
  D.Conditions = {Long, std::string(40, 'z'), "f & A", "c"};
  D.Trace = {{TraceStep::Kind::Branch, {"a.c", 3, 6}, "allowed", 0, "c", "true", ""},
             {TraceStep::Kind::Branch, {"a.c", 4, 6}, "allowed", 0, "f & A", "true", ""},
             {TraceStep::Kind::Branch, {"a.h", 9, 6}, "g", 1, "c", "true", ""},
             {TraceStep::Kind::Return, {"a.c", 5, 6}, "allowed", 0, "false", "false", ""}};
  EXPECT_EQ(changeLine(C), "allowed(): stricter: false where f & A and " + Long + " and c and 1 more (before: true)");
  D.Conditions[2] = "!(f & A)", D.Trace[1].Outcome = "false";
  EXPECT_THAT(changeLine(C), HasSubstr("false where !(f & A) and "));
}

/// A value that is another one in other of the states is no more than an example.
TEST(DiffText, ASampleIsCalledOne) {
  Comparison C = stricter();
  C.Differences = {difference(Direction::OtherValue, {"n > 3"}, "4", "5")};
  C.Differences[0].NewVaries = true;
  EXPECT_THAT(changeLine(C), HasSubstr("other value: for instance 5 where n > 3 (before: 4)"));
  EXPECT_THAT(renderComparison(C), HasSubstr("  4    for instance 5  "));
  C.Differences[0].OldVaries = true;
  EXPECT_THAT(changeLine(C), HasSubstr("(before: for instance 4)"));
  EXPECT_THAT(comparisonRecord(C), HasSubstr("\"old_varies\":true,\"new_varies\":true"));
}

/// Two errors that get lost are two things.
TEST(DiffText, AnotherOutcomeIsTold) {
  Comparison C = stricter();
  C.Differences = {
      difference(Direction::Laxer, {"a"}, "-EINVAL", "0"), difference(Direction::Laxer, {"b"}, "-EINVAL", "0"),
      difference(Direction::Laxer, {"c"}, "-EPERM", "0"), difference(Direction::Laxer, {"d"}, "-EIO", "0")};
  C.What = Change::Laxer;
  EXPECT_EQ(changeLine(C),
            "allowed(): laxer: 0 where a (before: -EINVAL); 0 where c (before: -EPERM); and 2 like these");
}

TEST(DiffText, AnotherWayOfAValueIsTold) {
  Comparison C = stricter();
  C.What = Change::Different;
  C.Differences = {difference(Direction::OtherValue, {"on"}, "0", "1"),
                   difference(Direction::OtherValue, {"!on"}, "1", "0"),
                   difference(Direction::OtherValue, {"!on", "hit"}, "1", "0")};
  EXPECT_EQ(changeLine(C), "allowed(): different: other value: 1 where on (before: 0); other value: 0 where !on "
                           "(before: 1); and 1 like these");
}

TEST(DiffText, FitsALine) {
  Comparison C = stricter();
  EXPECT_EQ(changeLine(C), "allowed(): stricter: false where vma->ro and !vma->vm_ops (before: true); "
                           "other error: -EINVAL in every state (before: -EBUSY)");
  C.Differences[0].Conditions = {std::string(50, 'x'), std::string(50, 'y'), "z"}; // the second has no room
  C.Differences[1].Way = Direction::Stricter;
  C.Differences[1].Old = "true", C.Differences[1].New = "false";
  C.More = true;
  EXPECT_EQ(changeLine(C), "allowed(): stricter: false where " + std::string(50, 'x') +
                               " and z and 1 more (before: true); and 1 or more like these");
  C.What = Change::Different;
  C.Differences.clear();
  C.Effects.resize(1);
  C.Effects[0].Changes = {{"no longer calls g(p)", {"b.c", 3, 1}, true}, {"calls h()", {}, false}};
  C.Reason = "a loop";
  EXPECT_EQ(changeLine(C), "allowed(): different: it no longer calls g(p); and 1 more; not all was settled: a loop");
  C.What = Change::Undecided;
  C.Effects.clear();
  EXPECT_EQ(changeLine(C), "allowed(): undecided: a loop");
}

TEST(DiffText, IsAListWhereATableIsTooWide) {
  Comparison C = stricter();
  C.Differences[0].Conditions.push_back("a_long_name_" + std::string(100, 'x'));
  EXPECT_THAT(renderComparison(C, false), AllOf(HasSubstr("  stricter: true -> false\n    where vma->ro\n"),
                                                HasSubstr("    for instance vma->vm_flags = VM_READ\n")));
}

TEST(DiffText, LeavesOutWhereThingsLieInMemory) {
  EXPECT_THAT(renderComparison(stricter(), false), Not(HasSubstr("vmemmap_base")));
  EXPECT_THAT(comparisonRecord(stricter()), HasSubstr(R"({"place":"vmemmap_base","value":"0","layout":true})"));
}

TEST(DiffText, WhatTheOldVersionCrashesInIsNotEveryState) {
  Comparison C;
  C.Function = "f";
  C.What = Change::Equivalent;
  C.Assumed = C.UndefinedBefore = {"null dereference of p"};
  EXPECT_EQ(changeLine(C),
            "f(): equivalent: the same verdict and the same effects where the old version does not crash");
  EXPECT_THAT(comparisonRecord(C), HasSubstr(R"("undefined_before":["null dereference of p"])"));
  FileReport Report;
  Report.Changes = {C};
  EXPECT_EQ(definedIn({Report}), " where the old version of f() does not crash");
  C.UndefinedBefore.push_back("a read of n, which nothing has set");
  EXPECT_THAT(changeLine(C), HasSubstr("where the old version has no undefined behaviour"));
  C.UndefinedBefore.clear();
  EXPECT_THAT(changeLine(C), HasSubstr("in every state"));
  Report.Changes = {C};
  EXPECT_EQ(definedIn({Report}), "");
}

TEST(DiffText, SaysWhyItIsUndecidedAndWhatWasNotCompared) {
  Comparison C;
  C.Function = "f";
  C.Reason = "a loop";
  C.ReasonAt = {"a.c", 7, 1};
  C.Assumed = {"null dereference of p"};
  EXPECT_EQ(renderComparison(C, false), "f(): undecided: a loop (a.c:7)\n"
                                        "  nothing is said of states with: null dereference of p\n");
  C.What = Change::Different;
  EffectDifference Other;
  Other.Changes = {{"no longer calls g(p)", {"b.c", 3, 1}, true}, {"calls h() where it did not before", {}, false}};
  Other.OldState.Shown = Other.NewState.Shown = {{"p->n", "3"}, {"p", "1", true}};
  C.Effects = {Other};
  EXPECT_THAT(renderComparison(C, false),
              AllOf(HasSubstr("f(): different in its effects; not all was settled: a loop (a.c:7)\n"),
                    HasSubstr("  it no longer calls g(p) (b.c:3)\n"
                              "  it calls h() where it did not before\n"
                              "    in this state: p->n = 3\n")));
}

TEST(DiffText, HostileNamesAreMadeVisible) {
  Comparison C = stricter();
  C.Differences[0].Conditions = {"\x1b[2J"};
  EXPECT_THAT(renderComparison(C, false), Not(HasSubstr("\x1b")));
  for (char Next : comparisonRecord(C))
    EXPECT_TRUE(Next == '\n' || (Next >= 0x20 && Next < 0x7f));
}

TEST(DiffJsonl, EveryFieldIsDocumented) {
  Comparison C = stricter();
  C.SameCode = true;
  C.Reason = "r";
  C.ReasonAt = {"a.c", 1, 1};
}

TEST(CoverageJsonl, EveryFieldIsDocumented) {
  using Kind = FunctionCoverage::Kind;
  FileCoverage File{"a.c", {}, ""};
  File.Functions.push_back({"good", {"a.c", 10, 1}, 8, Kind::Exact, 12, true, 3, {}});
  File.Functions.push_back({"loops", {"a.c", 99, 1}, 60, Kind::Open, 0, false, 4, {{"a loop", {"a.c", 100, 3}}}});
  EXPECT_THAT(undocumented(coverageRecords({File})), testing::IsEmpty());
}
