// A page to look at: one file, in which everything is, and which asks the network for nothing.
#pragma once

#include "core/Account.h"
#include "core/Table.h"
#include "input/patch/Patch.h"
#include "report/Words.h"

#include <map>
#include <string>
#include <vector>

namespace kverdict {

/// What a function decides, in both versions.
struct BothTables {
  Table Old, New;
};

/// By the file and the function.
using TablesOf = std::map<std::pair<std::string, std::string>, BothTables>;

/// What is said of one patch, or of files as they stand.
struct PagePart {
  std::string Name;                ///< "patch 1/3"; empty if there is one alone
  const Patch *Of = nullptr;       ///< null: files as they stand
  std::vector<FileReport> Reports; ///< without what is not to be shown
  Accounts Lines;                  ///< what became of each changed line
  SourceLine Source;               ///< of the patched files
  std::vector<std::string> Problems;
  std::string Claim = {}; ///< what the message claims; empty if it claims nothing
  bool Verified = false;  ///< it is so
  TablesOf Tables = {};
};

struct Page {
  std::string Title;
  std::vector<std::pair<std::string, std::string>> Facts; ///< "Base" and which, "Build" and which
  std::vector<PagePart> Parts;
  std::vector<std::string> Problems; ///< of no part
};

/// The page as HTML: the head with the sums, what is wrong, a row for each patch, then each patch with its functions.
std::string renderPage(const Page &);

/// A page with a title and a body of markup.
std::string htmlDocument(const std::string &Title, const std::string &Body);

} // namespace kverdict
