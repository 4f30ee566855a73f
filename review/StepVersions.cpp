#include "review/StepVersions.h"

#include "review/Premises.h"

#include "analysis/Compiled.h"
#include "core/Error.h"
#include "kbuild/TreeBuild.h"
#include "parse/text/Heads.h"
#include "parse/text/TextScan.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace kverdict {

StepVersions::StepVersions(const FileStep &S, const Rules &R, const std::shared_ptr<Versions> &Shared)
    : S(S), R(R), Shared(Shared), OldNames(S.Renamed) {
  prepare();
}

/// Functions that were renamed are compared in a text in which they are called as before: so are their callers.
void StepVersions::prepare() {
  for (const auto &[New, Old] : OldNames)
    NewNames[Old] = New;
  Patched = withOldNames(S.New.Text);
  if (!S.Added && S.Headers.empty() && !S.Deleted)
    Touched = kverdict::touched(apart(false), apartByOldNames());
  const bool Whole = S.Broken.empty();
  Files.emplace_back(S.Path, S.Old.Command.File, S.New.Command.File, Whole ? S.Old.Text : S.OldWhole,
                     Whole ? S.New.Text : S.NewWhole);
  for (const ChangedHeader &H : S.Headers)
    Files.emplace_back(H.Path, TreeBuild::place(S.Old.Command, H.Path), TreeBuild::place(S.New.Command, H.Path), H.Old,
                       H.New);
  markBroken(S.Broken, Files);
  for (ChangedFile &Each : Files)
    Each.New = withOldNames(Each.New);
}

void StepVersions::forgetNames() {
  OldNames.clear();
  NewNames.clear();
  Files.clear();
  prepare();
}

void StepVersions::tellNames() {
  for (ChangedFile &File : Files)
    for (ChangedLine &L : File.Lines) {
      if (NewNames.count(L.Name) && !L.OnlyHere)
        L.Before = L.Name;
      if (!L.Old)
        L.Name = nameNow(L.Name);
      for (std::string &Each : L.Reaches)
        Each = nameNow(Each);
    }
}

std::string StepVersions::withOldNames(const std::string &Text) const {
  return OldNames.empty() ? Text : withNames(Text, OldNames);
}

std::string StepVersions::withNewNames(const std::string &Text) const {
  return NewNames.empty() ? Text : withNames(Text, NewNames);
}

/// As it is called since the patch.
std::string StepVersions::nameNow(const std::string &Function) const {
  const auto It = NewNames.find(Function);
  return It == NewNames.end() ? Function : It->second;
}

/// As it was called before.
std::string StepVersions::nameBefore(const std::string &Function) const {
  const auto It = OldNames.find(Function);
  return It == OldNames.end() ? Function : It->second;
}

/// Where a place of the text with the old names is in the patched one.
SourcePlace StepVersions::placeNow(SourcePlace At) const {
  if (OldNames.empty() || At.File != S.Path || !At.valid())
    return At;
  llvm::StringRef Rest = Patched;
  for (unsigned Line = 1; Line < At.Line; ++Line)
    Rest = Rest.split('\n').second;
  const std::string Before = Rest.take_front(At.Column - 1).str();
  At.Column = withNewNames(Before).size() + 1;
  return At;
}

void StepVersions::inNewNames(Statement &Of) const {
  Of.Function = nameNow(Of.Function);
  Of.At = placeNow(Of.At);
  Of.Message = withNewNames(Of.Message);
  for (TraceStep &Each : Of.Trace) {
    Each.Function = nameNow(Each.Function);
    Each.Text = withNewNames(Each.Text);
  }
}

void StepVersions::inNewNames(Caller &Of) const {
  Of.Function = nameNow(Of.Function);
  Of.Reason = withNewNames(Of.Reason);
  for (std::optional<Difference> *Each : {&Of.There, &Of.Own})
    if (*Each) {
      (*Each)->OldAt = (*Each)->NewAt = placeNow((*Each)->NewAt);
      for (std::string &Condition : (*Each)->Conditions)
        Condition = withNewNames(Condition);
    }
}

