// Random policy functions in C, from a seed. They use the types, globals and functions of types.c.
#pragma once

#include "difftest/Random.h"

#include <string>
#include <vector>

namespace kverdict {

/// A piece of a generated function: its text, with a `$` for each part inside it.
struct Piece {
  enum class Sort { Number, Object, Ops, Statement };
  Sort What = Sort::Number;
  std::string Text;
  std::vector<Piece> Parts = {};

  std::string render() const;
};

/// A function with the callees that were made for it.
struct GeneratedFunction {
  std::string Name;
  Piece Root;
  bool Writes = false; ///< memory that pointers lead to: then no two of them may be the same
  bool Opaque = false; ///< it calls functions that are not looked into

  std::string text() const { return Root.render(); }
};

class Generator {
public:
  /// Functions with opaque calls are made only where that is asked for.
  Generator(std::uint64_t Seed, bool Opaque) : R(Seed), Opaque(Opaque) {}

  GeneratedFunction function(const std::string &Name);

private:
  using Sort = Piece::Sort;
  struct Variable {
    std::string Name;
    std::string Type;
    bool Assignable;
  };
  struct Signature {
    std::string Name;
    std::vector<std::string> Parameters; ///< types
  };

  // Generator.cpp: functions and statements.
  Piece body(const std::string &ReturnType, bool Inner);
  Piece one(const std::string &Name, const std::string &ReturnType, const std::string &Head, bool Inner);
  std::string parameters(std::vector<std::string> *Types, bool Inner);
  Piece statements(unsigned Count);
  Piece statement();
  Piece guard();
  Piece branch();
  Piece choice();
  Piece loop();
  Piece openLoop();
  Piece cleanup();
  Piece assignment();
  Piece declaration();
  Piece fieldAssignment();
  Piece opaqueCall();
  Piece innerCall();
  Piece verdict();
  Piece leave();

  // GeneratorExpressions.cpp
  Piece condition(unsigned Depth);
  Piece number(unsigned Depth);
  Piece binary(unsigned Depth);
  Piece unary(unsigned Depth);
  Piece shift(unsigned Depth);
  Piece division(unsigned Depth);
  Piece comparison(unsigned Depth);
  Piece statementExpression(unsigned Depth);
  Piece call(unsigned Depth, bool Alone = false);
  Piece field();
  Piece flagTest(unsigned Depth);
  Piece literal();
  Piece scalar();
  Piece object(unsigned Depth);
  Piece ops();
  std::string place();

  std::string scalarType() { return R.pick(ScalarTypes); }
  std::string fresh(const char *Stem) { return Stem + std::to_string(Count++); }
  std::vector<std::string> named(const std::string &Type, bool Assignable = false) const;
  std::vector<std::string> scalars(bool Assignable) const;

  static const std::vector<std::string> ScalarTypes;
  Random R;
  bool Opaque;
  GeneratedFunction *Now = nullptr;
  std::string ReturnType;
  bool Const = false; ///< the function at hand takes const pointers
  std::vector<Variable> Scope;
  std::vector<Signature> Callees;
  unsigned Count = 0;
  unsigned Depth = 0; ///< of nested statements
  unsigned Loops = 0; ///< around the statement at hand
  unsigned LoopsMade = 0;
  unsigned OpenLoops = 0; ///< of Loops: without a bound
  unsigned Forks = 0;     ///< statements so far that split the paths
};

} // namespace kverdict
