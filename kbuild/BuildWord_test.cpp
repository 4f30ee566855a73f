#include "kbuild/BuildWord.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace kverdict {

TEST(BuildWord, SaysWhatTheConfigurationSays) {
  const auto Directory = std::filesystem::temp_directory_path() / ("kverdict-word-" + std::to_string(::getpid()));
  std::filesystem::create_directories(Directory);
  CompileCommand C;
  C.Directory = Directory.string();
  EXPECT_EQ(buildWord(C), "as its compile command says");
  C.Arguments = {"-O2", "--target=aarch64-linux-gnu"};
  EXPECT_EQ(buildWord(C), "aarch64-linux-gnu");
  std::ofstream(Directory / ".config") << "#\n# Made by a program\n# Linux/arm64 6.12.1 Kernel Configuration\n#\n";
  EXPECT_EQ(buildWord(C), "Linux/arm64 6.12.1, aarch64-linux-gnu");
  std::filesystem::remove_all(Directory);
}

} // namespace kverdict
