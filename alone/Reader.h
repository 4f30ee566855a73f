// Reads the functions of a mail for what they say of the types of names, without a preprocessor and without knowing
// what is a type: as a person reads them.
#pragma once

#include "alone/Known.h"
#include "alone/Names.h"
#include "alone/Token.h"

#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace kverdict::alone {

/// Something that cannot be understood from the mail alone.
class Unread : public std::runtime_error {
public:
  Unread(const std::string &Why, unsigned Line) : std::runtime_error(Why), Line(Line) {}
  unsigned Line; ///< of the tokens that were read
};

/// An expression, as far as it tells of types.
struct Value {
  Type Of = 0;
  bool Null = false;                  ///< NULL, or 0
  bool Literal = false;               ///< a number
  bool Negative = false;              ///< a number with a minus before it
  std::vector<std::string> Constants; ///< names of constants of which it is made
  std::string Name;                   ///< if it is nothing else than a name
};

/// What a declarator declares.
struct Declared {
  std::string Name; ///< empty: it has none
  Type Of = 0;
};

class Reader {
public:
  /// Both must outlive the reader.
  Reader(Names &N, const std::vector<Token> &All) : N(N), T(N.T), All(All) {}

  /// A function of this name: its head and its body. Throws Unread.
  void function(const std::string &Name);
  /// What was passed to a function, by its name and the number of the argument.
  struct Passing {
    std::string Callee;
    size_t Which;
    Type Of;
  };
  const std::vector<Passing> &passed() const { return Passed; }
  /// A declaration of the file's level: of a type, or what known words declare.
  void declaration(bool Own);

private:
  // Declarations.
  bool atType(size_t Ahead = 0) const;
  bool atDeclaration() const;
  Type specifiers();
  Type recordOrEnum();
  void members(Type Record);
  void enumerators(bool Define);
  Declared declarator(Type Base);
  Declared directDeclarator(Type Base);
  Type suffixes(Type Base);
  Type parameters(Type Result, bool Declare);
  void localDeclaration();
  void initialiser(Type Of);
  Type typeName();
  Type typedefName(const std::string &);

  // Statements.
  void compound();
  void statement();
  void keywordStatement();
  void condition();
  void forLoop();
  void macroLoop();
  void caseLabel();
  void returned();

  // Expressions.
  Value comma();
  Value assignment();
  Value conditional();
  Value binary(int Least);
  Value unary();
  Value cast();
  Value postfix();
  Value primary();
  Value name();
  Value call(const Value &Callee, const std::string &Name);
  Value callKnown(const Word &);
  Value withoutCall(const std::string &Name);
  std::vector<Value> arguments();
  Value joined(const std::string &Operator, Value A, Value B);
  Value sized();
  bool atCast() const;
  size_t behindParens(size_t From) const;
  void marked(const Value &, bool Use::*How);
  void stored(const Value &);
  void number(const Value &);
  void bits(const Value &);
  void linked(const Value &, const Value &);
  void initialised(const std::string &Name) { Unset.erase(Name); }

  // Tokens.
  const Token &peek(size_t Ahead = 0) const { return All[std::min(At + Ahead, All.size() - 1)]; }
  const Token &take() { return All[At + 1 < All.size() ? At++ : At]; }
  bool eat(const char *Spelling);
  void want(const char *Spelling);
  [[noreturn]] void stop(const std::string &Why) const { throw Unread(Why, peek().Line); }
  void skipAttributes();
  bool atAnnotation() const;

  const Type *local(const std::string &Name) const;
  void declare(const Declared &);
  Use &used(const std::string &Name);

  /// Counts how deep it is; what is too deep is refused.
  struct Deeper {
    explicit Deeper(Reader &R) : R(R) {
      if (++R.Depth > 200)
        R.stop("it is nested too deeply");
    }
    ~Deeper() { --R.Depth; }
    Reader &R;
  };

  Names &N;
  Types &T;
  const std::vector<Token> &All;
  size_t At = 0;
  unsigned Depth = 0;
  std::vector<std::map<std::string, Type>> Scopes;
  std::set<std::string> Unset; ///< locals that have no value yet
  std::vector<Value> Switched; ///< what the switches around are about
  std::vector<Passing> Passed;
  std::string Naming; ///< the function that is read
  Type Result = 0;
};

} // namespace kverdict::alone
