#include "testing/Units.h"

#include <filesystem>

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;

namespace kverdict {
namespace {

const char *const Checks =
    "struct vma { unsigned long vm_flags; };\n#define VM_WRITE 2ul\n"
    "int check(struct vma *vma, int mode)\n{\n\treturn vma->vm_flags & VM_WRITE ? -22 : mode;\n}\n";

TEST(Unit, ExtrasBecomeFunctionsWithTheParametersOfTheirFunction) {
  Extra Ensures = condition("ensures", "check", "result == mode || vma->vm_flags & VM_WRITE");
  Ensures.Result = true;
  auto U = parseUnit(request(Checks, {Ensures, extra(Extra::Kind::Place, "place", "check", "vma->vm_flags"),
                                      extra(Extra::Kind::Value, "value", "check", "VM_WRITE | 1"),
                                      extra(Extra::Kind::Body, "body", "check", "return 7;")}));
  for (const char *Name : {"ensures", "place", "value", "body"})
    EXPECT_EQ(U->problem(Name), nullptr) << Name << ": " << U->problem(Name)->Diagnostic;
  const clang::FunctionDecl *F = U->definition("ensures");
  ASSERT_NE(F, nullptr);
  ASSERT_EQ(F->getNumParams(), 3u);
  EXPECT_EQ(F->getParamDecl(0)->getNameAsString(), "vma");
  EXPECT_EQ(F->getParamDecl(2)->getNameAsString(), "result");
  EXPECT_EQ(F->getParamDecl(2)->getType().getAsString(), "int");
  EXPECT_TRUE(F->getReturnType()->isBooleanType());
  EXPECT_EQ(U->definition("value")->getReturnType().getAsString(), "unsigned long long");
  EXPECT_EQ(U->modelBody(U->definition("check")), U->definition("body"));
  EXPECT_EQ(U->modelBody(U->definition("value")), nullptr);
}

TEST(Unit, AnExtraNeedsNoPlace) {
  auto U =
      parseUnit(request(Checks, {extra(Extra::Kind::Value, "placeless", "check", "VM_WRITE", {}),
                                 extra(Extra::Kind::Value, "far", "check", "VM_WRITE", {"r.yaml", 1, 4'000'000'000})}));
  for (const char *Name : {"placeless", "far"})
    EXPECT_EQ(U->problem(Name), nullptr) << Name << ": " << U->problem(Name)->Diagnostic;
}

TEST(Unit, WhatTheTreeDoesNotHaveIsNoMistakeOfTheRules) {
  Extra Needs = condition("needs", "check", "1");
  Needs.Needs = {"VM_WRITE", "VM_ABSENT"};
  Extra Result = condition("result", "nothing", "result");
  Result.Result = true;
  auto U = parseUnit(
      request(std::string(Checks) + "void nothing(void) { }\n",
              {Needs, Result, condition("function", "absent", "1"), condition("member", "check", "vma->vm_ops"),
               condition("name", "check", "VM_MAYWRITE"), condition("fine", "check", "vma->vm_flags")}));
  for (const char *Name : {"needs", "result", "function", "member", "name"}) {
    ASSERT_NE(U->problem(Name), nullptr) << Name;
    EXPECT_EQ(U->problem(Name)->Whose, Unit::ExtraProblem::Fault::TreeLacks)
        << Name << ": " << U->problem(Name)->Reason;
  }
  EXPECT_THAT(U->problem("needs")->Reason, HasSubstr("VM_ABSENT"));
  EXPECT_THAT(U->problem("function")->Reason, HasSubstr("absent()"));
  EXPECT_THAT(U->problem("member")->Reason, HasSubstr("vm_ops"));
  EXPECT_EQ(U->problem("fine"), nullptr) << "a bad neighbour spoils nothing";
  EXPECT_NE(U->definition("fine"), nullptr);
}

TEST(Unit, ANameThatIsALetterOffIsAMistakeOfTheRules) {
  Extra Needs = condition("needs", "check", "1");
  Needs.Needs = {"VM_WRTIE"};
  auto U = parseUnit(request(Checks, {Needs, condition("macro", "check", "vma->vm_flags & VM_WRIT"),
                                      condition("member", "check", "vma->vm_flag"),
                                      condition("sibling", "check", "vma->vm_flags & VM_WRITES"),
                                      condition("function", "check", "chek(vma, 1)")}));
  for (const char *Name : {"needs", "macro", "member"}) {
    ASSERT_NE(U->problem(Name), nullptr) << Name;
    EXPECT_EQ(U->problem(Name)->Whose, Unit::ExtraProblem::Fault::Text) << Name << ": " << U->problem(Name)->Reason;
    EXPECT_THAT(U->problem(Name)->Diagnostic, HasSubstr("did you mean")) << Name;
  }
  EXPECT_THAT(U->problem("macro")->Diagnostic, HasSubstr("rules.yaml:3:"));
  EXPECT_THAT(U->problem("macro")->Diagnostic, HasSubstr("VM_WRITE"));
  EXPECT_EQ(U->problem("sibling")->Whose, Unit::ExtraProblem::Fault::TreeLacks)
      << "the kernel has many such pairs: " << U->problem("sibling")->Diagnostic;
}

TEST(Unit, MistakesInExtrasNameTheirPlaceInTheRules) {
  auto U = parseUnit(
      request(Checks, {condition("unclosed", "check", "(vma->vm_flags & 2"),
                       condition("twice", "check", "mode == == 2"), condition("fine", "check", "mode == 1")}));
  ASSERT_NE(U->problem("twice"), nullptr);
  EXPECT_EQ(U->problem("twice")->Whose, Unit::ExtraProblem::Fault::Text);
  EXPECT_THAT(U->problem("twice")->Diagnostic, AllOf(HasSubstr("rules.yaml:3:22"), HasSubstr("^")));
  ASSERT_NE(U->problem("unclosed"), nullptr);
  EXPECT_EQ(U->problem("unclosed")->Whose, Unit::ExtraProblem::Fault::Text);
  EXPECT_EQ(U->problem("fine"), nullptr);
}

TEST(Unit, AnErrorInTheFileRefusesIt) {
  EXPECT_THAT(refusal(request("#include <linux/absent.h>\nint f(void) { return 0; }\n")),
              AllOf(HasSubstr("/t/mm/test.c"), HasSubstr("'linux/absent.h' file not found"), HasSubstr("defconfig")));
  EXPECT_THAT(refusal(request("int f(void) { return undeclared; }\n")), IsEmpty()) << "its body is skipped";
  UnitRequest All = request("int f(void) { return undeclared; }\n");
  All.AllBodies = true;
  EXPECT_THAT(refusal(All), HasSubstr("undeclared"));
  All.Text = "int f(void) { return 0; \n";
  EXPECT_THAT(refusal(All), HasSubstr("error"));
}

TEST(Unit, OnlyWantedBodiesAreKept) {
  UnitRequest R = request("static int c(void) { return 3; }\nstatic int b(void) { return c(); }\n"
                          "int a(void) { return b(); }\nint other(void) { return 1; }\n");
  R.Wanted = {"a"};
  auto U = parseUnit(R);
  EXPECT_THAT(U->functions(), ElementsAre("c", "b", "a", "other"));
  for (const char *Kept : {"a", "b", "c"})
    EXPECT_NE(U->definition(Kept), nullptr) << Kept;
  EXPECT_EQ(U->definition("other"), nullptr);
  EXPECT_THAT(U->missed(), IsEmpty());
  R.AllBodies = true;
  EXPECT_NE(parseUnit(R)->definition("other"), nullptr);
}

TEST(Unit, OverlaysReplaceFilesAndPlacesNameThem) {
  UnitRequest R = request("#include <linux/small.h>\nint f(int x)\n{\n\treturn LIMIT + twice(x);\n}\n");
  R.Overlay["/t/include/linux/small.h"] = "#define LIMIT 5\nstatic inline int twice(int x)\n{\n\treturn x * 2;\n}\n";
  R.Wanted = {"f"};
  auto U = parseUnit(R);
  EXPECT_THAT(printed(U->definition("f")), HasSubstr("return 5 + twice(x);"));
  const clang::FunctionDecl *F = U->definition("f");
  EXPECT_EQ(U->place(F->getLocation()).File, "mm/test.c");
  EXPECT_EQ(U->place(F->getLocation()).Line, 2u);
  EXPECT_EQ(U->text(F->getBody()->getSourceRange()), "{ return LIMIT + twice(x); }") << "as written, on one line";
}

TEST(Unit, NothingIsWrittenOrReadFromTheFileItself) {
  const std::filesystem::path Here =
      std::filesystem::temp_directory_path() / ("kverdict-unit-" + std::to_string(getpid()));
  std::filesystem::create_directories(Here);
  UnitRequest R = request("int f(void) { return 1; }\n");
  R.Command = {(Here / "absent.c").string(), Here.string(), {"-std=gnu11"}};
  R.AllBodies = true;
  EXPECT_NE(parseUnit(R)->definition("f"), nullptr) << "the text is not that of a file on disk";
  EXPECT_TRUE(std::filesystem::is_empty(Here));
  std::filesystem::remove_all(Here);
}

TEST(Unit, ConstantsAreNamed) {
  auto U =
      parseUnit(request("#define EINVAL 22\n#define VM_READ 0x1\n#define VM_WRITE (1ul << 1)\n"
                        "#define VM_BOTH (VM_READ | VM_WRITE)\n#define EMPTY\n#define CALL(x) x\n#define TEXT \"a\"\n"
                        "enum kind { FIRST, SECOND = 7, NEGATIVE = -1 };\nint f(void);\n"));
  const auto &C = U->constants("");
  EXPECT_THAT(C, Contains(Pair("VM_BOTH", 3u)));
  EXPECT_THAT(C, Contains(Pair("SECOND", 7u)));
  EXPECT_EQ(C.count("EMPTY") + C.count("CALL") + C.count("TEXT"), 0u);
  EXPECT_THAT(U->constants("VM_"), ElementsAre(Pair("VM_BOTH", 3u), Pair("VM_READ", 1u), Pair("VM_WRITE", 2u)));
  EXPECT_EQ(U->constant("SECOND"), 7u);
  EXPECT_FALSE(U->constant("SEC"));
  EXPECT_EQ(U->errnoName(22), "EINVAL");
  EXPECT_EQ(U->errnoName(12), "") << "this tree has no ENOMEM";
}

/// As the kernel makes its flags: by BIT(), or by a macro of a subsystem that casts the bit of an enumerator.
TEST(Unit, ConstantsOfFunctionLikeMacrosAreNamed) {
  auto U = parseUnit(request(
      "#define __AC(X, Y) (X##Y)\n#define _AC(X, Y) __AC(X, Y)\n#define _UL(x) (_AC(x, UL))\n"
      "#define UL(x) (_UL(x))\n#define BIT(nr) (UL(1) << (nr))\n#define __force\n"
      "typedef unsigned int slab_t;\nenum { _A, _B, _C };\n"
      "#define FLAG(nr) ((slab_t __force)(1U << (nr)))\n#define S_C FLAG(_C)\n"
      "#define S_BOTH (S_C | BIT(4))\n#define S_PLUS(a, b) ((a) + BIT(b))\n"
      "#define S_SUM S_PLUS(S_C, (2))\n#define NOTHING() 7\n#define S_SEVEN NOTHING()\n"
      "#define S_LOOP FLAG(S_LOOP)\n#define AGAIN(x) AGAIN(x)\n#define S_AGAIN AGAIN(1)\n"
      "#define S_FEW S_PLUS(1)\n#define S_MANY FLAG(1, 2)\n#define S_OPEN FLAG(1\n"
      "#define S_ANY(...) 1\n#define S_VARIADIC S_ANY(1)\n#define S_TEXT FLAG(\"a\")\n"
      "#define S_BARE(x) x << 1\n#define S_FIVE S_BARE(1 | 2)\n#define PASTE(a, b) a##b\n#define S_PASTED PASTE(1, 2)\n"
      "#define OUTER(nr) INNER\n#define INNER nr\n#define S_NOT_GIVEN OUTER(3)\n"
      "int f(void);\n"));
  EXPECT_THAT(U->constants("S_"), ElementsAre(Pair("S_BOTH", 20u), Pair("S_C", 4u), Pair("S_FIVE", 5u),
                                              Pair("S_SEVEN", 7u), Pair("S_SUM", 8u)));
}

/// A condition that goes on behind a backslash is one line all the same.
TEST(Unit, TextIsFoldedToOneLine) {
  EXPECT_EQ(folded("a &&\n\t b"), "a && b");
  EXPECT_EQ(folded("WARN(a, \\\n     b) \\  \r\n && c"), "WARN(a, b) && c");
  EXPECT_EQ(folded("c == '\\\\' && d"), "c == '\\\\' && d");
}

/// What is wanted of a unit later is read behind it: a place that it has, one that it has not, and the skipped body of
/// an inline function of a header that it needs.
TEST(Unit, ReadsMoreExtrasLater) {
  UnitRequest Q = request("struct s { int a; };\nstatic inline int low(struct s *p) { return p->a; }\n"
                          "int f(struct s *p) { return p->a; }\n");
  Q.Wanted = {"f"};
  const std::unique_ptr<Unit> U = parseUnit(Q);
  EXPECT_FALSE(U->definition("low"));
  const unsigned Before = U->reads();
  ASSERT_TRUE(
      U->read({extra(Extra::Kind::Value, "first", "f", "low(p)"), extra(Extra::Kind::Value, "bad", "f", "p->b")}));
  EXPECT_EQ(U->reads(), Before + 1);
  EXPECT_FALSE(U->problem("first"));
  EXPECT_TRUE(U->definition("low"));
  ASSERT_TRUE(U->problem("bad"));
  EXPECT_THAT(U->problem("bad")->Reason + U->problem("bad")->Diagnostic, testing::HasSubstr("'b'"));
  ASSERT_TRUE(U->read({extra(Extra::Kind::Value, "second", "f", "p->a + 1")}));
  EXPECT_THAT(printed(U->definition("second")), testing::HasSubstr("p->a + 1"));
}

} // namespace
} // namespace kverdict
