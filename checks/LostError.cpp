// Success in a state in which a callee has just failed, and the old version gave its error.
//
//    	err = start_queue(dev);
//   -	if (err)
//   -		return err;
//    	return 0;                            <- 0 although start_queue() has just failed with -EIO
//
// Also a callee that the patch brings, whose error gets lost while those of its neighbours are handed on.
//
// The failure counts only if the difference rests on it: one of the conditions without which the versions do not differ
// is about what the callee returned.
#include "analysis/Check.h"
#include "analysis/Differing.h"

#include <clang/AST/Decl.h>

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Regex.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <utility>

using llvm::StringRef;

namespace kverdict {
namespace {

/// `-ENOMEM` of `ERR_PTR(-ENOMEM)`.
StringRef errnoOf(StringRef Value) {
  if (Value.consume_front("ERR_PTR("))
    Value.consume_back(")");
  return Value;
}

bool isErrno(StringRef Value) {
  Value = errnoOf(Value);
  return Value.consume_front("-") && !Value.empty() && (Value[0] == 'E' || llvm::isDigit(Value[0]));
}

bool isFailure(StringRef Value) { return Value == "NULL" || isErrno(Value); }

/// A callee that failed in a run.
struct Failing {
  std::string Name;  ///< "start_queue", "dev->ops->start"
  std::string Value; ///< "-EIO", "NULL"
  bool operator==(const Failing &) const = default;
};

/// `ops(page)->move` of `ops(page)->move(page, mode)`.
std::string calleeOf(StringRef Call) {
  if (!Call.ends_with(")"))
    return Call.str();
  size_t At = Call.size() - 1;
  for (int Depth = 1; At > 0 && Depth > 0;) {
    --At;
    Depth += (Call[At] == ')') - (Call[At] == '(');
  }
  return Call.take_front(At).trim().str();
}

/// Whether what a callee returns is no error by its name: a lock that was not free is an answer.
bool answers(StringRef Callee) { return Callee.contains("trylock"); }

/// Whether a condition compares what a callee returned with -1, which is no error then: `atomic_read(&p->mapcount) !=
/// -1`.
bool asksForMinusOne(StringRef Condition) {
  static const llvm::Regex Compared("[=!<>]=? \\(?-1($|[^0-9])");
  return Compared.match(Condition);
}

/// Whether a callee looks at an error, or makes one, and does nothing about it.
bool isAboutErrors(StringRef Callee) {
  static const llvm::Regex Name("^(IS_ERR(_OR_NULL|_VALUE)?|PTR_ERR(_OR_ZERO)?|ERR_PTR|ERR_CAST)$");
  return Name.match(Callee);
}

/// Whether a call that gave this in a run may have given that value, as a state has it: an error, or NULL.
bool isSame(StringRef Outcome, StringRef Value) {
  constexpr std::uint64_t Least32 = 0xfffff001, Most32 = 0xffffffff, Least64 = ~std::uint64_t(0) - 4094;
  std::uint64_t Bits = 0;
  if (Outcome == Value)
    return true;
  if (Outcome.getAsInteger(0, Bits))
    return false;
  return Value == "NULL" ? Bits == 0 : (Bits >= Least32 && Bits <= Most32) || Bits >= Least64;
}

/// How a call failed, as the state says of it; empty if it did not. The state may have other words for what is passed:
/// `ops->start(list->a)` for `ops->start(n->a)` in a loop.
std::string failureOf(const TraceStep &Step, const std::vector<std::string> &Calls) {
  for (const bool ByText : {true, false})
    for (const std::string &Each : Calls) {
      const auto [Call, Value] = StringRef(Each).ltrim('*').rsplit(" returned "); // * is a call through a pointer
      const bool Same =
          (ByText ? Call == Step.Text : calleeOf(Call) == calleeOf(Step.Text)) && isSame(Step.Outcome, Value);
      if (Same && isFailure(Value))
        return Value.str();
    }
  return "";
}

/// The callees of the function itself that failed, the last one first: of those that were not looked into, what matters
/// is in the state.
std::vector<Failing> failing(const std::vector<std::string> &Calls, const std::vector<TraceStep> &Trace) {
  std::vector<Failing> Out;
  for (auto Step = Trace.rbegin(); Step != Trace.rend(); ++Step) {
    if (answers(Step->Depth ? StringRef(Step->Function) : StringRef(Step->Text)) || isAboutErrors(Step->Function))
      continue;
    if (Step->What == TraceStep::Kind::Return && Step->Depth == 1 && isFailure(Step->Outcome))
      Out.push_back({Step->Function, Step->Outcome});
    if (Step->What == TraceStep::Kind::Call && Step->Depth == 0)
      if (const std::string Value = failureOf(*Step, Calls); !Value.empty())
        Out.push_back({calleeOf(Step->Text), Value});
  }
  return Out;
}

/// Whether a callee that failed was asked again, and did not fail then.
bool answeredLater(const Failing &Callee, const std::vector<TraceStep> &Trace) {
  for (auto Step = Trace.rbegin(); Step != Trace.rend(); ++Step)
    if (Step->What == TraceStep::Kind::Call && Step->Depth == 0 && calleeOf(Step->Text) == Callee.Name)
      return !isSame(Step->Outcome, Callee.Value);
  return false;
}

/// Whether a text names it, and not as a part of another name.
bool names(StringRef Text, StringRef Name) {
  auto part = [](char C) { return llvm::isAlnum(C) || C == '_'; };
  for (size_t At = Text.find(Name); At != StringRef::npos; At = Text.find(Name, At + 1)) {
    const size_t End = At + Name.size();
    if ((At == 0 || (!part(Text[At - 1]) && Text[At - 1] != '>' && Text[At - 1] != '.')) &&
        (End == Text.size() || !part(Text[End])))
      return true;
  }
  return false;
}

/// The variables that get what the callee returns.
std::vector<std::string> variablesOf(StringRef Body, const std::string &Callee) {
  static const llvm::Regex Assigned("([A-Za-z_][A-Za-z_0-9]*)[ \t\n]*=[^=;{}]*$");
  std::vector<std::string> Out;
  const std::string Call = Callee + "(";
  for (size_t At = Body.find(Call); At != StringRef::npos; At = Body.find(Call, At + 1)) {
    StringRef Before = Body.take_front(At);
    Before = Before.drop_front(Before.find_last_of(";{}") + 1);
    llvm::SmallVector<StringRef> Found;
    if (Assigned.match(Before, &Found))
      Out.push_back(Found[1].str());
  }
  return Out;
}

/// What stands in the source for the result of a callee.
std::vector<std::string> wordsFor(const Failing &Callee, const FunctionView &F) {
  std::vector<std::string> Words{Callee.Name};
  for (const std::string *Body : {&F.text().Body, F.before() ? &F.before()->Body : nullptr})
    if (Body)
      for (std::string &Each : variablesOf(*Body, Callee.Name))
        Words.push_back(std::move(Each));
  return Words;
}

/// A condition without the call that memory was read after: "p->next after lock()" says nothing of what lock() gave.
StringRef withoutHistory(StringRef Condition) {
  const size_t At = Condition.rfind(" after ");
  const bool OfCall = At != StringRef::npos && Condition.ends_with("()") && !Condition.substr(At).contains('=');
  return OfCall ? Condition.take_front(At) : Condition;
}

/// Whether the old version returned the error of the callee as it was, or one of the conditions of the difference is
/// about the result of the callee.
bool restsOn(const Difference &D, const FunctionView &F, const Failing &Callee) {
  std::vector<std::string> Words = wordsFor(Callee, F);
  for (const TraceStep &Step : D.Trace) // what it failed for itself
    if (Step.What == TraceStep::Kind::Call && Step.Depth == 1 && Step.Function == Callee.Name)
      Words.push_back(calleeOf(Step.Text));
  auto named = [&](const std::string &Text) {
    return std::any_of(Words.begin(), Words.end(), [&](const std::string &Each) { return names(Text, Each); });
  };
  if (std::any_of(D.Conditions.begin(), D.Conditions.end(),
                  [&](const std::string &Each) { return asksForMinusOne(Each) && named(Each); }))
    return false;
  const bool Passed = isErrno(Callee.Value) && errnoOf(Callee.Value) == errnoOf(D.Old) && !D.OldTrace.empty() &&
                      D.OldTrace.back().What == TraceStep::Kind::Return;
  return (Passed && named(D.OldTrace.back().Text)) ||
         std::any_of(D.Conditions.begin(), D.Conditions.end(),
                     [&](const std::string &Each) { return named(withoutHistory(Each).str()); });
}

/// Whether the new version means to: it asks for just this error, or calls somebody else then.
bool handles(const Difference &D, const FunctionView &F, const Failing &Callee) {
  const std::vector<std::string> Words = wordsFor(Callee, F);
  for (const std::string &Each : D.Conditions)
    if (StringRef(Each).contains("== -E") &&
        std::any_of(Words.begin(), Words.end(), [&](const std::string &Word) { return names(Each, Word); }))
      return true;
  bool Failed = false;
  for (const TraceStep &Step : D.Trace) {
    const bool Looked = Step.What == TraceStep::Kind::Return && Step.Depth == 1;
    if (!Looked && (Step.What != TraceStep::Kind::Call || Step.Depth != 0))
      continue;
    const std::string Name = Looked ? Step.Function : calleeOf(Step.Text);
    if (isAboutErrors(Name))
      continue;
    if (Failed && Name != Callee.Name && F.before() && !names(F.before()->Body, Name))
      return true;
    Failed |= Name == Callee.Name;
  }
  return false;
}

/// Whether the new version succeeds where the old one failed. Of a function that names no errno and passes one on, the
/// comparison does not know which result is which.
bool succeeds(const Difference &D) {
  if (D.OldEnd != RunEnd::Returned || D.NewEnd != RunEnd::Returned)
    return false;
  return D.Way == Direction::Laxer ? D.New != "NULL" : D.Way == Direction::OtherValue && isErrno(D.Old) && D.New == "0";
}

/// The callees whose errors a function hands on by this variable: `err = f(); if (err) return err;`.
std::vector<std::string> handedOn(StringRef Body, StringRef Variable) {
  const llvm::Regex Way(("(^|[^A-Za-z_0-9])" + Variable +
                         " = ([A-Za-z_][A-Za-z_0-9]*)\\([^;]*;[ \t\n]*if \\((unlikely\\()?" + Variable +
                         "( < 0| != 0)?\\)?\\)[ \t\n]*\\{?[ \t\n]*(return " + Variable + "|goto )")
                            .str());
  std::vector<std::string> Out;
  llvm::SmallVector<StringRef> Found;
  for (; Way.match(Body, &Found); Body = Body.drop_front(Found[0].end() - Body.begin()))
    Out.push_back(Found[2].str());
  return Out;
}

/// Whether what a variable got from a callee is looked at next, by anything but a return of 0.
bool looksAt(StringRef Body, const std::string &Callee, const std::string &Variable) {
  const llvm::Regex Call(Variable + " = " + llvm::Regex::escape(Callee) + "\\([^;]*;"),
      Test("^if \\(([^;{]*)\\)[ \t\n]*\\{?[ \t\n]*return 0;");
  llvm::SmallVector<StringRef> Found;
  if (!Call.match(Body, &Found))
    return true;
  const StringRef Next = Body.drop_front(Found[0].end() - Body.begin()).ltrim();
  const StringRef Statement = Next.take_front(Next.find(';'));
  const bool Sets = Statement.starts_with(Variable + " = ") && !names(Statement.drop_front(Variable.size()), Variable);
  return !Sets && names(Statement, Variable) && !Test.match(Next);
}

/// `ops->start` of "*ops->start", as a call through a pointer is known.
StringRef inSource(StringRef Callee) {
  Callee.consume_front("*");
  return Callee;
}

/// A callee whose error a function left by, and does not look at any more: `ret = ops->start(p); if (ret) break;`.
struct Untested {
  std::string Callee, Test; ///< "ops->start", "if (ret) break"
};

/// Those of two bodies. What is set in between, or asked otherwise, is looked at.
std::vector<Untested> untested(StringRef Old, StringRef New) {
  static const llvm::Regex Tested("(^|[^A-Za-z_0-9>.])([A-Za-z_][A-Za-z_0-9]*) = ([A-Za-z_(*][A-Za-z_0-9>.*)-]*)"
                                  "\\([^;]*;[ \t\n}]*if \\((unlikely\\()?([A-Za-z_][A-Za-z_0-9]*)( < 0| != 0)?\\)?\\)"
                                  "[ \t\n]*\\{?[ \t\n]*(break|goto [A-Za-z_0-9]+|return [A-Za-z_0-9]+);");
  std::vector<Untested> Out;
  llvm::SmallVector<StringRef> Found;
  for (; Tested.match(Old, &Found); Old = Old.drop_front(Found[3].end() - Old.begin())) {
    const StringRef Variable = Found[2], Callee = Found[3];
    if (Found[5] != Variable)
      continue;
    const llvm::Regex Call(
        ("(^|[^A-Za-z_0-9>.])" + Variable + " = " + llvm::Regex::escape(Callee) + "\\([^;]*;").str());
    llvm::SmallVector<StringRef> Now;
    if (!Call.match(New, &Now))
      continue;
    StringRef Next = New.drop_front(Now[0].end() - New.begin()).ltrim(" \t\n}");
    Next = Next.take_front(Next.find(';'));
    if (!names(Next, Variable))
      Out.push_back({Callee.str(), ("if (" + Variable + ") " + Found[7]).str()});
  }
  return Out;
}

class LostError : public Check {
public:
  const RuleInfo &info() const override {
    static const RuleInfo Info = {
        .Id = "lost-error",
        .About = "success where a callee has just failed, and a function gave its error before a patch",
        .Level = Severity::Warning,
        .Precision =
            "0 findings in 180 edits of mm/ of Linux 6.12 that change nothing; of 60 errors of callees that were "
            "dropped or made 0 there, 15 are told",
        .OfPatches = true,
    };
    return Info;
  }

