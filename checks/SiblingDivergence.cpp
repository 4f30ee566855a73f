// Two functions that leave a decision to the same callee, and one of them refuses before it has asked.
//
//    static int add_one(struct area *area, struct page *page)
//    {
//            int err = may_add(area, page);
//            ...
//    static int add_in_batch(struct area *area, struct page *page)
//    {
//            if (!page->count)
//                    return -EINVAL;      <- add_one() adds such a page, and may_add() allows it
//            err = may_add(area, page);
//
// Siblings are functions of one file that pass the same parameters, by the same names, to the same callee that decides,
// or whose names differ by the level of a page table, by "locked" or "batch" alone, or such as the rules name
// (`siblings`). A state in which one of them succeeds is given to the other.
#include "analysis/Check.h"
#include "checks/Deciding.h"
#include "checks/Verdict.h"
#include "explore/Verdicts.h"

#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>
#include <clang/AST/RecursiveASTVisitor.h>

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Regex.h>

#include <algorithm>
#include <map>
#include <set>

using namespace clang;
using llvm::StringRef;

namespace kverdict {
namespace {

/// Calls of callees that decide, with nothing but parameters: "may_add(area, page)".
class Asked : public RecursiveASTVisitor<Asked> {
public:
  explicit Asked(const Unit &U) : U(U) {}
  bool VisitCallExpr(CallExpr *E) {
    const FunctionDecl *Callee = E->getDirectCallee();
    const bool Own = Callee && U.functionPlace(Callee->getNameAsString()).valid();
    if (Guarded && Own && decides(Callee) && !Callee->getReturnType()->isPointerType() && E->getNumArgs() &&
        std::all_of(E->arg_begin(), E->arg_end(), [](const Expr *A) { return isParameter(A); }))
      All[U.text(E->getSourceRange())] = Callee->getNameAsString();
    return true;
  }
  bool VisitIfStmt(IfStmt *S) {
    const Stmt *Then = S->getThen();
    if (const auto *Block = dyn_cast<CompoundStmt>(Then); Block && !Block->body_empty())
      Then = Block->body_back();
    Guarded |= isa<ReturnStmt, GotoStmt>(Then);
    return true;
  }
  /// Each call behind a guard: the callee by the text of the call.
  std::map<std::string, std::string> All;

private:
  static bool isParameter(const Expr *E) {
    const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
    return Ref && isa<ParmVarDecl>(Ref->getDecl());
  }
  const Unit &U;
  bool Guarded = false; ///< a guard stands in front of what is visited
};

/// A function that decides in the same way, and by which callee; none if the rules say so.
struct Sibling {
  std::string Name;
  std::string By;
};

/// A name without what tells siblings apart: the level of a page table, whether a lock is held, one or many.
std::string kindOf(StringRef Name) {
  static const std::set<StringRef> Levels = {"pte", "pmd", "pud", "p4d", "pgd"},
                                   Ways = {"locked", "unlocked", "batch", "batched", "one", "single", "nolock"};
  llvm::SmallVector<StringRef> Words;
  Name.split(Words, '_');
  std::string Out;
  for (const StringRef Word : Words)
    if (!Ways.count(Word))
      Out += (Levels.count(Word) ? "<level>" : Word.str()) + "_";
  return Out;
}

/// So many siblings of a function are looked at.
constexpr size_t Most = 3;
/// A function of more is not looked at.
constexpr size_t MostRows = 60;

class SiblingDivergence : public Check {
public:
  const RuleInfo &info() const override {
    static const RuleInfo Info = {
        .Id = "sibling-divergence",
        .About = "a guard that refuses what a function of the same kind accepts",
        .Level = Severity::Warning,
        .Precision = "0 findings in a sample of 51 files of 6.12",
        .OnByDefault = false,
    };
    return Info;
  }

  bool concerns(const FunctionView &F) const override {
    static const llvm::Regex Guard("if \\([^;{]*\\)[ \t\n]*(return |goto )");
    return F.file() == nullptr || Guard.match(F.text().Body);
  }

  void look(FunctionView &F, std::vector<Candidate> &Into) const override {
    if (!F.decl() || !canDecide(F.decl()))
      return;
    for (const Sibling &Each : siblings(F))
      if (suspect(F, Each, Into))
        return;
  }

private:
  static std::vector<Sibling> siblings(const FunctionView &F) {
    std::vector<Sibling> Out;
    for (const Siblings &Each : F.rules() ? F.rules()->Alike : std::vector<Siblings>())
      if (std::find(Each.Functions.begin(), Each.Functions.end(), F.name()) != Each.Functions.end())
        for (const std::string &Name : Each.Functions)
          if (Name != F.name())
            Out.push_back({Name, ""});
    Asked Calls(F.unit());
    Calls.TraverseStmt(F.decl()->getBody());
    for (const FunctionText &Each : F.file() ? F.file()->Functions : std::vector<FunctionText>())
      for (const auto &[Text, Callee] : Calls.All)
        if (Each.Name != F.name() && Each.Name != Callee && asks(Each, Text, F.unit()))
          Out.push_back({Each.Name, Callee});
    for (const FunctionText &Each : F.file() ? F.file()->Functions : std::vector<FunctionText>())
      if (Each.Name != F.name() && kindOf(Each.Name) == kindOf(F.name()) &&
          std::none_of(Out.begin(), Out.end(), [&](const Sibling &One) { return One.Name == Each.Name; }))
        Out.push_back({Each.Name, ""});
    Out.resize(std::min(Out.size(), Most));
    return Out;
  }

