#include "core/Error.h"
#include "sweep/Manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace kverdict;
using testing::HasSubstr;

namespace {

Manifest sample() {
  Manifest Of;
  Of.Request = {
      SweepKind::Archive, {"/a/list.mbox"}, "/t", "v6.12", "/b", {"+/r.yaml"}, {"non-monotone"}, "none", "0.1 abc",
      {"/a/answers"},     {"/t", "/next"},  true};
  Of.Heads = {"1a2b", "", "3c4d"};
  Of.Mails = {9, 1, 2, 3, 4};
  Of.Problems = {"it is \xff"};
  Of.Shards = {{1, "mm: \"one\"", "a@x.test", 86400, 2, 3, {"inputs/00001.mbox"}}, {2, "two", "", 0, 1, 0, {"/t/a.c"}}};
  return Of;
}

std::string refused(const std::string &Text) {
  try {
    readManifest(Text, "m.jsonl");
  } catch (const Error &E) {
    return E.what();
  }
  return "";
}

} // namespace

TEST(Manifest, IsReadAsItWasWritten) {
  const Manifest Read = readManifest(renderManifest(sample()), "m");
  EXPECT_EQ(Read.Request, sample().Request);
  EXPECT_EQ(Read.Heads, sample().Heads);
  EXPECT_EQ(renderManifest(Read), [] {
    Manifest Of = sample();
    Of.Problems = {"it is \xef\xbf\xbd"}; // what is not UTF-8 is not kept
    return renderManifest(Of);
  }());
  EXPECT_EQ(Read.Shards[0].Title, "mm: \"one\"");
  EXPECT_EQ(Read.Mails.Patchless, 4u);
}

TEST(Manifest, OfOneShardAlone) {
  const Manifest Read = readManifestOf(2, renderManifest(sample()), "m");
  ASSERT_EQ(Read.Shards.size(), 1u);
  EXPECT_EQ(Read.Shards[0].Title, "two");
  EXPECT_EQ(Read.Request, sample().Request);
  for (unsigned Number : {0u, 3u})
    EXPECT_THROW(readManifestOf(Number, renderManifest(sample()), "m"), Error);
}

TEST(Manifest, ThatIsNoneIsRefusedWithItsLine) {
  const std::string Text = renderManifest(sample());
  EXPECT_THAT(refused(Text.substr(0, Text.rfind("{\"type\":\"shard\""))), HasSubstr("it was cut"));
  EXPECT_THAT(refused(Text.substr(0, Text.size() - 9)), HasSubstr("m.jsonl:3: not a manifest of kverdict sweep"));
  EXPECT_THAT(refused(""), HasSubstr("it was cut"));
  EXPECT_THAT(refused("[]\n"), HasSubstr("m.jsonl:1: not a manifest"));
}

TEST(Manifest, NamesShardsInTheirOrder) {
  EXPECT_EQ(shardName(12), "00012");
  EXPECT_EQ(shardName(123456), "123456");
}
