#include "cache/Reads.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

namespace fs = std::filesystem;

namespace kverdict {
namespace {

class ReadsTest : public testing::Test {
protected:
  ReadsTest() {
    std::string Name = (fs::temp_directory_path() / "kverdict-reads-XXXXXX").string();
    Home = fs::canonical(mkdtemp(Name.data())).string() + "/";
    write("a.h", "int a;\n");
    write("b.h", "int b;\n");
    fs::create_directory(Home + "d");
  }
  ~ReadsTest() override { fs::remove_all(Home); }

  void write(const std::string &Name, const std::string &Text) const { std::ofstream(Home + Name) << Text; }

  static Reads::Identity identity(const std::string &Path) {
    struct stat S {};
    EXPECT_EQ(stat(Path.c_str(), &S), 0);
    return {S.st_dev, S.st_ino};
  }
  void source(const std::string &Name, const std::string &Text) const {
    seen::source(Home + Name, Text, fs::canonical(Home + Name).string(), identity(Home + Name));
  }

  /// Whether what a run read still holds, as a later process finds it.
  static bool hold(const Recording &R) {
    const auto Again = Reads::unpacked(R.What.packed());
    return Again && Again->hold();
  }

  std::string Home;
};

TEST_F(ReadsTest, TextsAreHeldToTheirContent) {
  Recording R;
  seen::text(Home + "a.h", "int a;\n");
  seen::unreadable(Home + "none.h");
  EXPECT_TRUE(hold(R));
  fs::last_write_time(Home + "a.h", fs::file_time_type::clock::now() - std::chrono::hours(9));
  EXPECT_TRUE(hold(R));
  write("a.h", "int A;\n");
  EXPECT_FALSE(hold(R));
  write("a.h", "int a;\n");
  EXPECT_TRUE(hold(R));
  write("none.h", "");
  EXPECT_FALSE(hold(R));
}

/// What is noted is what was read, not what stands there by then.
TEST_F(ReadsTest, AFileThatChangesMeanwhile) {
  Recording R;
  seen::text(Home + "a.h", "int before;\n");
  EXPECT_FALSE(hold(R));
  Recording Twice;
  seen::text(Home + "a.h", "int before;\n");
  seen::text(Home + "a.h", "int a;\n");
  EXPECT_TRUE(Twice.What.spoiled());
  EXPECT_FALSE(hold(Twice));
}

TEST_F(ReadsTest, WhatIsThere) {
  Recording R;
  EXPECT_TRUE(seen::isFile(Home + "a.h"));
  EXPECT_FALSE(seen::isFile(Home + "d"));
  EXPECT_TRUE(seen::isDirectory(Home + "d"));
  EXPECT_FALSE(seen::exists(Home + "d/a.h"));
  EXPECT_TRUE(hold(R));
  write("d/a.h", ""); // which an #include would find first
  EXPECT_FALSE(hold(R));
  fs::remove(Home + "d/a.h");
  EXPECT_TRUE(hold(R));
  fs::remove(Home + "d");
  EXPECT_FALSE(hold(R));
  write("d", "");
  EXPECT_FALSE(hold(R));
}

TEST_F(ReadsTest, LinksAndLists) {
  fs::create_symlink(Home + "a.h", Home + "link.h");
  Recording R;
  source("link.h", "int a;\n");
  seen::real(Home + "link.h", Home + "a.h");
  seen::real(Home + "gone", "");
  seen::list(Home + "d", {});
  EXPECT_TRUE(hold(R));
  write("d/x", "");
  EXPECT_FALSE(hold(R));
  fs::remove(Home + "d/x");
  write("b.h", "int a;\n"); // the same text elsewhere
  fs::remove(Home + "link.h");
  fs::create_symlink(Home + "b.h", Home + "link.h");
  EXPECT_FALSE(hold(R));
}

/// Two names of one file are read once where `#pragma once` stands in it.
TEST_F(ReadsTest, TwoNamesOfOneFile) {
  fs::create_hard_link(Home + "a.h", Home + "c.h");
  Recording R;
  source("a.h", "int a;\n");
  source("c.h", "int a;\n");
  EXPECT_TRUE(hold(R));
  fs::remove(Home + "c.h");
  write("c.h", "int a;\n");
  EXPECT_FALSE(hold(R));
  fs::remove(Home + "c.h");
  fs::create_hard_link(Home + "a.h", Home + "c.h");
  EXPECT_TRUE(hold(R));
  for (const char *Name : {"a.h", "c.h"})
    fs::remove(Home + Name);
  write("a.h", "int a;\n"); // as a checkout writes both anew
  fs::create_hard_link(Home + "a.h", Home + "c.h");
  EXPECT_TRUE(hold(R));
}

TEST_F(ReadsTest, WhatCannotBeNoted) {
  Recording R;
  seen::text(Home + "a.h", "int a;\n");
  EXPECT_TRUE(hold(R));
  seen::unnoted();
  EXPECT_FALSE(hold(R));
}

TEST_F(ReadsTest, ATextThatIsNoneOfIts) {
  Recording R;
  seen::text(Home + "a\n3 h", "int a;\n");
  seen::isFile(Home + "a.h");
  const std::string Text = R.What.packed();
  ASSERT_TRUE(Reads::unpacked(Text));
  EXPECT_EQ(Reads::unpacked(Text)->packed(), Text);
  for (size_t I = 1; I < Text.size(); ++I)
    if (Text[I - 1] != '\n' || Text[I] == '3')
      EXPECT_FALSE(Reads::unpacked(Text.substr(0, I))) << I;
  EXPECT_FALSE(Reads::unpacked("garbage"));
}

TEST_F(ReadsTest, NothingIsNotedWhereNobodyRecords) {
  seen::text(Home + "a.h", "int a;\n");
  EXPECT_TRUE(seen::isFile(Home + "a.h"));
  EXPECT_EQ(Recording::now(), nullptr);
  Recording R;
  EXPECT_EQ(R.What.packed(), "");
}

} // namespace
} // namespace kverdict
