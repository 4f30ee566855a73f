// The half of the reader that reads statements.
#include "alone/Reader.h"

#include <algorithm>

namespace kverdict::alone {

bool Reader::eat(const char *Spelling) {
  if (!peek().is(Spelling))
    return false;
  take();
  return true;
}

void Reader::want(const char *Spelling) {
  if (!eat(Spelling))
    stop("'" + peek().Text + "' where '" + Spelling + "' was expected");
}

const Type *Reader::local(const std::string &Name) const {
  for (size_t I = Scopes.size(); I-- > 0;)
    if (const auto It = Scopes[I].find(Name); It != Scopes[I].end())
      return &It->second;
  return nullptr;
}

void Reader::function(const std::string &Called) {
  Scopes.assign(1, {});
  Naming = Called;
  Type Base = specifiers();
  while (eat("*"))
    Base = T.pointerTo(Base);
  skipAttributes();
  if (!peek().isName())
    stop("'" + peek().Text + "' where the name of a function was expected");
  const std::string Name = take().Text;
  const Type Of = parameters(Base, true);
  skipAttributes();
  if (const auto It = N.Own.find(Name); It != N.Own.end())
    T.unify(It->second, Of);
  else
    N.Own[Name] = Of;
  Result = Base;
  compound();
}

void Reader::compound() {
  const Deeper Guard(*this);
  want("{");
  Scopes.emplace_back();
  while (!eat("}")) {
    if (peek().What == Token::Kind::End)
      stop("it does not end");
    statement();
  }
  Scopes.pop_back();
}

void Reader::statement() {
  static const std::set<std::string> Keywords = {"if",    "while",    "for",     "do",   "switch", "return",
                                                 "break", "continue", "default", "case", "goto",   "else"};
  const Deeper Guard(*this);
  if (peek().What == Token::Kind::Directive)
    stop("a line of the preprocessor stands in it (" + peek().Text.substr(0, 40) + ")");
  if (peek().is("asm") || peek().is("__asm__"))
    stop("it has assembly");
  if (peek().is("{"))
    return compound();
  if (eat(";"))
    return;
  if (peek().isName() && Keywords.count(peek().Text))
    return keywordStatement();
  if (peek().isName() && peek(1).is(":")) {
    take();
    take();
    return;
  }
  if (atDeclaration())
    return localDeclaration();
  if (peek().isName() && peek(1).is("(") && !local(peek().Text)) {
    const Token &Behind = All[std::min(behindParens(At + 1), All.size() - 1)];
    if (Behind.is("{") || Behind.isName())
      return macroLoop();
  }
  const bool Call = peek().isName() && peek(1).is("(") && All[std::min(behindParens(At + 1), All.size() - 1)].is(";");
  const std::string Name = peek().Text;
  const bool Before = N.Used.count(Name) && N.Used[Name].Used;
  comma();
  if (Call && N.Used.count(Name))
    N.Used[Name].Used = Before;
  want(";");
}

void Reader::condition() {
  want("(");
  const Value Of = comma();
  T.at(Of.Of).Truth |= T.is(Of.Of, Types::Kind::Unknown);
  want(")");
}

void Reader::keywordStatement() {
  const std::string Word = take().Text;
  if (Word == "if") {
    condition();
    statement();
    if (eat("else"))
      statement();
  } else if (Word == "while") {
    condition();
    statement();
  } else if (Word == "switch") {
    want("(");
    Switched.push_back(comma());
    want(")");
    statement();
    Switched.pop_back();
  } else if (Word == "do") {
    statement();
    want("while");
    condition();
    want(";");
  } else if (Word == "for") {
    forLoop();
  } else if (Word == "case") {
    caseLabel();
  } else if (Word == "default") {
    want(":");
  } else if (Word == "return") {
    returned();
  } else if (Word == "goto") {
    if (!peek().isName())
      stop("a goto to what is no label");
    take();
    want(";");
  } else if (Word == "break" || Word == "continue") {
    want(";");
  } else {
    stop("'" + Word + "' where a statement was expected");
  }
}

void Reader::forLoop() {
  want("(");
  Scopes.emplace_back();
  if (atDeclaration())
    localDeclaration();
  else if (!eat(";")) {
    comma();
    want(";");
  }
  if (!eat(";")) {
    comma();
    want(";");
  }
  if (!peek().is(")"))
    comma();
  want(")");
  statement();
  Scopes.pop_back();
}

/// list_for_each_entry(p, &head, member) { ... }
void Reader::macroLoop() {
  const std::string Name = peek().Text;
  const Word *Is = known(Name);
  if (!Is || (Is->Means != Rule::Entry && Is->Means != Rule::Entries))
    stop(Name + "() is a loop that the mail does not define");
  take();
  N.Mentioned.insert({"container_of", "list_head"});
  want("(");
  std::vector<Value> Walked;
  for (unsigned I = 0; I < (Is->Means == Rule::Entry ? 1 : 2); ++I) {
    Walked.push_back(assignment());
    initialised(Walked.back().Name);
    want(",");
  }
  const Value Head = assignment();
  want(",");
  const Type List = T.record("struct list_head");
  T.unify(Head.Of, T.pointerTo(List));
  Type Entry = T.pointee(Walked[0].Of);
  for (const Value &Each : Walked)
    T.unify(Walked[0].Of, Each.Of);
  do {
    if (!peek().isName())
      stop("'" + peek().Text + "' where a member was expected");
    Entry = T.member(Entry, take().Text);
  } while (eat("."));
  T.unify(Entry, List);
  want(")");
  statement();
}

void Reader::caseLabel() {
  const Value Is = conditional();
  marked(Is, &Use::Equal);
  if (Is.Constants.empty() && !Is.Literal)
    stop("a case that is no constant");
  if (eat("...")) {
    marked(Is, &Use::Ordered);
    marked(conditional(), &Use::Ordered);
  }
  if (!Switched.empty())
    linked(Switched.back(), Is);
  want(":");
}

void Reader::returned() {
  if (eat(";"))
    return;
  Value To;
  To.Of = Result;
  linked(To, comma());
  want(";");
}

} // namespace kverdict::alone
