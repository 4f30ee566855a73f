#include "parse/text/Flood.h"

#include <clang/Basic/SourceManager.h>
#include <clang/Lex/PPCallbacks.h>

#include <ctime>

using namespace clang;

namespace kverdict {
namespace {

/// Of this thread.
unsigned cpuSeconds() {
  timespec Now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &Now);
  return static_cast<unsigned>(Now.tv_sec);
}

} // namespace

class Flood::Includes : public PPCallbacks {
public:
  explicit Includes(Flood &F) : F(F) {}

  void FileChanged(SourceLocation Location, FileChangeReason Reason, SrcMgr::CharacteristicKind, FileID) override {
    if (Reason == EnterFile && ++F.Files > F.Limits.Includes)
      F.stop(Location, "more than " + std::to_string(F.Limits.Includes) + " files that include each other");
  }

private:
  Flood &F;
};

Flood::Flood(Preprocessor &PP, Stop Over, BoundNames Names, const FloodLimits &Limits)
    : PP(PP), Over(std::move(Over)), Limits(Limits), Deep(Limits.Nesting), Listed(std::move(Names)),
      Began(cpuSeconds()) {
  PP.addPPCallbacks(std::make_unique<Includes>(*this));
  PP.setPreprocessToken(true);
  PP.setTokenWatcher([this](const Token &T) { token(T); });
}

void Flood::restart() {
  Tokens = NextLook = AtParsed = Letters = 0;
  Files = 0;
  Began = cpuSeconds();
}

void Flood::look(const Token &T) {
  NextLook = Tokens + 4096;
  if (length(T) > LongToken)
    Letters += length(T);
  const SourceLocation At = T.getLocation();
  if (Tokens > Limits.Tokens)
    stop(At, "with its headers and macros, more than " + std::to_string(Limits.Tokens) + " tokens");
  if (Tokens - AtParsed > Limits.MacroTokens)
    stop(At, "a macro of more than " + std::to_string(Limits.MacroTokens) + " tokens");
  if (length(T) > Limits.Word)
    stop(At, "a word or string of more than " + std::to_string(Limits.Word) + " letters");
  if (Letters > Limits.Letters)
    stop(At, "words and strings of more than " + std::to_string(Limits.Letters) + " letters");
  if (cpuSeconds() - Began > Limits.Seconds)
    stop(At, "Clang needs more than " + std::to_string(Limits.Seconds) + " s up to here");
}

void Flood::stop(SourceLocation At, const std::string &What) {
  const SourceManager &SM = PP.getSourceManager();
  const PresumedLoc Place = SM.getPresumedLoc(SM.getExpansionLoc(At), false);
  Over(Place.isValid() ? std::string(Place.getFilename()) + ":" + std::to_string(Place.getLine()) : "a macro", What);
}

} // namespace kverdict
