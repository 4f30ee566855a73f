#include "kbuild/BuildWord.h"

#include "cache/Reads.h"
#include "core/OpenFile.h"

#include <llvm/ADT/StringRef.h>

namespace kverdict {

/// The third line of a .config: "# Linux/x86 6.12.1 Kernel Configuration".
static std::string configured(const std::string &Directory) {
  constexpr size_t Most = 1 << 22;
  std::string Text, Why;
  const int File = openForReading(Directory + "/.config", Why);
  if (File < 0 || !readAll(File, Most, Text, Why)) {
    seen::unreadable(Directory + "/.config");
    return "";
  }
  seen::text(Directory + "/.config", Text);
  llvm::StringRef Rest = llvm::StringRef(Text).take_front(400);
  while (!Rest.empty()) {
    auto [Line, Behind] = Rest.split('\n');
    if (Line.consume_front("# ") && Line.consume_back(" Kernel Configuration"))
      return Line.str();
    Rest = Behind;
  }
  return "";
}

std::string buildWord(const CompileCommand &Of) {
  std::string Word = configured(Of.Directory);
  for (llvm::StringRef Each : Of.Arguments)
    if (Each.consume_front("--target="))
      Word += (Word.empty() ? "" : ", ") + Each.str();
  return Word.empty() ? "as its compile command says" : Word;
}

} // namespace kverdict
