#include "testing/Expectations.h"

#include "core/Error.h"

#include <algorithm>
#include <array>
#include <optional>
#include <regex>
#include <sstream>

namespace kverdict {

namespace {

using Kind = ExpectedReport::Kind;

constexpr std::array<const char *, 4> KindNames = {"error", "warning", "note", "undecided"};

const char *nameOf(Kind K) { return KindNames[static_cast<std::size_t>(K)]; }

/// Reads the comments of one file.
class Reader {
public:
  explicit Reader(const std::string &Name) : Name(Name) {}

  Expectations read(const std::string &Text) {
    std::istringstream Lines(Text);
    for (std::string Line; std::getline(Lines, Line);) {
      ++Number;
      readLine(Line);
    }
    if (Result.Wanted.empty() && !Clean)
      fail("says neither what it expects nor 'expect-clean': it would test nothing");
    if (!Result.Wanted.empty() && Clean)
      fail("says 'expect-clean' and expects something");
    return std::move(Result);
  }

private:
  [[noreturn]] void fail(const std::string &What) const {
    throw Error(ExitCode::Usage, Name + ":" + std::to_string(Number) + ": " + What);
  }

  /// Comments may follow each other in a line: `// expect-error {{...}} expect-note {{...}}`.
  void readLine(const std::string &Line) {
    static const std::regex Begin(R"((expect|use)-(\w+))");
    std::size_t Comment = Line.find("//");
    if (Comment == std::string::npos)
      return;
    std::string Rest = Line.substr(Comment);
    for (std::smatch M; std::regex_search(Rest, M, Begin);) {
      std::string Word = M.str(), What = M[2];
      Rest = M.suffix();
      if (Word == "expect-clean")
        Clean = true;
      else
        readMarked(Word, What, Rest);
    }
  }

  /// What follows the word: an optional `@+1`, and a text in double braces.
  void readMarked(const std::string &Word, const std::string &What, std::string &Rest) {
    static const std::regex Form(R"(^(?:@([+-]\d{1,4}))? \{\{(.+?)\}\})");
    std::smatch M;
    if (!std::regex_search(Rest, M, Form))
      fail("after '" + Word + "' there must be {{a text}}");
    std::string Text = M[2];
    long Line = Number + (M[1].matched ? std::stol(M[1]) : 0);
    Rest = std::string(M.suffix());
    if (Word == "use-rules")
      Result.RulesFile = Text;
    else
      add(Word, What, Line, Text);
  }

  void add(const std::string &Word, const std::string &What, long Line, const std::string &Text) {
    static const std::regex WithRule("^([a-z]+(?:-[a-z]+)*): (.+)$");
    auto Known = std::find(KindNames.begin(), KindNames.end(), What);
    if (!Word.starts_with("expect-") || Known == KindNames.end())
      fail("'" + Word + "' is not known; README.md has the words");
    if (Line < 1)
      fail("'" + Word + "' points before the first line");
    ExpectedReport E{static_cast<Kind>(Known - KindNames.begin()), static_cast<unsigned>(Line), "", Text};
    if (std::smatch M; std::regex_match(Text, M, WithRule)) {
      E.Rule = M[1];
      E.Text = M[2];
    }
    Result.Wanted.push_back(E);
  }

  const std::string &Name;
  unsigned Number = 0;
  bool Clean = false;
  Expectations Result;
};

/// A finding or a gap, in the terms of an expectation.
struct Reported {
  ExpectedReport Is;
  bool Met = false;
};

Kind kindOf(const Finding &F) {
  if (F.status() == Status::Undecided)
    return Kind::Undecided;
  switch (F.Level) {
  case Severity::Note:
    return Kind::Note;
  case Severity::Warning:
    return Kind::Warning;
  case Severity::Error:
    break;
  }
  return Kind::Error;
}

std::vector<Reported> reportedIn(const FileReport &Report) {
  std::vector<Reported> Out;
  for (const Finding &F : Report.Findings)
    if (F.Silenced.empty())
      Out.push_back({{kindOf(F), F.At.Line, F.Rule, F.status() == Status::Undecided ? F.Reason : F.Message}});
  for (const Notice &Each : Report.Notices)
    Out.push_back({{Kind::Warning, Each.At.Line, "ignore", Each.Text}});
  for (const Incomplete &Gap : Report.Gaps)
    Out.push_back({{Kind::Undecided, Gap.At.Line, "", Gap.Reason}});
  return Out;
}

bool meets(const ExpectedReport &Is, const ExpectedReport &Wanted) {
  return Is.What == Wanted.What && Is.Line == Wanted.Line && (Wanted.Rule.empty() || Is.Rule == Wanted.Rule) &&
         Is.Text.find(Wanted.Text) != std::string::npos;
}

std::string describe(const ExpectedReport &E) {
  return "line " + std::to_string(E.Line) + ": " + nameOf(E.What) + " {{" + (E.Rule.empty() ? "" : E.Rule + ": ") +
         E.Text + "}}";
}

} // namespace

Expectations parseExpectations(const std::string &Text, const std::string &Name) { return Reader(Name).read(Text); }

std::vector<std::string> differences(const Expectations &Expected, const FileReport &Report) {
  std::vector<Reported> All = reportedIn(Report);
  std::vector<std::string> Out;
  for (const ExpectedReport &Wanted : Expected.Wanted) {
    auto Found = std::find_if(All.begin(), All.end(), [&](const Reported &R) { return !R.Met && meets(R.Is, Wanted); });
    if (Found == All.end())
      Out.push_back("missing: " + describe(Wanted));
    else
      Found->Met = true;
  }
  for (const Reported &R : All)
    if (!R.Met)
      Out.push_back("unexpected: " + describe(R.Is));
  for (const Finding &F : Report.Findings)
    if (F.At.File != Report.File)
      Out.push_back("in another file: " + F.At.File + ":" + std::to_string(F.At.Line) + ": " + F.Message);
  if (Report.Refuted)
    Out.push_back("refuted: " + std::to_string(Report.Refuted) + " candidates that the simulator did not confirm");
  return Out;
}

} // namespace kverdict
