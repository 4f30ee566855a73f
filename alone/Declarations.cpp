// The half of the reader that reads declarations.
#include "alone/Reader.h"

#include <algorithm>

namespace kverdict::alone {
namespace {

bool isIntegerWord(const std::string &Word) {
  static const std::set<std::string> All = {"int",      "char",  "short",      "long",    "signed",
                                            "unsigned", "_Bool", "__signed__", "__int128"};
  return All.count(Word);
}

bool isQualifier(const std::string &Word) {
  static const std::set<std::string> All = {"const",      "volatile",     "static",   "extern",        "register",
                                            "inline",     "auto",         "restrict", "__inline",      "__restrict",
                                            "__inline__", "__volatile__", "__const",  "_Thread_local", "__extension__"};
  return All.count(Word);
}

/// Words of a declaration that say nothing of its type.
bool isAnnotation(const std::string &Word) {
  static const std::set<std::string> All = {
      "asmlinkage",     "noinline",           "notrace",  "noinstr",
      "inline_notrace", "noinline_for_stack", "fastcall", "INDIRECT_CALLABLE_SCOPE"};
  return All.count(Word) || (Word.starts_with("__") && integerOf(Word).empty() && Word != "__typeof__");
}

/// "unsigned long" of the words "long", "unsigned".
std::string integerNamed(const std::multiset<std::string> &Words) {
  const bool Unsigned = Words.count("unsigned");
  if (Words.count("_Bool"))
    return "_Bool";
  if (Words.count("__int128"))
    return Unsigned ? "unsigned __int128" : "__int128";
  if (Words.count("char"))
    return Unsigned ? "unsigned char" : Words.count("signed") ? "signed char" : "char";
  if (Words.count("short"))
    return Unsigned ? "unsigned short" : "short";
  if (Words.count("long"))
    return std::string(Unsigned ? "unsigned " : "") + (Words.count("long") > 1 ? "long long" : "long");
  return Unsigned ? "unsigned int" : "int";
}

} // namespace

bool Reader::atType(size_t Ahead) const {
  const Token &Is = peek(Ahead);
  if (!Is.isName())
    return false;
  const std::string &Word = Is.Text;
  if (isIntegerWord(Word) || isQualifier(Word) || Word == "void" || Word == "struct" || Word == "union" ||
      Word == "enum" || Word == "bool")
    return true;
  if (local(Word))
    return false;
  return !integerOf(Word).empty() || N.Typedefs.count(Word) || N.OwnTypedefs.count(Word);
}

/// `pte_t entry;` and `foo_t *p = ...` are declarations, whatever pte_t and foo_t are.
bool Reader::atDeclaration() const {
  if (atType())
    return peek(1).isName() || peek(1).is("*") || peek(1).is("(") || peek(1).is("{");
  if (!peek().isName() || local(peek().Text))
    return false;
  if (isAnnotation(peek().Text) && peek(1).isName())
    return true;
  size_t Ahead = 1;
  while (peek(Ahead).is("*") || peek(Ahead).is("const"))
    ++Ahead;
  if (!peek(Ahead).isName() ||
      (Ahead > 1 && !(peek(Ahead + 1).is(";") || peek(Ahead + 1).is("=") || peek(Ahead + 1).is(","))))
    return false;
  const Token &Behind = peek(Ahead + 1);
  return Behind.is(";") || Behind.is("=") || Behind.is(",") || Behind.is("[") || isAnnotation(Behind.Text);
}

Type Reader::typedefName(const std::string &Name) {
  if (const std::string Integer = integerOf(Name); !Integer.empty() && !N.OwnTypedefs.count(Name))
    return T.integer(Integer);
  if (const auto It = N.Typedefs.find(Name); It != N.Typedefs.end())
    return It->second;
  return N.Typedefs[Name] = T.unknown(Name);
}

/// The name of a function or a variable may begin like an annotation.
bool Reader::atAnnotation() const { return peek().isName() && isAnnotation(peek().Text) && peek().Text != Naming; }

void Reader::skipAttributes() {
  while (peek().is("__attribute__") || peek().is("__attribute") || peek().is("__aligned") || peek().is("__printf") ||
         peek().is("__must_hold") || peek().is("__acquires") || peek().is("__releases") || atAnnotation()) {
    const std::string Name = take().Text;
    if (!Name.starts_with("__attribute"))
      N.Annotations.insert(Name + (peek().is("(") ? "(" : ""));
    if (peek().is("(") && (Name != "__typeof__"))
      At = behindParens(At);
  }
}

Type Reader::specifiers() {
  std::multiset<std::string> Words;
  std::optional<Type> Found;
  for (;;) {
    const bool Name = peek(1).is(";") || peek(1).is("=") || peek(1).is(",") || peek(1).is(")") || peek(1).is("[");
    if (atAnnotation() && !Name && !N.Typedefs.count(peek().Text)) {
      skipAttributes();
      continue;
    }
    const std::string Word = peek().isName() ? peek().Text : "";
    if (isQualifier(Word)) {
      take();
    } else if (isIntegerWord(Word) && !Found) {
      Words.insert(take().Text);
    } else if (!Words.empty() || Found || Word.empty()) {
      break;
    } else if (Word == "void") {
      take();
      Found = T.voidType();
    } else if (Word == "bool") {
      take();
      Found = T.integer("_Bool");
    } else if (Word == "struct" || Word == "union" || Word == "enum") {
      Found = recordOrEnum();
    } else if (Word == "float" || Word == "double" || Word == "typeof" || Word == "__typeof__" ||
               Word == "__auto_type") {
      stop("it has a " + Word);
    } else {
      take();
      Found = typedefName(Word);
    }
  }
  if (!Words.empty())
    return T.integer(integerNamed(Words));
  if (!Found)
    stop("'" + peek().Text + "' where a type was expected");
  return *Found;
}

Type Reader::recordOrEnum() {
  const std::string Kind = take().Text;
  skipAttributes();
  const std::string Tag = peek().isName() ? take().Text : "";
  if (Kind == "enum") {
    if (peek().is("{"))
      enumerators(true);
    else
      N.Enums.insert("enum " + Tag);
    return T.integer(Tag.empty() ? "unsigned int" : "enum " + Tag);
  }
  const Type Of = Tag.empty() ? T.unknown() : T.record(Kind + " " + Tag);
  if (eat("{"))
    members(Of);
  return Of;
}

void Reader::members(Type Record) {
  const Deeper Guard(*this);
  if (T.is(Record, Types::Kind::Unknown))
    T.at(Record).What = Types::Kind::Record;
  while (!eat("}")) {
    if (peek().What == Token::Kind::End || peek().What == Token::Kind::Directive)
      stop("a definition of a type that the mail does not show wholly");
    const Type Base = specifiers();
    if (peek().is(";")) { // what an unnamed record has belongs to this one
      const Types::Node Inner = T.at(Base);
      for (const std::string &Each : Inner.Order)
        T.unify(T.member(Record, Each), Inner.Members.at(Each));
    }
    while (!eat(";")) {
      const Declared D = declarator(Base);
      if (eat(":"))
        conditional();
      if (T.is(D.Of, Types::Kind::Record))
        T.at(D.Of).Whole = true;
      if (!D.Name.empty())
        T.unify(T.member(Record, D.Name), D.Of);
      skipAttributes();
      if (!eat(",") && !peek().is(";"))
        stop("'" + peek().Text + "' in a definition of a type");
    }
  }
  T.at(Record).Defined = true;
}

void Reader::enumerators(bool) {
  want("{");
  while (!eat("}")) {
    if (!peek().isName())
      stop("a definition of a type that the mail does not show wholly");
    N.Constants.insert(take().Text);
    if (eat("="))
      conditional();
    eat(",");
  }
}

Declared Reader::declarator(Type Base) {
  const Deeper Guard(*this);
  while (eat("*")) {
    Base = T.pointerTo(Base);
    while (peek().is("const") || peek().is("volatile") || peek().is("restrict"))
      take();
    skipAttributes();
  }
  return directDeclarator(Base);
}

Declared Reader::directDeclarator(Type Base) {
  const Token &Behind = peek(1);
  if (!(Behind.is(";") || Behind.is("=") || Behind.is(",") || Behind.is(")") || Behind.is("[")))
    skipAttributes();
  if (peek().is("(") && (peek(1).is("*") || peek(1).is("("))) { // what is inside has the type of what stands behind it
    const size_t Inner = ++At;
    At = behindParens(At - 1);
    const Type Of = suffixes(Base);
    const size_t Behind = At;
    At = Inner;
    Declared D = declarator(Of);
    want(")");
    At = Behind;
    return D;
  }
  Declared D;
  if (peek().isName() && !isQualifier(peek().Text))
    D.Name = take().Text;
  D.Of = suffixes(Base);
  return D;
}

Type Reader::suffixes(Type Base) {
  if (peek().is("("))
    return parameters(Base, false);
  if (!eat("["))
    return Base;
  if (!peek().is("]")) {
    const Value Length = conditional();
    if (!Length.Literal && !(Length.Constants.size() == 1 && N.Constants.count(Length.Constants[0])))
      stop("the mail does not say how long an array is");
  }
  want("]");
  return T.arrayOf(suffixes(Base));
}

Type Reader::parameters(Type Result, bool Declare) {
  want("(");
  const Type Of = T.function(Result);
  std::vector<Type> Made;
  bool Variadic = false;
  if (peek().is("void") && peek(1).is(")"))
    take();
  while (!eat(")")) {
    if (eat("...")) {
      Variadic = true;
      continue;
    }
    Declared D = declarator(specifiers());
    if (T.is(D.Of, Types::Kind::Array))
      D.Of = T.pointerTo(T.at(D.Of).To);
    Made.push_back(D.Of);
    if (Declare)
      declare(D);
    skipAttributes();
    if (!eat(",") && !peek().is(")"))
      stop("'" + peek().Text + "' between parameters");
  }
  T.at(Of).Parameters = std::move(Made);
  T.at(Of).Variadic = Variadic;
  return Of;
}

void Reader::declare(const Declared &D) {
  if (D.Name.empty())
    return;
  if (T.is(D.Of, Types::Kind::Record) || T.is(D.Of, Types::Kind::Unknown))
    T.at(D.Of).Whole = true;
  Scopes.back()[D.Name] = D.Of;
}

void Reader::localDeclaration() {
  const bool Static = peek().is("static");
  if (peek().is("extern") || peek().is("typedef"))
    stop("it declares what belongs to the file");
  const Type Base = specifiers();
  while (!eat(";")) {
    const Declared D = declarator(Base);
    skipAttributes();
    declare(D);
    if (peek().is("=")) {
      take();
      initialiser(D.Of);
    } else if (!Static && !T.is(D.Of, Types::Kind::Array) && !T.is(D.Of, Types::Kind::Record)) {
      Unset.insert(D.Name);
    }
    if (!eat(",") && !peek().is(";"))
      stop("'" + peek().Text + "' in a declaration");
  }
}

void Reader::initialiser(Type Of) {
  const Deeper Guard(*this);
  if (!eat("{")) {
    Value To, From = assignment();
    To.Of = Of;
    return linked(To, From);
  }
  const Type Element = T.is(Of, Types::Kind::Array) ? T.at(Of).To : T.unknown();
  while (!eat("}")) {
    Type Inner = Element;
    if (peek().is(".") && peek(1).isName()) {
      take();
      Inner = T.member(Of, take().Text);
      while (eat("."))
        Inner = T.member(Inner, take().Text);
      want("=");
    } else if (eat("[")) {
      conditional();
      want("]");
      want("=");
    } else if (!T.is(Of, Types::Kind::Array) && !peek().is("}") && !peek().is("0")) {
      stop("it sets members without naming them");
    }
    if (peek().is("}"))
      continue;
    initialiser(Inner);
    if (!eat(",") && !peek().is("}"))
      stop("'" + peek().Text + "' in an initialiser");
  }
}

Type Reader::typeName() {
  const Declared D = declarator(specifiers());
  if (!D.Name.empty())
    stop("'" + D.Name + "' in the name of a type");
  return D.Of;
}

void Reader::declaration(bool Own) {
  Scopes.assign(1, {});
  const bool Typedef = eat("typedef");
  const Type Base = specifiers();
  while (!peek().is(";") && !peek().is("{") && peek().What != Token::Kind::End) {
    const Declared D = declarator(Base);
    if (Typedef && !D.Name.empty()) {
      N.Typedefs[D.Name] = D.Of;
      N.OwnTypedefs.insert(D.Name);
      if (T.is(D.Of, Types::Kind::Record) && T.at(D.Of).Name.empty())
        T.at(D.Of).Name = D.Name;
    } else if (!D.Name.empty() && (T.is(D.Of, Types::Kind::Function) || Own)) {
      N.Own[D.Name] = D.Of;
    }
    skipAttributes();
    if (!eat(","))
      break;
  }
}

} // namespace kverdict::alone
