#include "alone/Sheet.h"

namespace kverdict::alone {

static std::string indented(const std::string &Text, int Depth) {
  const bool Squeezed = !Text.empty() && Text[0] != '\t' && Text[0] != ' ';
  return (Squeezed && Depth > 0 ? std::string(Depth, '\t') : "") + Text;
}

void Sheet::write(const Piece &Of) {
  std::map<unsigned, int> Depth; // of each line's beginning
  int Open = 0;
  for (const Token &Each : Of.Tokens) {
    if (Each.Begins && !Depth.count(Each.Line))
      Depth[Each.Line] = Open - Each.is("}");
    Open += Each.is("{");
    Open -= Each.is("}");
  }
  for (size_t I = 0; I < Of.Lines.size(); ++I) {
    const auto It = Depth.find(I + 1);
    put(Of.Lines[I].Number, indented(Of.Lines[I].Text, It == Depth.end() ? 0 : It->second));
  }
}

std::string Sheet::text() const {
  std::string Made;
  unsigned Line = 1;
  for (const auto &[Number, Text] : Lines) {
    for (; Line < Number; ++Line)
      Made += '\n';
    Made += Text + "\n";
    ++Line;
  }
  return Made;
}

} // namespace kverdict::alone
