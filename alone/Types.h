// What is known so far of the types of a mail's names: unknowns that are made the same where C wants them to be.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace kverdict::alone {

/// An index into Types; what it stands for may become known later.
using Type = unsigned;

class Types {
public:
  enum class Kind { Unknown, Void, Integer, Pointer, Array, Record, Function };

  struct Node {
    Kind What = Kind::Unknown;
    std::string Name = {}; ///< of an Integer: "unsigned long"; of a Record: "struct page"
    Type To = 0;           ///< of a Pointer, an Array: what it leads to; of a Function: its result
    std::map<std::string, Type> Members = {};
    std::vector<std::string> Order = {}; ///< the members, as they were met
    std::vector<Type> Parameters = {};
    bool Variadic = false;
    bool Defined = false; ///< the mail defines the record: nothing is added to it
    bool Whole = false;   ///< there are objects of the record: its members must be known, if only as far as they are
    bool Bits = false, Signed = false, Number = false, Truth = false; ///< how an Unknown is used
    std::string Hint = {};                                            ///< of what: a member, a variable
  };

  /// Hint is the name of what has this type.
  Type unknown(const std::string &Hint = "");
  Type integer(const std::string &Name);
  Type voidType();
  Type pointerTo(Type);
  Type arrayOf(Type);
  /// By its tag: "struct page".
  Type record(const std::string &Tag);
  Type function(Type Result);

  Node &at(Type T) { return Nodes[find(T)]; }
  const Node &at(Type T) const { return Nodes[find(T)]; }
  Type find(Type) const;
  bool is(Type T, Kind K) const { return at(T).What == K; }
  bool isPointer(Type T) const { return is(T, Kind::Pointer) || is(T, Kind::Array) || is(T, Kind::Function); }

  /// Makes two types one, as far as they can be: of two that cannot, nothing is changed, and Clang will say so.
  void unify(Type, Type);
  /// What is assigned, compared or passed: pointers and records are the same; integers need not be.
  void link(Type, Type);
  /// Follows the links until they tell nothing new.
  void settle();

  Type pointee(Type);                            ///< of what is used as a pointer
  Type member(Type Of, const std::string &Name); ///< of what is used as a record
  /// All records, by their tags.
  const std::map<std::string, Type> &records() const { return Records; }
  size_t count() const { return Nodes.size(); }

private:
  Type add(Node);
  Type named(std::map<std::string, Type> &, Kind, const std::string &Name); ///< made when it is first asked for
  void merge(Type From, Type Into);
  bool follow(Type, Type);

  mutable std::vector<Type> Up;
  std::vector<Node> Nodes;
  std::map<std::string, Type> Integers, Records;
  std::vector<std::pair<Type, Type>> Links;
  Type Void = ~0u;
};

} // namespace kverdict::alone
