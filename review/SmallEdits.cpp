#include "review/SmallEdits.h"

#include "review/CodeTokens.h"
#include "review/LineDiff.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <set>

namespace kverdict {
namespace {

using llvm::StringRef;

constexpr size_t MostRestored = 6; ///< lines
constexpr size_t Longest = 70;     ///< of code in a description

/// Tokens that stand in one text and not in the other, by their numbers: [OldFrom, OldTo) becomes [NewFrom, NewTo).
struct TokenRun {
  size_t OldFrom, OldTo, NewFrom, NewTo;
};

class Offers {
public:
  Offers(const std::string &Old, const FunctionText &Was, const std::string &New, const FunctionText &Is,
         const std::string &Verdict, const std::string &Path)
      : Old(Old), New(New), Verdict(Verdict), Path(Path) {
    const std::vector<DiffHunk> All = diffLines(Old, New);
    for (const DiffHunk &H : All)
      if (inside(H.OldFirst, H.OldCount, Was) && inside(H.NewFirst, H.NewCount, Is))
        Hunks.push_back(H);
    Complete = size_t(std::count_if(All.begin(), All.end(), [&](const DiffHunk &H) { return touches(H, Is); })) ==
               Hunks.size();
    Within = All.size() == Hunks.size();
  }

  std::vector<SmallEdit> all() {
    if (Hunks.size() == 2)
      together(true);
    for (const DiffHunk &H : Hunks)
      takeRuns(H);
    for (const DiffHunk &H : Hunks)
      if (H.OldCount && H.NewCount > H.OldCount && H.NewCount - H.OldCount <= MostRestored)
        comeBeside(H);
    for (const DiffHunk &H : Hunks)
      if (H.OldCount + H.NewCount <= 2 && !(H.OldCount && H.NewCount))
        lines(H);
    for (const DiffHunk &H : Hunks)
      alterations(H);
    for (const DiffHunk &H : Hunks)
      if (H.NewCount && H.OldCount > H.NewCount && H.OldCount - H.NewCount <= MostRestored)
        goneBeside(H);
    for (const DiffHunk &H : Hunks)
      lines(H);
    if (Hunks.size() > 1)
      together(false);
    return std::move(Out);
  }

private:
  static bool inside(unsigned First, unsigned Count, const FunctionText &F) {
    return First > F.Line && First + Count <= lastLine(F) + (Count ? 1 : 0);
  }

  static bool touches(const DiffHunk &H, const FunctionText &F) {
    return H.NewFirst <= lastLine(F) && H.NewFirst + std::max(H.NewCount, 1u) > F.Line - F.HeadLines;
  }

  StringRef textOf(const Token &T, const std::string &Text) const { return StringRef(Text).slice(T.Begin, T.End); }

  SourcePlace place(size_t Offset) const {
    const StringRef Before = StringRef(New).take_front(Offset);
    const size_t Line = Before.count('\n') + 1, Start = Before.rfind('\n');
    return {Path, static_cast<unsigned>(Line),
            static_cast<unsigned>(Offset - (Start == StringRef::npos ? 0 : Start + 1) + 1)};
  }

  void offer(size_t From, size_t To, const std::string &Text, const std::string &Description, bool Restores = false) {
    const std::string Key = std::to_string(From) + "-" + std::to_string(To) + ":" + Text;
    if (!Seen.insert(Key).second)
      return;
    SmallEdit E;
    E.Change = {{place(From), place(To)}, Text, Description};
    E.Restores = Restores && Complete;
    E.Whole = Restores && Within;
    Out.push_back(std::move(E));
  }

  /// Longest common subsequence of the tokens; lines that are too long for that are not taken apart.
  std::vector<TokenRun> runs(const std::vector<Token> &Was, const std::vector<Token> &Is) const {
    constexpr size_t Most = 120;
    std::vector<TokenRun> Found;
    if (Was.size() > Most || Is.size() > Most)
      return Found;
    std::vector<std::vector<unsigned>> Common(Was.size() + 1, std::vector<unsigned>(Is.size() + 1, 0));
    for (size_t I = Was.size(); I-- > 0;)
      for (size_t J = Is.size(); J-- > 0;)
        Common[I][J] = textOf(Was[I], Old) == textOf(Is[J], New) ? Common[I + 1][J + 1] + 1
                                                                 : std::max(Common[I + 1][J], Common[I][J + 1]);
    size_t I = 0, J = 0;
    while (I < Was.size() || J < Is.size()) {
      if (I < Was.size() && J < Is.size() && textOf(Was[I], Old) == textOf(Is[J], New)) {
        ++I, ++J;
        continue;
      }
      TokenRun R{I, I, J, J};
      while ((I < Was.size() || J < Is.size()) &&
             !(I < Was.size() && J < Is.size() && textOf(Was[I], Old) == textOf(Is[J], New)))
        if (J == Is.size() || (I < Was.size() && Common[I + 1][J] >= Common[I][J + 1]))
          ++I;
        else
          ++J;
      R.OldTo = I;
      R.NewTo = J;
      Found.push_back(R);
    }
    return Found;
  }

