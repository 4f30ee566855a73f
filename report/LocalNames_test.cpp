// What objects of a state are called.
#include "report/LocalNames.h"

#include <gtest/gtest.h>

namespace kverdict {
namespace {

TraceStep read(const std::string &Values, unsigned Depth = 0) {
  TraceStep Step;
  Step.What = TraceStep::Kind::Branch;
  Step.Depth = Depth;
  Step.Values = Values;
  return Step;
}

const std::string Loaded = "mtree_load(&mm->mm_mt, addr)", Vma = "((struct vma *)(" + Loaded + "))";

TEST(LocalNames, OfWhatACallGave) {
  const LocalNames Own({read("addr = 0, vma = " + Vma)});
  EXPECT_EQ(Own.in(Vma + "->vm_flags = VM_SHARED (after mtree_load())"),
            "vma->vm_flags = VM_SHARED (after mtree_load())");
  EXPECT_EQ(Own.in("may_expand(mm, " + Vma + ", " + Vma + "->vm_flags) returned true"),
            "may_expand(mm, vma, vma->vm_flags) returned true");
  EXPECT_EQ(Own.in("returns " + Loaded), "returns vma");
  EXPECT_EQ(Own.in(Loaded), "vma");
  EXPECT_EQ(Own.in(Loaded + " returned NULL"), Loaded + " returned NULL") << "the call is what it is about";
}

TEST(LocalNames, OfACallThatNamesItsType) {
  const LocalNames Own({read("page = vm_normal_page(vma, addr, pte), err = ERR_PTR(-ENOMEM), n = (void *)0x10")});
  EXPECT_EQ(Own.in("vm_normal_page(vma, addr, pte)->flags = 1"), "page->flags = 1");
  EXPECT_EQ(Own.in("vm_normal_page(vma, addr, pte) returned NULL"), "vm_normal_page(vma, addr, pte) returned NULL");
  EXPECT_EQ(Own.in("returns ERR_PTR(-ENOMEM)"), "returns ERR_PTR(-ENOMEM)");
}

TEST(LocalNames, OfWhereAMemberOfItLeads) {
  const LocalNames Own({read("old = " + Vma + "->vm_policy")});
  EXPECT_EQ(Own.in("(" + Vma + "->vm_policy)->mode = 0"), "old->mode = 0");
  EXPECT_EQ(Own.in(Vma + "->vm_policy is not NULL"), "old is not NULL");
  EXPECT_EQ(LocalNames({read("n = " + Vma + "->n + 1")}).in(Vma + "->n + 1"), Vma + "->n + 1") << "that is no place";
}

TEST(LocalNames, NotOfAVariableThatChanges) {
  const LocalNames Own({read("vma = " + Vma), read("vma = ((struct vma *)(next(vma)))")});
  EXPECT_EQ(Own.in(Vma + "->vm_flags = 0"), Vma + "->vm_flags = 0");
  EXPECT_EQ(LocalNames({read("vma = NULL"), read("vma = " + Vma)}).in("returns " + Loaded), "returns " + Loaded);
}

TEST(LocalNames, OfWhatIsReturned) {
  TraceStep Returns;
  Returns.What = TraceStep::Kind::Return;
  Returns.Text = "p";
  Returns.Outcome = "kmalloc(n, GFP_USER)";
  EXPECT_EQ(LocalNames({Returns}).in("returns kmalloc(n, GFP_USER)"), "returns p");
  Returns.Text = "*p";
  EXPECT_EQ(LocalNames({Returns}).in("returns kmalloc(n, GFP_USER)"), "returns kmalloc(n, GFP_USER)");
}

TEST(LocalNames, NotOfACallee) { EXPECT_EQ(LocalNames({read("v = " + Vma, 1)}).in(Vma), Vma); }

TraceStep step(TraceStep::Kind What, const std::string &Function, unsigned Depth, const std::string &Text) {
  TraceStep Step;
  Step.What = What, Step.Function = Function, Step.Depth = Depth, Step.Text = Text;
  return Step;
}

/// What a callee only hands on is called by the callee: nobody who reads the function knows who gave it.
TEST(LocalNames, OfACallThatIsHandedOn) {
  using Kind = TraceStep::Kind;
  const std::string Line = Loaded + " returned NULL";
  const TraceStep Asks = step(Kind::Call, "find_vma", 2, Loaded), Gives = step(Kind::Return, "find_vma", 2, Loaded);
  const TraceStep Outer = step(Kind::Return, "vma_lookup", 1, "find_vma(mm, addr)");
  EXPECT_EQ(LocalNames({Asks, Gives, Outer}).ofCall(Line), "vma_lookup() returned NULL");
  EXPECT_EQ(LocalNames({Asks, Gives}).ofCall(Line), Line) << "nobody knows what becomes of it";
  const TraceStep Other = step(Kind::Return, "vma_lookup", 1, "!find_vma(mm, addr)");
  EXPECT_EQ(LocalNames({Asks, Gives, Other}).ofCall(Line), Line) << "that is another value";
  EXPECT_EQ(LocalNames({Asks, Gives, Outer, Asks, Gives, Outer}).ofCall(Line), Line) << "which of the two?";
  EXPECT_EQ(LocalNames({step(Kind::Call, "f", 0, Loaded)}).ofCall(Line), Line) << "the function's own call";
}

/// The object that another one is found by keeps its name within the other's.
TEST(LocalNames, OneWithinTheOther) {
  const std::string Next = "((struct vma *)(next(" + Vma + ")))";
  const LocalNames Own({read("vma = " + Vma + ", other = " + Next)});
  EXPECT_EQ(Own.in(Next + "->n = 1"), "other->n = 1");
  EXPECT_EQ(Own.in("next(" + Vma + ") returned NULL"), "next(vma) returned NULL");
}

/// An object that no variable holds is called as the tests of the function call it.
TEST(LocalNames, OfAnOperand) {
  const std::string File = "((struct file *)(fdget(fd) & 18446744073709551612))";
  TraceStep Asks = read(File + "->f_mode = FMODE_READ");
  Asks.Text = "!(fd_file(f)->f_mode & FMODE_READ)";
  const LocalNames Own({Asks});
  EXPECT_EQ(Own.in(File + "->f_mapping is not NULL"), "fd_file(f)->f_mapping is not NULL");
  EXPECT_EQ(Own.in("(" + File + "->f_mapping)->a_ops = NULL"), "fd_file(f)->f_mapping->a_ops = NULL");
  EXPECT_EQ(Own.in("read(" + File + ", n) returned 0"), "read(fd_file(f), n) returned 0");
  Asks.Text = "a->f_mode == b->f_mode";
  EXPECT_EQ(LocalNames({Asks}).in(File + "->f_mapping = NULL"), File + "->f_mapping = NULL") << "one of the two";
  Asks.Text = "mode & a->f_mode_t";
  EXPECT_EQ(LocalNames({Asks}).in(File + "->f_mapping = NULL"), File + "->f_mapping = NULL") << "another member";
}

} // namespace
} // namespace kverdict
