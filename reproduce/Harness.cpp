#include "core/Visible.h"
#include "reproduce/StandIns.h"
#include "reproduce/Texts.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/FormatVariadic.h>

#include <array>

namespace kverdict {
namespace {

/// What the second half is made of, whatever the function.
constexpr const char Program[] = R"(#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

enum end { RETURNS, NULL_DEREFERENCE, DIVISION, STOPS, OTHER };

static const char *const ends[] = {
	"returns", "dereferences null", "divides by zero", "stops at a trap", "reaches what the state does not have"
};

static int making = 1;

static void ended(enum end how, unsigned long long bits)
{
	const unsigned long long mask = WIDTH < 64 ? (1ull << WIDTH) - 1 : ~0ull;
	int same = !making && how == WANTED_END;

	if (making) {
		printf("the state could not be made: it %s\n", ends[how]);
	} else if (how == RETURNS) {
		bits &= mask;
		if (POINTER)
			same = same && !bits == !WANTED_BITS && (bits > -4096ull) == (WANTED_BITS > -4096ull);
		else
			same = same && bits == WANTED_BITS;
		printf(FUNCTION "() returns %lld\n", (long long)(bits << (64 - WIDTH)) >> (64 - WIDTH));
	} else {
		printf(FUNCTION "() %s\n", ends[how]);
	}
	printf("the simulator said that it %s: %s\n", SIMULATED, same ? "the same" : "NOT THE SAME");
	fflush(stdout);
	_exit(!same);
}

static void on_signal(int signal, siginfo_t *info, void *context)
{
	const unsigned long at = ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
	const int null = (unsigned long)info->si_addr < 65536 && info->si_code != SI_KERNEL;

	if (signal == SIGSEGV || signal == SIGBUS)
		ended(null && at >= 65536 ? NULL_DEREFERENCE : OTHER, 0);
	ended(signal == SIGFPE ? DIVISION : STOPS, 0);
}

/* Objects have pages of their own, with nothing behind them. */
void *kv_object(void *at, unsigned long size)
{
	static unsigned long next = 0x190000000000;
	unsigned long from = at ? (unsigned long)at : next;
	unsigned long first = from & ~4095ul, last = (from + size + 4095) & ~4095ul;

	for (unsigned long page = first; page < last; page += 4096) {
		void *got = mmap((void *)page, 4096, PROT_READ | PROT_WRITE,
				 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

		if (got != (void *)page && msync((void *)page, 4096, MS_ASYNC)) {
			printf("the state needs an object at %#lx, which no program can have\n", from);
			exit(1);
		}
	}
	if (!at)
		next = last + 4096;
	return (void *)from;
}

void kv_made(void)
{
	making = 0;
}

void kv_returned(unsigned long long bits)
{
	ended(RETURNS, bits);
}

static unsigned long missing(const char *name)
{
	printf("it calls %s(), of which the state says nothing: taken to return 0\n", name);
	return 0;
}

static void stops(const char *name)
{
	printf("it calls %s(), which does not return\n", name);
	ended(STOPS, 0);
}

void kv_run(void);

int main(void)
{
	const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP };
	struct sigaction action = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_NODEFER };

