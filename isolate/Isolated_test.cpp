// Work that dies is done anew without the function that it died at.
#include "isolate/Isolated.h"

#include "isolate/AtWork.h"

#include <llvm/Support/ErrorHandling.h>
#include <llvm/Support/thread.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <thread>
#include <unistd.h>

using testing::AllOf;
using testing::HasSubstr;

namespace kverdict {
namespace {

struct Death {
  const char *Name;
  void (*Die)();
  const char *Said;
  bool Bound = false;
};

int deep(volatile int *Up) {
  volatile int Here[1000];
  Here[0] = *Up + 1;
  return deep(Here) + Here[0];
}

const Death Deaths[] = {
    {"Segfault", [] { *static_cast<volatile int *>(nullptr) = 1; }, "signal 11"},
    {"Abort", [] { std::abort(); }, "signal 6"},
    {"Trap", [] { __builtin_trap(); }, "signal 4"},
    {"Stack",
     [] {
       volatile int Start = 0;
       deep(&Start);
     },
     "signal 11"},
    {"Exception", [] { throw std::runtime_error("unheard of"); }, "unheard of"},
    {"NoMemory", [] { throw std::bad_alloc(); }, "memory", true},
    {"FatalErrorOfLlvm", [] { llvm::report_fatal_error("llvm says so"); }, "llvm says so"},
    {"Hang",
     [] {
       for (volatile int I = 0;; I = I + 1)
         ;
     },
     "too long", true},
};

/// Three functions, of which the second fails.
std::string work(void (*Die)(), const std::string &Bad) {
  std::string Out;
  for (const std::string Function : {"a", "b", "c"})
    try {
      const AtWork Mark("f.c", Function, "", 1);
      if (Function == Bad)
        Die();
      Out += Function + " ";
    } catch (const Failed &Why) {
      Out += std::string("[") + Why.what() + "] ";
    }
  return Out;
}

class DeathTest : public testing::TestWithParam<Death> {};

TEST_P(DeathTest, IsAGapOfOneFunction) {
  const std::string Out = isolated([] { return work(GetParam().Die, "b"); });
  EXPECT_THAT(Out, HasSubstr(GetParam().Said));
  if (GetParam().Bound) // a bound that was met is no bug
    EXPECT_THAT(Out, AllOf(testing::StartsWith("a [kverdict gave up on b(): it "), testing::EndsWith("] c "),
                           testing::Not(HasSubstr("bug"))));
  else
    EXPECT_THAT(
        Out, AllOf(testing::StartsWith("a [kverdict failed on b(): "), testing::EndsWith("; a bug of kverdict] c ")));
}

TEST_P(DeathTest, IsToldOfAnyThread) {
  const std::string Out = isolated([] {
    std::string Text;
    llvm::thread([&] { Text = work(GetParam().Die, "b"); }).join();
    return Text;
  });
  EXPECT_THAT(Out, AllOf(testing::ContainsRegex("(failed|gave up) on b\\(\\)"), testing::EndsWith(" c ")));
}

INSTANTIATE_TEST_SUITE_P(Kinds, DeathTest, testing::ValuesIn(Deaths), [](const auto &Info) { return Info.param.Name; });

TEST(Isolated, HandsBackWhatWasDone) {
  const std::string Large(3'000'000, 'x');
  EXPECT_EQ(isolated([&] { return Large; }), Large);
}

TEST(Isolated, ManyFunctionsMayFail) {
  const std::string Out = isolated([] {
    std::string Text;
    for (int I = 0; I < 10; ++I)
      try {
        const AtWork Mark("f.c", "f" + std::to_string(I));
        std::abort();
      } catch (const Failed &) {
        Text += std::to_string(I);
      }
    return Text;
  });
  EXPECT_EQ(Out, "0123456789");
}

TEST(Isolated, AFileInOneVersion) {
  const std::string Out = isolated([] {
    std::string Text;
    for (const char *Version : {"old", "new"})
      try {
        const AtWork Mark("f.c", "", Version);
        if (std::string(Version) == "new")
          std::abort();
        Text += std::string(Version) + " ";
      } catch (const Failed &Why) {
        Text += Why.what();
      }
    return Text;
  });
  EXPECT_THAT(Out, testing::StartsWith("old kverdict failed on f.c: signal 6"));
}

std::string complaint(const std::function<std::string()> &Work) {
  try {
    return "done: " + isolated(Work);
  } catch (const Failed &Why) {
    return Why.what();
  }
}

TEST(Isolated, WhereNothingIsToBlameItIsSaid) {
  EXPECT_THAT(complaint([]() -> std::string { std::abort(); }), HasSubstr("kverdict failed: signal 6"));
  EXPECT_THAT(complaint([]() -> std::string { raise(SIGKILL), _exit(0); }), HasSubstr("it was killed"));
  EXPECT_THAT(complaint([]() -> std::string { std::exit(1); }), HasSubstr("ended with code 1"));
}

TEST(Isolated, WithoutAChildNothingIsWatched) {
  const AtWork Mark("f.c", "f");
  SUCCEED();
}

TEST(Isolated, ShowsHowFarItIs) {
  std::vector<Progress> Seen;
  isolated(
      [] {
        expectFiles(3);
        finishFile();
        const AtWork File("mm/a.c", "", "text");
        const AtWork Function("mm/a.c", "f");
        sleep(2);
        return "";
      },
      [&](const Progress &Now) { Seen.push_back(Now); });
  ASSERT_FALSE(Seen.empty());
  EXPECT_EQ(Seen.back().Done, 1u);
  EXPECT_EQ(Seen.back().Total, 3u);
  EXPECT_EQ(Seen.back().File, "mm/a.c");
  EXPECT_EQ(Seen.back().Function, "f");
}

} // namespace
} // namespace kverdict