  void compare(const FunctionView &F, const Comparison &C, std::vector<Candidate> &Into) const override {
    for (const Difference &D : C.Differences) {
      if (const std::optional<Failing> Callee = succeeds(D) ? lost(F, D) : std::nullopt) {
        Into.push_back(candidate(F, C, D, *Callee));
        return;
      }
    }
    for (const Difference &D : C.Differences)
      if (isNullForError(F, D))
        return Into.push_back(nullForError(F, C, D));
    for (const EffectDifference &D : C.Effects)
      if (auto Of = dropped(F, C, D))
        return Into.push_back(std::move(*Of));
    for (const EffectDifference &D : C.Effects)
      if (auto Of = noLongerTested(F, C, D))
        return Into.push_back(std::move(*Of));
  }

private:
  /// Whether a text returns NULL, or a variable that it sets to that.
  static bool mayReturnNull(StringRef Body) {
    static const llvm::Regex Null("return[^;]*NULL"), Set("([A-Za-z_][A-Za-z_0-9]*)[ \t]*=[^;=]*NULL");
    if (Null.match(Body))
      return true;
    llvm::SmallVector<StringRef> Found;
    for (; Set.match(Body, &Found); Body = Body.drop_front(Found[0].end() - Body.begin()))
      if (Body.contains(("return " + Found[1] + ";").str()))
        return true;
    return false;
  }

