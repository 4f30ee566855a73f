#include "alone/Shown.h"

#include <algorithm>
#include <set>

namespace kverdict::alone {
namespace {

bool isControl(const std::string &Word) {
  static const std::set<std::string> All = {"if",   "else",    "for",  "while", "do",       "switch", "return",
                                            "case", "default", "goto", "break", "continue", "sizeof", "typedef"};
  return All.count(Word);
}

/// Lines of neighbouring hunks that follow each other are one segment.
std::vector<Segment> segmentsOf(const FileChange &Change, bool OfOld) {
  std::vector<Segment> Made;
  for (const Hunk &Each : Change.Hunks) {
    const unsigned Start = OfOld ? Each.OldStart : Each.NewStart;
    if (Made.empty() || Made.back().Lines.empty() || Made.back().Lines.back().Number + 1 != Start)
      Made.push_back({Each.Heading, {}});
    for (const HunkLine &Line : Each.Lines)
      if (Line.Kind == LineKind::Context || (Line.Kind == LineKind::Removed) == OfOld)
        Made.back().Lines.push_back({OfOld ? Line.OldLine : Line.NewLine, Line.Text});
  }
  return Made;
}

std::string joined(const std::vector<ShownLine> &Lines) {
  std::string Text;
  for (const ShownLine &Each : Lines)
    Text += Each.Text + "\n";
  return Text;
}

class Finder {
public:
  Finder(const Segment &Of, ShownSide &Into) : Of(Of), Into(Into), Read(tokensOf(joined(Of.Lines))), All(Read.All) {}

  void run() {
    for (const Token &Each : All)
      for (unsigned Line = Each.Line; Line <= Each.LastLine && Each.What != Token::Kind::End; ++Line)
        Into.Code.insert(Of.Lines[std::min<size_t>(Line, Of.Lines.size()) - 1].Number);
    size_t Before = 0;
    while (At + 1 < All.size() && Steps < MostSteps) {
      const size_t From = At;
      if (All[At].Begins && (macro() || function() || type())) {
        if (!Before++ && From)
          FirstPiece = From;
        continue;
      }
      ++At;
    }
    part(Before ? FirstPiece : All.size() - 1);
  }

private:
  const Token &peek(size_t I) const { return All[std::min(I, All.size() - 1)]; }

  static constexpr size_t MostOfHead = 300, MostOfBody = 20000; ///< tokens
  static constexpr size_t MostSteps = 10'000'000;               ///< of looking for what closes a bracket

  /// The index behind what the bracket at an index closes; 0 if nothing does in so many tokens.
  size_t behind(size_t From, const char *Open, const char *Close) const {
    unsigned Depth = 0;
    const size_t Most = From + (*Open == '(' ? MostOfHead : MostOfBody);
    for (size_t I = From; I + 1 < All.size() && I < Most; ++I, ++Steps) {
      Depth += All[I].is(Open);
      if (All[I].is(Close) && --Depth == 0)
        return I + 1;
    }
    return 0;
  }

  Piece piece(Piece::Kind What, std::string Name, size_t From, size_t End) const {
    Piece Made;
    Made.What = What;
    Made.Name = std::move(Name);
    const unsigned First = All[From].Line, Last = All[End - 1].LastLine;
    for (unsigned Line = First; Line <= Last; ++Line)
      Made.Lines.push_back(Of.Lines[Line - 1]);
    Made.Tokens.assign(All.begin() + From, All.begin() + End);
    for (Token &Each : Made.Tokens)
      Each.Line -= First - 1, Each.LastLine -= First - 1;
    Made.Tokens.push_back({Token::Kind::End, "", Last - First + 1, false, Last - First + 1});
    return Made;
  }

  bool macro() {
    if (All[At].What != Token::Kind::Directive)
      return false;
    const Tokens Inside = tokensOf(All[At].Text.substr(1));
    if (Inside.All[0].is("define") && Inside.All.size() > 2 && Inside.All[1].isName())
      Into.Pieces.push_back(piece(Piece::Kind::Macro, Inside.All[1].Text, At, At + 1));
    ++At;
    return true;
  }

