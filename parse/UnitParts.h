// What a unit holds. Internal to parse/: Unit.cpp makes it, UnitQueries.cpp answers from it.
#pragma once

#include "isolate/AtWork.h"
#include "parse/Diagnostics.h"
#include "parse/Extras.h"
#include "parse/Feed.h"
#include "parse/Fence.h"
#include "parse/LateBodies.h"
#include "parse/LayoutRecorder.h"
#include "parse/Unit.h"
#include "parse/text/Flood.h"

#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendAction.h>

namespace kverdict {

/// What a unit is made of. The order of members is the order in which Clang needs them to live.
struct Unit::Parts {
  UnitRequest Request;
  std::set<std::string> Keep; ///< functions whose bodies are kept, in the main file and in headers
  std::string Text;           ///< of the main file, as Clang reads it
  clang::DiagnosticOptions DiagOptions;
  Originals Blanked;                              ///< what the files hold whose unwanted bodies were made blank
  std::vector<std::unique_ptr<ExtraText>> Extras; ///< as they were read, the last one perhaps not yet
  std::set<std::string> Late;                     ///< the functions among them that were made from late bodies
  unsigned Reads = 0;                             ///< how many sets of other bodies, or of extras, were read
  /// The functions made from them, by the function, its text and the line of it: the version before one patch is often
  /// the one after another.
  std::map<std::tuple<std::string, std::string, unsigned>, std::string> OtherBodies;
  std::shared_ptr<void> Companion;
  std::unique_ptr<Diagnostics> Errors;
  std::unique_ptr<clang::CompilerInstance> Compiler;
  std::unique_ptr<clang::FrontendAction> Action;
  bool Begun = false;
  bool Failed = false;
  std::unique_ptr<Flood> Watch;
  llvm::IntrusiveRefCntPtr<Fence> Files;
  Refusal Refused;
  AtWork *Busy = nullptr;       ///< the parser, for as long as it runs
  std::unique_ptr<Feed> Parser; ///< parked at file level, behind all that was read
  std::shared_ptr<Parts> Self;  ///< keeps all of it for ever, when the parser was stopped in the middle

  std::map<std::string, LayoutNotes> Notes; ///< by the path in UnitRequest::Changed
  std::unique_ptr<LayoutRecorder> Recorder;
  std::vector<std::string> Functions; ///< defined by the main file, in its order
  std::map<std::string, const clang::FunctionDecl *> ModelBodies;
  std::map<std::string, ExtraProblem> Problems;
  mutable std::map<std::string, std::map<std::string, std::uint64_t>> Constants; ///< by what the names begin with
  mutable std::map<std::string, std::optional<std::uint64_t>> ConstantsByName;

  ~Parts() {
    Parser.reset();
    if (Begun)
      Action->EndSourceFile();
  }

  void write(std::vector<Extra> All) {
    for (const Extra &E : All)
      if (E.Name.starts_with(LateBodyPrefix))
        Late.insert(E.Name);
    Extras.push_back(
        std::make_unique<ExtraText>(writeExtras(Compiler->getASTContext(), Compiler->getPreprocessor(), All)));
  }
};

/// A place as the reports have it: relative to the root of the sources, or to where the compiler is run.
SourcePlace relative(const SourcePlace &, const CompileCommand &);

} // namespace kverdict
