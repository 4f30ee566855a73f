#include "explore/table/DecisionList.h"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

namespace kverdict {
namespace {

constexpr int NotAsked = -1;
/// Of all rows of so many tests the one that holds most is looked for.
constexpr unsigned MostTried = 3;
/// Looks at a course. Beyond, rows are not made shorter any more, and in no other order; of one row, tests are left out
/// one by one.
constexpr size_t MostEffort = 60'000'000, MostForRow = 400'000;

/// How much there is to read.
std::pair<size_t, size_t> size(const std::vector<ListedRow> &Rows) {
  size_t Tests = 0;
  for (const ListedRow &Each : Rows)
    Tests += Each.Tests.size();
  return {Rows.size(), Tests};
}

} // namespace

DecisionList::DecisionList(std::vector<Course> Courses, std::vector<unsigned> OfGuards)
    : All(std::move(Courses)), Depths(std::move(OfGuards)), Domain(Depths.size()) {
  std::vector<std::set<unsigned>> Seen(Depths.size());
  for (Course &Each : All) {
    Values.emplace_back(Depths.size(), NotAsked);
    const bool Own = Each.Places.empty();
    for (const auto &[Guard, Value] : Each.Asked) {
      if (Own)
        Each.Places.push_back(Guard);
      Values.back()[Guard] = static_cast<int>(Value);
      Seen[Guard].insert(Value);
    }
  }
  for (size_t I = 0; I < Seen.size(); ++I)
    Domain[I].assign(Seen[I].begin(), Seen[I].end());
  Rank = ranks();
  for (unsigned Each : lastOutcomes()) {
    std::vector<ListedRow> Before = std::move(Rows);
    make(Each);
    if (!Before.empty() && size(Before) <= size(Rows))
      Rows = std::move(Before);
    if (exhausted())
      break;
  }
}

/// Where a course ends.
unsigned DecisionList::lastPlace(const Course &Of) const {
  unsigned Most = 0;
  for (unsigned Each : Of.Places)
    Most = std::max(Most, Rank.at(Each));
  return Most;
}

/// The outcomes of which one may be what is left when all the others have rows: those that come last.
std::vector<unsigned> DecisionList::lastOutcomes() const {
  constexpr size_t Most = 6;
  std::map<unsigned, unsigned> Last;
  for (const Course &Each : All)
    Last[Each.Outcome] = std::max(Last[Each.Outcome], lastPlace(Each));
  std::vector<unsigned> Out;
  for (const auto &[Outcome, Where] : Last)
    Out.push_back(Outcome);
  std::sort(Out.begin(), Out.end(),
            [&](unsigned A, unsigned B) { return std::pair(Last[A], A) > std::pair(Last[B], B); });
  Out.resize(std::min(Out.size(), Most));
  return Out;
}

/// Makes rows for all courses, those of one outcome last. Of the others, what ends early comes first: then what comes
/// later need not say that it went on.
void DecisionList::make(unsigned LastOutcome) {
  Rows.clear();
  Left.resize(All.size());
  std::iota(Left.begin(), Left.end(), 0u);
  auto key = [&](unsigned Course) {
    const unsigned Outcome = All[Course].Outcome;
    return std::tuple(Outcome == LastOutcome, lastPlace(All[Course]), Outcome);
  };
  std::stable_sort(Left.begin(), Left.end(), [&](unsigned A, unsigned B) { return key(A) < key(B); });
  while (!Left.empty())
    take(Left.front());
  leaveOut();
}

/// One order in which all courses come to their places, as far as there is one: of several, that of the courses.
std::map<unsigned, unsigned> DecisionList::ranks() const {
  std::map<unsigned, std::map<unsigned, unsigned>> Next; // when it was met first, and which it is
  std::map<unsigned, unsigned> First, Met;
  for (const Course &Each : All)
    for (unsigned Place : Each.Places)
      Met.try_emplace(Place, Met.size());
  for (const Course &Each : All)
    for (size_t I = 0; I < Each.Places.size(); ++I)
      (I == 0 ? First : Next[Each.Places[I - 1]]).try_emplace(Met[Each.Places[I]], Each.Places[I]);
  std::set<unsigned> Seen;
  std::vector<unsigned> Done;
  const std::function<void(unsigned)> visit = [&](unsigned Place) {
    if (!Seen.insert(Place).second)
      return;
    const auto &Behind = Next[Place];
    for (auto It = Behind.rbegin(); It != Behind.rend(); ++It)
      visit(It->second);
    Done.push_back(Place);
  };
  for (auto It = First.rbegin(); It != First.rend(); ++It)
    visit(It->second);
  std::map<unsigned, unsigned> Out;
  for (size_t I = 0; I < Done.size(); ++I)
    Out[Done[I]] = static_cast<unsigned>(Done.size() - I);
  return Out;
}

bool DecisionList::exhausted() const { return Effort > MostEffort; }

DecisionList::Fit DecisionList::fit(unsigned Course, const Tests &Of) const {
  for (const GuardTest &Each : Of) {
    const int Value = Values[Course][Each.Guard];
    if (Value == NotAsked)
      return Fit::Unasked;
    if (!std::binary_search(Each.Values.begin(), Each.Values.end(), static_cast<unsigned>(Value)))
      return Fit::Out;
  }
  return Fit::In;
}

/// How many of the courses that are left a row would hold; none if it may not stand here.
unsigned DecisionList::covered(const Tests &Of, unsigned Outcome) const {
  unsigned Count = 0;
  for (unsigned Each : Left) {
    ++Effort;
    const Fit Is = fit(Each, Of);
    if (Is == Fit::Unasked || (Is == Fit::In && (All[Each].Outcome != Outcome || All[Each].Alone)))
      return 0;
    Count += Is == Fit::In;
  }
  return Count;
}

/// The one that holds most, of all rows with so many of these tests.
std::optional<DecisionList::Tests> DecisionList::ofSize(unsigned Size, const Tests &Of, unsigned Outcome) const {
  std::optional<Tests> Best;
  unsigned Most = 0;
  std::vector<size_t> Chosen(Size);
  const size_t Bound = std::min(Effort + MostForRow, MostEffort);
  const std::function<void(unsigned, size_t)> choose = [&](unsigned At, size_t From) {
    if (Effort > Bound)
      return;
    if (At == Size) {
      Tests Some;
      for (size_t Each : Chosen)
        Some.push_back(Of[Each]);
      // Of equal ones the last: what is asked last is what decides.
      if (const unsigned Count = covered(Some, Outcome); Count && Count >= Most) {
        Most = Count;
        Best = std::move(Some);
      }
      return;
    }
    for (size_t I = From; I + (Size - At) <= Of.size(); ++I) {
      Chosen[At] = I;
      choose(At + 1, I + 1);
    }
  };
  choose(0, 0);
  return Best;
}

/// Without what makes no difference: deep ones first, and of one depth those that are asked first, or last.
DecisionList::Tests DecisionList::dropped(Tests Of, unsigned Outcome, bool FirstFirst) const {
  for (bool Changed = true; Changed;) {
    Changed = false;
    Tests Order = Of;
    if (!FirstFirst)
      std::reverse(Order.begin(), Order.end());
    std::stable_sort(Order.begin(), Order.end(),
                     [&](const GuardTest &A, const GuardTest &B) { return Depths[A.Guard] > Depths[B.Guard]; });
    for (const GuardTest &Each : Order) {
      Tests Without = Of;
      Without.erase(std::find(Without.begin(), Without.end(), Each));
      if (!covered(Without, Outcome))
        continue;
      Of = std::move(Without);
      Changed = true;
    }
  }
  return Of;
}

DecisionList::Tests DecisionList::fewest(const Tests &Of, unsigned Outcome) const {
  for (unsigned Size = 0; Size <= MostTried && Size < Of.size(); ++Size)
    if (auto Found = ofSize(Size, Of, Outcome))
      return *Found;
  if (exhausted())
    return Of;
  const Tests One = dropped(Of, Outcome, true), Other = dropped(Of, Outcome, false);
  return Other.size() < One.size() ? Other : One;
}

/// Other values of a guard that lead to the same.
void DecisionList::widen(Tests &Of, unsigned Outcome) const {
  for (size_t I = 0; I < Of.size(); ++I)
    for (unsigned Value : Domain[Of[I].Guard]) {
      if (Domain[Of[I].Guard].size() < 3 || std::count(Of[I].Values.begin(), Of[I].Values.end(), Value))
        continue;
      Tests More = Of;
      More[I].Values.insert(std::upper_bound(More[I].Values.begin(), More[I].Values.end(), Value), Value);
      if (covered(More, Outcome) > covered(Of, Outcome))
        Of = std::move(More);
    }
}

/// The tests that make a row which has this course; nothing if it cannot be told from others.
std::optional<DecisionList::Tests> DecisionList::testsFor(unsigned Of) const {
  const Course &C = All[Of];
  if (C.Alone)
    return std::nullopt;
  std::set<unsigned> Levels{0};
  for (const auto &[Guard, Value] : C.Asked)
    Levels.insert(Depths[Guard]);
  for (unsigned Level : Levels) {
    Tests Some;
    for (const auto &[Guard, Value] : C.Asked)
      if (Depths[Guard] <= Level)
        Some.push_back({Guard, {Value}});
    if (!covered(Some, C.Outcome))
      continue;
    Tests Few = fewest(Some, C.Outcome);
    widen(Few, C.Outcome);
    return Few;
  }
  return std::nullopt;
}

/// Makes the row that has this course.
void DecisionList::take(unsigned Of) {
  ListedRow Row;
  if (auto Some = testsFor(Of)) {
    Row.Tests = std::move(*Some);
    for (unsigned Each : Left)
      if (fit(Each, Row.Tests) == Fit::In)
        Row.Courses.push_back(Each);
  } else {
    Row.Told = false;
    Row.Courses = {Of};
    for (const auto &[Guard, Value] : All[Of].Asked)
      Row.Tests.push_back({Guard, {Value}});
  }
  std::sort(Row.Courses.begin(), Row.Courses.end());
  std::erase_if(Left, [&](unsigned Each) { return std::binary_search(Row.Courses.begin(), Row.Courses.end(), Each); });
  Rows.push_back(std::move(Row));
}

/// Gives each course to the first row that has it. False if some row may not stand where it does.
bool DecisionList::assign(std::vector<ListedRow> &Of) const {
  std::vector<unsigned> Owner(All.size(), ~0u);
  for (unsigned I = 0; I < Of.size(); ++I)
    if (!Of[I].Told)
      Owner[Of[I].Courses[0]] = I;
  for (ListedRow &Each : Of)
    Each.Courses.clear();
  for (unsigned C = 0; C < All.size(); ++C) {
    const unsigned Own = Owner[C];
    unsigned First = 0;
    for (; First < std::min<size_t>(Own, Of.size()); ++First) {
      const Fit Is = Of[First].Told ? fit(C, Of[First].Tests) : Fit::Out;
      if (Is == Fit::Unasked || (Is == Fit::In && Own != ~0u))
        return false;
      if (Is == Fit::In)
        break;
    }
    if (First == Of.size())
      return false;
    Of[First].Courses.push_back(C);
  }
  return std::all_of(Of.begin(), Of.end(), [&](const ListedRow &Row) {
    return std::all_of(Row.Courses.begin(), Row.Courses.end(),
                       [&](unsigned C) { return All[C].Outcome == All[Row.Courses[0]].Outcome; });
  });
}

/// Rows whose courses come to the same further below are not needed.
void DecisionList::leaveOut() {
  for (size_t I = 0; I < Rows.size() && !exhausted();) {
    Effort += All.size() * Rows.size() / 2;
    std::vector<ListedRow> Without = Rows;
    Without.erase(Without.begin() + I);
    if (Rows[I].Told && assign(Without))
      Rows = std::move(Without);
    else
      ++I;
  }
}

} // namespace kverdict