  /// NULL where the old version returned an ERR_PTR(), and never NULL: who asks IS_ERR() takes it for an object.
  static bool isNullForError(const FunctionView &F, const Difference &D) {
    return D.OldEnd == RunEnd::Returned && D.NewEnd == RunEnd::Returned && D.New == "NULL" &&
           StringRef(D.Old).starts_with("ERR_PTR(-E") && F.before() && !mayReturnNull(F.before()->Body);
  }

  Candidate nullForError(const FunctionView &F, const Comparison &C, const Difference &D) const {
    Candidate Out = suspected(info(), F, C, D);
    Out.What.Message = F.name() + "() returns NULL where it returned " + D.Old +
                       ", and it returned NULL nowhere. Do its callers, which ask IS_ERR(), expect that?";
    Out.Code = "NULL for " + D.Old;
    return Out;
  }

  /// A callee that the patch brings, and whose error gets lost where the function hands on those of others.
  std::optional<Candidate> dropped(const FunctionView &F, const Comparison &C, const EffectDifference &D) const {
    const clang::FunctionDecl *Decl = F.decl();
    if (!Decl || !F.before() || !F.rules() || D.Result != "0" || !Decl->getReturnType()->isSignedIntegerType())
      return std::nullopt;
    for (const CallOutcome &Each : D.NewState.Concrete.Calls)
      if (const std::string Callee = inSource(Each.Callee).str(); !answers(Callee) && !names(F.before()->Body, Callee))
        for (const std::string &Variable : variablesOf(F.text().Body, Callee))
          if (const auto Others = handedOn(F.text().Body, Variable);
              !Others.empty() && !looksAt(F.text().Body, Callee, Variable))
            if (const auto In = withFailure(F, D, Callee, false))
              return failed(F, C, D, Callee, *In, "; the error of " + Others[0] + "() it returns.");
    return std::nullopt;
  }