  /// The index of the brace that opens the body of the function whose head begins here; 0 if there is none.
  size_t bodyOf(size_t From, std::string &Name) const {
    size_t I = From, Words = 0;
    for (; peek(I).isName() || peek(I).is("*"); ++I) {
      if (isControl(peek(I).Text))
        return 0;
      if (peek(I).is("__attribute__") && peek(I + 1).is("(")) {
        I = behind(I + 1, "(", ")");
        if (!I--)
          return 0;
        continue;
      }
      Words += peek(I).isName();
      if (peek(I).isName() && peek(I + 1).is("("))
        break;
    }
    if (Words < 2 || !peek(I).isName())
      return 0;
    Name = peek(I).Text;
    I = behind(I + 1, "(", ")");
    while (I && peek(I).isName()) { // __must_hold(&x->lock)
      ++I;
      if (peek(I).is("("))
        I = behind(I, "(", ")");
    }
    return I && peek(I).is("{") ? I : 0;
  }

  bool function() {
    std::string Name;
    const size_t Body = bodyOf(At, Name), End = Body ? behind(Body, "{", "}") : 0;
    if (!Body)
      return false;
    if (!End) {
      Into.Cut.try_emplace(Name, Of.Lines[All[Body].Line - 1].Number);
      At = std::min(Body + MostOfBody, All.size() - 1);
      return true;
    }
    Piece Made = piece(Piece::Kind::Function, Name, At, End);
    Made.HeadEnd = Body - At;
    Into.Pieces.push_back(std::move(Made));
    At = End;
    return true;
  }

  /// struct x { ... };
  bool type() {
    size_t I = At + All[At].is("typedef");
    if (!peek(I).is("struct") && !peek(I).is("union") && !peek(I).is("enum"))
      return false;
    I += 1 + peek(I + 1).isName();
    size_t End = peek(I).is("{") ? behind(I, "{", "}") : 0;
    while (End && (peek(End).isName() || peek(End).is("(") || peek(End).is(")")) && !peek(End).Begins)
      ++End;
    if (!End || !peek(End).is(";"))
      return false;
    Into.Pieces.push_back(piece(Piece::Kind::Type, "", At, End + 1));
    At = End + 1;
    return true;
  }

  /// What stands before the first piece is the end of the function that the heading names.
  void part(size_t End) {
    size_t Length = 0;
    int Depth = 0;
    while (Length < End && (Depth > 0 || !All[Length].is("}"))) {
      Depth += All[Length].is("{");
      Depth -= All[Length].is("}");
      ++Length;
    }
    const Tokens Heading = tokensOf(Of.Heading);
    size_t Paren = 0;
    while (Paren + 1 < Heading.All.size() && !Heading.All[Paren].is("("))
      ++Paren;
    if (Paren < 2 || !Heading.All[Paren].is("(") || !Heading.All[Paren - 1].isName() || isControl(Heading.All[0].Text))
      return;
    const std::string Name = Heading.All[Paren - 1].Text;
    Into.Cut.try_emplace(Name, Of.Lines.empty() ? 1 : Of.Lines.front().Number);
    if (!Length || Depth || !All[Length - 1].is(";"))
      return;
    Piece Made = piece(Piece::Kind::Function, Name, 0, Length);
    Made.Part = true;
    Made.Tokens.insert(Made.Tokens.begin(), Heading.All.begin(), Heading.All.end() - 1);
    Made.HeadEnd = Heading.All.size() - 1;
    Into.Parts.push_back(std::move(Made));
  }

  const Segment &Of;
  ShownSide &Into;
  const Tokens Read;
  const std::vector<Token> &All;
  size_t At = 0, FirstPiece = 0;
  mutable size_t Steps = 0;
};

} // namespace

ShownSide shownSide(const FileChange &Change, bool OfOld) {
  ShownSide Made;
  for (const Segment &Each : segmentsOf(Change, OfOld)) {
    for (const ShownLine &Line : Each.Lines)
      Made.Lines[Line.Number] = Line.Text;
    Finder(Each, Made).run();
  }
  return Made;
}

} // namespace kverdict::alone
