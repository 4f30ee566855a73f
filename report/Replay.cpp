#include "report/Replay.h"

#include "core/OwnTerms.h"

#include "core/Visible.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <optional>
#include <set>

namespace kverdict {

static bool harmless(char Next) { return llvm::isAlnum(Next) || llvm::StringRef("_./=:,@%+-").contains(Next); }

std::string shellQuoted(const std::string &Word) {
  std::string Shown = visible(Word);
  if (!Shown.empty() && llvm::all_of(Shown, harmless))
    return Shown;
  std::string Quoted = "'";
  for (char Next : Shown)
    Quoted += Next == '\'' ? "'\\''" : std::string(1, Next);
  return Quoted + "'";
}

// A name that begins with a dash would be taken for an option.
static std::string fileWord(const std::string &File) { return shellQuoted(File.starts_with("-") ? "./" + File : File); }

// What memory holds behind a call, `x->y = 1 (after f())`, it may hold from the start, unless the state says otherwise.
static std::optional<Binding> behindCall(llvm::StringRef Text, const Finding &Of) {
  const size_t End = Text.rfind(" (after ");
  const auto [Place, Value] = Text.take_front(End).split(" = ");
  if (End == llvm::StringRef::npos || Value.empty() ||
      llvm::any_of(Of.Witness, [&, Place = Place](const Binding &Each) { return Each.Place == Place; }))
    return std::nullopt;
  return Binding{Place.str(), Value.str()};
}

static std::vector<Binding> settings(const Finding &Of) {
  std::vector<Binding> All = Of.Witness;
  for (llvm::StringRef Call : Of.Calls)
    if (auto [Place, Value] = Call.rsplit(" returned "); !Value.empty())
      All.push_back({Place.str(), Value.str()});
    else if (std::optional<Binding> Behind = behindCall(Call, Of))
      All.push_back(std::move(*Behind));
  return All;
}

/// Whether a run asked for the running task, and nothing of the state makes one.
static bool lacksCurrent(const Finding &Of, const std::vector<Binding> &All) {
  auto asks = [](const TraceStep &Step) { return Step.What == TraceStep::Kind::Call && Step.Text == "current"; };
  auto makes = [](const Binding &Each) {
    const llvm::StringRef Place = Each.Place;
    return Place.starts_with("current->") || Place.starts_with("(get_current())->") || Place == "get_current()" ||
           Place == "current";
  };
  return llvm::any_of(Of.Trace, asks) && llvm::none_of(All, makes);
}

std::vector<Binding> replayedState(const Finding &Of) {
  std::vector<Binding> All = settings(Of);
  if (lacksCurrent(Of, All))
    All.push_back({"current->flags", "0"});
  std::vector<Binding> Out;
  std::set<size_t> Done; // the same may be there twice: what a callee returns each time
  auto Add = [&](size_t I) {
    if (Done.insert(I).second)
      Out.push_back(All[I]);
  };
  for (size_t I = 0; I < All.size(); ++I) {
    for (size_t J = 0; J < All.size(); ++J)
      if (All[J].Place.back() == ')' && All[I].Place.size() > All[J].Place.size() &&
          All[I].Place.find(All[J].Place) != std::string::npos)
        Add(J);
    Add(I);
  }
  return Out;
}

std::vector<std::string> replayWords(const Finding &Of) {
  std::vector<std::string> Words = {"kverdict simulate " + fileWord(Of.At.File),
                                    "--function " + shellQuoted(Of.Function)};
  for (const Binding &Each : replayedState(Of))
    Words.push_back("--set " + shellQuoted(Each.Place + "=" + Each.Value));
  return Words;
}

bool isReplayed(const Finding &Of) { return !Of.Witness.empty() && !inOwnTerms(Of.Assumptions); }

std::string replayLine(const Finding &Of) { return llvm::join(replayWords(Of), " "); }

std::vector<std::string> replayLines(const Finding &Of, unsigned Width) {
  std::vector<std::string> Lines;
  for (const std::string &Word : replayWords(Of)) {
    if (!Lines.empty() && Lines.back().size() + Word.size() + 3 <= Width) {
      Lines.back() += " " + Word;
      continue;
    }
    if (!Lines.empty())
      Lines.back() += " \\";
    Lines.push_back((Lines.empty() ? "" : "    ") + Word);
  }
  return Lines;
}

} // namespace kverdict
