#include "report/Replay.h"

#include "core/OwnTerms.h"
#include "core/ReplayedState.h"
#include "core/Visible.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

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

std::vector<std::string> replayWords(const Finding &Of) {
  std::vector<std::string> Words = {"kverdict simulate " + fileWord(Of.At.File),
                                    "--function " + shellQuoted(Of.Function)};
  for (const Binding &Each : Of.Replay.empty() ? replayedState(Of) : Of.Replay)
    Words.push_back("--set " + shellQuoted(Each.Place + "=" + Each.Value));
  return Words;
}

bool isReplayed(const Finding &Of) {
  return !(Of.Witness.empty() && Of.Calls.empty()) && Of.NotReplayed.empty() && !inOwnTerms(Of.Assumptions);
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
