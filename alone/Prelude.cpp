#include "alone/Prelude.h"

#include "alone/Known.h"

#include <algorithm>
#include <functional>

namespace kverdict::alone {
namespace {

using Kind = Types::Kind;

/// Names that say that a constant is several bits, or none.
bool isOfSeveralBits(const std::string &Name) {
  for (const char *End : {"_MASK", "_FLAGS", "_ALL", "_ANY", "_NONE", "_BITS", "_ERROR", "_MODE", "_ACCMODE", "_VALID",
                          "_DEFAULT", "_SUPPORTED", "_FLAGS_MASK", "_UNUSED", "_SHIFT"})
    if (Name.ends_with(End))
      return true;
  return false;
}

class Writer {
public:
  Writer(Names &N, const std::vector<const Word *> &Words, const std::vector<std::vector<Token>> &Heads)
      : N(N), T(N.T), Words(Words), Heads(Heads) {}

  std::string write() {
    nameRecords();
    annotations();
    for (const auto &[Name, Unused] : integers())
      Out += "typedef " + Unused + " " + Name + ";\n";
    for (const Word *Each : Words)
      Out += std::string(Each->Text) + "\n";
    for (const std::string &Each : N.Mentioned)
      if (const int Value = errnoOf(Each))
        Out += "#define " + Each + " " + std::to_string(Value) + "\n";
    for (const auto &[Tag, Of] : Records)
      Out += Tag + ";\n";
    for (const std::string &Each : N.Enums)
      if (!N.Constants.count(Each))
        Out += Each + " { in_own_terms_of_" + Each.substr(5) + " };\n";
    for (const auto &[Name, Of] : N.Typedefs)
      if (!N.OwnTypedefs.count(Name))
        Out += "typedef " + spelled(Of, Name) + ";\n";
    for (const auto &[Tag, Of] : Records)
      define(Tag, Of);
    for (const auto &Head : Heads)
      prototype(Head);
    constants();
    for (const auto &[Name, Of] : N.Used)
      if (Of.Calls)
        function(Name, Of);
      else if (meaningOf(Name, Of, N) == Meaning::Variable)
        variable(Name, Of);
    return std::move(Out);
  }

private:
  /// Names that the kernel has for integers.
  std::map<std::string, std::string> integers() const {
    std::map<std::string, std::string> Made;
    for (const std::string &Each : N.Mentioned)
      if (const std::string Integer = integerOf(Each); !Integer.empty() && !N.OwnTypedefs.count(Each))
        Made[Each] = Integer;
    return Made;
  }

  void annotations() {
    for (const std::string &Each : N.Annotations) {
      const bool Arguments = Each.ends_with("("); // with arguments
      const std::string Name = Each.substr(0, Each.size() - Arguments);
      Out += "#define " + Name + (Arguments ? "(...)" : "") + "\n";
    }
  }

  /// Each record gets a tag, by what it is the type of.
  void nameRecords() {
    for (Type I = 0; I < T.count(); ++I) {
      if (T.find(I) != I || T.at(I).What != Kind::Record)
        continue;
      if (T.at(I).Name.empty()) {
        const std::string Base = "struct of_" + (T.at(I).Hint.empty() ? "it" : T.at(I).Hint);
        std::string Tag = Base;
        for (unsigned Next = 2; Records.count(Tag); ++Next)
          Tag = Base + "_" + std::to_string(Next);
        T.at(I).Name = Tag;
      }
      if (!isKnownRecord(T.at(I).Name))
        Records[T.at(I).Name] = I;
    }
  }

  static bool isKnownRecord(const std::string &Tag) {
    const size_t Space = Tag.find(' ');
    if (Space == std::string::npos)
      return true; // called by the name of a typedef
    const Word *Is = known(Tag.substr(Space + 1));
    return Is && std::string(Is->Text).starts_with(Tag + " {");
  }

