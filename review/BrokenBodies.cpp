#include "review/BrokenBodies.h"

#include "cache/Reads.h"
#include "core/OpenFile.h"
#include "kbuild/TreeBuild.h"
#include "parse/text/Blanking.h"
#include "review/StepVersions.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace kverdict {
namespace {

/// A file with more of them is not worth the parses.
constexpr size_t MostBodies = 8;

/// Where a place is in a text.
size_t offsetOf(llvm::StringRef Text, const SourcePlace &At) {
  size_t Out = 0;
  for (unsigned Line = 1; Line < At.Line; ++Line) {
    const size_t End = Text.find('\n', Out);
    if (End == llvm::StringRef::npos)
      return Text.size();
    Out = End + 1;
  }
  return std::min(Text.size(), Out + At.Column - 1);
}

std::optional<FunctionText> functionOf(const std::string &Text, const std::string &Name) {
  for (const FunctionText &Each : takeApart(Text, "").Functions)
    if (Each.Name == Name)
      return Each;
  return std::nullopt;
}

/// Why a version does not parse with the bodies of these functions, or with all of the file if there are none; nothing
/// if it does.
std::optional<ParseError> errorIn(const StepVersions &In, bool OfPatched, const std::set<std::string> &Names) {
  UnitRequest Q = In.request(OfPatched, {});
  Q.Extras.clear();
  Q.Read.insert(Names.begin(), Names.end());
  Q.AllBodies = Names.empty();
  try {
    parseUnit(Q);
  } catch (const ParseError &E) {
    return E;
  }
  return std::nullopt;
}

/// Why lines of a function are not looked at.
std::string reasonOf(const BrokenBody &Of) {
  return Of.Function + "() did not compile before the patch: " + Of.Message;
}

} // namespace

std::optional<std::string> withoutBody(const std::string &Text, const std::string &Function) {
  const TakenApart All = takeApart(Text, "");
  std::set<std::string> Others;
  const FunctionText *Of = nullptr;
  for (const FunctionText &Each : All.Functions)
    if (Each.Name == Function)
      Of = &Each;
    else
      Others.insert(Each.Name);
  if (!Of)
    return std::nullopt;
  std::string Out = blankBodies(Text, Others);
  const size_t Begin = offsetOf(Text, Of->At), End = Begin + Of->Body.size();
  if (!Begin || End >= Text.size() || Out[Begin - 1] != '{' || Out[End] != '}' ||
      !llvm::StringRef(Out).slice(Begin, End).trim().empty())
    return std::nullopt;
  Out[Begin - 1] = ';';
  Out[End] = ' ';
  return Out;
}

std::string functionAround(const std::string &Text, unsigned Line) {
  for (const FunctionText &Each : takeApart(Text, "").Functions)
    if (Each.Line - Each.HeadLines <= Line && Line <= lastLine(Each))
      return Each.Name;
  return "";
}

BrokenBodies::Fault BrokenBodies::judge(const ParseError &E, const std::shared_ptr<Versions> &Shared) {
  const StepVersions In(Step, R, Shared);
  std::set<std::string> Names;
  for (const bool OfPatched : {true, false})
    if (const std::string *Text = textOf(E.at().File, OfPatched ? Step.New : Step.Old))
      if (const std::string Name = functionAround(*Text, E.at().Line); !Name.empty())
        Names.insert(In.nameBefore(Name));
  if (!Step.Added)
    if (auto Old = errorIn(In, false, Names)) {
      Refused.emplace(std::move(*Old));
      return Step.Broken.size() < MostBodies && leaveOut(*Refused) ? Fault::LeftOut : Fault::OfBase;
    }
  if (auto New = errorIn(In, true, Names)) {
    Refused.emplace(std::move(*New));
    return Fault::OfPatch;
  }
  Refused.emplace(E);
  return Fault::Neither;
}

/// The text of a file as a version has it; null if it cannot be read.
const std::string *BrokenBodies::textOf(const std::string &Path, const SourceVersion &In) {
  if (Path == Step.Path)
    return &In.Text;
  const std::string Place = TreeBuild::place(In.Command, Path);
  if (const auto It = In.Overlay.find(Place); It != In.Overlay.end())
    return &It->second;
  constexpr size_t Largest = 25 << 20;
  std::string Why;
  OnDisk.clear();
  const int File = openForReading(Place, Why);
  const bool Read = File >= 0 && readAll(File, Largest, OnDisk, Why);
  Read ? seen::text(Place, OnDisk) : seen::unreadable(Place);
  return Read ? &OnDisk : nullptr;
}

/// Takes the body out of both versions in which the base is refused.
bool BrokenBodies::leaveOut(const ParseError &OfBase) {
  const std::string &Path = OfBase.at().File;
  const std::string *Was = textOf(Path, Step.Old);
  const std::string Name = Was ? functionAround(*Was, OfBase.at().Line) : "";
  const std::optional<std::string> Old = Name.empty() ? std::nullopt : withoutBody(*Was, Name);
  if (!Old)
    return false;
  std::string Now = Name;
  for (const auto &[New, Before] : Step.Renamed)
    Now = Before == Name ? New : Now;
  const std::string *Is = textOf(Path, Step.New);
  const std::optional<std::string> New = Is ? withoutBody(*Is, Now) : std::nullopt;
  if (!New && Is && functionOf(*Is, Now))
    return false;
  if (Step.Broken.empty()) {
    Step.OldWhole = Step.Old.Text;
    Step.NewWhole = Step.New.Text;
  }
  Step.Broken.push_back({Now, Name, Path, OfBase.at(), OfBase.message()});
  if (Path == Step.Path) {
    Step.Old.Text = *Old;
    Step.New.Text = New.value_or(Step.New.Text);
  } else {
    Step.Old.Overlay[TreeBuild::place(Step.Old.Command, Path)] = *Old;
    if (New)
      Step.New.Overlay[TreeBuild::place(Step.New.Command, Path)] = *New;
  }
  return true;
}

void BrokenBodies::tell(StepOutcome &Out) const {
  if (Step.Broken.empty())
    return;
  if (!Out.Report)
    Out.Report.emplace().File = Step.Path;
  for (const BrokenBody &Each : Step.Broken)
    Out.Report->Gaps.push_back({{Each.Path, 0, 0},
                                Each.Function,
                                "it did not compile before the patch (" + Each.Message +
                                    "), so its body was left out: a call of it may return anything"});
}

void markBroken(const std::vector<BrokenBody> &Broken, std::vector<ChangedFile> &Files) {
  for (ChangedFile &File : Files)
    for (const BrokenBody &Each : Broken)
      for (const bool OfOld : {true, false}) {
        const auto Of =
            Each.Path == File.Path ? functionOf(File.text(OfOld), OfOld ? Each.Before : Each.Function) : std::nullopt;
        for (ChangedLine &Line : File.Lines)
          if (Of && Line.Old == OfOld && Of->Line - Of->HeadLines <= Line.Line && Line.Line <= lastLine(*Of)) {
            Line.What = Fate::NotLookedAt;
            Line.Name = Each.Function;
            Line.Reason = reasonOf(Each);
            Line.Decides = true;
          }
      }
}

} // namespace kverdict