  /// A callee after which the function left a loop, or returned, and does so no more.
  std::optional<Candidate> noLongerTested(const FunctionView &F, const Comparison &C, const EffectDifference &D) const {
    const clang::FunctionDecl *Decl = F.decl();
    if (!Decl || !F.before() || !F.rules() || !Decl->getReturnType()->isSignedIntegerType())
      return std::nullopt;
    for (const Untested &Each : untested(F.before()->Body, F.text().Body))
      if (const auto In = answers(Each.Callee) ? std::nullopt : withFailure(F, D, Each.Callee, true))
        return failed(F, C, D, Each.Callee, *In, ": `" + Each.Test + "` is gone.");
    return std::nullopt;
  }

  /// The state of the new version in which this callee fails, the first time alone or always, if it returns 0 all the
  /// same.
  static std::optional<Situation> withFailure(const FunctionView &F, const EffectDifference &D,
                                              const std::string &Callee, bool FirstAlone) {
    constexpr unsigned Width = 32;
    Situation Out = D.NewState;
    bool Failed = false;
    for (CallOutcome &Each : Out.Concrete.Calls)
      if (inSource(Each.Callee) == Callee && (Each.Result.empty() || Each.Result[0].Width == Width)) {
        const bool Fails = !FirstAlone || !std::exchange(Failed, true);
        Cell Error;
        Error.Width = Width, Error.Value = Fails ? static_cast<std::uint32_t>(-EINVAL) : 0;
        Error.Shown = Fails ? "-EINVAL" : "0";
        Each.Result = {Error};
      }
    const Run Ran = runIn(F, Out.Concrete);
    const bool Got = std::any_of(Ran.Trace.begin(), Ran.Trace.end(), [&](const TraceStep &Each) {
      return Each.What == TraceStep::Kind::Call && !Each.Depth && StringRef(Each.Text).starts_with(Callee + "(");
    });
    std::erase_if(Out.Calls, [&](const std::string &Each) { return StringRef(Each).starts_with(Callee + "("); });
    Out.Calls.insert(Out.Calls.begin(), Callee + "() returned -EINVAL" + (FirstAlone ? ", the first time" : ""));
    return Got && Ran.End == RunEnd::Returned && !Ran.Result.Bits ? std::optional(Out) : std::nullopt;
  }

