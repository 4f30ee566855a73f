// The C files of testdata/, for suites that hold something about each of them.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <string>
#include <vector>

namespace kverdict {

/// Their paths below testdata/, sorted.
inline std::vector<std::string> fixtures() {
  const std::filesystem::path Home = std::filesystem::path(KVERDICT_SOURCE_DIR) / "testdata";
  std::vector<std::string> Found;
  for (const auto &Entry : std::filesystem::recursive_directory_iterator(Home))
    if (Entry.path().extension() == ".c")
      Found.push_back(std::filesystem::relative(Entry.path(), Home).string());
  std::sort(Found.begin(), Found.end());
  return Found;
}

/// What GoogleTest calls the test of one: it takes letters, digits and `_`.
inline std::string fixtureName(const testing::TestParamInfo<std::string> &Info) {
  std::string Name = Info.param;
  std::replace_if(
      Name.begin(), Name.end(), [](unsigned char C) { return !std::isalnum(C); }, '_');
  return Name;
}

} // namespace kverdict
