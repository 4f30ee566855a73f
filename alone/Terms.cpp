#include "alone/Terms.h"

#include "alone/Prelude.h"
#include "alone/Reader.h"
#include "alone/Sheet.h"

#include <algorithm>

namespace kverdict::alone {
namespace {

constexpr size_t MostFunctions = 120; ///< of a file
constexpr size_t MostTokens = 12000;  ///< of a function
constexpr size_t MostInAll = 60000;   ///< of all functions of a file, in both versions
constexpr size_t MostTypes = 500;     ///< and macros of a file, in both versions: each function is read beside all
constexpr unsigned MostRestarts = 4;
constexpr unsigned MostLines = 400000;

/// Words that no name of C can be, or that change what others mean.
bool isKeyword(const std::string &Word) {
  static const std::set<std::string> All = {"auto",          "break",
                                            "case",          "char",
                                            "const",         "continue",
                                            "default",       "do",
                                            "double",        "else",
                                            "enum",          "extern",
                                            "float",         "for",
                                            "goto",          "if",
                                            "inline",        "int",
                                            "long",          "register",
                                            "restrict",      "return",
                                            "short",         "signed",
                                            "sizeof",        "static",
                                            "struct",        "switch",
                                            "typedef",       "union",
                                            "unsigned",      "void",
                                            "volatile",      "while",
                                            "asm",           "typeof",
                                            "_Bool",         "_Static_assert",
                                            "_Generic",      "_Alignof",
                                            "_Atomic",       "_Noreturn",
                                            "_Thread_local", "defined"};
  return All.count(Word) || Word.starts_with("__builtin") || Word.starts_with("__kverdict") ||
         Word.starts_with("__typeof") || Word.starts_with("__asm") || Word.starts_with("__attribute");
}

std::set<std::string> namesIn(const Piece &Of) {
  std::set<std::string> Made;
  for (const Token &Each : Of.Tokens)
    if (Each.isName())
      Made.insert(Each.Text);
    else if (Each.What == Token::Kind::Directive)
      for (const Token &Inside : tokensOf(Each.Text.substr(1)).All)
        if (Inside.isName())
          Made.insert(Inside.Text);
  return Made;
}

/// "a(), b() and 3 more".
std::string listed(const std::vector<std::string> &All, size_t Most) {
  std::string Text;
  const size_t Shown = All.size() > Most + 1 ? Most : All.size();
  for (size_t I = 0; I < Shown; ++I)
    Text += (I == 0 ? "" : I + 1 == All.size() ? " and " : ", ") + All[I];
  return All.size() > Shown ? Text + " and " + std::to_string(All.size() - Shown) + " more" : Text;
}

class Understanding {
public:
  Understanding(const ShownSide &Old, const ShownSide &New, const std::map<std::string, std::string> &Without,
                const std::set<std::string> &Asked)
      : Old(Old), New(New), Asked(Asked) {
    Out.Refused = Without;
  }

  Terms run() {
    tooMuch();
    mention();
    readWords();
    for (const ShownSide *Side : {&New, &Old})
      readTypes(*Side);
    const Names Beginning = N;
    eachFunction([&](const Piece &Each) { tryAlone(Each, Beginning); });
    for (unsigned I = 0; I < MostRestarts; ++I) {
      N = Beginning;
      Passed.clear();
      if (readFunctions() && readFunctions()) // and again, with what is known of types then
        break;
    }
    takeParts();
    tellGeneric();
    N.countFamilies();
    for (const auto &[Name, Of] : N.Used)
      if (Of.Calls)
        Out.Foreign.insert(Name);
    Out.Prelude = preludeOf(N, Words, heads());
    Out.Old = textOf(Old, true);
    Out.New = textOf(New, false);
    for (const ShownSide *Side : {&Old, &New})
      Out.Cut.insert(Side->Cut.begin(), Side->Cut.end());
    for (const std::string &Each : Out.Whole)
      Out.Cut.erase(Each);
    return std::move(Out);
  }

private:
  template <typename Do> void eachFunction(Do &&What) {
    for (const ShownSide *Side : {&New, &Old})
      for (const Piece &Each : Side->Pieces)
        if (Each.What == Piece::Kind::Function && !Out.Refused.count(Each.Name))
          What(Each);
  }

