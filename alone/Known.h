// Words of the kernel whose meaning is the same in every tree.
#pragma once

#include <string>
#include <vector>

namespace kverdict::alone {

/// What a call of a macro has to do with its arguments, for who asks for types.
enum class Rule {
  None,    ///< a type, a number, or a function: its text says all
  Same,    ///< the arguments are of one type, and so is the result
  First,   ///< the result has the type of the first argument
  Truth,   ///< a condition, which comes out as 0 or 1
  Nothing, ///< a condition, without a result
  Store,   ///< the second argument goes where the first says
  Fetch,   ///< the last argument gets a value
  Clamp,   ///< as Same, of three
  Member,  ///< container_of(pointer, type, member)
  Entry,   ///< list_for_each_entry(pointer, head, member)
  Entries, ///< list_for_each_entry_safe(pointer, next, head, member)
  Size,    ///< of an array
  Print,   ///< a format and what it prints
  PrintOf, ///< something, a format and what it prints
  Config,  ///< an option of the configuration
};

struct Word {
  const char *Name;
  const char *Text; ///< C that declares or defines it
  Rule Means = Rule::None;
};

/// All of them, each behind those that it names.
const std::vector<Word> &knownWords();
/// Null if it is not one of them.
const Word *known(const std::string &Name);
/// The value of an errno by its name; 0 if it is none.
int errnoOf(const std::string &Name);
/// All of them, with a space between two.
std::string errnoNames();
/// Types that are integers, as the kernel names them: "u8"; empty for others.
std::string integerOf(const std::string &TypeName);

} // namespace kverdict::alone