  /// What differs within lines that were rewritten, one thing after the other.
  void takeRuns(const DiffHunk &H) {
    constexpr size_t MostRuns = 4, MostTokens = 8;
    if (!H.OldCount || !H.NewCount || H.OldCount > 3 || H.NewCount > 3)
      return;
    const auto Was = tokensOf(Old, lineStart(Old, H.OldFirst), lineStart(Old, H.OldFirst + H.OldCount));
    const auto Is = tokensOf(New, lineStart(New, H.NewFirst), lineStart(New, H.NewFirst + H.NewCount));
    const std::vector<TokenRun> Found = runs(Was, Is);
    if (Found.size() > MostRuns)
      return;
    for (const TokenRun &R : Found)
      if (R.OldTo - R.OldFrom <= MostTokens && R.NewTo - R.NewFrom <= MostTokens)
        putBack(R, Was, Is, Found.size() == 1 && Hunks.size() == 1);
  }

  /// Of `a && a->b` and `a->b`, what is gone is `a &&` as much as `&& a`: the first reads better. Whether it is taken.
  bool endsWithOperator(TokenRun &R, const std::vector<Token> &Was) const {
    if (R.NewFrom != R.NewTo || !R.OldFrom || !R.NewFrom)
      return false;
    const StringRef First = textOf(Was[R.OldFrom], Old);
    if ((First != "&&" && First != "||") || textOf(Was[R.OldFrom - 1], Old) != textOf(Was[R.OldTo - 1], Old))
      return false;
    --R.OldFrom, --R.OldTo, --R.NewFrom, --R.NewTo;
    return true;
  }

  void putBack(TokenRun R, const std::vector<Token> &Was, const std::vector<Token> &Is, bool Restores) {
    const bool Front = endsWithOperator(R, Was);
    const bool Behind = !Front && R.OldFrom > 0 && R.NewFrom > 0; // the space in front goes with it
    if (R.NewFrom == R.NewTo)
      return missing(R, Was, Is, Behind, Restores);
    if (R.OldFrom == R.OldTo)
      return surplus(R, Is, Behind, Restores);
    if (Behind && textOf(Was[R.OldFrom - 1], Old) == "-" && textOf(Was[R.OldFrom], Old).starts_with("E"))
      --R.OldFrom, --R.NewFrom; // an errno is one word
    const size_t Begin = Is[R.NewFrom].Begin, Last = Is[R.NewTo - 1].End;
    const std::string Before = StringRef(Old).slice(Was[R.OldFrom].Begin, Was[R.OldTo - 1].End).str();
    offer(Begin, Last, Before,
          returned(Begin) + quoted(Before) + " instead of " + quoted(StringRef(New).slice(Begin, Last).str()),
          Restores);
  }

  void missing(const TokenRun &R, const std::vector<Token> &Was, const std::vector<Token> &Is, bool Behind,
               bool Restores) {
    const size_t Begin = Was[R.OldFrom].Begin, Last = Was[R.OldTo - 1].End;
    const std::string Description = "put `" + folded(StringRef(Old).slice(Begin, Last)) + "` back";
    if (Behind)
      return offer(Is[R.NewFrom - 1].End, Is[R.NewFrom - 1].End,
                   StringRef(Old).slice(Was[R.OldFrom - 1].End, Last).str(), Description, Restores);
    if (R.NewFrom < Is.size() && R.OldTo < Was.size())
      offer(Is[R.NewFrom].Begin, Is[R.NewFrom].Begin, StringRef(Old).slice(Begin, Was[R.OldTo].Begin).str(),
            Description, Restores);
  }