/// A function of a version of a file, as it was called before.
/// Whether the head of a text is a macro that makes a function of this name: SYSCALL_DEFINE1(mlockall, ...) makes
/// __do_sys_mlockall(), and COMPAT_SYSCALL_DEFINE1() makes __do_compat_sys_mlockall().
static bool makes(const FunctionText &Text, llvm::StringRef Name) {
  const llvm::StringRef Macro = Text.Name, Rest = llvm::StringRef(Text.Head).rsplit((Macro + " ( ").str()).second;
  const llvm::StringRef First = Rest.take_while([](char C) { return llvm::isAlnum(C) || C == '_'; });
  const bool IsMacro = Macro.contains("DEFINE") && Macro.upper() == Macro;
  return IsMacro && !First.empty() && Name.consume_back(First) && Name.ends_with("_") &&
         Name.contains("compat") == Macro.contains("COMPAT");
}

std::optional<FunctionText> functionNamed(const std::string &Name, const TakenApart &In) {
  for (const FunctionText &Each : In.Functions)
    if (Each.Name == Name)
      return Each;
  for (FunctionText Each : In.Functions)
    if (makes(Each, Name)) {
      Each.Name = Name;
      return Each;
    }
  return std::nullopt;
}

std::optional<FunctionText> StepVersions::textOf(const std::string &Name, const ChangedFile &File, bool OfOld) const {
  const bool Main = File.Path == S.Path;
  const TakenApart Other = Main ? TakenApart() : takeApart(File.text(OfOld), File.place(OfOld));
  const TakenApart &All = Main ? Shared->apart(OfOld ? S.Old.Text : Patched, File.place(OfOld)) : Other;
  return functionNamed(Name, All);
}

FileVersion StepVersions::version(bool OfPatched) const {
  FileVersion V;
  static_cast<SourceVersion &>(V) = OfPatched ? S.New : S.Old;
  for (const std::string &Each : Touched)
    V.Touched.insert({Each, OfPatched ? nameNow(Each) : Each});
  for (const ChangedFile &Each : Files)
    V.Changed[Each.place(!OfPatched)] = Each.numbers(!OfPatched);
  V.Shared = Shared;
  V.Claim = S.Claim;
  return V;
}

UnitRequest StepVersions::request(bool OfPatched, const std::vector<std::string> &Names) const {
  const FileVersion V = version(OfPatched);
  UnitRequest Q;
  static_cast<SourceVersion &>(Q) = V;
  if (OfPatched)
    Q.Text = Patched;
  if (OfPatched)
    for (auto &[Path, Text] : Q.Overlay)
      Text = withOldNames(Text);
  Rules Models;
  Models.Models = R.Models;
  Q.Extras = compileRules(Models, Q.Text, {});
  Q.Opaque = modelled(R);
  Q.Read = V.Touched;
  Q.Read.insert(Names.begin(), Names.end());
  Q.Changed = V.Changed;
  Q.Wanted.insert(Names.begin(), Names.end());
  return Q;
}

std::unique_ptr<VersionPair> StepVersions::pairOf(const std::vector<std::string> &Names,
                                                  const std::set<std::string> &Missed) const {
  UnitRequest Old = request(false, Names), New = request(true, Names);
  Old.Missed = New.Missed = Missed;
  return std::make_unique<VersionPair>(Old, New, R, Shared.get());
}

std::unique_ptr<VersionPair> StepVersions::pairWithPremises(const std::string &Function, const Unit &As) const {
  const Overlay Made = withPremises(As);
  if (!Asserting)
    Asserting = std::make_unique<Rules>(withAssertions(R));
  UnitRequest Old = request(false, {Function}), New = request(true, {Function});
  for (UnitRequest *Each : {&Old, &New}) {
    for (const auto &[Path, Text] : Made)
      Each->Overlay.emplace(Path, Text); // a patch may touch such a header: then it stays as it is
    Each->Opaque = modelled(*Asserting);
  }
  return std::make_unique<VersionPair>(Old, New, *Asserting); // what other parses have walked has no such tests
}

bool StepVersions::hasContract(const std::string &Function) const {
  return std::any_of(R.Contracts.begin(), R.Contracts.end(), [&](const Contract &C) { return C.Function == Function; });
}

Comparison StepVersions::compared(const std::string &Function, bool FromOld, const std::string &Text,
                                  const CompareLimits &Limits) const {
  UnitRequest From = request(!FromOld, {Function}), To = request(true, {Function});
  To.Text = Text;
  try {
    return VersionPair(From, To, R, Shared.get()).compare(Function, Limits);
  } catch (const Error &) { // it does not compile
    return Comparison();
  }
}

} // namespace kverdict
