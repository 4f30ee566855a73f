// What a run leaves behind for its reader: the trace, the values that a condition read, the input that nothing set.
#pragma once

#include "core/Run.h"
#include "core/State.h"
#include "parse/Unit.h"
#include "simulate/interpreter/Memory.h"

#include <clang/AST/Expr.h>

#include <optional>
#include <set>

namespace kverdict::simulation {

/// The x of (T *)&x, or null. READ_ONCE(x) is *(const volatile T *)&(x); what is read, and may be missing, is x.
const clang::Expr *referred(const clang::Expr *Pointer);
/// A scalar value for a person: true, -EINVAL, NULL, the enumerator, a small number, hex.
std::string showValue(const Unit &, Word, clang::QualType);

class Recorder {
public:
  Recorder(const Unit &U) : U(U) {}

  /// Learns the names of a cell that lies at this address.
  void know(std::uint64_t Address, const Cell &);

  /// Adds a step. Function and Depth are those of the frame.
  void step(TraceStep::Kind, const std::string &Function, unsigned Depth, clang::SourceRange,
            const std::string &Outcome, const std::string &Text = "", const std::string &Values = "");

  /// Input was read that nothing has set.
  void defaulted(const std::string &Place);
  /// Whether what is read matters at all.
  bool listening() const { return Current; }
  /// A scalar was read; it is shown with the condition that is being evaluated, in the words of its cell if that
  /// still holds, else as Shown.
  void read(const std::string &Place, std::uint64_t Address, unsigned BitOffset, const std::string &Shown, Word);
  /// The access path of a place in the kernel's words: the name of its cell, or made from the block's name, or the
  /// expression as written.
  std::string place(const clang::Expr *, std::uint64_t Address, unsigned BitOffset, const Block &) const;

  /// Collects what is read while it lives; what is read in a called function belongs to that function's conditions.
  class Readings {
  public:
    explicit Readings(Recorder &R) : R(R), Outer(R.Current) { R.Current = this; }
    ~Readings() { R.Current = Outer; }
    std::string text() const;

  private:
    friend class Recorder;
    Recorder &R;
    Readings *Outer;
    std::vector<std::string> Lines;
  };

  std::vector<TraceStep> takeTrace() { return std::move(Trace); }
  std::vector<std::string> takeDefaulted() { return std::move(Defaulted); }

private:
  const Cell *cell(std::uint64_t Address, unsigned BitOffset) const;

  const Unit &U;
  std::map<std::pair<std::uint64_t, unsigned>, Cell> Cells;
  std::vector<TraceStep> Trace;
  std::vector<std::string> Defaulted;
  std::set<std::string> DefaultedOnce;
  Readings *Current = nullptr;
};

} // namespace kverdict::simulation
