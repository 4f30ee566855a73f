// The part of the reader that reads calls, and what a call says of types.
#include "alone/Reader.h"

#include <algorithm>
#include <map>

namespace kverdict::alone {

std::vector<Value> Reader::arguments() {
  want("(");
  std::vector<Value> Made;
  while (!eat(")")) {
    Made.push_back(assignment());
    if (!eat(",") && !peek().is(")"))
      stop("'" + peek().Text + "' between arguments");
  }
  return Made;
}

Value Reader::call(const Value &Callee, const std::string &Name) {
  const Deeper Guard(*this);
  const bool Foreign = N.Used.count(Name) && !local(Name);
  Type Of = T.find(Callee.Of);
  if (T.is(Of, Types::Kind::Unknown) && !Foreign) // what is called and has no name of its own is a pointer
    Of = T.pointee(Of);
  else if (T.is(Of, Types::Kind::Pointer))
    Of = T.at(Of).To;
  if (T.is(Of, Types::Kind::Unknown))
    T.unify(Of, T.function(T.unknown(Name)));
  Of = T.find(Of);
  if (!T.is(Of, Types::Kind::Function))
    stop(Name + " is called, and is no function");
  const std::vector<Value> Given = arguments();
  if (Foreign) {
    Use &U = N.Used[Name];
    ++U.Calls;
    U.Used = true;
    U.Fewest = std::min(U.Fewest, Given.size());
    U.Most = std::max(U.Most, Given.size());
  }
  const bool Open = Foreign || Callee.Name.empty();
  for (size_t I = 0; I < Given.size(); ++I) {
    if (Open && Unset.count(Given[I].Name))
      stop("what " + Name + "() makes of '" + Given[I].Name + "' is not known");
    if (I >= T.at(Of).Parameters.size()) {
      if (T.at(Of).Variadic || !Open)
        continue;
      const Type Parameter = T.unknown();
      T.at(Of).Parameters.push_back(Parameter);
    }
    Value To;
    To.Of = T.at(Of).Parameters[I];
    linked(To, Given[I]);
    Passed.push_back({Name, I, Given[I].Of});
  }
  return {.Of = T.at(Of).To};
}

Value Reader::callKnown(const Word &Is) {
  N.Mentioned.insert(Is.Name);
  Value Of;
  Of.Of = T.integer("int");
  if (Is.Means == Rule::Member) {
    want("(");
    const Value From = assignment();
    want(",");
    const Type Whole = typeName();
    want(",");
    Type Part = Whole;
    do
      Part = T.member(Part, take().Text);
    while (eat("."));
    want(")");
    T.at(Whole).Whole = true;
    if (std::string(Is.Name) == "list_first_entry") {
      N.Mentioned.insert({"list_entry", "container_of", "list_head"});
      T.unify(Part, T.record("struct list_head"));
    } else {
      N.Mentioned.insert("container_of");
      T.unify(From.Of, T.pointerTo(Part));
    }
    Of.Of = T.pointerTo(Whole);
    return Of;
  }
  if (Is.Means == Rule::Entry || Is.Means == Rule::Entries)
    stop(std::string(Is.Name) + "() where an expression was expected");
  if (std::string(Is.Name).ends_with("_t")) { // min_t(type, a, b)
    want("(");
    Of.Of = typeName();
    want(",");
    for (unsigned I = 0; I < 2; ++I) {
      const Value Each = assignment();
      number(Each);
      marked(Each, &Use::Ordered);
      want(I ? ")" : ",");
    }
    return Of;
  }
  const std::vector<Value> Given = arguments();
  if (Given.empty())
    return Of;
  switch (Is.Means) {
  case Rule::Same:
    for (const Value &Each : Given) {
      number(Each);
      marked(Each, &Use::Ordered);
      linked(Given[0], Each);
      linked(Each, Given[0]);
    }
    Of.Of = Given[0].Literal ? Given.back().Of : Given[0].Of;
    break;
  case Rule::First:
    if (std::string(Is.Name).starts_with("BIT"))
      marked(Given[0], &Use::Shift);
    Of = Given[0];
    Of.Literal = false;
    Of.Name.clear();
    if (Given[0].Literal)
      Of.Of = T.integer("unsigned long");
    break;
  case Rule::Store:
    if (Given.size() > 1)
      linked(Given[0], Given[1]);
    break;
  case Rule::Fetch:
    stored(Given.back());
    T.link(Given.back().Of, T.integer("unsigned long"));
    if (std::string(Is.Name).starts_with("spin"))
      N.Mentioned.insert({"_raw_spin_lock_irqsave", "spinlock_t"});
    T.unify(Given[0].Of, T.pointerTo(typedefName("spinlock_t")));
    break;
  case Rule::Size:
    if (!T.is(Given[0].Of, Types::Kind::Array))
      stop("the mail does not say how long an array is");
    Of.Of = T.integer("unsigned long");
    break;
  case Rule::Config:
    marked(Given[0], &Use::Ordered);
    break;
  case Rule::Truth:
  case Rule::Nothing:
    if (T.is(Given[0].Of, Types::Kind::Unknown))
      T.at(Given[0].Of).Truth = true;
    if (std::string(Is.Name).starts_with("check_"))
      stored(Given.back());
    break;
  default:
    break;
  }
  return Of;
}

} // namespace kverdict::alone