  Candidate failed(const FunctionView &F, const Comparison &C, const EffectDifference &D, const std::string &Callee,
                   const Situation &In, const std::string &Else) const {
    Candidate Out = suspected(info(), F, C, D);
    for (const TraceStep &Each : D.Trace)
      if (Each.What == TraceStep::Kind::Call && !Each.Depth && StringRef(Each.Text).starts_with(Callee + "("))
        Out.What.At = Each.At;
    Out.What.Message =
        "With this, " + F.name() + "() returns 0 although " + Callee + "() has just failed with -EINVAL" + Else;
    Out.What.Witness = In.Shown;
    Out.What.Calls = In.Calls;
    Out.What.Verdict = "returns 0";
    Out.What.Before.clear();
    Out.Code = Callee + " dropped";
    constexpr unsigned Width = 32;
    Out.Is = Does{F.name(), In, {RunEnd::Returned, Value{0, Width, true, false}}};
    return Out;
  }

  /// The last callee that failed in both versions, if the difference rests on that: rather the one whose error the old
  /// version gave.
  static std::optional<Failing> lost(const FunctionView &F, const Difference &D) {
    const std::vector<Failing> Before = failing(D.OldState.Calls, D.OldTrace);
    std::vector<Failing> All = failing(D.NewState.Calls, D.Trace);
    std::stable_partition(All.begin(), All.end(), [&](const Failing &Each) { return gave(D, Each); });
    for (const Failing &Each : All)
      if (std::count(Before.begin(), Before.end(), Each) && restsOn(D, F, Each) &&
          (gave(D, Each) || !answeredLater(Each, D.Trace)))
        return handles(D, F, Each) ? std::nullopt : std::optional(Each);
    return std::nullopt;
  }

  /// Whether the old version returned just the error of this callee.
  static bool gave(const Difference &D, const Failing &Callee) {
    return isErrno(Callee.Value) && errnoOf(Callee.Value) == errnoOf(D.Old);
  }

  Candidate candidate(const FunctionView &F, const Comparison &C, const Difference &D, const Failing &Callee) const {
    Candidate Out = suspected(info(), F, C, D);
    const bool Here = Out.What.At.Line == D.NewAt.Line && Out.What.At.File == D.NewAt.File;
    const std::string How = Callee.Value == "NULL" ? "returned NULL" : "failed with " + errnoOf(Callee.Value).str();
    const bool Given = gave(D, Callee);
    Out.What.Message =
        (Here ? F.name() + "() returns " + D.New + " here" : "With this, " + F.name() + "() returns " + D.New) +
        " although " + Callee.Name + "() has just " + How + "; before, it returned " +
        (Given ? "that error." : D.Old + " there.");
    Out.Code = Callee.Name + " " + D.New;
    return Out;
  }
};

} // namespace

std::shared_ptr<const Check> makeLostError() { return std::make_shared<LostError>(); }

} // namespace kverdict