  void surplus(const TokenRun &R, const std::vector<Token> &Is, bool Behind, bool Restores) {
    const size_t Begin = Is[R.NewFrom].Begin, Last = Is[R.NewTo - 1].End;
    const std::string Description = "drop `" + folded(StringRef(New).slice(Begin, Last)) + "`";
    if (Behind)
      return offer(Is[R.NewFrom - 1].End, Last, "", Description, Restores);
    offer(Begin, R.NewTo < Is.size() ? Is[R.NewTo].Begin : Last, "", Description, Restores);
  }

  /// "return " where a place stands right behind that word.
  std::string returned(size_t At) const {
    return StringRef(New).take_front(At).rtrim().ends_with("return") ? "return " : "";
  }

  static bool plain(StringRef Text) {
    return llvm::all_of(Text.drop_while([](char C) { return C == '-'; }), inWord);
  }
  /// A word or a number as it is, other code in quotes.
  static std::string quoted(const std::string &Code) {
    const std::string Text = folded(Code);
    return plain(Text) ? Text : "`" + Text + "`";
  }

  static std::string folded(StringRef Text) {
    std::string Line;
    for (const char C : Text)
      if (!llvm::isSpace(C))
        Line += C;
      else if (!Line.empty() && Line.back() != ' ')
        Line += ' ';
    return StringRef(Line).rtrim().str();
  }

  /// The lines of a hunk as they were.
  void lines(const DiffHunk &H) {
    if (H.OldCount > MostRestored || H.NewCount > MostRestored)
      return;
    const size_t From = lineStart(New, H.NewFirst), To = lineStart(New, H.NewFirst + H.NewCount);
    const std::string Was =
        StringRef(Old).slice(lineStart(Old, H.OldFirst), lineStart(Old, H.OldFirst + H.OldCount)).str();
    const std::string Is = StringRef(New).slice(From, To).str();
    const std::string Shown = folded(H.OldCount ? Was : Is);
    const bool Short = Shown.size() <= Longest && Shown.find("/*") == std::string::npos;
    const std::string What = Short ? "`" + Shown + "`" : H.OldCount ? "the old lines" : "the new lines";
    const std::string Description = !H.OldCount ? "remove " + What
                                    : !H.NewCount
                                        ? (Short ? "put " + What + " back" : "put the lines back that are gone")
                                        : "restore " + What;
    offer(From, To, Was, Description, Hunks.size() == 1);
  }

  /// Lines that are gone next to some that were rewritten: the last, or the first of the old ones.
  void goneBeside(const DiffHunk &H) {
    const unsigned Gone = H.OldCount - H.NewCount;
    const size_t From = lineStart(New, H.NewFirst), To = lineStart(New, H.NewFirst + H.NewCount);
    for (const bool Behind : {true, false}) {
      const std::string Was = linesOf(Old, H.OldFirst + (Behind ? H.NewCount : 0), Gone).str(), Shown = folded(Was);
      offer(Behind ? To : From, Behind ? To : From, Was,
            Shown.size() <= Longest ? "put `" + Shown + "` back" : "put the lines back that are gone");
    }
  }

  /// Lines that came next to some that were rewritten: the last, or the first of the new ones.
  void comeBeside(const DiffHunk &H) {
    const unsigned Come = H.NewCount - H.OldCount;
    for (const bool Behind : {true, false}) {
      const unsigned First = H.NewFirst + (Behind ? H.OldCount : 0);
      const std::string Shown = folded(linesOf(New, First, Come));
      offer(lineStart(New, First), lineStart(New, First + Come), "",
            Shown.size() <= Longest ? "remove `" + Shown + "`" : "remove the new lines");
    }
  }

  StringRef linesOf(const std::string &Text, unsigned First, unsigned Count) const {
    return StringRef(Text).slice(lineStart(Text, First), lineStart(Text, First + Count));
  }

  /// All that is changed in the function as it was; or only if something has moved.
  void together(bool IfMoved) {
    constexpr unsigned Most = 10;
    const DiffHunk &First = Hunks.front(), &Last = Hunks.back();
    const unsigned OldCount = Last.OldFirst + Last.OldCount - First.OldFirst;
    const unsigned NewCount = Last.NewFirst + Last.NewCount - First.NewFirst;
    if (OldCount > Most || NewCount > Most)
      return;
    const size_t From = lineStart(New, First.NewFirst);
    std::string Gone, Come;
    for (const DiffHunk &H : Hunks) {
      Gone += folded(linesOf(Old, H.OldFirst, H.OldCount));
      Come += folded(linesOf(New, H.NewFirst, H.NewCount));
    }
    const bool Moved = Hunks.size() == 2 && Gone == Come && Gone.size() <= Longest;
    if (IfMoved && !Moved)
      return;
    offer(From, From + linesOf(New, First.NewFirst, NewCount).size(), linesOf(Old, First.OldFirst, OldCount).str(),
          Moved ? "move `" + Gone + "` back" : "restore the old lines", true);
  }

