#include "input/tree/BaseChoice.h"

#include "core/Visible.h"
#include "input/tree/Prerequisites.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <set>

namespace kverdict {

static bool isId(llvm::StringRef Text) {
  return Text.size() >= 7 && Text.size() <= 64 && llvm::all_of(Text, llvm::isHexDigit);
}

std::vector<std::string> trailers(const std::string &Text, const std::string &Name) {
  std::vector<std::string> Values;
  for (llvm::StringRef Rest = Text; !Rest.empty();) {
    auto [Line, Next] = Rest.split('\n');
    Rest = Next;
    if (Line.consume_front(Name + ": ") && isId(Line.trim()))
      Values.push_back(Line.trim().lower());
  }
  return Values;
}

static std::vector<std::string> named(const Given &From, const std::string &Name) {
  std::vector<std::string> Values;
  std::set<std::string> Seen;
  for (const std::string &Text : From.Texts)
    for (std::string &Value : trailers(Text, Name))
      if (Seen.insert(Value).second)
        Values.push_back(std::move(Value));
  return Values;
}

static std::string lacks(const Tree &From, const std::string &Id) {
  return "the patches were made for base-commit " + Id + ", which the repository " +
         (From.isShallow() ? "(a shallow clone) " : "") + "does not have; HEAD is taken instead. Run 'git fetch " +
         (From.isShallow() ? "--unshallow" : "origin " + Id) + "' in it, or name another base with --base";
}

static BaseChoice byTrailers(const Tree &From, const Given &Mails, const std::vector<std::string> &Archives) {
  std::vector<std::string> Bases = named(Mails, "base-commit");
  BaseChoice Made{From, From.isGit() ? "HEAD of the tree" : "as it stands", {}};
  if (Bases.empty())
    return Made;
  if (!From.isGit()) {
    Made.Notes.push_back("the patches were made for base-commit " + Bases.front() +
                         "; whether the directory is that cannot be known");
    return Made;
  }
  if (!From.resolve(Bases.front())) {
    Made.Notes.push_back(lacks(From, Bases.front()));
    return Made;
  }
  Made.Base = From.at(Bases.front());
  Made.Why = "base-commit: of the patches";
  if (const std::vector<Needed> Before = neededBefore(Mails.Texts); !Before.empty())
    applyPrerequisites(Made, Before, Archives);
  return Made;
}

BaseChoice chooseBase(const Tree &From, const std::string &Wanted, const Given &Mails,
                      const std::vector<std::string> &Archives) {
  if (!Wanted.empty())
    return {From.at(Wanted), "--base " + visible(Wanted), {}};
  if (!Mails.Below.empty())
    return {From.at(Mails.Below), "the commit below", {}};
  return byTrailers(From, Mails, Archives);
}

} // namespace kverdict