	for (unsigned int i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		sigaction(signals[i], &action, NULL);
	kv_run();
	return 1;
}
)";

/// Names that the C library brings: what the kernel means by them is the same.
bool ofTheLibrary(llvm::StringRef Name) {
  static constexpr std::array Names = {"memset",  "memcpy",   "memmove",   "memcmp", "memchr",  "strlen", "strcmp",
                                       "strncmp", "strchr",   "strrchr",   "strstr", "strnlen", "strcpy", "strncpy",
                                       "sprintf", "snprintf", "vsnprintf", "sscanf", "bsearch"};
  return llvm::is_contained(Names, Name);
}

std::string others(const Lacking &Needs) {
  std::string Out;
  for (const Lacking::Name &Each : Needs.Names) {
    if (ofTheLibrary(Each.Text))
      continue;
    if (!Each.Function)
      Out +=
          "char " + Each.Text + "[" + std::to_string(Each.Size ? Each.Size : 1) + "] __attribute__((aligned(64)));\n";
    else if (Each.Returns)
      Out += "unsigned long " + Each.Text + "(void) { return missing(\"" + Each.Text + "\"); }\n";
    else
      Out += "void " + Each.Text + "(void) { stops(\"" + Each.Text + "\"); }\n";
  }
  return Out;
}

std::string objectStep(const MakeStep &S) {
  if (S.Place == "current")
    return "\tpcpu_hot.current_task = kv_object(pcpu_hot.current_task, " + S.Size + ");\n";
  if (S.What == MakeStep::Kind::Address)
    return "\tkv_object((void *)(" + S.Place + "), " + S.Size + ");\n";
  return "\t*(void **)&" + S.Place + " = kv_object((void *)" + S.Place + ", " + S.Size + ");\n";
}

std::string step(const MakeStep &S) {
  const bool Object = S.What == MakeStep::Kind::Object || S.What == MakeStep::Kind::Address;
  return Object ? objectStep(S) : made(S);
}

/// How the second half calls what the run came to; empty if no program shows it.
std::string endOf(const Run &Ran) {
  switch (Ran.End) {
  case RunEnd::Returned:
    return "RETURNS";
  case RunEnd::NoReturn:
    return "STOPS";
  case RunEnd::Undefined:
    break;
  default:
    return "";
  }
  switch (Ran.Why) {
  case UndefinedKind::NullDereference:
    return "NULL_DEREFERENCE";
  case UndefinedKind::Division:
    return "DIVISION";
  case UndefinedKind::Shift:
    return "STOPS";
  default:
    return "";
  }
}

std::string inString(const std::string &Text) {
  std::string Out;
  for (const char C : visible(Text))
    Out += C == '"' || C == '\\' ? std::string("\\") + C : std::string(1, C);
  return "\"" + Out + "\"";
}

std::string programHalf(const Reproduced &R, const Lacking &Needs) {
  const unsigned Width = R.Ran.Result.Width ? R.Ran.Result.Width : 64;
  const unsigned long long Bits = R.Ran.Result.Bits;
  return llvm::formatv("#define FUNCTION {0}\n#define WIDTH {1}\n#define POINTER {2}\n#define WANTED_END {3}\n"
                       "#define WANTED_BITS {4}ull\n#define SIMULATED {5}\n",
                       inString(R.How.Function), Width, R.How.PointerResult ? 1 : 0, endOf(R.Ran), Bits,
                       inString(R.Of.Verdict))
             .str() +
         Program + "\n/* What is not linked. */\n" + others(Needs);
}

} // namespace

std::string kernelHalf(const Reproduced &R) {
  std::string Out =
      "/* objtool makes jumps of static keys that are off into nops: without it, they are nops from the start */\n"
      "#undef CONFIG_HAVE_JUMP_LABEL_HACK\n#if __has_include(<asm/bug.h>)\n#include <asm/bug.h>\n#endif\n#ifdef "
      "__WARN_FLAGS /* a warning is no stop */\n#undef __WARN_FLAGS\n"
      "#define __WARN_FLAGS(flags) do { } while (0)\n#endif\n";
  Out += renames(R.How) + "#include \"" + R.Source + "\"\n#ifndef NULL\n#define NULL ((void *)0)\n#endif\n\n" +
         standIns(R.How) +
         "void *kv_object(void *at, unsigned long size);\nvoid kv_made(void);\nvoid kv_returned(unsigned long long "
         "bits);\n"
         "void kv_run(void);\n\nvoid kv_run(void)\n{\n";
  for (const std::string &Each : R.How.Declarations)
    Out += "\t" + Each + ";\n";
  Out += R.How.Declarations.empty() ? "" : "\n";
  for (const MakeStep &Each : R.How.Steps)
    Out += step(Each);
  return Out + "\tkv_made();\n\tkv_returned((unsigned long long)" + call(R.How) + ");\n}\n";
}

Made harness(const Reproduced &R, const Lacking &Needs) {
  if (endOf(R.Ran).empty())
    return {"", "what it does in this state shows in no program: " + R.Ran.Reason};
  return {about(R) +
              " *\n * Both halves are this file, compiled twice: `sh run` builds and runs it. It exits with 0 if the "
              "function "
              "does what the\n * simulator said.\n */\n#ifdef KV_KERNEL /* compiled as the kernel is */\n" +
              kernelHalf(R) + "#else /* compiled as any program */\n" + programHalf(R, Needs) + "#endif\n",
          ""};
}

} // namespace kverdict
