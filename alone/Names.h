// The names that a mail uses, and how.
#pragma once

#include "alone/Types.h"

#include <map>
#include <set>
#include <string>

namespace kverdict::alone {

/// A name of the file's level that the mail does not define.
struct Use {
  Type Of = 0;
  unsigned Calls = 0;            ///< how often it is called
  size_t Fewest = ~0u, Most = 0; ///< arguments
  std::set<size_t> Generic = {}; ///< arguments that are pointers to different things
  bool Bits = false;             ///< one side of `&` or `|`
  bool Equal = false;            ///< compared with == or !=, or a case of a switch
  bool Ordered = false;          ///< counted with, or asked whether it is more or less
  bool Shift = false;            ///< so many bits
  bool Stored = false;           ///< assigned to, or its address is taken
  bool Used = false;             ///< what a call of it returns is used
  unsigned First = 0;            ///< in the order in which names are met
};

/// All names of a mail.
struct Names {
  Types T;
  std::map<std::string, Use> Used;      ///< that the mail does not define
  std::map<std::string, Type> Own;      ///< functions that the mail, or a known word, defines or declares
  std::set<std::string> Mail;           ///< functions that the mail defines
  std::map<std::string, Type> Typedefs; ///< that the mail uses and does not define
  std::set<std::string> OwnTypedefs;    ///< that it defines
  std::set<std::string> Constants;      ///< enumerators and macros that the mail defines
  std::set<std::string> Enums;          ///< "enum x" that it uses and does not define
  std::set<std::string> Annotations;    ///< words of a head that say nothing of its type
  std::set<std::string> Mentioned;      ///< all names

  /// Of the constants whose names begin alike.
  struct Family {
    size_t Count = 0;
    bool Bits = false; ///< one of them is used as bits
  };
  std::map<std::string, Family> Families; ///< by familyOf(), as of countFamilies()
  void countFamilies();

  bool isDefined(const std::string &Name) const { return Own.count(Name) || Constants.count(Name); }
};

/// The names of a family begin so: "VM_" for VM_IO.
std::string familyOf(const std::string &Name);

/// Written like a constant or a macro: VM_IO, PG_locked.
bool isConstantName(const std::string &);

} // namespace kverdict::alone
