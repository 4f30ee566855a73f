#include "report/StateOrder.h"

#include "report/Asides.h"
#include "report/ChangeText.h"
#include "report/Words.h"

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

/// What the callees of a test read in a run.
static Names readFor(llvm::StringRef Test, const std::vector<TraceStep> &Run) {
  Names Read;
  for (const TraceStep &Step : Run)
    if (Step.Depth)
      Read.merge(placesIn(Step.Values));
    else if (Step.What == TraceStep::Kind::Branch &&
             (Test.contains(Step.Text) || llvm::StringRef(Step.Text).contains(Test)))
      return Read;
    else
      Read.clear();
  return {};
}

/// What a variable of the function was set to in a run, as the source has it: `bmap(inode, &block)`.
static std::string whatItIs(const std::string &Variable, const std::vector<TraceStep> &Run) {
  std::string Is;
  for (const TraceStep &Step : Run)
    if (llvm::StringRef Text = Step.Text; Step.Depth == 0 && Text.consume_front(Variable + " = "))
      Is = Text.take_while([](char C) { return llvm::isAlnum(C) || C == '_'; }).str();
  return Is;
}

/// What the tests that changed ask for, by their own words, and by what their callees read.
static Names askedBy(const Comparison &Changed) {
  Names Asked;
  for (const Difference &D : Changed.Differences)
    for (size_t I = 0; I < D.Changed; ++I) {
      for (const std::string &Name : namesIn(D.Conditions[I])) {
        Asked.merge(namesIn(whatItIs(Name, D.Trace)));
        Asked.insert(Name);
      }
      for (const auto *Run : {&D.Trace, &D.OldTrace})
        Asked.merge(readFor(D.Conditions[I], *Run));
    }
  return Asked;
}

static void order(std::vector<std::string> &Lines, size_t Words, const Comparison &Changed) {
  const Names Asked = askedBy(Changed);
  std::stable_partition(Lines.begin() + std::min(Words, Lines.size()), Lines.end(),
                        [&](const std::string &Line) { return Asked.count(subjectOf(Line)); });
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
