#include "report/Replay.h"

#include "core/Visible.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

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

using Setting = std::pair<std::string, std::string>; // a place and its value

static std::vector<Setting> settings(const Finding &Of) {
  std::vector<Setting> All;
  for (const Binding &Part : Of.Witness)
    All.push_back({Part.Place, Part.Value});
  for (llvm::StringRef Call : Of.Calls)
    if (auto [Place, Value] = Call.rsplit(" returned "); !Value.empty())
      All.push_back({Place.str(), Value.str()});
  return All;
}

// In the order of the state, but what a call returns stands before what lies behind that.
static std::vector<Setting> inOrder(const std::vector<Setting> &All) {
  std::vector<Setting> Out;
  std::set<size_t> Done; // the same may be there twice: what a callee returns each time
  auto Add = [&](size_t I) {
    if (Done.insert(I).second)
      Out.push_back(All[I]);
  };
  for (size_t I = 0; I < All.size(); ++I) {
    for (size_t J = 0; J < All.size(); ++J)
      if (All[J].first.back() == ')' && All[I].first.size() > All[J].first.size() &&
          All[I].first.find(All[J].first) != std::string::npos)
        Add(J);
    Add(I);
  }
  return Out;
}

std::vector<std::string> replayWords(const Finding &Of) {
  std::vector<std::string> Words = {"kverdict simulate " + fileWord(Of.At.File),
                                    "--function " + shellQuoted(Of.Function)};
  for (const auto &[Place, Value] : inOrder(settings(Of)))
    Words.push_back("--set " + shellQuoted(Place + "=" + Value));
  return Words;
}

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
