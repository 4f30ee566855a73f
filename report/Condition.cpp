#include "report/Condition.h"

#include "report/Words.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <algorithm>

namespace kverdict {

/// Where the bracket that a text begins with is closed; npos if it is not, or if the text begins with none.
static size_t closing(llvm::StringRef Text) {
  int Depth = 0;
  for (size_t I = 0; I < Text.size(); ++I) {
    Depth += (Text[I] == '(' || Text[I] == '[') - (Text[I] == ')' || Text[I] == ']');
    if (Depth == 0)
      return Text[0] == '(' ? I : llvm::StringRef::npos;
  }
  return llvm::StringRef::npos;
}

/// Whether all of a text stands in one pair of brackets.
static bool isBracketed(llvm::StringRef Text) { return Text.size() > 2 && closing(Text) == Text.size() - 1; }

/// Whether a `!` in front of a text is about all of it: names, members, calls and elements.
static bool isPrimary(llvm::StringRef Text) {
  bool Name = false;
  while (!Text.empty()) {
    if (llvm::isAlnum(Text.front()) || Text.front() == '_') {
      Text = Text.drop_front();
      Name = true;
    } else if (Name && (Text.consume_front("->") || Text.consume_front("."))) {
      Name = false;
    } else if (Name && (Text.front() == '(' || Text.front() == '[')) {
      const size_t End = Text.front() == '(' ? closing(Text) : Text.find(']');
      if (End == llvm::StringRef::npos)
        return false;
      Text = Text.drop_front(End + 1);
    } else {
      return false;
    }
  }
  return Name;
}

/// How many bytes of a text are a constant in quotes; 0 if it does not begin with one.
static size_t quoted(llvm::StringRef Text) {
  if (Text[0] != '"' && Text[0] != '\'')
    return 0;
  size_t End = 1;
  while (End < Text.size() && Text[End] != Text[0])
    End += Text[End] == '\\' ? 2 : 1;
  return std::min(End + 1, Text.size());
}

/// What may stand behind a condition, and is no C.
static constexpr const char *Marks[] = {" in ",    ", time ",         ", for some ", ", in some round ",
                                        " after ", " when it is read"};

/// A callee's condition has its name behind it, and one that is asked again which time it is, or what it is of:
/// "!(head & 1) in _compound_head(), time 2", "ret after ret = find()".
static llvm::StringRef behind(llvm::StringRef Condition) {
  int Depth = 0;
  for (size_t I = 0; I < Condition.size(); ++I) {
    const llvm::StringRef Rest = Condition.substr(I);
    if (const size_t Size = quoted(Rest))
      I += Size - 1;
    else if (Depth == 0 && llvm::any_of(Marks, [&](const char *Mark) { return Rest.starts_with(Mark); }))
      return Rest;
    else
      Depth += llvm::StringRef("([").contains(Condition[I]) - llvm::StringRef(")]").contains(Condition[I]);
  }
  return "";
}

PlainCondition plainCondition(llvm::StringRef Text) {
  bool Holds = true;
  const llvm::StringRef Behind = behind(Text);
  Text = Text.drop_back(Behind.size());
  for (;;) {
    llvm::StringRef Rest = Text;
    if (isBracketed(Rest))
      Text = Rest.drop_front().drop_back();
    else if (Rest.consume_front("!") && (isBracketed(Rest) || isPrimary(Rest) || Rest.starts_with("!"))) {
      Holds = !Holds;
      Text = Rest;
    } else {
      return {Text.str() + Behind.str(), Holds};
    }
  }
}

namespace {

struct Comparing {
  size_t At = llvm::StringRef::npos;
  llvm::StringRef Operator;
};

} // namespace

/// The operator of a text that is one comparison and nothing else; none where another operator binds less.
static Comparing comparing(llvm::StringRef Text) {
  Comparing Found;
  int Depth = 0;
  for (size_t I = 0; I < Text.size(); ++I) {
    if (const size_t Size = quoted(Text.substr(I))) {
      I += Size - 1;
      continue;
    }
    Depth += llvm::StringRef("([{").contains(Text[I]) - llvm::StringRef(")]}").contains(Text[I]);
    const llvm::StringRef Two = Text.substr(I, 2);
    if (Depth)
      continue;
    if (Two == "->" || Two == "<<" || Two == ">>") {
      ++I;
      continue;
    }
    const llvm::StringRef Before = Text.take_front(I).rtrim();
    if (Text[I] == '&' && Two != "&&" && !Before.empty() && llvm::StringRef("=<>!,&|(").contains(Before.back()))
      continue; // of which the address is taken
    const bool Long = Two == "==" || Two == "!=" || Two == "<=" || Two == ">=";
    if (!Long && llvm::StringRef("&|^?:,=").contains(Text[I]))
      return {};
    if (!Long && Text[I] != '<' && Text[I] != '>')
      continue;
    if (!Found.Operator.empty())
      return {};
    Found = {I, Text.substr(I, Long ? 2 : 1)};
    I += Long;
  }
  return Found;
}

static llvm::StringRef contrary(llvm::StringRef Operator) {
  constexpr std::pair<const char *, const char *> Pairs[] = {{"==", "!="}, {"<", ">="}, {">", "<="}};
  for (const auto &[One, Other] : Pairs)
    if (Operator == One || Operator == Other)
      return Operator == One ? Other : One;
  return "";
}

static std::string denied(llvm::StringRef Text) {
  if (const Comparing Found = comparing(Text); !Found.Operator.empty())
    return (Text.take_front(Found.At) + contrary(Found.Operator) + Text.substr(Found.At + Found.Operator.size())).str();
  return isPrimary(Text) ? "!" + Text.str() : "!(" + Text.str() + ")";
}

/// `x: case A`, which is how a table names the way that a switch takes.
static std::string ofSwitch(llvm::StringRef Text) {
  const auto [Value, Case] = Text.split(": case ");
  if (Case.empty() || Case.contains("..."))
    return Text.str();
  return (isPrimary(Value) ? Value.str() : "(" + Value.str() + ")") + " == " + Case.str();
}

/// " in f(), for some i < n" without the comma, which keeps it apart from what is in a callee.
static std::string roundsInWords(llvm::StringRef Where) {
  constexpr llvm::StringLiteral One = " (1 rounds were looked at)", InSome = "in some round ";
  std::string Text = Where.str();
  for (const llvm::StringRef Mark : {", for some ", ", in some round "})
    if (const size_t At = Where.find(Mark); At != llvm::StringRef::npos) {
      Text = (Where.take_front(At) + Where.substr(At + 1)).str();
      break;
    }
  const size_t Looked = Text.find(One), Round = Text.find(InSome);
  if (Looked == std::string::npos)
    return Text;
  Text.erase(Looked, One.size());
  return Round == std::string::npos ? Text.insert(Looked, " (the first round was looked at)")
                                    : Text.replace(Round, InSome.size(), "in the first round ");
}

std::string plainText(llvm::StringRef Condition) {
  for (const llvm::StringRef Version : {"in the old version ", "in the new version "})
    if (llvm::StringRef Rest = Condition; Rest.consume_front(Version))
      return Version.str() + plainText(Rest);
  const PlainCondition Plain = plainCondition(Condition);
  const llvm::StringRef Behind = behind(Plain.Text), Text = llvm::StringRef(Plain.Text).drop_back(Behind.size());
  const auto [Where, Time] = Behind.split(", time ");
  const std::string In = roundsInWords(Where);
  const llvm::StringRef Number = Time.take_while(llvm::isDigit);
  const std::string Times = Time.empty() ? "" : " (time " + Number.str() + ")" + Time.drop_front(Number.size()).str();
  if (Text.take_front(Text.find('(')).contains("for_each") && isPrimary(Text)) // the head of a loop
    return Text.str() + (Plain.Holds ? " goes on" : " ends") + In + Times;
  return (Plain.Holds ? ofSwitch(Text) : denied(Text)) + In + Times;
}

/// `a >= b` and `a != b` are `a > b`, and `a >= b` and `a <= b` are `a == b`. Takes the second into the first if they
/// are such a pair.
static bool joins(std::string &Bound, llvm::StringRef Other) {
  const Comparing Has = comparing(Bound), And = comparing(Other);
  const bool Least = Has.Operator == ">=", Most = Has.Operator == "<=";
  if ((!Least && !Most) || And.Operator.size() != Has.Operator.size() ||
      llvm::StringRef(Bound).take_front(Has.At) != Other.take_front(And.At) ||
      llvm::StringRef(Bound).substr(Has.At + 2) != Other.substr(And.At + 2))
    return false;
  if (And.Operator == "!=")
    Bound.erase(Has.At + 1, 1);
  else if (Least && And.Operator == "<=")
    Bound.replace(Has.At, 2, "==");
  else
    return false;
  return true;
}

static bool joinOnce(std::vector<std::string> &Texts) {
  for (size_t I = 0; I < Texts.size(); ++I)
    for (size_t J = 0; J < Texts.size(); ++J)
      if (I != J && joins(Texts[I], Texts[J])) {
        Texts.erase(Texts.begin() + J);
        return true;
      }
  return false;
}

/// "2 to 4", "1 and 3", of numbers that are sorted.
static std::string numbersInWords(const std::vector<unsigned> &All) {
  std::vector<std::string> Parts;
  for (size_t I = 0; I < All.size(); ++I) {
    size_t Last = I;
    while (Last + 1 < All.size() && All[Last + 1] == All[Last] + 1)
      ++Last;
    if (Last < I + 2) { // two are no range
      Parts.push_back(std::to_string(All[I]));
      continue;
    }
    Parts.push_back(std::to_string(All[I]) + " to " + std::to_string(All[Last]));
    I = Last;
  }
  const std::string Most = llvm::join(Parts.begin(), Parts.end() - 1, ", ");
  return Most + (Most.empty() ? "" : " and ") + Parts.back();
}

/// `x (time 1)` and `x (time 2)` are `x (times 1 and 2)`.
static void joinTimes(std::vector<std::string> &Texts) {
  auto split = [](llvm::StringRef Text) {
    auto [What, Time] = Text.rsplit(" (time ");
    unsigned Number = 0;
    const bool Is = Time.consume_back(")") && !Time.getAsInteger(10, Number);
    return std::pair(Is ? What.str() : "", Number);
  };
  for (size_t I = 0; I < Texts.size(); ++I) {
    const auto [What, First] = split(Texts[I]);
    if (What.empty())
      continue;
    std::vector<unsigned> Times{First};
    for (size_t J = Texts.size(); --J > I;)
      if (const auto [Other, Number] = split(Texts[J]); Other == What) {
        Times.push_back(Number);
        Texts.erase(Texts.begin() + J);
      }
    std::sort(Times.begin(), Times.end());
    if (Times.size() > 1)
      Texts[I] = What + " (times " + numbersInWords(Times) + ")";
  }
}

std::vector<std::string> plainTexts(const std::vector<std::string> &Conditions) {
  std::vector<std::string> Texts;
  for (const std::string &Each : Conditions)
    if (std::string Text = spoken(plainText(Each)); std::find(Texts.begin(), Texts.end(), Text) == Texts.end())
      Texts.push_back(std::move(Text));
  while (joinOnce(Texts)) {
  }
  joinTimes(Texts);
  return Texts;
}

std::string cutCode(llvm::StringRef Code, size_t Most) {
  constexpr llvm::StringLiteral Gone = " ...";
  return Code.size() <= Most ? Code.str() : Code.take_front(Most - Gone.size()).rtrim().str() + Gone.str();
}

/// The last test of a run that is one of these conditions; empty if none is.
static std::string askedLast(const std::vector<TraceStep> &Way, const std::vector<std::string> &Conditions) {
  for (auto Step = Way.rbegin(); Step != Way.rend(); ++Step) {
    if (Step->What != TraceStep::Kind::Branch || Step->Depth)
      continue;
    const std::string Asked = spoken(plainText(Step->Outcome == "true" ? Step->Text : "!(" + Step->Text + ")"));
    if (llvm::is_contained(Conditions, Asked))
      return Asked;
  }
  return "";
}

std::vector<std::string> decidingConditions(const Difference &D) {
  if (D.Changed)
    return plainTexts({D.Conditions.begin(), D.Conditions.begin() + D.Changed});
  if (!D.Deciding.empty())
    return plainTexts(D.Deciding);
  const std::string Last = askedLast(D.Trace, plainTexts(D.Conditions));
  return Last.empty() ? std::vector<std::string>() : std::vector<std::string>{Last};
}

} // namespace kverdict
