#include "report/StateOrder.h"

#include "report/Asides.h"
#include "report/ChangeText.h"
#include "report/Words.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

#include <algorithm>
#include <set>

namespace kverdict {

using Names = std::set<std::string>;

/// What a line of a state is about: the last member of a place, or the callee.
static std::string subjectOf(llvm::StringRef Line) {
  llvm::StringRef Place = Line.split(Line.contains(" = ") ? " = " : "(").first;
  if (Place.ends_with("]"))
    Place = Place.rsplit('[').first;
  const size_t Begin = Place.find_last_of(".>");
  return (Begin == llvm::StringRef::npos ? Place : Place.drop_front(Begin + 1)).str();
}

/// The places of memory of "flags = 0, vma->vm_flags = 0".
static Names placesIn(llvm::StringRef Values) {
  Names All;
  for (llvm::StringRef Each : llvm::split(Values, ", "))
    if (const llvm::StringRef Place = Each.split(" = ").first; Place.contains("->") || Place.contains('.'))
      All.insert(subjectOf(Each));
  return All;
}

/// Whether a step of the function itself asks a test, or sets what that asks: `ret = check(p)` of `ret < 0`.
static bool answers(const TraceStep &Step, llvm::StringRef Test) {
  const llvm::StringRef Text = Step.Text, Variable = Text.split(" = ").first;
  if (Step.What == TraceStep::Kind::Branch)
    return Test.contains(Text) || Text.contains(Test);
  return Variable.size() < Text.size() && namesIn(Test).count(Variable.str());
}

/// What a test and its callees read in a run, and what they call that is not looked into.
static Names readFor(llvm::StringRef Test, const std::vector<TraceStep> &Run) {
  Names Read, All;
  for (const TraceStep &Step : Run)
    if (Step.Depth) {
      Read.merge(placesIn(Step.Values));
      if (Step.What == TraceStep::Kind::Call)
        Read.insert({subjectOf(Step.Text), Step.Function}); // by either name it is told of
    } else {
      if (answers(Step, Test)) {
        All.merge(Read);
        All.merge(placesIn(Step.Values));
      }
      Read.clear();
    }
  return All;
}

/// What a variable of the function was set to in a run: the callee of `ret = bmap(inode, &block)`.
static Names setBy(const std::string &Variable, const std::vector<TraceStep> &Run) {
  std::string Is;
  for (const TraceStep &Step : Run)
    if (llvm::StringRef Text = Step.Text; Step.Depth == 0 && Text.consume_front(Variable + " = "))
      Is = Text.take_while([](char C) { return llvm::isAlnum(C) || C == '_'; }).str();
  return namesIn(Is);
}

/// What a test asks for in runs of it: by its own words, what set them, and what its callees read.
static Names askedBy(const std::string &Test, llvm::ArrayRef<const std::vector<TraceStep> *> Runs) {
  Names Asked = namesIn(Test);
  for (const auto *Run : Runs) {
    for (const std::string &Name : namesIn(Test))
      Asked.merge(setBy(Name, *Run));
    Asked.merge(readFor(Test, *Run));
  }
  return Asked;
}

/// The last test of the function itself in a run; empty if there is none.
static std::string lastTest(const std::vector<TraceStep> &Run) {
  for (const TraceStep &Step : llvm::reverse(Run))
    if (Step.Depth == 0 && Step.What == TraceStep::Kind::Branch)
      return Step.Text;
  return "";
}

/// What the tests that changed ask for, or those where the versions part. Where only effects did, that is the last one.
static Names askedBy(const Comparison &Changed) {
  Names Asked;
  for (const Difference &D : Changed.Differences) {
    std::vector<std::string> Tests(D.Conditions.begin(), D.Conditions.begin() + D.Changed);
    Tests.insert(Tests.end(), D.Deciding.begin(), D.Deciding.end());
    for (const std::string &Test : Tests)
      Asked.merge(askedBy(Test, {&D.Trace, &D.OldTrace}));
  }
  if (Changed.Differences.empty())
    for (const EffectDifference &D : Changed.Effects)
      Asked.merge(askedBy(lastTest(D.Trace), {&D.Trace}));
  return Asked;
}

static void order(std::vector<std::string> &Lines, size_t Words, const Comparison &Changed) {
  const Names Asked = askedBy(Changed);
  const auto Rest = std::stable_partition(Lines.begin() + std::min(Words, Lines.size()), Lines.end(),
                                          [&](const std::string &Line) { return Asked.count(subjectOf(Line)); });
  std::stable_partition(Rest, Lines.end(), [](const std::string &Line) { return !isZeroLine(Line); });
}

std::vector<std::string> decidingFirst(const Finding &Of, const Comparison *Changed) {
  std::vector<std::string> Lines = stateLines(Of);
  leaveOutAsides(Lines, Of.Trace);
  if (Changed)
    order(Lines, Of.Remarks.size(), *Changed);
  return Lines;
}

std::vector<std::string> decidingFirst(std::vector<std::string> Lines, const Comparison &Changed) {
  order(Lines, 0, Changed);
  return Lines;
}

} // namespace kverdict
