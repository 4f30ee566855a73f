#include "alone/Types.h"

namespace kverdict::alone {

Type Types::add(Node Of) {
  Nodes.push_back(std::move(Of));
  Up.push_back(Nodes.size() - 1);
  return Nodes.size() - 1;
}

Type Types::find(Type T) const {
  while (Up[T] != T)
    T = Up[T] = Up[Up[T]];
  return T;
}

Type Types::unknown(const std::string &Hint) {
  Node Made;
  Made.Hint = Hint;
  return add(std::move(Made));
}

Type Types::named(std::map<std::string, Type> &All, Kind What, const std::string &Name) {
  const auto [It, New] = All.try_emplace(Name, 0);
  if (New) {
    Node Made;
    Made.What = What;
    Made.Name = Name;
    It->second = add(std::move(Made));
  }
  return It->second;
}

Type Types::integer(const std::string &Name) { return named(Integers, Kind::Integer, Name); }

Type Types::voidType() {
  if (Void == ~0u) {
    Node Made;
    Made.What = Kind::Void;
    Void = add(std::move(Made));
  }
  return Void;
}

Type Types::pointerTo(Type T) {
  Node Made;
  Made.What = Kind::Pointer;
  Made.To = T;
  return add(std::move(Made));
}

Type Types::arrayOf(Type T) {
  Node Made;
  Made.What = Kind::Array;
  Made.To = T;
  return add(std::move(Made));
}

Type Types::record(const std::string &Tag) { return named(Records, Kind::Record, Tag); }

Type Types::function(Type Result) {
  Node Made;
  Made.What = Kind::Function;
  Made.To = Result;
  return add(std::move(Made));
}

/// An unknown becomes the other type.
void Types::merge(Type From, Type Into) {
  const Node Was = Nodes[From];
  Up[From] = Into;
  Node &Is = Nodes[Into];
  Is.Whole |= Was.Whole;
  if (Is.What != Kind::Unknown)
    return;
  Is.Bits |= Was.Bits, Is.Signed |= Was.Signed, Is.Number |= Was.Number, Is.Truth |= Was.Truth;
}

void Types::unify(Type A, Type B) {
  A = find(A), B = find(B);
  if (A == B)
    return;
  if (Nodes[A].What == Kind::Unknown)
    return merge(A, B);
  if (Nodes[B].What == Kind::Unknown)
    return merge(B, A);
  const Kind Of = Nodes[A].What;
  if (Of == Kind::Array && Nodes[B].What == Kind::Pointer)
    return unify(Nodes[A].To, Nodes[B].To);
  if (Of == Kind::Pointer && Nodes[B].What == Kind::Array)
    return unify(Nodes[A].To, Nodes[B].To);
  if (Of == Kind::Pointer && Nodes[B].What == Kind::Function) // a function's name is its address
    return unify(Nodes[A].To, B);
  if (Of == Kind::Function && Nodes[B].What == Kind::Pointer)
    return unify(A, Nodes[B].To);
  if (Of != Nodes[B].What || Of == Kind::Integer || Of == Kind::Void)
    return;
  if (Of == Kind::Record) {
    if (!Nodes[A].Name.empty() && !Nodes[B].Name.empty())
      return; // two records of different names
    if (Nodes[B].Name.empty())
      std::swap(A, B); // A has no name, and becomes B
    const Node Was = Nodes[A];
    Up[A] = B;
    Nodes[B].Whole |= Was.Whole;
    for (const std::string &Name : Was.Order)
      unify(member(B, Name), Was.Members.at(Name));
    return;
  }
  const Node Was = Nodes[A];
  if (Of == Kind::Function) {
    if (Nodes[B].Parameters.empty() && !Nodes[B].Variadic)
      Nodes[B].Parameters = Was.Parameters;
    const std::vector<Type> Others = Nodes[B].Parameters;
    Up[A] = B;
    for (size_t I = 0; I < Was.Parameters.size() && I < Others.size(); ++I)
      link(Was.Parameters[I], Others[I]);
    return unify(Was.To, Nodes[B].To);
  }
  const Type Other = Nodes[B].To;
  if (is(Was.To, Kind::Void) || is(Other, Kind::Void))
    return; // void * goes with every pointer
  Up[A] = B;
  unify(Was.To, Other);
}

void Types::link(Type A, Type B) {
  constexpr size_t Most = 20000;
  if (Links.size() < Most && find(A) != find(B))
    Links.emplace_back(A, B);
  follow(A, B);
}

/// Whether the link told something new.
bool Types::follow(Type A, Type B) {
  A = find(A), B = find(B);
  if (A == B)
    return false;
  if (Nodes[A].What != Kind::Unknown)
    std::swap(A, B);
  if (Nodes[A].What != Kind::Unknown) {
    if (Nodes[A].What == Kind::Integer || Nodes[B].What == Kind::Integer)
      return false;
    const size_t Before = Nodes.size();
    unify(A, B);
    return find(A) == find(B) || Nodes.size() != Before;
  }
  const Kind What = Nodes[B].What;
  const Type To = Nodes[B].To;
  if (What == Kind::Unknown || What == Kind::Void)
    return false;
  if (What == Kind::Pointer && is(To, Kind::Void)) { // of something that is not known
    const Type Anything = unknown();
    Nodes[A].What = Kind::Pointer;
    Nodes[A].To = Anything;
    return true;
  }
  if (What == Kind::Array) {
    Nodes[A].What = Kind::Pointer;
    Nodes[A].To = To;
    return true;
  }
  if (What == Kind::Integer) { // the same kind of number, not the same type for ever
    Nodes[A].What = Kind::Integer;
    Nodes[A].Name = Nodes[B].Name;
    return true;
  }
  Up[A] = B;
  return true;
}

void Types::settle() {
  constexpr unsigned Rounds = 12;
  for (unsigned I = 0; I < Rounds; ++I) {
    bool Any = false;
    const auto Now = Links;
    for (const auto &[A, B] : Now)
      Any |= follow(A, B);
    if (!Any)
      break;
  }
}

Type Types::pointee(Type T) {
  T = find(T);
  if (Nodes[T].What == Kind::Unknown) {
    const Type To = unknown(std::string(Nodes[T].Hint));
    Nodes[T].What = Kind::Pointer;
    Nodes[T].To = To;
  }
  if (Nodes[T].What == Kind::Pointer || Nodes[T].What == Kind::Array)
    return Nodes[T].To;
  return Nodes[T].What == Kind::Function ? T : unknown();
}

Type Types::member(Type Of, const std::string &Name) {
  Of = find(Of);
  if (Nodes[Of].What == Kind::Unknown)
    Nodes[Of].What = Kind::Record;
  if (Nodes[Of].What != Kind::Record)
    return unknown();
  if (const auto It = Nodes[Of].Members.find(Name); It != Nodes[Of].Members.end())
    return It->second;
  const Type Made = unknown(Name);
  if (Nodes[Of].Defined)
    return Made; // Clang will say that there is none
  Nodes[Of].Members[Name] = Made;
  Nodes[Of].Order.push_back(Name);
  return Made;
}

} // namespace kverdict::alone
