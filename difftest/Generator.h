// Random policy functions in C, from a seed. They use the types, globals and functions of types.c.
#pragma once

#include "difftest/Random.h"

#include <string>
#include <vector>

namespace kverdict {

/// A piece of a generated function: its text, with a `$` for each part inside it.
struct Fragment {
  enum class Sort { Number, Object, Ops, Statement };
  Sort What = Sort::Number;
  std::string Text;
  std::vector<Fragment> Parts = {};

  std::string render() const;
};

/// A function with the callees that were made for it.
struct GeneratedFunction {
  std::string Name;
  Fragment Root;
  bool Writes = false; ///< memory that pointers lead to: then no two of them may be the same
  bool Opaque = false; ///< it calls functions that are not looked into

  std::string text() const { return Root.render(); }
};

class Generator {
public:
  /// Functions with opaque calls are made only where that is asked for.
  Generator(std::uint64_t Seed, bool Opaque) : Generator(Random(Seed), Opaque) {}
  Generator(Random By, bool Opaque) : R(std::move(By)), Opaque(Opaque) {}

  GeneratedFunction function(const std::string &Name);

private:
  using Sort = Fragment::Sort;
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
  Fragment body(const std::string &ReturnType, bool Inner);
  Fragment one(const std::string &Name, const std::string &ReturnType, const std::string &Head, bool Inner);
  std::string parameters(std::vector<std::string> *Types, bool Inner);
  Fragment statements(unsigned Count);
  Fragment statement();
  Fragment guard();
  Fragment branch();
  Fragment choice();
  Fragment loop();
  Fragment openLoop();
  Fragment cleanup();
  Fragment assignment();
  Fragment declaration();
  Fragment fieldAssignment();
  Fragment opaqueCall();
  Fragment innerCall();
  Fragment verdict();
  Fragment leave();

  // GeneratorExpressions.cpp
  Fragment condition(unsigned Depth);
  Fragment number(unsigned Depth);
  Fragment binary(unsigned Depth);
  Fragment unary(unsigned Depth);
  Fragment shift(unsigned Depth);
  Fragment division(unsigned Depth);
  Fragment comparison(unsigned Depth);
  Fragment statementExpression(unsigned Depth);
  Fragment call(unsigned Depth, bool Alone = false);
  Fragment field();
  Fragment flagTest(unsigned Depth);
  Fragment literal();
  Fragment scalar();
  Fragment object(unsigned Depth);
  Fragment ops();
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
