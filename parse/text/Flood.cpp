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
      F.stop(Location, "more than " + std::to_string(F.Limits.Includes) + " included files");
  }

  void HasInclude(SourceLocation At, StringRef, bool, OptionalFileEntryRef, SrcMgr::CharacteristicKind) override {
    if (++F.LookedFor > F.Limits.Includes)
      F.stop(At, "more than " + std::to_string(F.Limits.Includes) + " __has_include");
  }

  void PragmaDiagnosticPush(SourceLocation At, StringRef) override { F.pragma(At); }
  void PragmaDiagnostic(SourceLocation At, StringRef, diag::Severity, StringRef) override { F.pragma(At); }

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
  Files = LookedFor = Pragmas = 0;
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

std::string Flood::directiveAt(SourceLocation At) const {
  const SourceManager &SM = PP.getSourceManager();
  const auto [File, Offset] = SM.getDecomposedExpansionLoc(At);
  const StringRef Before = SM.getBufferData(File).take_front(Offset);
  size_t Line = Before.rfind('\n') + 1;
  while (Line > 1 && Before.take_front(Line - 1).rtrim(" \t\r").ends_with("\\")) // it goes on with this line
    Line = Before.rfind('\n', Line - 1) + 1;
  StringRef Text = Before.drop_front(Line).ltrim();
  if (!Text.consume_front("#"))
    return "a call of a macro";
  const StringRef Word = Text.ltrim().take_while([](char C) { return isAlphanumeric(C) || C == '_'; });
  return Word == "define" ? "a macro" : Word == "if" || Word == "elif" ? "an #" + Word.str() : "a #" + Word.str();
}

/// One that adds to those before it.
void Flood::pragma(SourceLocation At) {
  if (++Pragmas > Limits.Pragmas)
    stop(At, "more than " + std::to_string(Limits.Pragmas) + " pragmas");
}

/// Conditions are evaluated by functions that call themselves, and of the names of a macro each is held against those
/// before it.
void Flood::unparsed(const Token &T) {
  Listing = T.isOneOf(tok::comma, tok::identifier, tok::raw_identifier) ? Listing + 1 : 0;
  if (Listing > 2 * Limits.Parameters)
    stop(T.getLocation(),
         directiveAt(T.getLocation()) + " of more than " + std::to_string(Limits.Parameters) + " names");
  if (!PP.isParsingIfOrElifDirective())
    return;
  const bool Opens = T.isOneOf(tok::l_paren, tok::question, tok::exclaim, tok::tilde) ||
                     (T.isOneOf(tok::minus, tok::plus) && !Operand);
  Operand = T.isLiteral() || T.is(tok::r_paren) || (!T.isAnnotation() && T.getIdentifierInfo());
  if (T.getLocation().isMacroID()) // not all that such a call consists of is shown
    OfMacro = Opens ? OfMacro + 1 : 0;
  else if (Opens)
    ++Operators;
  else if (T.is(tok::r_paren))
    Operators -= Operators != 0;
  if (Operators > Limits.Operators || OfMacro > Limits.Operators)
    stop(T.getLocation(), "an #if of more than " + std::to_string(Limits.Operators) + " operators");
}

void Flood::stop(SourceLocation At, const std::string &What) {
  const SourceManager &SM = PP.getSourceManager();
  const SourceLocation Here = SM.getExpansionLoc(At);
  const bool Ours = SM.getBufferName(Here) == "<kverdict>"; // which says by #line whose text it is
  const PresumedLoc Place = SM.getPresumedLoc(Here, Ours);
  Over(Place.isValid() ? std::string(Place.getFilename()) + ":" + std::to_string(Place.getLine()) : "a macro", What);
}

} // namespace kverdict