  void refuse(const std::string &Name, const std::string &Why) {
    Out.Refused.try_emplace(Name, Why);
    Out.Whole.erase(Name);
  }

  void tooMuch() {
    std::set<std::string> Seen;
    std::map<std::pair<std::string, const ShownSide *>, unsigned> Count;
    size_t InAll = 0;
    Flooded = typesAndMacros() > MostTypes;
    for (const ShownSide *Side : {&New, &Old})
      for (const Piece &Each : Side->Pieces) {
        if (Each.What != Piece::Kind::Function)
          continue;
        Seen.insert(Each.Name);
        if (Flooded)
          refuse(Each.Name, "the mail defines more than " + std::to_string(MostTypes) + " types and macros beside it");
        else if (isKeyword(Each.Name) || known(Each.Name))
          refuse(Each.Name, "its name means something else");
        else if (++Count[{Each.Name, Side}] > 1)
          refuse(Each.Name, "it is shown twice");
        else if (Each.Tokens.size() > MostTokens)
          refuse(Each.Name, "it is longer than " + std::to_string(MostTokens) + " tokens");
        else if ((InAll += Each.Tokens.size()) > MostInAll)
          refuse(Each.Name, "the functions of the file have more than " + std::to_string(MostInAll) + " tokens");
        else if (Each.Lines.back().Number > MostLines)
          refuse(Each.Name, "its lines have numbers that no file of the kernel has");
        else if (Seen.size() > MostFunctions)
          refuse(Each.Name, "more than " + std::to_string(MostFunctions) + " functions of a file");
      }
  }

  size_t typesAndMacros() const {
    size_t Count = 0;
    for (const ShownSide *Side : {&New, &Old})
      Count += std::count_if(Side->Pieces.begin(), Side->Pieces.end(),
                             [](const Piece &Each) { return Each.What != Piece::Kind::Function; });
    return Count;
  }

  void mention() {
    eachFunction([&](const Piece &Each) { N.Mentioned.merge(namesIn(Each)); });
    for (const ShownSide *Side : {&New, &Old})
      for (const Piece &Each : Side->Pieces)
        if (Each.What != Piece::Kind::Function && taken(Each))
          N.Mentioned.merge(namesIn(Each));
    for (const ShownSide *Side : {&New, &Old})
      for (const Piece &Each : Side->Parts)
        if (Asked.count(Each.Name))
          N.Mentioned.merge(namesIn(Each));
    N.Mentioned.insert({"NULL", "bool", "true", "false"}); // what rules say
    for (const Token &Each : tokensOf(errnoNames()).All)
      N.Mentioned.insert(Each.Text);
    eachFunction([&](const Piece &Each) {
      N.Mail.insert(Each.Name);
      const std::set<std::string> All = namesIn(Each);
      Out.Names.insert(All.begin(), All.end());
    });
  }

  /// A macro or a type that the mail defines, and that can be believed.
  bool taken(const Piece &Of) const {
    if (Flooded || Of.Lines.back().Number > MostLines || Of.Tokens.size() > MostTokens)
      return false;
    if (Of.What == Piece::Kind::Type)
      return true;
    if (isKeyword(Of.Name) || known(Of.Name) || errnoOf(Of.Name) || !integerOf(Of.Name).empty())
      return false;
    const std::set<std::string> All = namesIn(Of);
    return !All.count("_Pragma") && !All.count("asm") && !All.count("__asm__");
  }

