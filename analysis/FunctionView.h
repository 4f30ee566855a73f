// What a check may ask of one function in one version. Everything is made on first use, and kept.
#pragma once

#include "analysis/Comments.h"
#include "core/Rules.h"
#include "core/Table.h"
#include "explore/Explorer.h"
#include "parse/text/Bodies.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kverdict {

class FunctionView {
public:
  /// What is there before anything is parsed.
  explicit FunctionView(FunctionText Text, std::string Claim = "", const Rules *R = nullptr)
      : Text(std::move(Text)), Said(std::move(Claim)), R(R) {}

  const std::string &name() const { return Text.Name; }
  /// Head and body, as they are written.
  const FunctionText &text() const { return Text; }
  const std::vector<Comment> &comments() const;
  /// What the message of the patch claims of it ("no functional change"); empty if it claims nothing, or if there is no
  /// patch.
  const std::string &claim() const { return Said; }
  /// The word for it, if the message of the patch speaks of tidying and of nothing that a function might do otherwise.
  const std::string &tidying() const { return Tidied; }

  /// What rules.yaml says of functions beside contracts; null if nobody has said. It outlives the view.
  const Rules *rules() const { return R; }

  /// The rest, for look() alone. The syntax tree, with its body; null if this configuration leaves the function out.
  const clang::FunctionDecl *decl() const { return U->definition(name()); }
  const Unit &unit() const { return *U; }
  /// All its paths, each with a state that leads there: this costs most, so it is asked for what is suspected alone.
  /// While bodies are still to be read, it only walks, and the table has no rows.
  const Table &table();
  /// Cheaper: the table with states in the rows that are wanted alone, up to the first that will do.
  Table table(const Explorer::RowTest &Wanted, const Explorer::RowTest &WillDo);
  /// How many paths there are, without their states.
  size_t paths();
  /// Whether the paths say that it returns this value from this state. No, once too many were asked: spent().
  bool returns(const Witness &, const Value &);
  /// Whether what may be asked of the paths of one function is spent.
  bool spent() const { return Looked > MostLooked; }
  /// What it returns from this state, by its paths and by a run; nothing if that is up to callees, or if it does not
  /// return.
  std::optional<Value> result(const Witness &);
  /// The same of another function of the file, which was read.
  std::optional<Value> resultOf(const std::string &Function, const Witness &);
  /// The row of the table that says so, or null.
  const Row *row(const Witness &);
  /// The same as table() of another function of the file: empty, and read next time, if its body was not read yet.
  Table tableOf(const std::string &Function);
  /// All functions of the file, as text; null if nobody has said.
  const TakenApart *file() const { return File.get(); }
  /// The function as the base has it, as text; null if it is new, or if no two versions are compared.
  const FunctionText *before() const { return Former ? &*Former : nullptr; }

  /// The lines of the file that the patch changed, and where it only removed some, the one behind them; for compare().
  const std::set<unsigned> &changed() const { return Changed; }

  /// What the analysis hands over once the file is parsed. Both must outlive the view. A view of a unit that is not
  /// complete is there to find out which bodies it lacks.
  void parsed(const Unit &Of, Explorer &By, bool Complete) { U = &Of, X = &By, Whole = Complete, Paths.reset(); }
  /// The same for compare(), without paths.
  void parsed(const Unit &Of, std::set<unsigned> ChangedLines) { U = &Of, Changed = std::move(ChangedLines); }
  void speaksOf(std::string Tidying) { Tidied = std::move(Tidying); }
  void compareTo(FunctionText Of) { Former = std::move(Of); }
  void among(std::shared_ptr<const TakenApart> All) { File = std::move(All); }

private:
  FunctionText Text;
  std::string Said, Tidied;
  const Rules *R;
  std::optional<FunctionText> Former;
  std::shared_ptr<const TakenApart> File;
  const Unit *U = nullptr;
  Explorer *X = nullptr;
  bool Whole = true;
  mutable std::optional<std::vector<Comment>> Comments;
  std::optional<Table> Paths;
  std::set<unsigned> Changed;
  static constexpr size_t MostLooked = 100'000;
  size_t Looked = 0; ///< paths that states were held against
};

} // namespace kverdict
