// After each operator of mutation, the comparison says the direction and shows a state that the simulator confirms, or
// proves that nothing changed.
#include "testing/Bases.h"
#include "testing/Comparisons.h"

namespace kverdict {
namespace {

struct Mutant {
  const char *Base, *From, *To;
  Change Expected;
};

constexpr Change Same = Change::Equivalent, Less = Change::Stricter, More = Change::Laxer, Both = Change::Incomparable,
                 Other = Change::Different;

const Mutant Mutants[] = {
    // policy
    {"policy", "if (vma->ro)", "if (!vma->ro)", Both},
    {"policy", "return false;", "return true;", More},
    {"policy", "if (vma->ro)\n\t\treturn false;\n", "", More},
    {"policy", "== VM_MAYWRITE)\n\t\treturn true", "== VM_MAYWRITE)\n\t\treturn false", Less},
    {"policy", "== VM_MAYWRITE)", "!= VM_MAYWRITE)", Both},
    {"policy", "(VM_SHARED | VM_MAYWRITE)) ==", "(VM_MAYWRITE)) ==", More},
    {"policy", "(VM_SHARED | VM_MAYWRITE)) ==", "(VM_SHARED)) ==", Less},
    {"policy", "VM_MAYWRITE)))\n\t\treturn true", "VM_MAYWRITE)))\n\t\treturn false", Less},
    {"policy", "!(vma->flags & (VM_WRITE | VM_MAYWRITE))", "(vma->flags & (VM_WRITE | VM_MAYWRITE))", Both},
    {"policy", "(VM_WRITE | VM_MAYWRITE)", "VM_WRITE", More},
    {"policy", "(VM_WRITE | VM_MAYWRITE)", "VM_MAYWRITE", More},
    {"policy", "(VM_WRITE | VM_MAYWRITE)", "(VM_WRITE & VM_MAYWRITE)", More},
    {"policy", "(VM_WRITE | VM_MAYWRITE)", "(VM_EXEC | VM_WRITE | VM_MAYWRITE)", Less},
    {"policy", "\tif (!(vma->flags & (VM_WRITE | VM_MAYWRITE)))\n\t\treturn true;\n", "", Less},
    {"policy", "\tif ((vma->flags & (VM_SHARED | VM_MAYWRITE)) == VM_MAYWRITE)\n\t\treturn true;\n", "", Less},
    {"policy", "vma->ops && vma->ops->mkwrite", "vma->ops", More},
    {"policy", "vma->ops->mkwrite && (", "vma->ops->mkwrite || (", More},
    {"policy", "vma->file || vma->flags & VM_IO", "vma->file && vma->flags & VM_IO", Less},
    {"policy", "vma->file || vma->flags & VM_IO", "vma->file", Less},
    {"policy", "vma->file || ", "!vma->file || ", Both},
    {"policy", "vma->flags & VM_IO", "vma->flags | VM_IO", More},
    {"policy", "vma->flags & VM_IO", "vma->flags & VM_EXEC", Both},
    {"policy", " && (vma->file || vma->flags & VM_IO)", "", More},
    {"policy", "ops->mkwrite &&", "ops->open &&", Both},
    {"policy", "return vma->ops &&", "return", Other}, // a null dereference where it returned false
    // validate
    {"validate", "if (!file)", "if (file)", Other},
    {"validate", "if (!file)\n\t\treturn -EINVAL;\n", "", Other}, // a null dereference where it returned -EINVAL
    {"validate", "owner < 0 ||", "owner <= 0 ||", Less},
    {"validate", "owner < 0 ||", "owner > 0 ||", Both},
    {"validate", "owner < 0 || owner", "owner", More},
    {"validate", "owner > 100", "owner >= 100", Less},
    {"validate", "owner > 100", "owner < 100", Both},
    {"validate", "owner > 100", "owner > 101", More},
    {"validate", " || owner > 100", "", More},
    {"validate", "owner < 0 || owner > 100", "owner < 0 && owner > 100", More},
    {"validate", "owner > 100)\n\t\treturn -EINVAL", "owner > 100)\n\t\treturn -EFAULT", Other},
    {"validate", "owner > 100)\n\t\treturn -EINVAL", "owner > 100)\n\t\treturn EINVAL", More},
    {"validate", "if (!file)\n\t\treturn -EINVAL;", "if (!file)\n\t\treturn 0;", More},
    {"validate", "file->owner != owner", "file->owner == owner", Both},
    {"validate", "file->owner != owner", "file->owner > owner", More},
    {"validate", "-EPERM", "-EACCES", Other},
    {"validate", "-EACCES", "-EPERM", Other},
    {"validate", "mode & ~file->mode", "mode & file->mode", Both},
    {"validate", "mode & ~file->mode", "mode | ~file->mode", Less},
    {"validate", "if (mode & ~file->mode)\n\t\treturn -EACCES;\n", "", More},
    {"validate", "return 0;", "return -EIO;", Less},
    {"validate", "return 0;", "return 1;", Other},
    {"validate", "if (file->owner != owner)\n\t\treturn -EPERM;\n\tif (mode & ~file->mode)\n\t\treturn -EACCES;",
     "if (mode & ~file->mode)\n\t\treturn -EACCES;\n\tif (file->owner != owner)\n\t\treturn -EPERM;", Other},
    // errors
    {"errors", "if (err)", "if (!err)", Both},
    {"errors", "if (err)", "if (err < 0)", Less}, // a positive result was passed on
    {"errors", "if (err)\n\t\treturn err;\n", "", Both},
    {"errors", "return err;", "return -EIO;", Less}, // so was it here
    {"errors", ">= limit", "> limit", More},
    {"errors", ">= limit", "< limit", Both},
    {"errors", "-EBUSY", "-EIO", Other},
    {"errors", "opaque(what)", "opaque(what ^ 1)", Other},
    {"errors", "opaque(what)", "opaque(what + 1)", Other}, // overflows,
    {"errors", "return 0;", "return -EIO;", Less},
    {"errors", "if (a->count >= limit)\n\t\treturn -EBUSY;\n", "", More},
    {"errors", "return 0;", "opaque(0);\n\treturn 0;", Other}, // one more call, the same verdict
    // fault
    {"fault", "addr < 4096", "addr <= 4096", Less},
    {"fault", "addr < 4096", "addr > 4096", Both},
    {"fault", "!(a->flags & VM_READ)", "(a->flags & VM_READ)", Both},
    {"fault", "VM_FAULT_OOM", "VM_FAULT_SIGBUS", Other},
    {"fault", "VM_FAULT_OOM", "VM_FAULT_NOPAGE", More},
    {"fault", "return VM_FAULT_NOPAGE", "return VM_FAULT_OOM", Less},
    {"fault", "return VM_FAULT_NOPAGE", "return 0", Other},
    {"fault", "count > 8", "count >= 8", Less},
    {"fault", "count > 8", "count > 9", More},
    // pointers
    {"pointer", "if (!file)", "if (file)", Other},
    {"pointer", "-EINVAL", "-EIO", Other},
    {"pointer", "key == 0", "key != 0", Both},
    {"pointer", "if (key == 0)\n\t\treturn ERR_PTR(-EFAULT);\n", "", More},
    {"pointer", "return ERR_PTR(-EFAULT)", "return NULL", More},
    {"pointer", "return file->area", "return ERR_PTR(-EIO)", Less},
    {"finder", "!file->area", "file->area", Other},
    {"finder", "count < n", "count <= n", Other},
    {"finder", "count < n", "count > n", Other},
    {"finder", "\tif (file->area->count < n)\n\t\treturn NULL;\n", "", Other},
    {"finder", "return file->area;", "return file->area + 1;", Other},
    // numbers
    {"number", "x < low", "x <= low", Other}, // where low > high
    {"number", "x > high", "x >= high", Same},
    {"number", "x < low", "x > low", Other},
    {"number", "return low", "return high", Other},
    {"number", "return x;", "return -x;", Other},
    {"number", "if (x > high)\n\t\treturn high;\n", "", Other},
    // machine
    {"machine", "case DEAD:\n\t\treturn -EPERM", "case DEAD:\n\t\treturn 0", More},
    {"machine", "if (flags & 2)", "if (!(flags & 2))", Other},
    {"machine", "flags & 1 ? -EBUSY : 0", "flags & 1 ? 0 : -EBUSY", Both},
    {"machine", "return -EINVAL", "return 0", More},
    {"machine", "/* fall through */", "return -EPERM;", Same},
    {"machine", "/* fall through */", "break;", Other},
    // loop
    {"loop", "n > 9", "n >= 9", Less},
    {"loop", "i < 8", "i < 7", More},
    {"loop", "i < 8", "i <= 8", Less},
    {"loop", "i = 0; i", "i = 1; i", Same},
    {"loop", "n += i", "n += 1", More}, // at most 8,
    // a loop without a bound: it is different in some round, whatever it is in the rest
    {"rounds", "i < n", "i <= n", Other},
    {"rounds", "i < n", "i != n", Other},
    {"rounds", "i < n", "i > n", Both},
    {"rounds", "i = 0", "i = 1", Other},
    {"rounds", "i++)", "++i)", Same},
    {"rounds", "i++)", "i += 2)", Other},
    {"rounds", "a->flags & VM_IO", "!(a->flags & VM_IO)", Both},
    {"rounds", "a->flags & VM_IO", "a->flags & VM_EXEC", Both},
    {"rounds", "a->flags & VM_IO", "a->flags | VM_IO", Other},
    {"rounds", "\t\tif (a->flags & VM_IO)\n\t\t\treturn -EIO;\n", "", Other},
    {"rounds", "-EIO", "-EPERM", Other},
    {"rounds", "if (err)", "if (!err)", Both},
    {"rounds", "if (err)", "if (err < 0)", Other},
    {"rounds", "return err", "break", Other},
    {"rounds", "\t\tif (err)\n\t\t\treturn err;\n", "", Both},
    {"rounds", "err = poke(a);", "err = 0;", Other},
    {"rounds", "a->count ^= i", "a->count |= i", Other},
    {"rounds", "a->count ^= i", "a->count ^= n", Other},
    {"rounds", "\t\ta->count ^= i;\n", "", Other},
    {"rounds", "return 0", "return -EIO", Other},
    {"rounds", "return 0", "return i < n", Same},
    {"walk", "while (p)", "while (p && !p->ro)", Other},
    {"walk", "while (p)", "while (!!p)", Same},
    {"walk", "while (p)", "while (!p)", Other},
    {"walk", "> n", ">= n", Other},
    {"walk", "> n", "< n", Other},
    {"walk", "return p", "return NULL", Other},
    {"walk", "if (!p->file)", "if (p->file)", Other},
    {"walk", "\t\tif (!p->file)\n\t\t\tbreak;\n", "", Other}, // a null dereference
    {"walk", "break", "return NULL", Same},
    {"walk", "break", "return p", Other},
    {"walk", "p->file->area", "p->file->area->file->area", Other},
    // writer: the verdict stays, the effects do not
    {"writer", "|= flags", "&= flags", Other},
    {"writer", "a->count++;\n", "", Other},
    {"writer", "a->count++", "a->count--", Other},
    {"writer", "if (a->ro)", "if (!a->ro)", Both},
    {"writer", "-EACCES", "-EPERM", Other},
    {"writer", "a->flags |= flags;\n\ta->count++;", "a->count++;\n\ta->flags |= flags;", Same},
    // probe
    {"probe", "token < 0", "token <= 0", Less},
    {"probe", "if (poke(a))", "if (!poke(a))", Both},
    {"probe", "return a->count ? 0 : -EINVAL", "return a->count ? -EINVAL : 0", Both},
    {"probe", "-EIO", "-EBUSY", Other},
    {"probe", "lock(&token);", "", Both},
};

std::string name(const testing::TestParamInfo<Mutant> &Info) { return Info.param.Base + std::to_string(Info.index); }

class MutantTest : public testing::TestWithParam<Mutant> {};

TEST_P(MutantTest, IsDecided) {
  const Mutant &M = GetParam();
  const Comparison C = compared(unchanged(M.Base), changed(M.Base, M.From, M.To));
  EXPECT_EQ(changeWord(C.What), changeWord(M.Expected)) << M.Base << ": " << M.From << " -> " << M.To << "\n"
                                                        << shown(C);
  EXPECT_EQ(C.Refuted, 0u) << shown(C);
  if (M.Expected != Change::Equivalent && M.Expected != Change::Undecided)
    EXPECT_TRUE(C.Differences.size() || C.Effects.size());
}

INSTANTIATE_TEST_SUITE_P(Operators, MutantTest, testing::ValuesIn(Mutants), name);

} // namespace
} // namespace kverdict
