#include "explore/table/Decisions.h"

#include "explore/table/Courses.h"
#include "explore/table/Proof.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>

namespace kverdict {
namespace {

/// "case A ... B" of `x` as C.
std::string caseText(llvm::StringRef Switched, llvm::StringRef Case, bool Inner) {
  const std::string Value = isOperand(Switched) ? Switched.str() : "(" + Switched.str() + ")";
  if (!Case.consume_front("case "))
    return Value + " " + Case.str();
  const auto [First, Last] = Case.split(" ... ");
  if (Last.empty())
    return Value + " == " + First.str();
  const std::string Range = Value + " >= " + First.str() + " && " + Value + " <= " + Last.str();
  return Inner ? "(" + Range + ")" : Range;
}

/// Any of some cases of a switch. With the default, none of the others.
void addCases(const CourseGuard &Of, std::vector<unsigned> Values, GuardAnswer &Out) {
  if (llvm::any_of(Values, [&](unsigned Each) { return Of.Cases[Each] == "default"; })) {
    std::vector<unsigned> Others;
    for (unsigned I = 0; I < Of.Cases.size(); ++I)
      if (!llvm::is_contained(Values, I))
        Others.push_back(I);
    Values = std::move(Others);
    Out.Holds = false;
  }
  std::vector<std::string> Parts;
  for (unsigned Each : Values)
    Parts.push_back(caseText(Of.Text, Of.Cases[Each], Values.size() > 1));
  Out.Text = llvm::join(Parts, " || ");
}

GuardAnswer answerOf(const CourseGuard &Of, const std::vector<unsigned> &Values) {
  GuardAnswer Out{Of.What, Of.Text, true, Of.Where};
  if (Of.Cases.empty())
    Out.Holds = Values == std::vector{1u};
  else
    addCases(Of, Values, Out);
  return Out;
}

/// Each course by itself.
std::vector<ListedRow> alone(const std::vector<Course> &All) {
  std::vector<ListedRow> Out;
  for (unsigned I = 0; I < All.size(); ++I) {
    Out.push_back({{}, {I}, false});
    for (const auto &[Guard, Value] : All[I].Asked)
      Out.back().Tests.push_back({Guard, {Value}});
  }
  return Out;
}

/// The rows of these courses.
std::vector<ListedRow> listed(const Courses &Of, Explorer::Parts &P) {
  std::vector<Course> All = Of.courses();
  for (unsigned Each : notApart(Of, P.S, P.Z))
    All[Each].Alone = true;
  std::vector<unsigned> Depths;
  for (const CourseGuard &Each : Of.guards())
    Depths.push_back(Each.Depth);
  std::vector<ListedRow> Rows = DecisionList(All, std::move(Depths)).rows();
  return holdAll(Rows, All) ? Rows : alone(All);
}

/// In so many worlds a table is made again, if it was no more work than this part of what an exploration may be.
constexpr unsigned MostWorlds = 4, PartOfEffort = 20;

/// Whether the rows are whole, and cheap enough to be made again.
bool worthAnother(Explorer::Parts &P, const std::string &Function) {
  return P.Z.worked() < P.Limits.TotalEffort / PartOfEffort &&
         llvm::all_of(P.paths(Function), [](const Path &Each) { return Each.End != PathEnd::Undecided; });
}

/// What the rows rest on beside the premises. Where two names may be of one object, they are made again for the states
/// in which these are; if they are the same then, nothing need be said.
std::vector<std::string> assumed(Explorer::Parts &P, const std::string &Function, const Courses &Of,
                                 const std::vector<ListedRow> &Rows) {
  std::set<std::string> Out;
  unsigned Worlds = worthAnother(P, Function) ? 0 : MostWorlds;
  for (const Alias &Pair : P.aliased(Function)) {
    if (Pair.Bytes || Pair.OtherTypes) // one inside the other: nobody calls it so
      continue;
    if (Pair.Known && Worlds++ < MostWorlds) {
      Explorer::Parts &There = P.world(Pair);
      const Courses Same(There, Function);
      if (There.S.supposed() && Same.words(listed(Same, There)) == Of.words(Rows))
        continue;
    }
    Out.insert(Pair.distinct().Text);
  }
  Out.merge(Of.takenToStay());
  return {Out.begin(), Out.end()};
}

/// Makes the rows of one function's table.
class Deciding {
public:
  Deciding(const Unit &U, const Rules &R, const std::string &Function)
      : P(U, R), Function(Function), F(P.function(Function)), Paths(P.paths(Function)), Of(P, Function) {}

  Decisions made() {
    Decisions Out{.Function = Function};
    count(Out);
    const std::vector<ListedRow> Rows = listed(Of, P);
    Out.Assumed = assumed(P, Function, Of, Rows);
    for (const ListedRow &Each : Rows)
      Out.Rows.push_back(decision(Each));
    return Out;
  }

private:
  /// What the paths were, premises and those that were cut short among them.
  void count(Decisions &Out) {
    for (const Path &Each : Paths) {
      Row Its = P.described(F, Each);
      Out.Exact &= Its.Approximations.empty();
      if (Its.Premise) {
        Out.Premises.push_back(std::move(Its));
        continue;
      }
      ++Out.Paths;
      Out.Cut += Its.End == RunEnd::Unsupported && !Its.Covered;
    }
    Out.Complete = !Out.Cut;
    Out.Exact &= Out.Complete;
  }

