#include "tool/ProgramId.h"

#include "cache/Store.h"
#include "cache/Words.h"

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/MemoryBuffer.h>

#include <elf.h>
#include <link.h>

namespace kverdict {
namespace {

using llvm::StringRef;

constexpr size_t rounded(size_t Size) { return (Size + 3) / 4 * 4; }

/// The id that the linker made of the contents, among the notes of an object; empty if it made none.
StringRef idIn(StringRef Notes) {
  while (Notes.size() >= sizeof(ElfW(Nhdr))) {
    const auto *Head = reinterpret_cast<const ElfW(Nhdr) *>(Notes.data());
    const StringRef Name = Notes.substr(sizeof *Head, Head->n_namesz);
    const StringRef Text = Notes.substr(sizeof *Head + rounded(Head->n_namesz), Head->n_descsz);
    if (Head->n_type == NT_GNU_BUILD_ID && Name == StringRef("GNU", 4))
      return Text;
    Notes = Notes.substr(sizeof *Head + rounded(Head->n_namesz) + rounded(Head->n_descsz));
  }
  return "";
}

StringRef idOf(const dl_phdr_info &Object) {
  for (size_t I = 0; I < Object.dlpi_phnum; ++I)
    if (const ElfW(Phdr) &Part = Object.dlpi_phdr[I]; Part.p_type == PT_NOTE)
      if (const StringRef Id =
              idIn({reinterpret_cast<const char *>(Object.dlpi_addr + Part.p_vaddr), size_t(Part.p_memsz)});
          !Id.empty())
        return Id;
  return "";
}

/// The contents themselves, where the linker made no id.
std::string hashOf(StringRef File) {
  const auto Text = llvm::MemoryBuffer::getFile(File.empty() ? "/proc/self/exe" : File);
  return Text ? storeKey((*Text)->getBuffer()) : "";
}

int add(dl_phdr_info *Object, size_t, void *To) {
  const StringRef File = Object->dlpi_name;
  if (File.starts_with("linux-vdso")) // of the running kernel
    return 0;
  const StringRef Id = idOf(*Object);
  packWord(*static_cast<std::string *>(To), Id.empty() ? hashOf(File) : Id.str());
  return 0;
}

} // namespace

std::string programId() {
  std::string Out;
  dl_iterate_phdr(add, &Out);
  return Out;
}

} // namespace kverdict
