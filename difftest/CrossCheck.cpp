#include "difftest/CrossCheck.h"

#include "difftest/NativeUnit.h"
#include "difftest/RandomState.h"
#include "explore/state/Terms.h"
#include "simulate/Simulator.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

#include <sstream>

using namespace clang;

namespace kverdict {
namespace {

std::string shown(RunEnd End, const Value &Result, const std::string &Reason) {
  static const char *const Ends[] = {"returns ", "undefined: ", "unsupported: ", "mismatch: ", "budget: ", "no return"};
  return Ends[static_cast<int>(End)] + (End == RunEnd::Returned ? std::to_string(Result.asSigned()) : Reason);
}

std::string shown(const NativeEnd &End) {
  static const char *const Ends[] = {"returns ",        "traps",          "makes other calls",
                                     "does not return", "takes too long", "has no such state"};
  return Ends[static_cast<int>(End.What)] + (End.What == NativeEnd::Kind::Returned ? std::to_string(End.Bits) : "");
}

std::string cellText(const Cell &C) {
  std::ostringstream Out;
  Out << "  " << std::hex << C.Address << "." << C.BitOffset << ":" << std::dec << C.Width << " = 0x" << std::hex
      << C.Value << " " << C.Place << "\n";
  return Out.str();
}

/// FNV-1a: the library's own hash may be another in another library.
std::uint64_t hashOf(const std::string &Text) {
  std::uint64_t Hash = 0xcbf29ce484222325;
  for (char C : Text)
    Hash = (Hash ^ static_cast<unsigned char>(C)) * 0x100000001b3;
  return Hash;
}

/// Undefined behaviour that the sanitizer or the processor finds, too.
bool trapsNatively(const std::string &Reason) {
  for (const char *Known :
       {"null dereference", "overflow in", "division by zero", "shift by", "negative count", "is reached", "() of 0"})
    if (Reason.find(Known) != std::string::npos)
      return true;
  return false;
}

class Checker {
public:
  Checker(const CrossCheck &C, Tally &T) : C(C), T(T), Explore(C.U, C.R), Sim(C.U, C.R.Models) {}

  std::vector<Disagreement> run() {
    for (unsigned I = 0; I < C.Functions.size(); ++I)
      function(I);
    if (C.Natively)
      native();
    return std::move(Found);
  }

private:
  struct Pair {
    unsigned Function;
    Witness State;
    kverdict::Run Result;
  };

  void report(unsigned Function, const std::string &Kind, const std::string &Text, const Witness *W = nullptr) {
    Found.push_back({C.Functions[Function], Kind, Text + (W ? "\n" + show(*W) : "")});
  }

  void function(unsigned I) {
    const std::string &Name = C.Functions[I];
    ++T.Functions;
    if (!C.Explored)
      return randomStates(I, {}, addresses());
    const Table Rows = Explore.table(Name);
    T.Rows += Rows.Rows.size();
    T.Undecided += !Rows.complete();
    T.Inexact += Rows.complete() && !Rows.exact();
    std::map<std::string, std::uint64_t> Addresses;
    for (unsigned R = 0; R < Rows.Rows.size(); ++R) {
      const Row &One = Rows.Rows[R];
      if (!One.State) {
        T.Unsolved += One.End != RunEnd::Unsupported;
        continue;
      }
      Addresses = One.State->Concrete.Start.Globals;
      row(I, Rows, R);
    }
    randomStates(I, Rows, Addresses);
  }

  void row(unsigned I, const Table &Rows, unsigned R) {
    const Witness &W = Rows.Rows[R].State->Concrete;
    Pair P{I, W, Sim.run(C.Functions[I], W)};
    ++T.States;
    if (Rows.Rows[R].Approximations.empty() && P.Result.End != RunEnd::Unsupported && P.Result.End != Rows.Rows[R].End)
      report(I, "row and simulator",
             "row " + std::to_string(R) + " says " + shown(Rows.Rows[R].End, {}, Rows.Rows[R].Reason) +
                 ", the simulator " + shown(P.Result.End, P.Result.Result, P.Result.Reason),
             &W);
    else
      match(P, Rows, R);
    Pairs.push_back(std::move(P));
  }