  /// Whether a function has the same call, of its own parameters.
  static bool asks(const FunctionText &F, const std::string &Call, const Unit &U) {
    if (folded(F.Body).find(Call) == std::string::npos)
      return false;
    const std::vector<std::string> Names = U.parameters(F.Name);
    StringRef Arguments = StringRef(Call).split('(').second.drop_back();
    llvm::SmallVector<StringRef> Each;
    Arguments.split(Each, ',');
    return std::all_of(Each.begin(), Each.end(), [&](StringRef A) {
      return std::find(Names.begin(), Names.end(), A.trim().str()) != Names.end();
    });
  }

  /// A state of another function as one of this, by the names of the parameters; what it has not is 0.
  static Situation asOwn(const FunctionView &F, const std::string &Other, const Situation &From) {
    return asOf(F.unit(), Other, F.name(), From);
  }

  static Situation asOf(const Unit &U, const std::string &Other, const std::string &Function, const Situation &From) {
    Situation Out = From;
    Out.Concrete.Calls.clear();
    Out.Calls.clear();
    const std::vector<std::string> Own = U.parameters(Function), Theirs = U.parameters(Other);
    std::vector<std::vector<Cell>> Arguments(Own.size());
    for (size_t I = 0; I < Own.size(); ++I)
      for (size_t J = 0; J < Theirs.size() && J < From.Concrete.Start.Arguments.size(); ++J)
        if (Own[I] == Theirs[J])
          Arguments[I] = From.Concrete.Start.Arguments[J];
    Out.Concrete.Start.Arguments = std::move(Arguments);
    return Out;
  }

  /// Whether a row rests on a parameter that the other function has not.
  static bool restsOnOwn(const FunctionView &F, const std::string &Other, const Row &R) {
    const std::vector<std::string> Theirs = F.unit().parameters(Other);
    for (const std::string &Name : F.unit().parameters(F.name()))
      if (std::find(Theirs.begin(), Theirs.end(), Name) == Theirs.end())
        for (const std::string &Each : R.Conditions)
          if (llvm::Regex("(^|[^A-Za-z_0-9>.])" + Name + "([^A-Za-z_0-9]|$)").match(Each))
            return true;
    return false;
  }

  static bool suspect(FunctionView &F, const Sibling &Of, std::vector<Candidate> &Into) {
    if (F.paths() > MostRows)
      return false;
    const Table Theirs = F.tableOf(Of.Name);
    for (const Row &R : Theirs.Rows) {
      if (R.End != RunEnd::Returned || !R.State || senseOf(R.Result) != Sense::Yes)
        continue;
      const Situation Here = asOwn(F, Of.Name, *R.State);
      const auto Is = F.result(Here.Concrete);
      const auto Way = Is && senseOf(*Is) == Sense::No ? F.row(Here.Concrete) : nullptr;
      if (Way && !restsOnOwn(F, Of.Name, *Way)) {
        Into.push_back(candidate(F, Of, R, *R.State, Here, *Is, Way->At));
        return true;
      }
    }
    return Of.By.empty() && suspectOwn(F, Of, Into);
  }

  /// A state that this one refuses, given to the other.
  static bool suspectOwn(FunctionView &F, const Sibling &Of, std::vector<Candidate> &Into) {
    for (const Row &R : F.table().Rows) {
      if (R.End != RunEnd::Returned || !R.State || !R.State->Concrete.Calls.empty() || senseOf(R.Result) != Sense::No ||
          restsOnOwn(F, Of.Name, R))
        continue;
      const Situation There = asOf(F.unit(), F.name(), Of.Name, *R.State);
      const auto Is = F.resultOf(Of.Name, There.Concrete);
      if (!Is || senseOf(*Is) != Sense::Yes)
        continue;
      Row Theirs;
      Theirs.Verdict = showResult(F.unit(), Of.Name, *Is), Theirs.Result = *Is;
      Into.push_back(candidate(F, Of, Theirs, There, *R.State, R.Result, R.At));
      return true;
    }
    return false;
  }

  static Candidate candidate(const FunctionView &F, const Sibling &Of, const Row &Theirs, const Situation &There,
                             const Situation &Here, const Value &Is, const SourcePlace &At) {
    Candidate C;
    const RuleInfo &Rule = SiblingDivergence().info();
    C.What.Rule = Rule.Id;
    C.What.Level = Rule.Level;
    C.What.Function = F.name();
    C.What.At = At;
    C.What.Verdict = "returns " + showResult(F.unit(), F.name(), Is);
    C.What.Message = "Is this meant for " + F.name() + "() alone? In the same state " + Of.Name + "() " +
                     (Of.By.empty() ? "" : "asks " + Of.By + "() as well, and ") + "returns " + Theirs.Verdict + ".";
    C.What.Witness = Here.Shown;
    C.What.Calls = There.Calls;
    C.Code = Of.Name + " " + C.What.Verdict;
    Does Claim{F.name(), Here, {RunEnd::Returned, Is}};
    Claim.Beside.push_back({Of.Name, There, {RunEnd::Returned, Theirs.Result}});
    C.Is = std::move(Claim);
    return C;
  }
};

} // namespace

std::shared_ptr<const Check> makeSiblingDivergence() { return std::make_shared<SiblingDivergence>(); }

} // namespace kverdict