  /// What is still not known gets a type that goes with how it is used.
  std::string integerFor(const Types::Node &Of) const {
    if (Of.Signed)
      return "int";
    if (Of.Bits)
      return "unsigned long";
    if (Of.Number)
      return "int";
    return Of.Truth ? "_Bool" : "unsigned long";
  }

  /// C for something of a type that is called so: "int (*Name)(long)".
  std::string spelled(Type Of, const std::string &Name, unsigned Depth = 0) {
    const Types::Node Is = T.at(Of);
    if (Depth > 20)
      return "void *" + Name;
    switch (Is.What) {
    case Kind::Void:
      return "void " + Name;
    case Kind::Integer:
    case Kind::Record:
      return Is.Name + " " + Name;
    case Kind::Unknown:
      return integerFor(Is) + " " + Name;
    case Kind::Pointer: {
      const Types::Node To = T.at(Is.To);
      if (To.What == Kind::Unknown && !To.Number && !To.Bits && !To.Signed && !To.Truth)
        return "void *" + Name;
      const bool Parens = To.What == Kind::Function || To.What == Kind::Array;
      return spelled(Is.To, Parens ? "(*" + Name + ")" : "*" + Name, Depth + 1);
    }
    case Kind::Array:
      return spelled(Is.To, Name + "[]", Depth + 1);
    case Kind::Function:
      return returned(Is.To, Name + "(" + parameters(Is, {}, Depth + 1) + ")", Depth + 1);
    }
    return "";
  }

  std::string returned(Type Of, const std::string &Rest, unsigned Depth = 0) {
    const Types::Node Is = T.at(Of);
    if (Is.What == Kind::Unknown && !Is.Bits && !Is.Truth)
      return "int " + Rest;
    return spelled(Of, Rest, Depth);
  }

  std::string parameters(const Types::Node &Of, const std::set<size_t> &Generic, unsigned Depth) {
    std::string Made;
    for (size_t I = 0; I < Of.Parameters.size(); ++I) {
      const Types::Node Is = T.at(Of.Parameters[I]);
      Made += I ? ", " : "";
      if (Generic.count(I))
        Made += "void *";
      else if (Is.What == Kind::Integer || Is.What == Kind::Unknown)
        Made += Is.Name.find("unsigned") == std::string::npos && Is.What == Kind::Integer ? "long" : "unsigned long";
      else
        Made += spelled(Of.Parameters[I], "", Depth);
    }
    return Made.empty() && !Of.Variadic ? "void" : Made + (Of.Variadic ? ", ..." : "");
  }

  /// Defines a record, and before it those that it holds.
  void define(const std::string &Tag, Type Of) {
    const Types::Node Is = T.at(Of);
    if (Is.Defined || !Done.insert(Tag).second || (Is.Order.empty() && !Is.Whole))
      return;
    for (const std::string &Each : Is.Order)
      if (const Types::Node &Member = T.at(Is.Members.at(Each)); Member.What == Kind::Record) {
        T.at(Is.Members.at(Each)).Whole = true;
        if (const auto It = Records.find(Member.Name); It != Records.end())
          define(It->first, It->second);
      }
    Out += Tag + " {\n";
    for (const std::string &Each : Is.Order) {
      const Type Member = Is.Members.at(Each);
      Out += "\t" + (T.is(Member, Kind::Function) ? spelled(T.pointerTo(Member), Each) : spelled(Member, Each)) + ";\n";
    }
    Out += Is.Order.empty() ? "\tunsigned long in_own_terms;\n};\n" : "};\n";
  }

  void prototype(const std::vector<Token> &Head) {
    std::string Text;
    for (const Token &Each : Head)
      Text += (Text.empty() ? "" : " ") + Each.Text;
    Out += Text + ";\n";
  }

