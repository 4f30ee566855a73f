#include "cache/Store.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fs = std::filesystem;

namespace kverdict {
namespace {

class StoreTest : public testing::Test {
protected:
  StoreTest() {
    std::string Name = (fs::temp_directory_path() / "kverdict-store-XXXXXX").string();
    Home = mkdtemp(Name.data());
    Directory = Home + "/a/b";
  }
  ~StoreTest() override {
    std::error_code Ignored;
    fs::permissions(Directory, fs::perms::owner_all, Ignored);
    fs::remove_all(Home, Ignored);
  }

  Store opened(std::uint64_t Bound = Store::UsualBound) const {
    std::string Why;
    auto Made = Store::open(Directory, Why, Bound);
    if (!Made)
      throw std::runtime_error(Why);
    return std::move(*Made);
  }
  std::string whyNot(const std::string &Path) const {
    std::string Why;
    EXPECT_FALSE(Store::open(Path, Why));
    return Why;
  }
  std::string file(const std::string &Key) const { return Directory + "/" + Key; }
  static std::string textOf(const std::string &Path) {
    std::ostringstream Text;
    Text << std::ifstream(Path, std::ios::binary).rdbuf();
    return Text.str();
  }
  static void write(const std::string &Path, const std::string &Text) {
    std::ofstream(Path, std::ios::binary | std::ios::trunc) << Text;
  }
  size_t files() const { return std::distance(fs::directory_iterator(Directory), fs::directory_iterator()); }

