#include "kbuild/BringHere.h"

#include "cache/Reads.h"

namespace kverdict {

// Puts another directory in place of one with which a path begins.
static void moveTo(std::string &Path, const std::string &From, const std::string &To) {
  if (Path.starts_with(From) && (Path.size() == From.size() || Path[From.size()] == '/'))
    Path = To + Path.substr(From.size());
}

static void moveTo(CompileCommand &C, const std::string &From, const std::string &To) {
  for (std::string *Each : {&C.File, &C.Directory, &C.Root})
    moveTo(*Each, From, To);
  for (std::string &Each : C.Arguments)
    moveTo(Each, From, To);
}

std::string bringHere(CompileCommand &C, const std::string &TreeRoot, const std::string &Path,
                      const std::string &Here) {
  std::string Note;
  auto move = [&](const std::string &From, const std::string &To) {
    Note += (Note.empty() ? "the compile commands in " + Here + " were made elsewhere: " : ", and ") + From +
            " is taken to be " + To;
    moveTo(C, From, To);
  };
  const std::string Elsewhere = C.Directory;
  if (!seen::isDirectory(Elsewhere))
    move(Elsewhere, Here);
  if (seen::isFile(C.Root + "/" + Path))
    return Note;
  if (seen::isFile(Here + "/" + Path) && C.Root != Here)
    move(C.Root, Here);
  else if (!TreeRoot.empty() && C.Root != TreeRoot && !seen::isDirectory(C.Root))
    move(C.Root, TreeRoot);
  return Note;
}

} // namespace kverdict
