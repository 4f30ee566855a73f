#include "input/mail/Quoted.h"

#include "input/mail/MailHeader.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <vector>

namespace kverdict {
namespace {

/// A line of a mail.
struct QuotedLine {
  unsigned Depth = 0;   ///< how often it was quoted
  llvm::StringRef Text; ///< without what quotes it
  unsigned Number = 0;
};

QuotedLine unquoted(llvm::StringRef Line, unsigned Number) {
  QuotedLine Made{0, Line, Number};
  while (Made.Text.starts_with(">") || Made.Text.starts_with(" >")) {
    Made.Text = Made.Text.drop_front(Made.Text.starts_with(">") ? 1 : 2);
    ++Made.Depth;
  }
  if (Made.Depth)
    Made.Text.consume_front(" ");
  return Made;
}

std::vector<QuotedLine> linesOf(llvm::StringRef Text, unsigned First) {
  std::vector<QuotedLine> Made;
  for (; !Text.empty(); ++First) {
    auto [Line, Rest] = Text.split('\n');
    Made.push_back(unquoted(Line.rtrim('\r'), First));
    Text = Rest;
  }
  return Made;
}

bool isName(llvm::StringRef Line) {
  return Line.starts_with("diff --git ") || Line.starts_with("--- a/") || Line.starts_with("--- /dev/null") ||
         Line.starts_with("+++ b/") || Line.starts_with("index ") || Line.starts_with("Index: ");
}

bool isOfDiff(llvm::StringRef Line) {
  return Line.starts_with("+") || (Line.starts_with("-") && !Line.starts_with("--")) || Line.starts_with("@@ -");
}

/// What stands where a reply left something out.
bool isCut(llvm::StringRef Line) {
  Line = Line.trim();
  static constexpr llvm::StringRef Marks[] = {"...", "..", "\xE2\x80\xA6"};
  if (llvm::is_contained(Marks, Line))
    return true;
  if (Line.size() < 3 || !llvm::StringRef("[<(").contains(Line.front()) ||
      !llvm::StringRef("]>)").contains(Line.back()))
    return false;
  const llvm::StringRef Inside = Line.drop_front().drop_back().trim();
  for (llvm::StringRef Word : {"snip", "cut", "trim", "skip", "deleted", "..."})
    if (Inside.starts_with_insensitive(Word))
      return true;
  return Inside.starts_with("..") || Inside == "\xE2\x80\xA6";
}

/// Whether code goes on behind the end of a line.
bool goesOn(llvm::StringRef Code) {
  Code = Code.rtrim();
  return Code.ends_with("&&") || Code.ends_with("||") || Code.ends_with(",") || Code.ends_with("(") ||
         Code.count('(') > Code.count(')');
}

class Reply {
public:
  Reply(std::vector<QuotedLine> Lines, const SourcePlace &At) : Lines(std::move(Lines)), At(At) {}

  std::optional<FileChange> run() {
    if (!findDepth())
      return std::nullopt;
    for (size_t I = 0; I < Lines.size(); ++I)
      take(I);
    close(false);
    if (Made.Hunks.empty())
      return std::nullopt;
    Made.OldPath = Made.NewPath = Made.OldName = Made.NewName = At.File;
    Made.Header = "diff --git a/" + At.File + " b/" + At.File;
    Made.At = At;
    return std::move(Made);
  }

private:
  /// The depth that has the most lines of a diff; false if there are none.
  bool findDepth() {
    std::map<unsigned, size_t> Count;
    for (const QuotedLine &Each : Lines)
      if (Each.Depth && isOfDiff(Each.Text))
        ++Count[Each.Depth];
    size_t Most = 1;
    for (const auto &[Of, Times] : Count)
      if (Times > Most)
        Most = Times, Depth = Of;
    return Depth != 0;
  }

  void take(size_t I) {
    const QuotedLine &Is = Lines[I];
    if (isCut(Is.Text))
      return close(true);
    if (Is.Depth != Depth)
      return takeSaid(I);
    if (isName(Is.Text) || Is.Text == "-- " || Is.Text == "---")
      return close(false);
    if (Is.Text.starts_with("@@ "))
      return open(Is);
    if (Counted && !OldLeft && !NewLeft)
      close(false);
    add(Is);
  }