  void constants() {
    std::map<std::string, unsigned> Bits;
    unsigned Number = 101, Shift = 3;
    for (const auto &[Name, Of] : N.Used) {
      if (Of.Calls || !isConstantName(Name))
        continue;
      switch (meaningOf(Name, Of, N)) {
      case Meaning::Bit: {
        const unsigned Bit = Bits[familyOf(Name)]++;
        Out += "#define " + Name + (Bit < 30 ? " (1 << " : " (1UL << ") + std::to_string(Bit) + ")\n";
        break;
      }
      case Meaning::Number:
        Out += "#define " + Name + " " + std::to_string(Number++) + "\n";
        break;
      case Meaning::Shift:
        Out += "#define " + Name + " " + std::to_string(Shift++) + "\n";
        break;
      case Meaning::Variable:
        break;
      }
    }
  }

  void variable(const std::string &Name, const Use &Of) {
    if (T.is(Of.Of, Kind::Function))
      return function(Name, Of);
    Out += std::string("extern ") + (Of.Stored || !isConstantName(Name) ? "" : "const ") + spelled(Of.Of, Name) + ";\n";
  }

  void function(const std::string &Name, const Use &Of) {
    Types::Node Is = T.at(Of.Of);
    if (Is.What != Kind::Function)
      return;
    if (Of.Calls && Of.Fewest != Of.Most) {
      Is.Parameters.resize(std::min(Of.Fewest, Is.Parameters.size()));
      Is.Variadic = true;
      if (Is.Parameters.empty()) {
        Out += returned(Is.To, Name + "()") + ";\n";
        return;
      }
    }
    const std::string Rest = Name + "(" + parameters(Is, Of.Generic, 1) + ")";
    Out += (!Of.Used && T.is(Is.To, Kind::Unknown) ? "void " + Rest : returned(Is.To, Rest)) + ";\n";
  }

  Names &N;
  Types &T;
  const std::vector<const Word *> &Words;
  const std::vector<std::vector<Token>> &Heads;
  std::string Out;
  std::map<std::string, Type> Records; ///< by tag, those that no known word defines
  std::set<std::string> Done;
};

} // namespace

std::string preludeOf(Names &N, const std::vector<const Word *> &Words, const std::vector<std::vector<Token>> &Heads) {
  return Writer(N, Words, Heads).write();
}

Meaning meaningOf(const std::string &Name, const Use &Of, const Names &N) {
  if (!isConstantName(Name) || Of.Stored || N.T.isPointer(Of.Of) || N.T.is(Of.Of, Kind::Record))
    return Meaning::Variable;
  const auto It = N.Families.find(familyOf(Name));
  const bool Bits = It != N.Families.end() && It->second.Bits;
  if (Of.Shift)
    return Meaning::Shift;
  if (Bits && (isOfSeveralBits(Name) || Of.Ordered || It->second.Count > 60))
    return Meaning::Variable;
  if (Bits)
    return Meaning::Bit;
  return Of.Ordered || isOfSeveralBits(Name) ? Meaning::Variable : Meaning::Number;
}

std::vector<const Word *> wordsFor(const std::set<std::string> &Mentioned, const Names &N) {
  std::set<const Word *> Wanted;
  std::vector<std::string> Queue(Mentioned.begin(), Mentioned.end());
  for (size_t I = 0; I < Queue.size(); ++I) {
    const Word *Is = N.Mail.count(Queue[I]) ? nullptr : known(Queue[I]);
    if (!Is || N.OwnTypedefs.count(Queue[I]) || N.Constants.count(Queue[I]) || !Wanted.insert(Is).second)
      continue;
    if (Queue[I].starts_with("list_"))
      Queue.push_back("list_head");
    for (const Token &Each : tokensOf(Is->Text).All)
      if (Each.isName())
        Queue.push_back(Each.Text);
      else if (Each.What == Token::Kind::Directive)
        for (const Token &Inside : tokensOf(Each.Text.substr(1)).All)
          if (Inside.isName())
            Queue.push_back(Inside.Text);
  }
  std::vector<const Word *> Made;
  for (const Word &Each : knownWords())
    if (Wanted.count(&Each))
      Made.push_back(&Each);
  return Made;
}

} // namespace kverdict::alone