  void readWords() {
    Words = wordsFor(N.Mentioned, N);
    for (const Word *Each : Words) {
      const Tokens Text = tokensOf(Each->Text);
      if (Text.All[0].What != Token::Kind::Directive)
        try {
          Reader(N, Text.All).declaration(false);
        } catch (const Unread &) { // it is C all the same
        }
    }
  }

  void readTypes(const ShownSide &Side) {
    for (const Piece &Each : Side.Pieces) {
      if (Each.What == Piece::Kind::Macro && taken(Each))
        N.Constants.insert(Each.Name);
      if (Each.What != Piece::Kind::Type || !taken(Each))
        continue;
      const Names Before = N;
      try {
        Reader(N, Each.Tokens).declaration(true);
      } catch (const Unread &) {
        N = Before;
      }
    }
  }

  /// Refuses a function that cannot be read by itself.
  void tryAlone(const Piece &Of, const Names &Beginning) {
    Names Own = Beginning;
    try {
      Reader(Own, Of.Tokens).function(Of.Name);
    } catch (const Unread &E) {
      refuse(Of.Name, E.what());
    }
  }

  /// False if one could not be read, after all: what it told of types may be wrong.
  bool readFunctions() {
    bool All = true;
    eachFunction([&](const Piece &Each) { All &= read(Each, Each.Tokens); });
    N.T.settle();
    return All;
  }

  bool read(const Piece &Of, const std::vector<Token> &Text) {
    try {
      Reader One(N, Text);
      One.function(Of.Name);
      Passed.insert(Passed.end(), One.passed().begin(), One.passed().end());
      Out.Whole.insert(Of.Name);
      return true;
    } catch (const Unread &E) {
      refuse(Of.Name, E.what());
      return false;
    }
  }

  void tellGeneric() {
    std::map<std::pair<std::string, size_t>, Type> First;
    for (const auto &[Callee, Which, Of] : Passed) {
      const auto It = N.Used.find(Callee);
      if (It == N.Used.end() || !N.T.is(Of, Types::Kind::Pointer))
        continue;
      const auto [Known, New] = First.try_emplace({Callee, Which}, Of);
      if (!New && N.T.find(N.T.at(Known->second).To) != N.T.find(N.T.at(Of).To))
        It->second.Generic.insert(Which);
    }
  }

  /// Functions that a version names before it defines them, or without defining them.
  std::set<std::string> namedEarly() const {
    std::set<std::string> Made;
    for (const ShownSide *Side : {&New, &Old}) {
      std::set<std::string> Defined;
      for (const Piece &Each : Side->Pieces) {
        if (Each.What != Piece::Kind::Function || !Out.Whole.count(Each.Name))
          continue;
        for (const std::string &Name : namesIn(Each))
          if (N.Mail.count(Name) && !Defined.count(Name) && Name != Each.Name)
            Made.insert(Name);
        Defined.insert(Each.Name);
      }
    }
    return Made;
  }

  /// Of these, those whose head is the same wherever the mail has it.
  std::vector<std::vector<Token>> heads() {
    std::map<std::string, std::vector<Token>> Made;
    std::set<std::string> Other;
    const std::set<std::string> Early = namedEarly();
    eachFunction([&](const Piece &Each) {
      std::vector<Token> Head(Each.Tokens.begin(), Each.Tokens.begin() + Each.HeadEnd);
      for (const Token &Word : Head)
        if (N.OwnTypedefs.count(Word.Text) || Word.is("enum"))
          Other.insert(Each.Name);
      const auto [It, New] = Made.try_emplace(Each.Name, Head);
      if (!New && !std::equal(Head.begin(), Head.end(), It->second.begin(), It->second.end(),
                              [](const Token &A, const Token &B) { return A.Text == B.Text; }))
        Other.insert(Each.Name);
    });
    std::vector<std::vector<Token>> All;
    for (const auto &[Name, Head] : Made)
      if (!Other.count(Name) && Early.count(Name))
        All.push_back(Head);
    return All;
  }