  /// What stands on the new lines, with one operator or constant another one.
  void alterations(const DiffHunk &H) {
    if (!H.NewCount || H.NewCount > 12)
      return;
    const auto All = tokensOf(New, lineStart(New, H.NewFirst), lineStart(New, H.NewFirst + H.NewCount));
    for (size_t I = 0; I < All.size(); ++I)
      alter(All, I);
  }

  void alter(const std::vector<Token> &All, size_t I) {
    static const std::pair<const char *, const char *> Other[] = {
        {"&&", "||"}, {"||", "&&"}, {"==", "!="}, {"!=", "=="},      {"<", "<="},
        {"<=", "<"},  {">", ">="},  {">=", ">"},  {"true", "false"}, {"false", "true"}};
    const Token &T = All[I];
    const StringRef Text = textOf(T, New);
    for (const auto &[Is, Instead] : Other)
      if (Text == Is)
        offer(T.Begin, T.End, Instead, returned(T.Begin) + quoted(Instead) + " instead of " + quoted(Is));
    if (Text == "!" && I + 1 < All.size())
      offer(T.Begin, All[I + 1].Begin, "", "drop the `!`");
    if (Text == "if" && I + 1 < All.size() && textOf(All[I + 1], New) == "(")
      negate(All, I + 1);
    if (Text == "return" && I + 2 < All.size() && !Verdict.empty())
      settle(All, I);
  }

  /// Whether no operator joins what stands there with anything.
  bool isOneTerm(const std::vector<Token> &All, size_t From, size_t To) const {
    static const std::set<StringRef> Joining = {"&&", "||", "==", "!=", "<", ">", "<=", ">=", "&", "|", "^", "?"};
    size_t Depth = 0;
    for (size_t I = From; I < To; ++I) {
      const StringRef Text = textOf(All[I], New);
      Depth += Text == "(";
      Depth -= Text == ")";
      if (!Depth && Joining.count(Text))
        return false;
    }
    return true;
  }

  /// The condition in brackets, negated.
  void negate(const std::vector<Token> &All, size_t Open) {
    size_t Depth = 0, Close = Open;
    for (; Close < All.size(); ++Close) {
      const StringRef Text = textOf(All[Close], New);
      Depth += Text == "(";
      Depth -= Text == ")";
      if (!Depth)
        break;
    }
    const bool Negated = Close > Open + 1 && textOf(All[Open + 1], New) == "!";
    if (Close == All.size() || Close == Open + 1 || (Negated && isOneTerm(All, Open + 1, Close)))
      return; // to drop the `!` is less
    const std::string Inner = StringRef(New).slice(All[Open].End, All[Close].Begin).str();
    const bool Simple = llvm::all_of(Inner, [](char C) { return inWord(C) || C == '-' || C == '>' || C == '.'; });
    offer(All[Open].End, All[Close].Begin, Simple ? "!" + Inner : "!(" + Inner + ")", "negate `" + folded(Inner) + "`");
  }

  /// Another verdict in a return of a constant.
  void settle(const std::vector<Token> &All, size_t Return) {
    size_t End = Return + 1;
    while (End < All.size() && textOf(All[End], New) != ";")
      ++End;
    if (End == All.size() || End == Return + 1)
      return;
    const size_t From = All[Return + 1].Begin, To = All[End - 1].End;
    const std::string Is = StringRef(New).slice(From, To).str();
    if (plain(Is) && Is != Verdict)
      offer(From, To, Verdict, "return " + Verdict + " instead of " + Is);
  }

  const std::string &Old, &New, &Verdict, &Path;
  std::vector<DiffHunk> Hunks;
  bool Complete = false; ///< there are no others that reach into the function
  bool Within = false;   ///< all that is changed in the file is in the function
  std::set<std::string> Seen;
  std::vector<SmallEdit> Out;
};

} // namespace

std::vector<SmallEdit> smallEdits(const std::string &Old, const FunctionText &Was, const std::string &New,
                                  const FunctionText &Is, const std::string &Verdict, const std::string &Path) {
  return Was.Head == Is.Head ? Offers(Old, Was, New, Is, Verdict, Path).all() : std::vector<SmallEdit>();
}

} // namespace kverdict
