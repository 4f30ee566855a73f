// Notes, while a file is parsed, what its Layout is made of. Internal to parse/.
#pragma once

#include "parse/Layout.h"
#include "parse/Unit.h"

#include <clang/AST/DeclGroup.h>
#include <clang/Basic/SourceLocation.h>

#include <map>
#include <set>
#include <string>

namespace clang {
class FunctionDecl;
class Preprocessor;
class SourceManager;
} // namespace clang

namespace kverdict {

class LayoutRecorder {
public:
  LayoutRecorder(const UnitRequest &Request, std::map<std::string, LayoutNotes> &Notes)
      : Request(Request), Notes(Notes) {}

  /// Has it told which lines are skipped.
  void watch(clang::Preprocessor &);
  void add(clang::DeclGroupRef);
  void entered(clang::SourceLocation);
  void skipped(clang::SourceRange);
  /// Whether a changed line stands in the body of a function that is being parsed.
  bool changes(const clang::FunctionDecl *);

private:
  /// The path of a file that is watched, or null.
  const std::string *watched(clang::FileID);

  const UnitRequest &Request;
  std::map<std::string, LayoutNotes> &Notes;
  clang::Preprocessor *PP = nullptr;
  clang::SourceManager *SM = nullptr;
  std::map<clang::FileID, const std::string *> Known;
  clang::FileID Last;
  const std::string *LastPath = nullptr;
};

/// What the notes of a file tell.
Layout layoutOf(const LayoutNotes &, const clang::SourceManager &);

} // namespace kverdict