  std::string textOf(const ShownSide &Side, bool OfOld) {
    Sheet Made;
    for (const Piece &Each : Side.Pieces)
      if (Each.What == Piece::Kind::Function ? Out.Whole.count(Each.Name) != 0 : taken(Each))
        Made.write(Each);
    for (const auto &[Line, Text] : OfOld ? std::map<unsigned, std::string>() : PartText)
      Made.put(Line, Text);
    for (const Piece &Each : Side.Pieces)
      if (Each.What == Piece::Kind::Function && Out.Whole.count(Each.Name))
        assume(Each);
    return Made.text();
  }

  /// What is taken for granted of a function's names.
  void assume(const Piece &Of) {
    Out.Mentions[Of.Name].merge(namesIn(Of));
    std::vector<std::string> Callees, Bits, Numbers, Others;
    for (const std::string &Each : namesIn(Of)) {
      const auto It = N.Used.find(Each);
      if (It == N.Used.end())
        continue;
      if (It->second.Calls)
        Callees.push_back(Each + "()");
      else if (isConstantName(Each) && meaningOf(Each, It->second, N) == Meaning::Bit)
        Bits.push_back(Each);
      else if (isConstantName(Each) && meaningOf(Each, It->second, N) == Meaning::Number)
        Numbers.push_back(Each);
      else
        Others.push_back(Each);
    }
    std::string Text = "what the mail does not define is as it is used there";
    std::vector<std::string> Parts;
    if (Bits.size() > 1)
      Parts.push_back(listed(Bits, 3) + " are different bits");
    if (Numbers.size() > 1)
      Parts.push_back(listed(Numbers, 3) + " are different numbers");
    if (!Callees.empty())
      Parts.push_back(listed(Callees, 3) + " may return anything");
    if (!Others.empty())
      Parts.push_back(listed(Others, 3) + " may be any value");
    Out.Assumed[Of.Name] = Parts.empty() ? Text : Text + " (" + listed(Parts, 4) + ")";
  }

  // The ends of functions.

  void takeParts() {
    for (const Piece &Each : New.Parts)
      if (Asked.count(Each.Name) && !Out.Whole.count(Each.Name) && !Out.Refused.count(Each.Name))
        takePart(Each);
  }

  void takePart(const Piece &Of) {
    const std::vector<Token> Body(Of.Tokens.begin() + Of.HeadEnd, Of.Tokens.end() - 1);
    if (Of.First() < 2 || Body.empty() || !endsInReturn(Body) || Old.Lines.empty())
      return;
    std::vector<Token> Head = headOf(Of);
    if (Head.empty())
      return;
    // Names that the part does not declare are parameters that the heading has no room for, or locals.
    const std::vector<std::string> Missing = missingIn(Head, Body);
    std::vector<Token> All = whole(Head, Missing, Body);
    N.Mail.insert(Of.Name);
    const Names Before = N;
    for (unsigned I = 0; I < 2; ++I) {
      if (!read(Of, All)) {
        N = Before;
        return;
      }
      N.T.settle();
    }
    const std::set<std::string> Mentioned = namesIn(Of);
    Out.Names.insert(Mentioned.begin(), Mentioned.end());
    Out.Names.insert(Missing.begin(), Missing.end());
    Out.Parts.insert(Of.Name);
    write(Of, Head, Missing);
  }

  static bool endsInReturn(const std::vector<Token> &Body) {
    size_t I = Body.size() - 1;
    while (I > 0 && !Body[I - 1].is(";") && !Body[I - 1].is("}") && !Body[I - 1].is("{"))
      --I;
    const bool Guarded = I > 0 && Body[I - 1].is(")");
    return Body[I].is("return") && !Guarded && std::none_of(Body.begin(), Body.end(), [](const Token &T) {
             return T.is("goto") || T.is("break") || T.is("case");
           });
  }

