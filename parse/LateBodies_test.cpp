// Bodies of headers are read late. They must be the same functions as if they had been read in their place.
#include "testing/Units.h"

using testing::HasSubstr;
using testing::IsEmpty;

namespace kverdict {
namespace {

const char *const Main = "#include <linux/page.h>\nint f(struct page *page)\n{\n\treturn count(page);\n}\n";

UnitRequest withHeader(const std::string &Header, const std::string &Text = Main) {
  UnitRequest R = request(Text);
  R.Overlay["/t/include/linux/page.h"] = "struct page { int refs, extra; };\n" + Header;
  R.Wanted = {"f"};
  return R;
}

/// The same with the body read where it stands.
UnitRequest inPlace(UnitRequest R, std::set<std::string> Names) {
  R.Wanted.merge(Names);
  return R;
}

const char *const Count = "static inline int inner(struct page *p)\n{\n\treturn p->extra + BIAS;\n}\n"
                          "static inline int count(struct page *page)\n{\n\treturn page->refs + inner(page);\n}\n";

TEST(LateBodies, AreTheSameAsInPlace) {
  UnitRequest R = withHeader(std::string("#define BIAS 3\n") + Count);
  auto Late = parseUnit(R), There = parseUnit(inPlace(R, {"count", "inner"}));
  for (const char *Name : {"count", "inner"}) {
    ASSERT_NE(Late->definition(Name), nullptr) << Name;
    EXPECT_EQ(There->definition(Name)->getNameAsString(), Name);
    EXPECT_EQ(printed(Late->definition(Name)), printed(There->definition(Name)));
    const clang::Stmt *First = *Late->definition(Name)->getBody()->child_begin();
    const clang::Stmt *Same = *There->definition(Name)->getBody()->child_begin();
    EXPECT_EQ(Late->place(First->getBeginLoc()), There->place(Same->getBeginLoc()));
    EXPECT_EQ(Late->place(First->getBeginLoc()).File, "include/linux/page.h");
  }
  EXPECT_NE(Late->definition("inner")->getNameAsString(), "inner") << "this one was read late";
}

TEST(LateBodies, AreNotReadIfAMacroMeansSomethingElseByThen) {
  UnitRequest R = withHeader(std::string("#define BIAS 3\n") + Count + "#undef BIAS\n#define BIAS 4\n");
  auto U = parseUnit(R);
  EXPECT_NE(U->definition("count"), nullptr);
  EXPECT_EQ(U->definition("inner"), nullptr) << "it would add 4";
  EXPECT_TRUE(U->skipped(parseUnit(inPlace(R, {"inner"}))->definition("inner")) == false);
  EXPECT_THAT(printed(parseUnit(inPlace(R, {"inner"}))->definition("inner")), HasSubstr("p->extra + 3"));
}

TEST(LateBodies, AreNotReadIfAMacroCameOrWentOrChangedInside) {
  for (const char *Header :
       {"#define BIAS 3\n%s#undef BIAS\nenum { BIAS = 4 };\n", "enum { BIAS = 3 };\n%s#define BIAS 4\n",
        "#define DEEP 3\n#define BIAS DEEP\n%s#undef DEEP\n#define DEEP 4\n"}) {
    std::string Text = Header;
    Text.replace(Text.find("%s"), 2, Count);
    auto U = parseUnit(withHeader(Text));
    EXPECT_EQ(U->definition("inner"), nullptr) << Header;
  }
}

TEST(LateBodies, AFunctionLikeMacroAppliesOnlyToCalls) {
  UnitRequest R = withHeader("static inline int inner(struct page *p)\n{\n\tint extra = p->extra;\n\treturn extra;\n}\n"
                             "static inline int count(struct page *page)\n{\n\treturn inner(page);\n}\n"
                             "#define extra(x) (x)\n");
  auto U = parseUnit(R);
  EXPECT_NE(U->definition("inner"), nullptr) << "extra is not called in it";
}

TEST(LateBodies, ModelsStopTheSearch) {
  UnitRequest R = withHeader(std::string("#define BIAS 3\n") + Count);
  R.Opaque = {"inner"};
  auto U = parseUnit(R);
  EXPECT_NE(U->definition("count"), nullptr);
  EXPECT_EQ(U->definition("inner"), nullptr);
}

TEST(LateBodies, UnreachedBodiesAreNeverRead) {
  UnitRequest R =
      withHeader("#define BIAS 1\n" + std::string(Count) + "static inline int broken(void) { return undeclared; }\n");
  auto U = parseUnit(R);
  EXPECT_NE(U->definition("inner"), nullptr);
  EXPECT_EQ(U->definition("broken"), nullptr);
}

} // namespace
} // namespace kverdict