  /// Exactly one row must match, with the same verdict; for the state of a row, that row.
  void match(const Pair &P, const Table &Rows, std::optional<unsigned> Own) {
    const std::vector<Match> Matches = Explore.matching(C.Functions[P.Function], P.State);
    if (Matches.size() == 1 && Rows.exact() && Rows.of(Matches[0].Path).Covered)
      return goesRound(P);
    for (const Match &M : Matches)
      if (!Rows.of(M.Path).Approximations.empty() || M.End == RunEnd::Unsupported)
        return; // the explorer says itself that it does not know
    if (Matches.empty() && !Rows.exact())
      return;
    if (P.Result.End != RunEnd::Returned && P.Result.End != RunEnd::Undefined && P.Result.End != RunEnd::NoReturn) {
      ++T.NoVerdict;
      return;
    }
    if (Matches.size() != 1 || (Own && Matches[0].Path != Rows.Rows[*Own].Path)) {
      std::string Text = "matching paths:";
      for (const Match &M : Matches)
        Text += " " + std::to_string(M.Path);
      return report(P.Function, Own ? "row of its own state" : "one row matches",
                    Text + (Own ? ", not only " + std::to_string(Rows.Rows[*Own].Path) : "") + "; the simulator " +
                        shown(P.Result.End, P.Result.Result, P.Result.Reason),
                    &P.State);
    }
    const Match &M = Matches[0];
    ++T.Matched;
    if (M.End != P.Result.End || (M.End == RunEnd::Returned && M.Result.Bits != P.Result.Result.Bits))
      report(P.Function, "explorer and simulator",
             "path " + std::to_string(M.Path) + " " + shown(M.End, M.Result, Rows.of(M.Path).Reason) +
                 ", the simulator " + shown(P.Result.End, P.Result.Result, P.Result.Reason),
             &P.State);
  }

  /// More rounds of a loop give no verdict that fewer do not give from the same state at entry.
  void goesRound(const Pair &P) {
    if (P.Result.End != RunEnd::Returned || P.Result.Result.Width == 0)
      return;
    ++T.Covered;
    if (!Explore.mayReturn(C.Functions[P.Function], P.State, P.Result.Result))
      report(P.Function, "more rounds",
             "no row returns what the simulator does: " + shown(P.Result.End, P.Result.Result, P.Result.Reason),
             &P.State);
  }

  void randomStates(unsigned I, const Table &Rows, const std::map<std::string, std::uint64_t> &Addresses) {
    const std::string &Name = C.Functions[I];
    Random R(C.Seed * 1000003 + hashOf(Name));
    RandomState Maker(C.U, R, Addresses, !C.NoAliases.count(Name));
    const FunctionDecl *F = C.U.definition(Name);
    for (unsigned N = 0; N < C.RandomStates; ++N) {
      Pair P{I, Maker.make(F), {}};
      if (!runWithCalls(C.U, Sim, Name, Maker, P.State, P.Result))
        continue;
      ++T.States;
      if (C.Explored)
        match(P, Rows, std::nullopt);
      Pairs.push_back(std::move(P));
    }
  }

  /// Places for all globals, where no table has given them any.
  std::map<std::string, std::uint64_t> addresses() {
    std::map<std::string, std::uint64_t> Out;
    for (const Decl *D : C.U.context().getTranslationUnitDecl()->decls())
      if (const auto *V = dyn_cast<VarDecl>(D); V && V->isReferenced())
        Out.try_emplace(V->getNameAsString(), 0x200000000000 + 0x10000 * Out.size());
    return Out;
  }