  /// What somebody says; or the end of a line that was too long for a mail.
  void takeSaid(size_t I) {
    const QuotedLine &Is = Lines[I];
    if (Now.Lines.empty() || Is.Text.trim().empty())
      return;
    const bool Wrapped = !Is.Depth && I && Lines[I - 1].Depth == Depth && I + 1 < Lines.size() &&
                         Lines[I + 1].Depth == Depth && goesOn(Now.Lines.back().Text) &&
                         llvm::StringRef(";{),&|(").contains(Is.Text.rtrim().back());
    if (Wrapped)
      Now.Lines.back().Text += " " + Is.Text.trim().str();
    else
      Said.push_back(Now.Lines.size());
  }

  void open(const QuotedLine &Is) {
    close(false);
    Now.Header = Is.Text.str();
    llvm::StringRef Rest = Is.Text.drop_front(3);
    unsigned Start = 0;
    OldLeft = NewLeft = 1;
    Counted = Rest.consume_front("-") && !Rest.consumeInteger(10, Start) &&
              (!Rest.consume_front(",") || !Rest.consumeInteger(10, OldLeft)) && Rest.consume_front(" +") &&
              !Rest.consumeInteger(10, Start) && (!Rest.consume_front(",") || !Rest.consumeInteger(10, NewLeft));
    Now.Heading = Is.Text.drop_front(2).split("@@").second.trim().str();
    Now.At = {At.File, Is.Number, 0};
  }

  void add(const QuotedLine &Is) {
    HunkLine Line;
    Line.Kind = Is.Text.starts_with("+")   ? LineKind::Added
                : Is.Text.starts_with("-") ? LineKind::Removed
                                           : LineKind::Context;
    llvm::StringRef Code = Is.Text;
    if (Line.Kind != LineKind::Context || Code.starts_with(" "))
      Code = Code.drop_front();
    if (Code.starts_with(" ") && !Code.starts_with("  ")) // its white space was squeezed
      Code = Code.drop_front();
    Line.Text = Code.str();
    Line.OldLine = Line.Kind == LineKind::Added ? 0 : Is.Number;
    Line.NewLine = Line.Kind == LineKind::Removed ? 0 : Is.Number;
    Line.At = {At.File, Is.Number, 0};
    if (Line.OldLine && OldLeft)
      --OldLeft;
    if (Line.NewLine && NewLeft)
      --NewLeft;
    Now.Lines.push_back(std::move(Line));
  }

  /// Ends the hunk. Cut: the reply says that it leaves out what follows.
  void close(bool Cut) {
    std::vector<size_t> Ends;
    if (Counted && !Cut && (OldLeft || NewLeft))
      Ends = Said;
    Ends.push_back(Now.Lines.size());
    size_t From = 0;
    for (size_t End : Ends) {
      keep(From, End);
      From = End;
    }
    Now = Hunk();
    Said.clear();
    Counted = false;
    OldLeft = NewLeft = 0;
  }

  void keep(size_t From, size_t End) {
    Hunk Part;
    Part.Header = Now.Header;
    if (!From)
      Part.Heading = Now.Heading;
    Part.At = Now.At;
    Part.Lines.assign(Now.Lines.begin() + From, Now.Lines.begin() + End);
    while (!Part.Lines.empty() && Part.Lines.back().Text.empty() && Part.Lines.back().Kind == LineKind::Context)
      Part.Lines.pop_back();
    if (Part.Lines.empty())
      return;
    Part.OldStart = Part.NewStart = Part.Lines.front().At.Line;
    Part.OldCount = llvm::count_if(Part.Lines, [](const HunkLine &Line) { return Line.OldLine != 0; });
    Part.NewCount = llvm::count_if(Part.Lines, [](const HunkLine &Line) { return Line.NewLine != 0; });
    if (Part.Header.empty())
      Part.Header = "@@ ... @@";
    Made.Hunks.push_back(std::move(Part));
  }

  const std::vector<QuotedLine> Lines;
  const SourcePlace &At;
  unsigned Depth = 0;
  FileChange Made;
  Hunk Now;
  std::vector<size_t> Said; ///< before which lines of the hunk somebody says something
  bool Counted = false;     ///< the hunk has a header
  unsigned OldLeft = 0, NewLeft = 0;
};

} // namespace

std::optional<FileChange> quotedPatch(llvm::StringRef Text, const SourcePlace &At) {
  const llvm::StringRef Header = beginsLikeMail(Text) ? headerOf(Text) : llvm::StringRef();
  const llvm::StringRef Body = Text.drop_front(Header.size());
  return Reply(linesOf(Body, At.Line + Header.count('\n')), At).run();
}

} // namespace kverdict