  std::string Home, Directory;
  const std::string Key = storeKey("a question"), Other = storeKey("another");
};

TEST_F(StoreTest, GivesBackWhatWasPutIn) {
  EXPECT_EQ(opened().get(Key), std::nullopt);
  EXPECT_TRUE(opened().put(Key, std::string("an\0swer\n", 8)));
  EXPECT_EQ(opened().get(Key), std::string("an\0swer\n", 8));
  EXPECT_EQ(opened().get(Other), std::nullopt);
  EXPECT_TRUE(opened().put(Key, ""));
  EXPECT_EQ(opened().get(Key), "");
  struct stat S {};
  ASSERT_EQ(stat(Directory.c_str(), &S), 0);
  EXPECT_EQ(S.st_mode & 07777, 0700u);
}

/// Each bit, and each length.
TEST_F(StoreTest, ADamagedFileIsNone) {
  opened().put(Key, "answer");
  const std::string Whole = textOf(file(Key));
  for (size_t Bit = 0; Bit < 8 * Whole.size(); ++Bit) {
    std::string Text = Whole;
    Text[Bit / 8] = static_cast<char>(Text[Bit / 8] ^ (1 << Bit % 8));
    write(file(Key), Text);
    ASSERT_EQ(opened().get(Key), std::nullopt) << Bit;
  }
  for (size_t Length = 0; Length < Whole.size(); ++Length) {
    write(file(Key), Whole.substr(0, Length));
    ASSERT_EQ(opened().get(Key), std::nullopt) << Length;
  }
  write(file(Key), Whole + "x");
  EXPECT_EQ(opened().get(Key), std::nullopt);
  write(file(Key), Whole);
  EXPECT_EQ(opened().get(Key), "answer");
  opened().put(Key, "better");
  EXPECT_EQ(opened().get(Key), "better");
}

/// The answer to another question is whole, and still no answer to this one.
TEST_F(StoreTest, AFileUnderAnotherNameIsNone) {
  opened().put(Key, "answer");
  fs::copy_file(file(Key), file(Other));
  EXPECT_EQ(opened().get(Other), std::nullopt);
  EXPECT_EQ(opened().get(Key), "answer");
}

TEST_F(StoreTest, WhatOthersCanWriteIsNone) {
  opened().put(Key, "answer");
  ASSERT_EQ(chmod(file(Key).c_str(), 0620), 0);
  EXPECT_EQ(opened().get(Key), std::nullopt);
  ASSERT_EQ(chmod(file(Key).c_str(), 0602), 0);
  EXPECT_EQ(opened().get(Key), std::nullopt);
  ASSERT_EQ(chmod(file(Key).c_str(), 0600), 0);
  EXPECT_EQ(opened().get(Key), "answer");
  if (geteuid() == 0) {
    ASSERT_EQ(chown(file(Key).c_str(), 12345, 12345), 0);
    EXPECT_EQ(opened().get(Key), std::nullopt);
  }
}

/// A link, a pipe that nobody writes to, a directory.
TEST_F(StoreTest, GarbageIsPassedBy) {
  opened().put(Other, "answer");
  fs::rename(file(Other), Home + "/elsewhere");
  fs::create_symlink(Home + "/elsewhere", file(Other));
  EXPECT_EQ(opened().get(Other), std::nullopt);
  ASSERT_EQ(mkfifo(file(Key).c_str(), 0600), 0);
  EXPECT_EQ(opened().get(Key), std::nullopt);
  fs::remove(file(Key));
  fs::create_directory(file(Key));
  write(file(Key) + "/x", "x");
  write(Directory + "/notes", "mine");
  EXPECT_EQ(opened().get(Key), std::nullopt);
  EXPECT_FALSE(opened().put(Key, "answer"));
  EXPECT_EQ(opened().get(Key), std::nullopt);
  EXPECT_EQ(textOf(Directory + "/notes"), "mine");
  EXPECT_TRUE(opened().put(Other, "answer"));
  EXPECT_EQ(opened().get(Other), "answer");
  EXPECT_FALSE(fs::is_symlink(file(Other)));
}

TEST_F(StoreTest, ADirectoryThatIsNotOursIsNotUsed) {
  fs::create_directories(Directory);
  for (const mode_t Mode : {0777, 0770, 0707, 0755, 0750, 01777}) {
    ASSERT_EQ(chmod(Directory.c_str(), Mode), 0);
    EXPECT_EQ(whyNot(Directory), "others than its owner have rights there: chmod 700") << std::oct << Mode;
  }
  ASSERT_EQ(chmod(Directory.c_str(), 0700), 0);
  fs::create_directory_symlink(Directory, Home + "/link");
  EXPECT_EQ(whyNot(Home + "/link"), "it is no directory");
  EXPECT_EQ(whyNot(Home + "/link/"), "it is no directory");
  write(Home + "/file", "x");
  EXPECT_EQ(whyNot(Home + "/file"), "it is no directory");
  EXPECT_EQ(whyNot(Home + "/file/below"), "it is no directory");
  EXPECT_NE(whyNot("/proc/kverdict/below"), "");
  EXPECT_NE(whyNot(""), "");
  if (geteuid() == 0) {
    ASSERT_EQ(chown(Directory.c_str(), 12345, 12345), 0);
    EXPECT_EQ(whyNot(Directory), "it belongs to somebody else");
  }
}

TEST_F(StoreTest, TheBoundIsKept) {
  const std::string Text(10'000, 'x');
  const Store S = opened(100'000);
  EXPECT_FALSE(S.put(Key, std::string(20'000, 'x'))); // would take the place of many
  for (int I = 0; I < 40; ++I) {
    ASSERT_TRUE(S.put(storeKey(std::to_string(I)), Text));
    std::uint64_t Sum = 0;
    for (const auto &Entry : fs::directory_iterator(Directory))
      Sum += Entry.file_size();
    ASSERT_LE(Sum, 100'000u);
  }
  EXPECT_TRUE(S.get(storeKey("39")));
  EXPECT_FALSE(S.get(storeKey("0")));
}

/// Whatever the clock says: what was used last by it stays.
TEST_F(StoreTest, WhatWasNotUsedForLongestGoes) {
  const std::string Text(10'900, 'x');
  const Store S = opened(100'000);
  for (int I = 0; I < 9; ++I)
    S.put(storeKey(std::to_string(I)), Text);
  for (int I = 0; I < 9; ++I) {
    const timespec Times[2] = {{1'000'000 + I, 0}, {1'000'000 + I, 0}};
    ASSERT_EQ(utimensat(AT_FDCWD, file(storeKey(std::to_string(I))).c_str(), Times, 0), 0);
  }
  EXPECT_TRUE(S.get(storeKey("0")));
  S.put(Key, Text);
  EXPECT_TRUE(S.get(storeKey("0")));
  EXPECT_FALSE(S.get(storeKey("1")));
  EXPECT_TRUE(S.get(storeKey("8")));
}

/// A run that was killed leaves a file that nobody finishes.
TEST_F(StoreTest, WhatNobodyFinishedGoes) {
  const Store S = opened();
  write(Directory + "/.new-1-AB", "half");
  write(Directory + "/.new-2-AB", "half");
  write(Directory + "/.new-3-AB", "half");
  const timespec Old[2] = {{1'000'000, 0}, {1'000'000, 0}}, Ahead[2] = {{9'000'000'000, 0}, {9'000'000'000, 0}};
  ASSERT_EQ(utimensat(AT_FDCWD, (Directory + "/.new-1-AB").c_str(), Old, 0), 0);
  ASSERT_EQ(utimensat(AT_FDCWD, (Directory + "/.new-2-AB").c_str(), Ahead, 0), 0);
  S.put(Key, "answer");
  EXPECT_EQ(files(), 2u);
  EXPECT_TRUE(fs::exists(Directory + "/.new-3-AB")); // somebody may still write it
}

/// Readers see one whole answer or the other.
TEST_F(StoreTest, TwoAtOnce) {
  const std::string A(100'000, 'a'), B(100'000, 'b');
  auto write = [&](const std::string &Text) {
    const Store S = opened();
    for (int I = 0; I < 200; ++I)
      S.put(Key, Text);
  };
  opened().put(Key, A);
  std::thread First(write, A), Second(write, B);
  const Store S = opened();
  for (int I = 0; I < 400; ++I) {
    const auto Got = S.get(Key);
    EXPECT_TRUE(Got == A || Got == B);
  }
  First.join();
  Second.join();
  EXPECT_EQ(files(), 1u);
}

/// It may go at any time.
TEST_F(StoreTest, TheDirectoryIsRemovedMeanwhile) {
  const Store S = opened();
  S.put(Key, "answer");
  fs::remove_all(Directory);
  EXPECT_EQ(S.get(Key), std::nullopt);
  EXPECT_FALSE(S.put(Key, "answer"));
}

} // namespace
} // namespace kverdict
