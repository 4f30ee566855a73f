#include "report/FixLines.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

namespace kverdict {

static std::vector<std::string> linesOf(llvm::StringRef Text) {
  llvm::SmallVector<llvm::StringRef, 8> Parts;
  Text.split(Parts, '\n');
  return {Parts.begin(), Parts.end()};
}

FixLines fixLines(const Fix &Of, const SourceLine &Source) {
  const SourcePlace &Begin = Of.Span.Begin, &End = Of.Span.End;
  if (!Begin.valid() || End < Begin || End.Line - Begin.Line > 1000)
    return {};
  // An end at the start of a line leaves that line alone.
  unsigned Last = End.Column <= 1 && End.Line > Begin.Line ? End.Line - 1 : End.Line;
  FixLines Lines;
  for (unsigned Line = Begin.Line; Line <= Last; ++Line) {
    auto Text = Source(Begin.File, Line);
    if (!Text)
      return {};
    Lines.Old.push_back(*Text);
  }
  llvm::StringRef Prefix = llvm::StringRef(Lines.Old.front()).take_front(Begin.Column ? Begin.Column - 1 : 0);
  llvm::StringRef Suffix = Last == End.Line ? llvm::StringRef(Lines.Old.back()).substr(End.Column - 1) : "";
  std::string Changed = Prefix.str() + Of.Text + Suffix.str();
  if (!llvm::StringRef(Changed).trim().empty())
    Lines.New = linesOf(llvm::StringRef(Changed).rtrim('\n'));
  auto both = [&] { return !Lines.Old.empty() && !Lines.New.empty(); };
  while (both() && Lines.Old.back() == Lines.New.back()) { // what was put in front of it
    Lines.Old.pop_back();
    Lines.New.pop_back();
  }
  while (both() && Lines.Old.front() == Lines.New.front()) { // what was put behind it
    Lines.Old.erase(Lines.Old.begin());
    Lines.New.erase(Lines.New.begin());
  }
  return Lines;
}

} // namespace kverdict