  /// "static int f(struct x *a, pte_t *b," without what is cut off.
  static std::vector<Token> headOf(const Piece &Of) {
    std::vector<Token> Head(Of.Tokens.begin(), Of.Tokens.begin() + Of.HeadEnd);
    while (!Head.empty() && !Head.back().is(",") && !Head.back().is(")"))
      Head.pop_back();
    if (!Head.empty())
      Head.pop_back();
    return std::count_if(Head.begin(), Head.end(), [](const Token &T) { return T.is("("); }) ==
                   1 + std::count_if(Head.begin(), Head.end(), [](const Token &T) { return T.is(")"); })
               ? Head
               : std::vector<Token>();
  }

  /// Lower-case names of a part that stand neither before a parenthesis nor behind a dot.
  std::vector<std::string> missingIn(const std::vector<Token> &Head, const std::vector<Token> &Body) const {
    std::set<std::string> Declared, Made;
    for (const Token &Each : Head)
      Declared.insert(Each.Text);
    for (size_t I = 0; I < Body.size(); ++I) {
      const Token &Is = Body[I];
      const bool Member = I && (Body[I - 1].is(".") || Body[I - 1].is("->"));
      const bool Called = I + 1 < Body.size() && (Body[I + 1].is("(") || Body[I + 1].isName());
      if (Is.isName() && !Member && !Called && !isKeyword(Is.Text) && !isConstantName(Is.Text) && !known(Is.Text) &&
          !Declared.count(Is.Text) && !(I && Body[I - 1].isName() && !isKeyword(Body[I - 1].Text)))
        Made.insert(Is.Text);
    }
    return {Made.begin(), Made.end()};
  }

  static Token token(const std::string &Text) {
    const bool Name = isalpha(static_cast<unsigned char>(Text[0])) || Text[0] == '_';
    return {Name ? Token::Kind::Name : Token::Kind::Punctuator, Text, 1, false, 1};
  }

  static std::string typeOfMissing(const std::string &Name) { return "of_" + Name + "_t"; }

  static std::vector<Token> whole(std::vector<Token> Head, const std::vector<std::string> &Missing,
                                  const std::vector<Token> &Body) {
    for (const std::string &Each : Missing) {
      Head.push_back(token(","));
      Head.push_back(token(typeOfMissing(Each)));
      Head.push_back(token(Each));
    }
    Head.push_back(token(")"));
    Head.push_back(token("{"));
    Head.insert(Head.end(), Body.begin(), Body.end());
    Head.push_back(token("}"));
    Head.push_back({});
    return Head;
  }

  void write(const Piece &Of, const std::vector<Token> &Head, const std::vector<std::string> &Missing) {
    std::string Text;
    for (const Token &Each : Head)
      Text += (Text.empty() ? "" : " ") + Each.Text;
    for (const std::string &Each : Missing)
      Text += ", " + typeOfMissing(Each) + " " + Each;
    PartText[Of.First() - 1] = Text + ") {";
    for (const ShownLine &Each : Of.Lines)
      PartText[Each.Number] = "\t" + Each.Text;
    PartText[Of.Lines.back().Number] += " }";
    assume(Of);
    Out.Assumed[Of.Name] += ", and what the mail does not show of " + Of.Name + "() decides nothing";
  }

  const ShownSide &Old, &New;
  const std::set<std::string> &Asked;
  Names N;
  std::vector<const Word *> Words;
  Terms Out;
  std::vector<Reader::Passing> Passed;
  std::map<unsigned, std::string> PartText;
  bool Flooded = false; ///< with types and macros: none is taken
};

} // namespace

Terms termsOf(const ShownSide &Old, const ShownSide &New, const std::map<std::string, std::string> &Without,
              const std::set<std::string> &Asked) {
  return Understanding(Old, New, Without, Asked).run();
}

} // namespace kverdict::alone
