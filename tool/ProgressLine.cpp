#include "tool/ProgressLine.h"

#include "core/Visible.h"
#include "report/Words.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>

#include <algorithm>

namespace kverdict {

static constexpr unsigned Patience = 2; // seconds
static constexpr unsigned BarWidth = 20;
static constexpr const char *ClearLine = "\r\x1b[K";

static std::string counts(const Progress &P) {
  return P.Total ? std::to_string(P.Done) + " of " + counted(P.Total, "file") : "";
}

// As it lies below the working directory.
static llvm::StringRef shortened(llvm::StringRef File) {
  llvm::SmallString<256> Here;
  llvm::StringRef Below = File;
  const bool IsBelow = !llvm::sys::fs::current_path(Here) && Below.consume_front(Here) && Below.consume_front("/");
  return IsBelow ? Below : File;
}

// "check_vma_flags() of mm/gup.c"
static std::string place(const Progress &P) {
  return (P.Function.empty() ? "" : visible(P.Function) + "() of ") + visible(shortened(P.File));
}

// Bytes are no columns, but a cut line is better than a wrapped one.
static std::string cut(std::string Text, unsigned Width) {
  if (Text.size() <= Width)
    return Text;
  Text.resize(Width);
  while (!Text.empty() && (Text.back() & 0x80)) // no part of a character
    Text.pop_back();
  return Text;
}

std::string ProgressLine::bar(const Progress &P) const {
  const unsigned Full = P.Total ? BarWidth * std::min(P.Done, P.Total) / P.Total : 0;
  std::string Text = P.Total ? "[" + std::string(Full, '#') + std::string(BarWidth - Full, ' ') + "] " : "";
  Text += counts(P);
  if (const std::string At = place(P); !At.empty())
    Text += (P.Total ? ", at " : "at ") + At;
  return ClearLine + cut(Text, Width - 1);
}

std::string ProgressLine::after(unsigned Seconds, const Progress &P) {
  if (Width) {
    Drawn |= Seconds >= Patience;
    return Drawn ? bar(P) : "";
  }
  if (Seconds / 60 == Minutes)
    return "";
  Minutes = Seconds / 60;
  const std::string Counts = counts(P), At = place(P);
  std::string What = Counts;
  if (!At.empty())
    What += (What.empty() ? "at " : ", at ") + At;
  return "kverdict: note: after " + counted(Minutes, "minute") + ": " + (What.empty() ? "at work" : What) + "\n";
}

std::string ProgressLine::end() {
  const bool Was = Drawn;
  Drawn = false;
  return Was ? ClearLine : "";
}

} // namespace kverdict