  void native() {
    std::vector<std::string> Flags = trappingFlags();
    Flags.insert(Flags.end(), C.Flags.begin(), C.Flags.end());
    const std::vector<NativeEnd> Checked = build(Flags);
    Flags = {"-O2"};
    Flags.insert(Flags.end(), C.Flags.begin(), C.Flags.end());
    const std::vector<NativeEnd> Optimized = build(Flags);
    for (unsigned I = 0; I < Checked.size() && I < Optimized.size(); ++I)
      agree(Pairs[I], Checked[I], Optimized[I]);
  }

  std::vector<NativeEnd> build(const std::vector<std::string> &Flags) {
    NativeUnit Unit(C.U, C.Text, C.Functions, Flags);
    if (!Unit.built()) {
      Found.push_back({"", "native build", Unit.log()});
      return {};
    }
    std::vector<NativeRun> Runs;
    for (const Pair &P : Pairs)
      Runs.push_back({P.Function, &P.State});
    return Unit.run(Runs);
  }

  void agree(const Pair &P, const NativeEnd &Checked, const NativeEnd &Optimized) {
    if (Checked.What == NativeEnd::Kind::NoState) {
      ++T.NotNative;
      return;
    }
    ++T.Native;
    const kverdict::Run &S = P.Result;
    T.Undefined += S.End == RunEnd::Undefined;
    bool Right = true;
    switch (S.End) {
    case RunEnd::Returned:
      Right = same(Checked, S.Result) && same(Optimized, S.Result);
      break;
    case RunEnd::Undefined:
      // Where the order of evaluation is open, a call may come first that the simulator did not get to.
      Right = !trapsNatively(S.Reason) || Checked.What == NativeEnd::Kind::Trapped ||
              Checked.What == NativeEnd::Kind::Mismatch;
      break;
    case RunEnd::NoReturn:
      Right = Checked.What == NativeEnd::Kind::NoReturn;
      break;
    default:
      return;
    }
    if (!Right)
      report(P.Function, CompilerDisagrees,
             "the simulator " + shown(S.End, S.Result, S.Reason) + ", -O0 with checks " + shown(Checked) + ", -O2 " +
                 shown(Optimized),
             &P.State);
  }

  static bool same(const NativeEnd &End, const Value &Result) {
    return End.What == NativeEnd::Kind::Returned && End.Bits == Result.Bits;
  }

  const CrossCheck &C;
  Tally &T;
  Explorer Explore;
  Simulator Sim;
  std::vector<Pair> Pairs;
  std::vector<Disagreement> Found;
};

} // namespace

std::vector<Disagreement> compare(const CrossCheck &C, Tally &T) {
  const std::shared_ptr<Terms> Asked = termsOf(C.U);
  Asked->Z.logTo(C.Log);
  std::vector<Disagreement> Found = Checker(C, T).run();
  Asked->Z.logTo(nullptr);
  return Found;
}

std::string show(const Witness &W) {
  std::ostringstream Out;
  for (unsigned I = 0; I < W.Start.Arguments.size(); ++I)
    for (const Cell &C : W.Start.Arguments[I])
      Out << "  argument " << I << cellText(C);
  Out << std::hex;
  for (const auto &[Name, Address] : W.Start.Globals)
    Out << "  " << Name << " at " << Address << "\n";
  for (const Object &O : W.Start.Objects)
    Out << "  object " << O.Address << " of " << O.Size << " " << O.Place << "\n";
  for (const Cell &C : W.Start.Memory)
    Out << cellText(C);
  for (const CallOutcome &Call : W.Calls) {
    Out << "  call " << Call.Callee << "\n";
    for (const Cell &C : Call.Result)
      Out << "    result" << cellText(C);
    for (const Cell &C : Call.Writes)
      Out << "    writes" << cellText(C);
    for (const auto &[Position, Cells] : Call.Through)
      for (const Cell &C : Cells)
        Out << "    through " << Position << cellText(C);
  }
  return Out.str();
}

} // namespace kverdict
