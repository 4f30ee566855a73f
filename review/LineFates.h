// The declarations that changed lines belong to, and what follows from them.
#pragma once

#include "parse/Unit.h"
#include "parse/text/LineTokens.h"
#include "review/ChangedFile.h"
#include "review/PieceIndex.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kverdict {

/// What came of comparing a function.
struct FunctionFate {
  std::optional<Change> Outcome; ///< none: it was not compared
  std::string Why;               ///< if it was not: why
  bool Decides = false;
};

class LineFates {
public:
  /// Files are those that differ: the main file, and headers. They and the units must outlive this.
  LineFates(std::vector<ChangedFile> &Files, const Unit &Old, const Unit &New);

  /// The functions that lines stand in, and that both versions have; in the order of the new text.
  const std::vector<std::string> &touched() const { return Touched; }
  /// The functions of both versions that are reached by what else lines stand in, without those that are touched.
  std::vector<std::string> reached() const;
  /// The functions that only one version has, and lines stand in.
  const std::set<std::string> &gone() const { return Gone; }
  const std::set<std::string> &come() const { return Come; }

  /// Writes what came of the lines. The units are those in which the functions were compared.
  void settle(const std::map<std::string, FunctionFate> &, const Unit &Old, const Unit &New);

private:
  /// A line that waits for functions.
  struct Open {
    ChangedLine *Line;
    std::vector<std::string> Functions;
    std::string Outside; ///< something that others may use too, or that no function is; may be empty
  };
  struct Side {
    const Unit *U;
    std::vector<std::optional<Layout>> Layouts = {};     ///< by file
    std::vector<std::optional<PieceIndex>> Indices = {}; ///< of them
    std::set<std::string> Functions = {}, Statics = {};
    /// A function, constant, type or macro, whose lines mention others.
    struct Mentioner {
      std::vector<std::string> Names;
      bool Function;
      bool Outside; ///< others may use it, or it is no function
    };
    std::vector<Mentioner> Mentioners = {};                      ///< made when they are needed
    std::map<std::string, std::vector<size_t>> ByMentioned = {}; ///< those that mention a name
    bool Read = false;
  };

  void look(size_t File, ChangedLine &);
  bool lookAtDirective(size_t File, ChangedLine &);
  void inFunctions(ChangedLine &, const std::vector<const Piece *> &);
  std::string toldElse(const std::string &Function) const;
  std::string declaredElse(const Open &) const;
  void inOneVersion(ChangedLine &, const Piece &);
  void elsewhere(size_t File, ChangedLine &, const Piece &);
  void reach(ChangedLine &, const std::string &Name, std::vector<std::string> Names);
  void reachAll(ChangedLine &, const std::string &Name);
  bool inBoth(const std::string &Function) const;
  void findLost();
  std::string leftOut(const ChangedLine &, const std::vector<std::string> &Functions) const;
  void read(Side &, bool Old);
  const LineTokens &tokens(size_t File, bool Old);
  Side &side(bool Old) { return Old ? OldSide : NewSide; }

  std::vector<ChangedFile> &Files;
  Side OldSide, NewSide;
  std::vector<std::string> Touched;
  std::set<std::string> Gone, Come;
  std::string Lost; ///< a function that others may use, and that the new version lacks without a changed line in it
  std::vector<Open> Waiting;
  std::map<std::pair<size_t, bool>, LineTokens> Tokens; ///< by file and version
};

} // namespace kverdict
