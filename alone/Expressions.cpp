// The part of the reader that reads expressions.
#include "alone/Reader.h"

#include <algorithm>
#include <map>

namespace kverdict::alone {
namespace {

/// How tightly an operator between two operands binds; 0 if it is none.
int precedence(const Token &Of) {
  static const std::map<std::string, int> All = {{"||", 1}, {"&&", 2}, {"|", 3}, {"^", 4},  {"&", 5},  {"==", 6},
                                                 {"!=", 6}, {"<", 7},  {">", 7}, {"<=", 7}, {">=", 7}, {"<<", 8},
                                                 {">>", 8}, {"+", 9},  {"-", 9}, {"*", 10}, {"/", 10}, {"%", 10}};
  const auto It = Of.What == Token::Kind::Punctuator ? All.find(Of.Text) : All.end();
  return It == All.end() ? 0 : It->second;
}

bool isAssignment(const Token &Of) {
  static const std::set<std::string> All = {"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="};
  return Of.What == Token::Kind::Punctuator && All.count(Of.Text);
}

std::string typeOfNumber(const std::string &Text) {
  const bool Unsigned = Text.find_first_of("uU") != std::string::npos;
  const size_t Long = std::count_if(Text.begin(), Text.end(), [](char C) { return C == 'l' || C == 'L'; });
  const std::string Wide = Long > 1 ? "long long" : Long ? "long" : "int";
  return Unsigned ? "unsigned " + Wide : Wide;
}

} // namespace

size_t Reader::behindParens(size_t From) const {
  unsigned Open = 0;
  for (size_t I = From; I < All.size(); ++I) {
    Open += All[I].is("(");
    if (All[I].is(")") && --Open == 0)
      return I + 1;
  }
  throw Unread("a parenthesis is not closed", All[std::min(From, All.size() - 1)].Line);
}

Use &Reader::used(const std::string &Name) {
  const auto [It, New] = N.Used.try_emplace(Name);
  if (New) {
    It->second.Of = T.unknown(Name);
    It->second.First = N.Used.size();
  }
  return It->second;
}

void Reader::marked(const Value &Of, bool Use::*How) {
  for (const std::string &Each : Of.Constants)
    if (const auto It = N.Used.find(Each); It != N.Used.end())
      It->second.*How = true;
}

void Reader::number(const Value &Of) {
  if (T.is(Of.Of, Types::Kind::Unknown))
    T.at(Of.Of).Number = true;
}

void Reader::bits(const Value &Of) {
  marked(Of, &Use::Bits);
  if (T.is(Of.Of, Types::Kind::Unknown))
    T.at(Of.Of).Bits = true;
}

void Reader::stored(const Value &Of) {
  Unset.erase(Of.Name);
  if (const auto It = N.Used.find(Of.Name); It != N.Used.end() && !local(Of.Name))
    It->second.Stored = true;
}

void Reader::linked(const Value &To, const Value &From) {
  if (From.Null && !From.Literal) {
    T.pointee(To.Of);
  } else if (From.Literal) {
    if (!From.Null)
      number(To);
    if (From.Negative && T.is(To.Of, Types::Kind::Unknown))
      T.at(To.Of).Signed = true;
  } else if (To.Null && !To.Literal) {
    T.pointee(From.Of);
  } else {
    T.link(To.Of, From.Of);
  }
}

Value Reader::comma() {
  const Deeper Guard(*this);
  Value Of = assignment();
  while (eat(","))
    Of = assignment();
  return Of;
}

Value Reader::assignment() {
  const Deeper Guard(*this);
  const Value To = conditional();
  if (!isAssignment(peek()))
    return To;
  const std::string Operator = take().Text;
  const Value From = assignment();
  stored(To);
  if (Operator == "=") {
    linked(To, From);
  } else if (Operator == "&=" || Operator == "|=" || Operator == "^=") {
    bits(To);
    bits(From);
  } else if (!T.isPointer(To.Of)) {
    number(To);
    number(From);
    marked(From, Operator == "<<=" || Operator == ">>=" ? &Use::Shift : &Use::Ordered);
  }
  Value Of = To;
  Of.Name.clear();
  return Of;
}

Value Reader::conditional() {
  const Deeper Guard(*this);
  Value Test = binary(1);
  if (!eat("?"))
    return Test;
  if (T.is(Test.Of, Types::Kind::Unknown))
    T.at(Test.Of).Truth = true;
  Value Then = peek().is(":") ? Test : comma();
  want(":");
  Value Else = conditional();
  linked(Then, Else);
  linked(Else, Then);
  Value Of = Then.Null || Then.Literal ? Else : Then;
  Of.Null = Of.Literal = false;
  Of.Name.clear();
  Of.Constants = Then.Constants;
  Of.Constants.insert(Of.Constants.end(), Else.Constants.begin(), Else.Constants.end());
  return Of;
}

Value Reader::binary(int Least) {
  const Deeper Guard(*this);
  Value Left = unary();
  for (int Binds = precedence(peek()); Binds >= Least && Binds; Binds = precedence(peek())) {
    const std::string Operator = take().Text;
    Left = joined(Operator, Left, binary(Binds + 1));
  }
  return Left;
}

Value Reader::joined(const std::string &Operator, Value A, Value B) {
  Value Of;
  Of.Of = T.integer("int");
  if (Operator == "&&" || Operator == "||") {
    for (const Value *Each : {&A, &B})
      if (T.is(Each->Of, Types::Kind::Unknown))
        T.at(Each->Of).Truth = true;
    return Of;
  }
  if (Operator == "==" || Operator == "!=") {
    linked(A, B);
    linked(B, A);
    marked(A, &Use::Equal);
    marked(B, &Use::Equal);
    return Of;
  }
  if (Operator[0] == '<' || Operator[0] == '>') {
    const bool Shifts = Operator.size() == 2 && Operator[1] != '=';
    number(A);
    if (!Shifts && B.Null && (Operator == "<" || Operator == ">=") && T.is(A.Of, Types::Kind::Unknown))
      T.at(A.Of).Signed = true;
    marked(B, Shifts ? &Use::Shift : &Use::Ordered);
    if (!Shifts) {
      number(B);
      marked(A, &Use::Ordered);
      linked(A, B);
      linked(B, A);
      return Of;
    }
    return A.Literal ? Of : Value{A.Of, false, false, false, A.Constants, ""};
  }
  const bool OfBits = Operator == "&" || Operator == "|" || Operator == "^";
  for (const Value *Each : {&A, &B})
    if (OfBits)
      bits(*Each);
    else if (!T.isPointer(Each->Of)) {
      marked(*Each, &Use::Ordered);
      if (!T.isPointer(A.Of) && !T.isPointer(B.Of))
        number(*Each);
    }
  if (T.isPointer(A.Of) && T.isPointer(B.Of)) {
    T.link(A.Of, B.Of);
    Of.Of = T.integer("long");
    return Of;
  }
  if (T.isPointer(A.Of) || T.isPointer(B.Of)) {
    Of.Of = T.isPointer(A.Of) ? A.Of : B.Of;
    return Of;
  }
  const bool Plain = A.Literal || (!A.Constants.empty() && A.Name.empty() == false);
  Of.Of = Plain ? B.Of : A.Of;
  Of.Literal = A.Literal && B.Literal;
  Of.Constants = A.Constants;
  Of.Constants.insert(Of.Constants.end(), B.Constants.begin(), B.Constants.end());
  if (!A.Literal && !B.Literal)
    T.link(A.Of, B.Of);
  return Of;
}

bool Reader::atCast() const {
  if (!peek().is("(") || !peek(1).isName() || local(peek(1).Text))
    return false;
  if (atType(1))
    return true;
  size_t Ahead = 2;
  while (peek(Ahead).is("*") || peek(Ahead).is("const") || (peek(Ahead).isName() && peek(Ahead).Text.starts_with("__")))
    ++Ahead;
  if (!peek(Ahead).is(")"))
    return false;
  if (Ahead > 2)
    return true;
  const Token &Behind = peek(3);
  return Behind.isName() || Behind.What == Token::Kind::Number || Behind.What == Token::Kind::Text || Behind.is("{") ||
         (peek(1).Text.ends_with("_t") && (Behind.is("(") || Behind.is("-") || Behind.is("~")));
}

Value Reader::cast() {
  want("(");
  Value Of;
  Of.Of = typeName();
  want(")");
  if (peek().is("{")) {
    T.at(Of.Of).Whole = true;
    initialiser(Of.Of);
    return Of;
  }
  const Value From = unary();
  Of.Constants = From.Constants;
  Of.Literal = From.Literal;
  Of.Null = From.Null && From.Literal;
  return Of;
}

Value Reader::unary() {
  const Deeper Guard(*this);
  if (peek().is("sizeof") || peek().is("__alignof__") || peek().is("_Alignof"))
    return sized();
  if (atCast())
    return cast();
  static const std::set<std::string> Operators = {"!", "~", "-", "+", "*", "&", "++", "--"};
  if (peek().is("&&"))
    stop("it takes the address of a label");
  if (peek().What != Token::Kind::Punctuator || !Operators.count(peek().Text))
    return postfix();
  const std::string Operator = take().Text;
  Value From = unary(), Of;
  if (Operator == "!") {
    if (T.is(From.Of, Types::Kind::Unknown))
      T.at(From.Of).Truth = true;
    Of.Of = T.integer("int");
  } else if (Operator == "*") {
    Of.Of = T.pointee(From.Of);
    number(Of);
  } else if (Operator == "&") {
    stored(From);
    if (T.is(From.Of, Types::Kind::Record) || T.is(From.Of, Types::Kind::Unknown))
      T.at(From.Of).Whole = true;
    Of.Of = T.is(From.Of, Types::Kind::Function) ? From.Of : T.pointerTo(From.Of);
  } else if (Operator == "++" || Operator == "--") {
    stored(From);
    if (!T.isPointer(From.Of))
      number(From);
    Of.Of = From.Of;
  } else {
    if (Operator == "~")
      bits(From);
    else
      number(From);
    Of = From;
    Of.Name.clear();
    Of.Negative = Operator == "-" && From.Literal;
    if (Operator == "-" && From.Literal && !From.Null)
      Of.Null = false;
  }
  return Of;
}

Value Reader::sized() {
  take();
  Value Of;
  Of.Of = T.integer("unsigned long");
  const bool Parens = peek().is("(");
  Type Sized;
  if (Parens && (atType(1) || atCast())) {
    take();
    Sized = typeName();
    want(")");
  } else {
    Sized = unary().Of;
  }
  if (T.is(Sized, Types::Kind::Record) || T.is(Sized, Types::Kind::Unknown))
    T.at(Sized).Whole = true;
  return Of;
}

Value Reader::postfix() {
  Value Of = primary();
  for (;;) {
    if (eat("[")) {
      Of = {.Of = T.pointee(Of.Of)};
      number(Of);
      const Value Index = comma();
      number(Index);
      marked(Index, &Use::Ordered);
      want("]");
    } else if (peek().is(".") || peek().is("->")) {
      const bool Arrow = take().is("->");
      if (!peek().isName())
        stop("'" + peek().Text + "' where a member was expected");
      const std::string Member = take().Text;
      Of = {.Of = T.member(Arrow ? T.pointee(Of.Of) : Of.Of, Member)};
    } else if (peek().is("(")) {
      Of = call(Of, "what a pointer leads to");
    } else if (peek().is("++") || peek().is("--")) {
      take();
      stored(Of);
      if (!T.isPointer(Of.Of))
        number(Of);
      Of.Name.clear();
    } else {
      return Of;
    }
  }
}

Value Reader::primary() {
  const Token &Is = peek();
  Value Of;
  if (Is.What == Token::Kind::Number) {
    if (take().Text.find('.') != std::string::npos)
      stop("it has a floating-point number");
    Of.Of = T.integer(typeOfNumber(Is.Text));
    Of.Literal = true;
    Of.Null = Is.Text.find_first_not_of("0xXuUlL") == std::string::npos;
    return Of;
  }
  if (Is.What == Token::Kind::Character) {
    take();
    Of.Of = T.integer("int");
    Of.Literal = true;
    return Of;
  }
  if (Is.What == Token::Kind::Text || (Is.isName() && peek(1).What == Token::Kind::Text)) {
    while (peek().What == Token::Kind::Text || (peek().isName() && isConstantName(peek().Text)))
      take();
    Of.Of = T.pointerTo(T.integer("char"));
    return Of;
  }
  if (eat("(")) {
    if (peek().is("{"))
      stop("it has statements in an expression");
    Of = comma();
    want(")");
    Of.Name.clear();
    return Of;
  }
  if (Is.isName())
    return name();
  stop("'" + Is.Text + "' where an expression was expected");
}

Value Reader::name() {
  const std::string Name = take().Text;
  if (Name == "asm" || Name == "__asm__" || Name == "typeof" || Name == "__typeof__" || Name == "_Generic" ||
      Name == "__builtin_va_arg" || Name == "va_arg")
    stop("it has " + Name);
  if (!peek().is("("))
    return withoutCall(Name);
  if (const Type *Local = local(Name))
    return call({.Of = *Local, .Name = Name}, Name);
  if (const Word *Is = known(Name); Is && Is->Means != Rule::None && !N.isDefined(Name))
    return callKnown(*Is);
  if (N.Own.count(Name))
    return call({.Of = N.Own[Name]}, Name);
  if (N.Constants.count(Name)) {
    arguments();
    return {.Of = T.unknown()};
  }
  if (Name.starts_with("__builtin_"))
    stop("it calls " + Name + "()");
  return call({.Of = used(Name).Of, .Name = Name}, Name);
}

Value Reader::withoutCall(const std::string &Name) {
  Value Of;
  Of.Name = Name;
  if (const Type *Local = local(Name)) {
    Of.Of = *Local;
    return Of;
  }
  if (Name == "NULL") {
    Of.Null = true;
    Of.Of = T.pointerTo(T.voidType());
    return Of;
  }
  if (Name == "true" || Name == "false" || errnoOf(Name)) {
    Of.Literal = true;
    Of.Of = T.integer(errnoOf(Name) ? "int" : "_Bool");
    return Of;
  }
  if (Name == "__func__" || Name == "__FUNCTION__" || Name == "__FILE__") {
    Of.Of = T.pointerTo(T.integer("char"));
    return Of;
  }
  if (const Word *Is = known(Name); Is && Is->Text[0] == '#' && !N.isDefined(Name)) {
    Of.Literal = true;
    Of.Of = T.integer("unsigned long");
    return Of;
  }
  if (N.Own.count(Name)) {
    Of.Of = N.Own[Name];
    return Of;
  }
  if (isConstantName(Name))
    Of.Constants.push_back(Name);
  Of.Of = N.Constants.count(Name) ? T.integer("int") : used(Name).Of;
  return Of;
}

} // namespace kverdict::alone
