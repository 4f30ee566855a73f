// Bodies that were skipped and turn out to be needed; files at a time.
#include "parse/Complete.h"
#include "parse/Threads.h"
#include "testing/Units.h"

#include <atomic>

namespace kverdict {
namespace {

/// inner() cannot be read at the end of the file: a macro in it means something else there.
UnitRequest withoutInner() {
  UnitRequest R = request("#include <linux/page.h>\nint f(int x)\n{\n\treturn count(x);\n}\n");
  R.Overlay["/t/include/linux/page.h"] = "#define BIAS 3\n"
                                         "static inline int inner(int x)\n{\n\treturn x + BIAS;\n}\n"
                                         "static inline int count(int x)\n{\n\treturn inner(x);\n}\n"
                                         "#undef BIAS\n#define BIAS 4\n";
  R.Wanted = {"f"};
  return R;
}

TEST(Complete, ParsesAgainWithWhatWasMissed) {
  CompleteUnit U(withoutInner());
  unsigned Walks = 0;
  U.complete([&](Unit &Each) {
    ++Walks;
    if (!Each.definition("inner"))
      Each.missed().insert("inner");
  });
  EXPECT_EQ(Walks, 2u);
  EXPECT_THAT(printed(U->definition("inner")), testing::HasSubstr("x + 3"));
}

TEST(Complete, ABodyThatStaysMissedIsNoEndlessSearch) {
  CompleteUnit U(withoutInner());
  EXPECT_THROW(U.complete([](Unit &Each) { Each.missed().insert("inner"); }), Error);
}

TEST(Threads, EachFileHasItsTurn) {
  for (const unsigned Jobs : {0u, 1u, 3u, 40u}) {
    std::vector<std::atomic<unsigned>> Turns(17);
    forEachFile(Jobs, Turns.size(), [&](size_t I) { ++Turns[I]; });
    for (const auto &Each : Turns)
      EXPECT_EQ(Each, 1u) << Jobs;
  }
  forEachFile(2, 0, [](size_t) { FAIL(); });
}

/// More than a thread has by itself.
unsigned descend(unsigned Levels, volatile char *Above) {
  volatile char Here[1024];
  Here[0] = *Above;
  return Levels ? descend(Levels - 1, Here) + (Here[0] == 0) : 0;
}

TEST(Threads, HaveALargeStack) {
  forEachFile(2, 2, [](size_t) {
    volatile char Start = 0;
    EXPECT_EQ(descend(100'000, &Start), 100'000u);
  });
}

} // namespace
} // namespace kverdict