  Decision decision(const ListedRow &Listed) {
    Decision New;
    for (const GuardTest &Each : Listed.Tests)
      New.Guards.push_back(answerOf(Of.guards()[Each.Guard], Each.Values));
    New.Proved = Listed.Told;
    New.Is = example(Listed.Courses);
    New.Tried = New.Is.State || !findMeeting(Listed.Courses, New.Is);
    std::set<std::string> Inexact;
    std::set<unsigned> Held;
    for (unsigned Each : Listed.Courses) {
      const unsigned Path = Of.ways()[Each].Path;
      const Row Its = P.described(F, Paths[Path]);
      Inexact.insert(Its.Approximations.begin(), Its.Approximations.end());
      Held.insert(Path);
    }
    New.Is.Approximations.assign(Inexact.begin(), Inexact.end());
    New.Paths = Held.size();
    New.Returns = returns(Listed.Courses, New.Is);
    return New;
  }

  /// A row with a state, of the shortest of these courses that has one.
  Row example(std::vector<unsigned> Among) {
    constexpr size_t Most = 4;
    llvm::stable_sort(
        Among, [&](unsigned A, unsigned B) { return Of.ways()[A].Conditions.size() < Of.ways()[B].Conditions.size(); });
    std::optional<Row> Out;
    for (size_t I = 0; I < Among.size() && I < Most && !(Out && Out->State); ++I) {
      const CourseWay &Way = Of.ways()[Among[I]];
      Row Found = rowOf(Way);
      if (!Out || Found.State)
        Out = std::move(Found);
    }
    return *Out;
  }

  /// Looks for a state in which two names of the shortest of these courses are of one object. Whether it leads there
  /// only a run can tell.
  bool findMeeting(const std::vector<unsigned> &Among, Row &Out) {
    const unsigned Shortest = *std::min_element(Among.begin(), Among.end(), [&](unsigned A, unsigned B) {
      return Of.ways()[A].Conditions.size() < Of.ways()[B].Conditions.size();
    });
    const CourseWay &Way = Of.ways()[Shortest];
    const Path &Its = Paths[Way.Path];
    if (Its.End == PathEnd::Undecided || Its.End == PathEnd::Covered || Spent >= P.Limits.TotalEffort)
      return false;
    const std::uint64_t Before = P.Z.worked();
    P.Names.of(F);
    WitnessMaker Maker(P.S, P.Z, P.U, P.Names);
    Maker.mayMeet();
    const bool Found = Maker.solve(Way.Conditions, {&Its}, {}) && Maker.met();
    if (Found) {
      Out.State = Maker.situation(F, Its, {&Its});
      Out.Result = Its.Result ? P.returned(F, *Its.Result, Maker) : Value();
    }
    Spent += P.Z.worked() - Before;
    return Found;
  }

  /// The row of a way, with a state of it if there is one.
  Row rowOf(const CourseWay &Way) {
    const Path &Its = Paths[Way.Path];
    const std::uint64_t Before = P.Z.worked();
    const bool May = Spent < P.Limits.TotalEffort;
    Row Out = May ? P.row(F, Its, Way.Conditions) : P.described(F, Its);
    Spent += P.Z.worked() - Before;
    Out.Path = Way.Path;
    if (!May)
      Out.Unfound = "too much effort for the solver on all examples";
    if (!Out.State)
      Out.Verdict = constant(Way, Its);
    return Out;
  }

  /// What is returned, if that is known without a state.
  std::string constant(const CourseWay &Way, const Path &Its) const {
    if (Its.End != PathEnd::Returned || !Its.Result || Way.Open)
      return "";
    P.Names.of(F);
    return P.Names.verdict(F->getReturnType(), Way.Truth ? *Way.Truth : Its.Result->get_numeral_uint64(),
                           Its.Result->get_sort().bv_size());
  }

  /// What the function returns there, as the source has it; empty if that is the example's value in all states.
  std::string returns(const std::vector<unsigned> &Courses, const Row &Example) {
    for (unsigned Each : Courses) {
      const CourseWay &Way = Of.ways()[Each];
      if (!Way.Open)
        continue;
      const unsigned Width = Way.Open->get_sort().bv_size();
      if (Example.Result.Width == Width &&
          P.Z.satisfiable(P.S.axioms(), Way.Conditions,
                          P.S.tidy(*Way.Open != P.S.number(Example.Result.Bits, Width))) == Answer::No)
        continue;
      const auto *Last = llvm::dyn_cast_or_null<clang::ReturnStmt>(lastReturned(Paths[Way.Path]));
      return Last && Last->getRetValue() ? P.U.text(Last->getRetValue()->getSourceRange()) : "";
    }
    return "";
  }

  mutable Explorer::Parts P;
  const std::string &Function;
  const clang::FunctionDecl *F;
  const std::vector<Path> &Paths;
  const Courses Of;
  std::uint64_t Spent = 0; ///< on examples
};

} // namespace

Decisions decisionsOf(const Unit &U, const Rules &R, const std::string &Function) {
  return Deciding(U, R, Function).made();
}

std::vector<std::string> assumedFor(const Unit &U, const Rules &R, const std::string &Function) {
  Explorer::Parts P(U, R);
  const Courses Of(P, Function);
  return assumed(P, Function, Of, listed(Of, P));
}

} // namespace kverdict
