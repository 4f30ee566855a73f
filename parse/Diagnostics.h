// Sorts what Clang complains of: an error in the file means that the unit must not be analysed; an error in an
// extra concerns that extra alone.
#pragma once

#include "parse/Extras.h"

#include <clang/Basic/Diagnostic.h>
#include <clang/Frontend/TextDiagnosticPrinter.h>

#include <functional>

namespace kverdict {

class Diagnostics : public clang::DiagnosticConsumer {
public:
  /// Length is that of the main file's text, in bytes. What the parser reads behind it is not the author's.
  Diagnostics(clang::DiagnosticOptions &, size_t Length);

  /// From now on, errors at places in this file are errors of extras.
  void addExtras(clang::FileID ID, const ExtraText *Text) { Extras[ID] = Text; }

  /// What was said of this file by addExtras(); null if nothing was.
  const ExtraText *extra(clang::FileID ID) const {
    const auto It = Extras.find(ID);
    return It == Extras.end() ? nullptr : It->second;
  }

  void BeginSourceFile(const clang::LangOptions &, const clang::Preprocessor *) override;
  void EndSourceFile() override;
  void HandleDiagnostic(clang::DiagnosticsEngine::Level, const clang::Diagnostic &) override;

  /// Each with place and caret. A brace that is never closed comes first: most others follow from it.
  const std::vector<std::string> &fileErrors() const { return FileErrors; }
  const SourcePlace &firstPlace() const { return FirstPlace; } ///< of the first of them, as Clang names it
  const std::string &firstMessage() const { return FirstMessage; }
  const std::map<std::string, Unit::ExtraProblem> &extraProblems() const { return ExtraProblems; }

private:
  void keepFirst(const clang::Diagnostic &);
  void ofExtra(const ExtraText::Piece &, bool InHead, const clang::Diagnostic &, std::string Text);
  std::string meant(const clang::Diagnostic &) const;
  bool isBehindEnd(const clang::Diagnostic &) const;
  void atEnd(const clang::Diagnostic &);
  void notClosed(const clang::Diagnostic &Note);
  std::string print(clang::DiagnosticsEngine::Level, const clang::Diagnostic &);
  bool isOwn(const clang::SourceManager &, clang::SourceLocation) const;
  /// Where a location of the file really is; of an extra, where its text says that it is from.
  clang::PresumedLoc placeOf(const clang::SourceManager &, clang::SourceLocation) const;

  size_t Length;
  std::string WantedAtEnd; ///< what Clang just missed at the end of the file
  std::string Buffer;
  llvm::raw_string_ostream Stream{Buffer};
  clang::DiagnosticOptions &Options;
  clang::TextDiagnosticPrinter Printer;
  std::map<clang::FileID, const ExtraText *> Extras;
  std::vector<std::string> FileErrors;
  SourcePlace FirstPlace;
  std::string FirstMessage;
  std::map<std::string, Unit::ExtraProblem> ExtraProblems;
  const clang::Preprocessor *Names = nullptr;
};

} // namespace kverdict
