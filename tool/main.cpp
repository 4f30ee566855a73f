#include "core/LookAlikes.h"
#include "core/Visible.h"
#include "input/tree/ScratchRoot.h"
#include "parse/text/Nesting.h"
#include "tool/Commands.h"

#include <llvm/Support/ErrorHandling.h>
#include <llvm/Support/thread.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace kverdict;

static Outcome run(const Options &O) {
  switch (O.What) {
  case Command::Review:
    return runReview(O);
  case Command::Check:
    return runCheck(O);
  case Command::CcCheck:
    return runCcCheck(O);
  case Command::Coverage:
    return runCoverage(O);
  case Command::Diff:
    return runDiff(O);
  case Command::Simulate:
    return runSimulate(O);
  case Command::Reproduce:
    return runReproduce(O);
  case Command::RulesList:
    return runRulesList(O);
  case Command::RulesCheck:
    return runRulesCheck(O);
  case Command::Sweep:
    return runSweep(O);
  case Command::SweepShard:
    return runSweepShard(O);
  case Command::SweepMerge:
    return runSweepMerge(O);
  }
  return {};
}

static constexpr const char Lost[] = "cannot write the report to the standard output: ";

// A report that does not arrive is no result, whatever it says.
static bool printed(const std::string &Text, FILE *To) {
  return fwrite(Text.data(), 1, Text.size(), To) == Text.size() && fflush(To) == 0 && !ferror(To);
}

// Whatever strangers' text messages hold, here the last of it that could steer a terminal is made visible.
static std::string seen(llvm::StringRef Notes) {
  std::string Text;
  while (!Notes.empty()) {
    auto [Line, Rest] = Notes.split('\n');
    Text += withLookAlikesMarked(visible(Line)) + (Line.size() < Notes.size() ? "\n" : "");
    Notes = Rest;
  }
  return Text;
}

// Of a terminal; 0 if it is none.
static unsigned columnsOf(int File) {
  winsize Size{};
  if (!isatty(File) || ioctl(File, TIOCGWINSZ, &Size))
    return 0;
  return Size.ws_col > 1 ? Size.ws_col : 80;
}

// What is wrong is left.
static std::string withoutNotes(llvm::StringRef Notes) {
  std::string Text;
  while (!Notes.empty()) {
    auto [Line, Rest] = Notes.split('\n');
    if (!Line.starts_with("kverdict: note: "))
      Text += Line.str() + "\n";
    Notes = Rest;
  }
  return Text;
}

// What programs read has each name as it is.
static std::string forReaders(const std::string &Output, const Options &O) {
  return O.Format == "text" ? withLookAlikesMarked(Output) : Output;
}

static Outcome outcome(int Argc, char **Argv) {
  try {
    std::optional<Outcome> Result;
    Options O = readOptions(Argc, Argv, Result);
    O.Print = [](const std::string &Output) {
      if (!printed(Output, stdout))
        throw Error(ExitCode::Incomplete, std::string(Lost) + strerror(errno));
    };
    O.Tell = [](const std::string &Progress) { printed(Progress, stderr); };
    O.Columns = columnsOf(STDERR_FILENO);
    if (Result)
      return std::move(*Result);
    Outcome Made = run(O);
    Made.Output = forReaders(Made.Output, O);
    if (O.Quiet)
      Made.Notes = withoutNotes(Made.Notes);
    return Made;
  } catch (const Error &E) {
    return {"", std::string("kverdict: ") + E.what() + "\n", E.code()};
  } catch (const std::bad_alloc &) {
    return {"", "kverdict: out of memory\n", ExitCode::Incomplete};
  } catch (const std::exception &E) {
    return {"", std::string("kverdict: this should not happen: ") + E.what() + "\n", ExitCode::Incomplete};
  }
}

// What LLVM gives up on in this process, and not in the one that does the work: too little of something of the machine.
[[noreturn]] static void giveUp(void *, const char *Why, bool) {
  removeScratch();
  fprintf(stderr, "kverdict: %s; it needs about a gigabyte of memory, and a few processes and threads\n", Why);
  _Exit(static_cast<int>(ExitCode::Incomplete));
}

int main(int Argc, char **Argv) {
  Outcome Result;
  llvm::install_fatal_error_handler(giveUp);
  llvm::install_bad_alloc_error_handler(giveUp);
  removeScratchOnSignals();
  holdScratch();
  llvm::thread(StackSize, [&] { Result = outcome(Argc, Argv); }).join();
  waitForSignals();
  dropScratch();
  printed(seen(Result.Notes), stderr);
  if (!printed(Result.Output, stdout)) {
    fprintf(stderr, "kverdict: %s%s\n", Lost, strerror(errno));
    Result.Code = ExitCode::Incomplete;
  }
  _Exit(static_cast<int>(Result.Code)); // as clang's -disable-free: nothing is taken to pieces for the last time
}
